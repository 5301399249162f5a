import { fillText, inAll, instantFromMs, msFromInstant, type Instant, type LocalDate, formatDate, formatDateTime } from '@ruqsat/foundation'
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import {
  Button,
  ButtonGroup,
  Checkboxes,
  DateInput,
  Details,
  errorAt,
  type FieldError,
  Form,
  InsetText,
  localHref,
  Select,
  Table,
  TextInput,
  useLanguage,
  WarningText,
} from '@ruqsat/web'
import type { LegalTimeReading } from '@ruqsat/database'
import texts from './texts.yaml'

export type TypedMoment = {
  readonly day: string
  readonly month: string
  readonly year: string
  readonly time: string
  readonly amount: string
  readonly unit: string
}

/** Each form has a tick of its own name: of two boxes with one id, a label ticks the first, whichever form it is in. */
export type BeyondField = 'beyond' | 'beyondByAmount' | 'beyondOnDay'

/** Until which day the calendar and the index reach, by the clock of the zone. */
type Tables = { readonly zone: ZoneRules; readonly tablesEndOn: LocalDate }

/** Legal time as the wall clock of the zone shows it, and the ways to move it. */
export function TimeSection({
  reading,
  tables,
  errors,
  typed,
}: {
  readonly reading: LegalTimeReading
  readonly tables: Tables
  readonly errors: readonly FieldError[]
  readonly typed: TypedMoment
}) {
  const language = useLanguage()
  const action = localHref(language, '/sandbox/legal-time-moves')
  const shown = (instant: Instant) => {
    const { date, time } = toLocal(instant, tables.zone)
    return formatDateTime(date, time, language)
  }
  const last = { date: inAll((each) => formatDate(tables.tablesEndOn, each)) }
  // Before either button could take the clock past the end, and wherever one was refused for it.
  const afterLongest = instantFromMs(msFromInstant(reading.now) + Math.max(...STEPS.map(({ ms }) => ms)))
  const isAsked = leavesTables(reading.now, afterLongest, tables) || errors.some(({ field }) => field?.startsWith('beyond'))
  const tick = (name: BeyondField) =>
    isAsked && (
      <Checkboxes
        name={name}
        legend={texts.beyondLegend}
        error={errorAt(errors, name)}
        options={[{ value: 'yes', text: fillText(texts.moveAnyway, last) }]}
      />
    )
  return (
    <>
      <h2 id="legal-time">{texts.time}</h2>
      <p>{texts.timeLead}</p>
      <InsetText>
        <p>
          {texts.timeNow}:{' '}
          <strong>
            <time datetime={reading.now}>{shown(reading.now)}</time>
          </strong>
        </p>
      </InsetText>
      <Form action={action} once>
        {tick('beyond')}
        <ButtonGroup>
          {STEPS.map((step) => (
            <Button kind="secondary" name="by" value={step.name} text={step.text} />
          ))}
        </ButtonGroup>
      </Form>
      <Form action={action} once>
        <TextInput
          name="amount"
          label={texts.amount}
          error={errorAt(errors, 'amount')}
          value={typed.amount}
          width={4}
          inputmode="numeric"
          maxlength={4}
        />
        <Select
          name="unit"
          label={texts.unit}
          value={typed.unit === '' ? 'workingDays' : typed.unit}
          empty={null}
          options={[
            { value: 'workingDays', text: texts.units.workingDays },
            { value: 'hours', text: texts.units.hours },
          ]}
        />
        {tick('beyondByAmount')}
        <Button kind="secondary" text={texts.moveBy} />
      </Form>
      <Form action={action} once>
        <DateInput name="date" legend={texts.moveTo} hint={texts.moveToHint} error={errorAt(errors, 'date')} value={typed} />
        <TextInput
          name="time"
          label={texts.clockTime}
          hint={texts.clockTimeHint}
          error={errorAt(errors, 'time')}
          value={typed.time}
          width={8}
          inputmode="text"
          maxlength={5}
        />
        {tick('beyondOnDay')}
        <Button text={texts.move} />
      </Form>
      <WarningText text={fillText(texts.tablesEnd, last)} />
      {reading.moves.length > 0 && (
        <Details summary={texts.moves}>
          <Table
            caption={texts.moves}
            captionHidden
            columns={[{ text: texts.from }, { text: texts.until }]}
            rows={reading.moves
              .slice(-20)
              .reverse()
              .map((move) => [shown(move.from), shown(move.to)])}
          />
        </Details>
      )}
    </>
  )
}

/** Whether a move takes the clock past the end of the tables. */
export function leavesTables(from: Instant, to: Instant, { zone, tablesEndOn }: Tables): boolean {
  return toLocal(from, zone).date <= tablesEndOn && toLocal(to, zone).date > tablesEndOn
}

export const HOUR_MS = 60 * 60_000

export const STEPS = [
  { name: 'hour', ms: HOUR_MS, text: texts.hour },
  { name: 'fourHours', ms: 4 * HOUR_MS, text: texts.fourHours },
  { name: 'day', ms: 24 * HOUR_MS, text: texts.day },
  { name: 'week', ms: 7 * 24 * HOUR_MS, text: texts.week },
] as const

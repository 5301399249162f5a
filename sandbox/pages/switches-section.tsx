import { fillText, formatDateTime, type Instant } from '@ruqsat/foundation'
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import {
  Button,
  ButtonGroup,
  errorAt,
  type FieldError,
  Form,
  InsetText,
  localHref,
  Select,
  Table,
  TextInput,
  useLanguage,
} from '@ruqsat/web'
import { SCRIPTS } from '../work/scripts.ts'
import { MODES, type Neighbour, NEIGHBOURS, type PlannedFault } from '../work/neighbours.ts'
import type { Switches } from '../work/switches.ts'
import texts from './texts.yaml'

type Props = {
  readonly states: Awaited<ReturnType<Switches['states']>>
  readonly planned: readonly PlannedFault[]
  readonly now: Instant
  readonly zone: ZoneRules
  readonly errors: readonly FieldError[]
  /** What was typed into the field of seconds, where it came back. */
  readonly typed: Readonly<Record<string, string>>
}

/** The control room of the neighbours: what each does now, and what is planned. */
export function SwitchesSection(props: Props) {
  const { states, errors, typed } = props
  return (
    <>
      <h2 id="switches">{texts.switches}</h2>
      <p>{texts.switchesLead}</p>
      <Form action={localHref(useLanguage(), '/sandbox/switches')}>
        {NEIGHBOURS.map((neighbour) => (
          <div>
            {states[neighbour].isPlanned && <InsetText text={texts.byPlan} />}
            <Select
              name={neighbour}
              label={texts.neighbours[neighbour]}
              value={states[neighbour].isPlanned ? 'ok' : states[neighbour].mode}
              empty={null}
              options={MODES[neighbour].map((mode) => ({ value: mode, text: texts.modes[mode] }))}
            />
            <TextInput
              name={slowField(neighbour)}
              label={fillText(texts.slowBy, { neighbour: texts.neighbours[neighbour] })}
              hint={texts.slowHint}
              error={errorAt(errors, slowField(neighbour)) ?? null}
              value={typed[slowField(neighbour)] ?? secondsOf(states[neighbour].slowMs)}
              width={4}
              inputmode="numeric"
              maxlength={3}
            />
          </div>
        ))}
        <Button kind="secondary" text={texts.save} />
      </Form>
      <Plan {...props} />
    </>
  )
}

export const slowField = (neighbour: Neighbour): string => `${neighbour}-seconds`
const secondsOf = (ms: number | null): string => (ms === null ? '' : String(ms / 1000))

/** Faults by a script, in legal time. */
function Plan({ planned, now, zone }: Props) {
  const language = useLanguage()
  const shown = (instant: Instant) => {
    const { date, time } = toLocal(instant, zone)
    return formatDateTime(date, time, language)
  }
  return (
    <>
      <h3 id="plan">{texts.plan}</h3>
      <p>{texts.planLead}</p>
      <Table
        caption={texts.plan}
        captionHidden
        columns={[{ text: texts.neighbour }, { text: texts.mode }, { text: texts.from }, { text: texts.until }]}
        rows={planned.map(({ neighbour, mode, slowMs, from, until }) => [
          from <= now ? <strong>{texts.neighbours[neighbour]}</strong> : texts.neighbours[neighbour],
          slowMs === null ? texts.modes[mode as keyof typeof texts.modes] : `${texts.modes.slow[language]}, ${slowMs / 1000} s`,
          shown(from),
          shown(until),
        ])}
        empty={texts.noPlan}
      />
      <Form action={localHref(language, '/sandbox/fault-plans')}>
        <ButtonGroup>
          {SCRIPTS.map((script) => (
            <Button kind="secondary" name="script" value={script} text={texts.scripts[script]} />
          ))}
          {planned.length > 0 && <Button kind="quiet" name="script" value="none" text={texts.dropPlan} />}
        </ButtonGroup>
      </Form>
    </>
  )
}

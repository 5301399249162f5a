// Money of the authority for heads: what a bank's statement and our own rows do not agree about, who has it, what was done; and the files.
import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { fillText, formatTenge, isRefusal, type LocalText, type Refusal } from '@ruqsat/foundation'
import type { PaymentDifference, PaymentDifferences, PaymentEventSeen, StatementSeen } from '@ruqsat/payments/contract'
import {
  Button,
  ButtonGroup,
  Details,
  ErrorSummary,
  fieldErrorOf,
  flash,
  Form,
  localHref,
  readForm,
  SummaryList,
  Table,
  Textarea,
  useLanguage,
  WarningText,
} from '@ruqsat/web'
import { zoneOfStaff } from '../cases/authority.ts'
import { namesOf } from '../cases/names.ts'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { actorAs, goTo, type Visit } from '../http/visit.ts'
import { backToControl, sendWork } from '../pages/frame.tsx'
import texts from './texts.yaml'

/** As many as a person works through; the rest comes when these are done. */
const MOST_SHOWN = 100
const RESOLVED_SHOWN = 20
const STATEMENTS_SHOWN = 30
const EVENTS_SHOWN = 50
const MAX_RESOLUTION = 2_000

/** A form that came back: of which difference, what was typed, what is wrong. */
type AskedAgain = { readonly differenceId: string; readonly resolution: string; readonly refusal: Refusal }

export function showPayments(visit: Visit): Promise<unknown> {
  return sendPayments(visit, null)
}

async function sendPayments(visit: Visit, asked: AskedAgain | null): Promise<unknown> {
  const differences = visit.work.deps.paymentDifferences!
  const { authority } = actorAs(visit, 'head')
  const [open, resolved, statements, late, events] = await Promise.all([
    differences.list(authority, { isResolved: false, limit: MOST_SHOWN }),
    differences.list(authority, { isResolved: true, limit: RESOLVED_SHOWN }),
    differences.statements(STATEMENTS_SHOWN),
    differences.lateStatements(),
    differences.events(authority, EVENTS_SHOWN),
  ])
  const names = await namesOf(
    visit.work,
    events.map(({ actor }) => actor).filter((actor) => isId(actor)),
  )
  const zone = zoneOfStaff(visit.work.deps, visit.staff)
  return sendWork(
    visit,
    { title: texts.title, width: 'wide', back: backToControl(visit), hasErrors: asked !== null, ...(asked !== null && { status: 422 }) },
    <div class="desk">
      <ErrorSummary errors={asked === null ? [] : [fieldErrorOf(asked.refusal)]} />
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      {late.map((text) => (
        <WarningText text={text} />
      ))}
      <h2>{texts.open}</h2>
      {open.length === 0 && <p>{texts.noneOpen}</p>}
      {open.map((each) => (
        <OpenDifference difference={each} asked={asked?.differenceId === each.differenceId ? asked : null} zone={zone} />
      ))}
      <Statements statements={statements} zone={zone} />
      {resolved.length > 0 && <Resolved resolved={resolved} zone={zone} />}
      <Events events={events} names={names} zone={zone} />
    </div>,
  )
}

/** Takes, gives back, or ends a difference; a second click is answered as the first. */
export async function postDifference(visit: Visit): Promise<unknown> {
  const differences = visit.work.deps.paymentDifferences!
  const form = readForm(visit.request)
  const [differenceId, how, resolution] = [form.text('difference'), form.text('how'), form.text('resolution')]
  const { authority } = actorAs(visit, 'head')
  const answer = await answeredOnce(visit.work, { authority: visit.staff.authority, token: form.onceToken() }, async () => {
    const refusal = await act(visit, differences, { authority, differenceId, how, resolution })
    return refusal ?? { kind: 'done' }
  })
  if (isRefusal(answer)) return sendPayments(visit, { differenceId, resolution, refusal: answer })
  flash(visit.request, 'success', how === 'take' ? texts.taken : how === 'release' ? texts.released : texts.ended)
  return goTo(visit, PATHS.payments)
}

type Act = { readonly authority: string; readonly differenceId: string; readonly how: string; readonly resolution: string }

function act(visit: Visit, differences: PaymentDifferences, { authority, differenceId, how, resolution }: Act): Promise<Refusal | null> {
  const by = { id: visit.staff.id, name: visit.staff.name }
  if (how === 'take') return differences.take(authority, differenceId, by)
  if (how === 'release') return differences.release(authority, differenceId, by)
  return differences.resolve(authority, differenceId, by, resolution)
}

type OneProps = { readonly difference: PaymentDifference; readonly zone: ZoneRules }

function OpenDifference({ difference, asked, zone }: OneProps & { readonly asked: AskedAgain | null }) {
  const { owner } = difference
  return (
    <section class="incident" id={`d-${difference.differenceId}`}>
      <h3>
        {kindOf(difference)} <span class="number">{difference.reference}</span>
      </h3>
      <p>{texts.remedies[difference.kind]}</p>
      <Facts difference={difference} zone={zone} />
      <p>{owner === null ? texts.nobody : fillText(texts.ownedBy, { name: owner.name })}</p>
      <Acts difference={difference} asked={asked} />
    </section>
  )
}

function kindOf({ kind, direction }: PaymentDifference): LocalText {
  return direction === 'in' ? texts.kinds[kind] : texts.kindsOut[kind]
}

function Facts({ difference, zone }: OneProps) {
  const language = useLanguage()
  const { bank, bookedAt, ourTiyn, bankTiyn, currency, purpose, party, payerName, fileName, line } = difference
  const sum = (tiyn: number, unit: string) => `${formatTenge(tiyn)} ${unit === 'KZT' ? '₸' : unit}`
  return (
    <SummaryList
      rows={[
        { key: texts.bank, value: `${bank}, ${formatInstant(bookedAt, zone, language)}` },
        ...(bankTiyn === null ? [] : [{ key: texts.atBank, value: sum(bankTiyn, currency) }]),
        ...(ourTiyn === null ? [] : [{ key: texts.here, value: sum(ourTiyn, 'KZT') }]),
        ...(payerName === null ? [] : [{ key: texts.payer, value: payerName }]),
        ...(purpose === '' ? [] : [{ key: texts.purpose, value: purpose }]),
        ...(party === '' ? [] : [{ key: texts.party, value: party }]),
        { key: texts.file, value: line === null ? fileName : fillText(texts.fileLine, { file: fileName, line }) },
      ]}
    />
  )
}

function Acts({ difference: { differenceId, state }, asked }: Pick<OneProps, 'difference'> & { readonly asked: AskedAgain | null }) {
  const action = localHref(useLanguage(), PATHS.payments)
  return (
    <>
      <Form action={action} part={`owner ${differenceId}`} once>
        <input type="hidden" name="difference" value={differenceId} />
        <ButtonGroup>
          <Button name="how" value="take" kind="secondary" text={texts.take} />
          {state === 'owned' && <Button name="how" value="release" kind="quiet" text={texts.release} />}
        </ButtonGroup>
      </Form>
      <Details summary={texts.resolve} open={asked !== null}>
        <Form action={action} part={differenceId} once>
          <input type="hidden" name="difference" value={differenceId} />
          <Textarea
            name="resolution"
            label={texts.resolution}
            hint={texts.resolutionHint}
            value={asked?.resolution ?? ''}
            rows={3}
            maxlength={MAX_RESOLUTION}
            error={asked === null ? null : fieldErrorOf(asked.refusal).text}
          />
          <Button name="how" value="resolve" text={texts.end} />
        </Form>
      </Details>
    </>
  )
}

function Statements({ statements, zone }: { readonly statements: readonly StatementSeen[]; readonly zone: ZoneRules }) {
  const language = useLanguage()
  const day = (at: string | null) => (at === null ? '' : formatInstant(at, zone, language))
  return (
    <>
      <h2>{texts.statements}</h2>
      <Table
        caption={texts.statements}
        captionHidden
        columns={[{ text: texts.file }, { text: texts.period }, { text: texts.what, width: 'wide' }]}
        rows={statements.map((each) => [
          `${each.bank}: ${each.fileName}`,
          each.state === 'read' ? `${day(each.from)} – ${day(each.to)}` : day(each.readAt),
          each.state === 'read' ? (
            fillText(texts.wasRead, { movements: each.movements, recovered: each.recovered, differences: each.differences })
          ) : (
            <>
              <strong>{texts.rejected}</strong>
              <ul>
                {each.faults.map(({ text }) => (
                  <li>{text}</li>
                ))}
              </ul>
            </>
          ),
        ])}
        empty={texts.noStatements}
      />
    </>
  )
}

function Resolved({ resolved, zone }: { readonly resolved: readonly PaymentDifference[]; readonly zone: ZoneRules }) {
  const language = useLanguage()
  return (
    <>
      <h2>{texts.resolved}</h2>
      <Table
        caption={texts.resolved}
        captionHidden
        columns={[{ text: texts.difference }, { text: texts.who }, { text: texts.whatWasDone, width: 'wide' }]}
        rows={resolved.map((each) => [
          <>
            {kindOf(each)} <span class="number">{each.reference}</span>
          </>,
          <>
            {each.owner?.id === 'system' ? texts.bySystem : each.owner?.name}, {formatInstant(each.resolvedAt!, zone, language)}
          </>,
          each.owner?.id === 'system' ? fillText(texts.foundLater, { file: each.resolution! }) : each.resolution,
        ])}
      />
    </>
  )
}

/** Staff are known by ids; who is none has a name of their own here. */
const isId = (actor: string): boolean => !Object.hasOwn(texts.actors, actor) && !actor.startsWith('bank:')

type EventsProps = {
  readonly events: readonly PaymentEventSeen[]
  readonly names: ReadonlyMap<string, string>
  readonly zone: ZoneRules
}

/** What happened, as it was written down: who answers for money reads it without asking the operator. */
function Events({ events, names, zone }: EventsProps) {
  const language = useLanguage()
  return (
    <Details summary={texts.events}>
      <Table
        caption={texts.events}
        captionHidden
        columns={[{ text: texts.when }, { text: texts.event, width: 'wide' }, { text: texts.byWhom }]}
        rows={events.map((event) => [formatInstant(event.at, zone, language), <Event event={event} />, actorOf(event, names)])}
        empty={texts.noEvents}
      />
    </Details>
  )
}

function Event({ event: { kind, facts, payerName } }: { readonly event: PaymentEventSeen }) {
  const number = facts['reference'] ?? facts['bankReference'] ?? null
  const file = facts['file'] ?? null
  const [amount, why] = [facts['amountTiyn'], facts['resolution'] ?? facts['note'] ?? null]
  return (
    <>
      {texts.eventKinds[kind]}
      {typeof amount === 'number' && `: ${formatTenge(amount)} ₸`}
      {number !== null && (
        <>
          {' '}
          <span class="number">{String(number)}</span>
        </>
      )}
      {payerName !== null && `, ${payerName}`}
      {file !== null && `, ${String(file)}`}
      {why !== null && <p class="muted">{String(why)}</p>}
    </>
  )
}

function actorOf({ actor }: PaymentEventSeen, names: EventsProps['names']): LocalText | string {
  if (actor.startsWith('bank:')) return fillText(texts.bankSays, { bank: actor.slice('bank:'.length) })
  return (texts.actors as Partial<Record<string, LocalText>>)[actor] ?? names.get(actor) ?? actor
}

import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { fillText, formatDate, type BIN, type IIN, type Language, type LocalText } from '@ruqsat/foundation'
import {
  Button,
  Checkboxes,
  DateInput,
  Details,
  errorAt,
  ErrorSummary,
  Form,
  InsetText,
  localHref,
  say,
  StatusTag,
  SummaryList,
  Table,
  TextInput,
  type typedDate,
  useLanguage,
  type FieldError,
  type StatusKind,
} from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import { PATHS } from '../../deps.ts'
import type { FirmHead } from '../../registration/rights/head.ts'
import { FIRM_RIGHTS, type FirmEvent, type FirmRights, type Giving, type RightsOfPerson } from '../../registration/rights/rights.ts'
import T from './texts.yaml'

type Day = ReturnType<typeof typedDate>
export type TypedInvitation = { readonly iin: string; readonly rights: readonly string[]; readonly from: Day; readonly until: Day }

/** What one person has in one firm, as that person sees it. */
export type OwnFirm = {
  readonly bin: BIN
  readonly organisation: string
  readonly rights: RightsOfPerson
  readonly events: readonly FirmEvent[]
  readonly mayAct: boolean
}

/** Somebody of the firm, as the head sees them. */
export type PersonOfFirm = {
  /** The giving, or the account of who is let in by a certificate. */
  readonly key: string
  readonly iin: IIN
  /** Null before they have answered: the head knows the number alone. */
  readonly name: string | null
  readonly state: 'certificate' | 'held' | 'invited' | 'notYet'
  readonly giving: Giving | null
}

type State = keyof typeof T.states
const KINDS: Readonly<Record<State, StatusKind>> = {
  certificate: 'neutral',
  held: 'success',
  head: 'success',
  invited: 'information',
  notYet: 'warning',
  termOver: 'neutral',
  takenBack: 'danger',
  givenUp: 'neutral',
  headLeft: 'danger',
}
const stateTag = (state: State) => <StatusTag kind={KINDS[state]} text={T.states[state]} />

export function OwnPage({ firms, zone }: { readonly firms: readonly OwnFirm[]; readonly zone: ZoneRules }) {
  return (
    <>
      <h1>{T.title}</h1>
      <p class="lead">{T.leadSelf}</p>
      {firms.length === 0 && <p>{T.nothing}</p>}
      {firms.map((firm) => (
        <section>
          <h2>{firm.organisation}</h2>
          <OwnRights own={firm} />
          {firm.mayAct && <Act does="act" text={T.act} firm={firm} kind="primary" fields={{}} />}
          <History events={firm.events} zone={zone} />
        </section>
      ))}
    </>
  )
}

/** What holds, and what waits for an answer. */
function OwnRights({ own }: { readonly own: OwnFirm }) {
  const language = useLanguage()
  const { now, invited } = own.rights
  const state: State = now.kind === 'ended' ? now.why : now.kind
  const giving = now.kind === 'held' || now.kind === 'ended' ? now.giving : null
  const may = now.kind === 'head' ? T.headMay : now.kind === 'certificate' ? T.certificateMay : null
  const isThere = now.kind !== 'certificate' || own.mayAct || invited === null
  return (
    <>
      {isThere && (
        <SummaryList
          rows={[
            { key: T.state, value: stateTag(state) },
            ...(may === null ? [] : [{ key: T.may, value: may }]),
            ...(giving === null ? [] : givingRows(giving, language)),
          ]}
        />
      )}
      {now.kind === 'held' && <Act does="giveUp" text={T.giveUp} firm={own} kind="secondary" fields={{ giving: now.giving.id }} />}
      {invited !== null && (
        <InsetText>
          <p>{T.waiting}</p>
          <SummaryList compact rows={[{ key: T.organisation, value: own.organisation }, ...givingRows(invited, language)]} />
          <Act does="accept" text={T.accept} firm={own} kind="primary" fields={{ giving: invited.id }} />
          <Act does="decline" text={T.decline} firm={own} kind="secondary" fields={{ giving: invited.id }} />
        </InsetText>
      )}
    </>
  )
}

const givingRows = (giving: Giving, language: Language) => [
  { key: T.may, value: <RightsGiven rights={giving.rights} /> },
  { key: T.days, value: daysOf(giving, language) },
]

function RightsGiven({ rights }: { readonly rights: FirmRights }) {
  return (
    <ul>
      {FIRM_RIGHTS.filter((right) => rights[right]).map((right) => (
        <li>{T.rights[right]}</li>
      ))}
    </ul>
  )
}

export function daysOf({ from, until }: Pick<Giving, 'from' | 'until'>, language: Language): LocalText {
  const day = (date: string) => formatDate(date, language)
  return until === null ? fillText(T.from, { day: day(from) }) : fillText(T.fromUntil, { from: day(from), until: day(until) })
}

type ActProps = {
  readonly does: 'accept' | 'decline' | 'giveUp' | 'act'
  readonly text: LocalText
  readonly firm: Pick<OwnFirm, 'bin' | 'organisation'>
  readonly kind: 'primary' | 'secondary'
  readonly fields: Readonly<Record<string, string>>
}

function Act({ does, text, firm, kind, fields }: ActProps) {
  const language = useLanguage()
  return (
    <Form action={`${localHref(language, PATHS.rights)}/${does}`} part={`${does} ${firm.bin}`}>
      <input type="hidden" name="bin" value={firm.bin} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button text={text} kind={kind} hiddenText={firm.organisation} />
    </Form>
  )
}

type FirmPageProps = {
  readonly errors: readonly FieldError[]
  readonly organisation: string
  readonly head: FirmHead | null
  readonly own: OwnFirm
  /** Null for everybody but the head. */
  readonly people: readonly PersonOfFirm[] | null
  readonly events: readonly FirmEvent[]
  readonly cameFromSelf: boolean
  readonly zone: ZoneRules
  readonly form: Child
}

export function FirmPage({ errors, organisation, head, own, people, events, cameFromSelf, zone, form }: FirmPageProps) {
  const language = useLanguage()
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{T.title}</h1>
      <p class="lead">{T.lead}</p>
      <SummaryList
        rows={[
          { key: T.organisation, value: organisation },
          { key: T.head, value: head === null ? T.headUnknown : `${head.name} (${say(T.byRegister)})` },
        ]}
      />
      <h2>{T.yours}</h2>
      <OwnRights own={own} />
      {cameFromSelf && (
        <Form action={`${localHref(language, PATHS.rights)}/self`} part="self">
          <Button text={T.toSelf} kind="secondary" />
        </Form>
      )}
      {people !== null && (
        <>
          <h2>{T.people}</h2>
          <People people={people} />
          <h2>{T.invite}</h2>
          <p>{T.inviteLead}</p>
          {form}
        </>
      )}
      <History events={events} zone={zone} />
    </>
  )
}

function People({ people }: { readonly people: readonly PersonOfFirm[] }) {
  const language = useLanguage()
  return (
    <Table
      caption={T.people}
      captionHidden
      empty={T.nobody}
      columns={[{ text: T.person }, { text: T.may, width: 'wide' }, { text: T.days }, { text: T.state }, { text: T.what }]}
      rows={people.map(({ key, iin, name, state, giving }) => [
        name ?? <span class="number">{iin}</span>,
        giving === null ? '–' : <RightsGiven rights={giving.rights} />,
        giving === null ? '–' : daysOf(giving, language),
        stateTag(state),
        <Form action={`${localHref(language, PATHS.rights)}/take-back`} part={`take-back ${key}`}>
          <input type="hidden" name="person" value={key} />
          <Button text={T.takeBack} kind="secondary" hiddenText={name ?? iin} />
        </Form>,
      ])}
    />
  )
}

export function InviteForm({ typed, errors }: { readonly typed: TypedInvitation; readonly errors: readonly FieldError[] }) {
  const language = useLanguage()
  const hints = { sign: T.signHint, seeAll: T.seeAllHint } as Readonly<Record<string, LocalText>>
  return (
    <Form action={`${localHref(language, PATHS.rights)}/invite`} part="invite" once>
      <TextInput name="iin" label={T.iin} inputmode="numeric" width={20} value={typed.iin} error={errorAt(errors, 'iin') ?? null} />
      <Checkboxes
        name="rights"
        legend={T.may}
        values={typed.rights}
        error={errorAt(errors, 'rights') ?? null}
        options={FIRM_RIGHTS.map((right) => ({ value: right, text: T.rights[right], ...(hints[right] && { hint: hints[right] }) }))}
      />
      <DateInput name="from" value={typed.from} legend={T.firstDay} hint={T.firstDayHint} error={errorAt(errors, 'from') ?? null} />
      <DateInput name="until" value={typed.until} legend={T.lastDay} hint={T.lastDayHint} error={errorAt(errors, 'until') ?? null} />
      <Button text={T.send} />
    </Form>
  )
}

/** As many as a page shows at once; the newest first. */
const EVENTS_SHOWN = 50

function History({ events, zone }: { readonly events: readonly FirmEvent[]; readonly zone: ZoneRules }) {
  const language = useLanguage()
  if (events.length === 0) return null
  const names = new Map(events.flatMap((event) => ('name' in event ? [[event.aboutIin, event.name] as const] : [])))
  const rows = events.slice(-EVENTS_SHOWN).toReversed()
  return (
    <Details summary={T.history}>
      <Table
        caption={T.history}
        captionHidden
        columns={[{ text: T.when }, { text: T.person }, { text: T.what, width: 'wide' }, { text: T.who }]}
        rows={rows.map((event) => [
          formatInstant(event.at, zone, language),
          names.get(event.aboutIin) ?? <span class="number">{event.aboutIin}</span>,
          event.kind === 'given' ? (
            <>
              {T.events.given}: <RightsGiven rights={event.giving.rights} /> {daysOf(event.giving, language)}
            </>
          ) : (
            T.events[event.kind]
          ),
          event.byName ?? T.register,
        ])}
      />
    </Details>
  )
}

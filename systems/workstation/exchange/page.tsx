// What this authority's services ask other systems, and what others ask of them: the journal of the gateway, and the routes with their state.
import { fillText, inAll, isInstant, isUuid, type LocalText } from '@ruqsat/foundation'
import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { OUTCOMES, type AskOutcome, type JournalEntry, type MessagePart, type RouteView } from '@ruqsat/gateway/contract'
import { outcomeWords } from '@ruqsat/gateway/words'
import { zoneOf, type Regulation } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { Button, Details, Form, localHref, Select, sendFile, StatusTag, Table, TextInput, useLanguage, type StatusKind } from '@ruqsat/web'
import { namesOf } from '../cases/names.ts'
import { PATHS } from '../http/paths.ts'
import { type Visit } from '../http/visit.ts'
import { backToControl, sendNo, sendWork } from '../pages/frame.tsx'
import { refuseWorkstation } from '../refusals.ts'
import T from './texts.yaml'

const PAGE_SIZE = 25

type Search = { readonly term: string; readonly route: string; readonly outcome: AskOutcome | null; readonly before: Place | null }
type Place = Pick<JournalEntry, 'at' | 'entryId'>

type Exchange = {
  readonly routes: readonly RouteView[]
  readonly entries: readonly JournalEntry[]
  readonly hasMore: boolean
  readonly search: Search
  readonly names: ReadonlyMap<string, string>
  readonly lawOf: (entry: JournalEntry) => Regulation | null
  readonly zone: ZoneRules
  readonly isStamped: boolean
}

/** Of the head's own authority: the journal of another is not theirs to read. */
export async function showExchange(visit: Visit): Promise<unknown> {
  const { work, staff } = visit
  const { gatewayJournal, regulations } = work.deps
  const search = searchIn(visit.query)
  const { term, route, outcome, before } = search
  const wanted = {
    authority: staff.authority,
    limit: PAGE_SIZE + 1,
    ...(term !== '' && { term }),
    ...(route !== '' && { route }),
    ...(outcome !== null && { outcome }),
    ...(before !== null && { before }),
  }
  const [routes, found] =
    gatewayJournal === undefined ? [[], []] : await Promise.all([gatewayJournal.routes(staff.authority), gatewayJournal.search(wanted)])
  const entries = found.slice(0, PAGE_SIZE)
  const names = await namesOf(
    work,
    entries.map(({ asker }) => asker),
  )
  const all = regulations.editions.map(({ regulation }) => regulation).toReversed()
  const lawOf = ({ source }: JournalEntry) =>
    all.find(({ id }) => id === source.act) ?? all.find(({ authority }) => authority.id === staff.authority) ?? null
  const own = all.find(({ authority }) => authority.id === staff.authority) ?? all[0]!
  const exchange = {
    routes,
    entries,
    hasMore: found.length > PAGE_SIZE,
    search,
    names,
    lawOf,
    zone: zoneOf(own, regulations.tables),
    isStamped: gatewayJournal?.isStamped === true,
  }
  return sendWork(visit, { title: T.title, width: 'wide', back: backToControl(visit) }, <ExchangePage exchange={exchange} />)
}

/** What the address asks for; what cannot be is left out. */
function searchIn(query: Visit['query']): Search {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 100) : '')
  const [at = '', entryId = ''] = text('before').split('_', 2)
  return {
    term: text('term'),
    route: text('route'),
    outcome: OUTCOMES.find((each) => each === text('outcome')) ?? null,
    before: isInstant(at) && isUuid(entryId) ? { at, entryId } : null,
  }
}

function ExchangePage({ exchange }: { readonly exchange: Exchange }) {
  return (
    <div class="desk">
      <h1>{T.title}</h1>
      <p>{T.lead}</p>
      <h2>{T.routes}</h2>
      <Routes exchange={exchange} />
      <h2>{T.journal}</h2>
      <JournalSearch exchange={exchange} />
      <Journal exchange={exchange} />
      <Pages exchange={exchange} />
    </div>
  )
}

const STATES: Readonly<Record<RouteView['breaker'], { readonly kind: StatusKind; readonly text: LocalText }>> = {
  closed: { kind: 'success', text: T.state.closed },
  open: { kind: 'danger', text: T.state.open },
  trying: { kind: 'warning', text: T.state.trying },
}

function Routes({ exchange: { routes, zone } }: { readonly exchange: Exchange }) {
  const language = useLanguage()
  return (
    <Table
      caption={T.routes}
      captionHidden
      empty={T.noRoutes}
      columns={[{ text: T.route }, { text: T.service }, { text: T.where, width: 'wide' }, { text: T.stateOf }, { text: T.last }]}
      rows={routes.map(({ route, service, address, breaker, since, last }) => [
        route,
        service,
        address ?? T.within,
        <>
          <StatusTag {...STATES[breaker]} />
          {since !== null && ` ${fillText(T.since, { when: inAll((each) => formatInstant(since, zone, each)) })[language]}`}
        </>,
        last === null ? T.neverAsked : `${formatInstant(last.at, zone, language)}: ${outcomeWords[last.outcome][language]}`,
      ])}
    />
  )
}

function JournalSearch({ exchange: { routes, entries, search } }: { readonly exchange: Exchange }) {
  const language = useLanguage()
  const known = [...new Set([...routes.map(({ route }) => route), ...entries.map(({ route }) => route), search.route])].filter(
    (route) => route !== '',
  )
  return (
    <Form class="search" method="get" action={localHref(language, PATHS.exchange)}>
      <TextInput name="term" label={T.term} hint={T.termHint} value={search.term} width={20} type="search" />
      <Select name="route" label={T.route} empty={T.all} value={search.route} options={known.map((value) => ({ value, text: value }))} />
      <Select
        name="outcome"
        label={T.outcome}
        empty={T.all}
        value={search.outcome ?? ''}
        options={OUTCOMES.map((value) => ({ value, text: outcomeWords[value] }))}
      />
      <Button kind="secondary" text={T.find} />
    </Form>
  )
}

function Journal({ exchange }: { readonly exchange: Exchange }) {
  const language = useLanguage()
  const { entries, zone, lawOf } = exchange
  return (
    <Table
      caption={T.journal}
      captionHidden
      empty={T.nothing}
      columns={[
        { text: T.when },
        { text: T.what },
        { text: T.who },
        { text: T.case },
        { text: T.ground, width: 'wide' },
        { text: T.outcome },
      ]}
      rows={entries.map((entry) => [
        formatInstant(entry.at, zone, language),
        fillText(T.direction[entry.direction], { service: entry.service, counterpart: entry.counterpart }),
        whoAsked(exchange, entry),
        entry.caseId ?? '–',
        <Cited regulation={lawOf(entry)} source={entry.source} />,
        <Outcome exchange={exchange} entry={entry} />,
      ])}
    />
  )
}

function whoAsked({ names }: Exchange, { asker, role }: JournalEntry): LocalText {
  if (role === 'applicant') return T.applicant
  return inAll(() => names.get(asker) ?? asker)
}

function Outcome({ exchange, entry }: { readonly exchange: Exchange; readonly entry: JournalEntry }) {
  const { outcome, code, tries, tookMs, messageId, requestSha256, answerSha256 } = entry
  const lines = [
    [T.message, messageId],
    [T.code, code],
    [T.requestDigest, requestSha256],
    [T.answerDigest, answerSha256],
  ] as const
  return (
    <>
      {outcomeWords[outcome]}
      <Details summary={T.more}>
        {tookMs !== null && <p>{fillText(T.took, { tries, ms: tookMs })}</p>}
        {lines.map(
          ([label, value]) =>
            value !== null && (
              <p>
                {label}: <code>{value}</code>
              </p>
            ),
        )}
        <StampLine exchange={exchange} entry={entry} part="request" />
        <StampLine exchange={exchange} entry={entry} part="answer" />
      </Details>
    </>
  )
}

type StampLineProps = { readonly exchange: Exchange; readonly entry: JournalEntry; readonly part: MessagePart }

/** When an authority proved the time of a message; nothing where there is no message: rooms of one house send none. */
function StampLine({ exchange: { zone, isStamped }, entry, part }: StampLineProps) {
  const language = useLanguage()
  const [label, sha256, at] =
    part === 'request'
      ? [T.requestStamp, entry.requestSha256, entry.requestStampedAt]
      : [T.answerStamp, entry.answerSha256, entry.answerStampedAt]
  if (sha256 === null) return null
  if (at === null)
    return (
      <p>
        {label}: {isStamped ? T.notYetStamped : T.notStamped}
      </p>
    )
  return (
    <p>
      {label}: {formatInstant(at, zone, language)},{' '}
      <a href={localHref(language, PATHS.exchangeProof(entry.entryId, part))} download>
        {T.proof}
      </a>
    </p>
  )
}

/** The proof of a message's time as a file, for whoever holds the message; not found where it is not of this authority's journal or not stamped. */
export async function sendExchangeProof(visit: Visit): Promise<unknown> {
  const { entryId, part } = visit.params
  const { gatewayJournal } = visit.work.deps
  const key = { authority: visit.staff.authority, entryId, part: part === 'answer' ? 'answer' : 'request' } as const
  const proof = gatewayJournal === undefined || !isUuid(entryId) ? null : await gatewayJournal.proof(key)
  if (proof === null) return sendNo(visit, refuseWorkstation('workstation.document-not-yours'), 404)
  const bytes = Buffer.from(`${JSON.stringify(proof, null, 2)}\n`)
  return sendFile(visit.reply, { bytes, mediaType: 'application/json', fileName: `message-time-${entryId}-${key.part}.json` })
}

function Pages({ exchange: { entries, hasMore, search } }: { readonly exchange: Exchange }) {
  const language = useLanguage()
  const last = hasMore ? entries.at(-1) : undefined
  const query = new URLSearchParams({ term: search.term, route: search.route, outcome: search.outcome ?? '' })
  const here = `${localHref(language, PATHS.exchange)}?${query}`
  if (last === undefined && search.before === null) return null
  return (
    <nav class="pagination" aria-label={T.pages[language]}>
      {search.before !== null && (
        <a class="pagination__step" href={here}>
          ← {T.newest}
        </a>
      )}
      {last !== undefined && (
        <a class="pagination__step" rel="next" href={`${here}&before=${last.at}_${last.entryId}`}>
          {T.older} →
        </a>
      )}
    </nav>
  )
}

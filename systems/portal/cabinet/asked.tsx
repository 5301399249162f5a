import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { fillText, inAll, isInstant, isUuid, type Language, type LocalText } from '@ruqsat/foundation'
import type { JournalEntry } from '@ruqsat/gateway/contract'
import { outcomeWords } from '@ruqsat/gateway/words'
import { systemName, type Regulation, type StaffRole } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { OWN_REGISTERS } from '@ruqsat/registers/contract'
import { localHref, localPath, sendPage, Table, useLanguage, type Text } from '@ruqsat/web'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { accessTo } from '../application/core/access.ts'
import { readDraft } from '../application/drafts/store.ts'
import { PATHS, type Portal } from '../deps.ts'
import type { Person } from '../registration/people/person.ts'
import { looksAtOwn, LooksPart, type Looks } from './looks/looks.tsx'
import { officeName } from './office-name.ts'
import { backToCabinet } from './requests.ts'
import texts from './texts.yaml'

// Who asked the registers about a person, from the journal of the gateway: when, in which office, by which place of the law, for which request.

const PAGE_SIZE = 20
const T = texts.asked

export function askedPage(app: FastifyInstance, portal: Portal): void {
  app.get(
    localPath(PATHS.asked),
    portal.requirePerson(async (request, reply, person) => {
      const before = placeIn(request)
      const entries = await portal.deps.gateway.asksAbout(numbersOf(person), { limit: PAGE_SIZE + 1, ...(before !== null && { before }) })
      const lines = await Promise.all(entries.slice(0, PAGE_SIZE).map((entry) => lineOf(portal, person, entry)))
      const last = entries.length > PAGE_SIZE ? entries[PAGE_SIZE - 1]! : null
      const looks = await looksAtOwn(portal, person, request)
      return sendPage(
        request,
        reply,
        { title: T.title, width: 'wide', back: backToCabinet(request) },
        <AskedPage person={person} lines={lines} last={last} isFirst={before === null} looks={looks} />,
      )
    }),
  )
}

/** About themselves, and about the firm that they are registered for. */
const numbersOf = ({ iin, bin }: Person): readonly string[] => (bin === null ? [iin] : [iin, bin])

type Place = Pick<JournalEntry, 'at' | 'entryId'>

/** The last entry of the page above, as its link carries it; anything else is the first page. */
function placeIn(request: FastifyRequest): Place | null {
  const { before } = request.query as { readonly before?: unknown }
  const [at = '', entryId = ''] = typeof before === 'string' ? before.split('_', 2) : []
  return isInstant(at) && isUuid(entryId) ? { at, entryId } : null
}

type Line = {
  readonly entry: JournalEntry
  readonly regulation: Regulation | null
  readonly zone: ZoneRules
  readonly who: LocalText
  readonly request: { readonly path: string | null; readonly text: Text } | null
}

async function lineOf(portal: Portal, person: Person, entry: JournalEntry): Promise<Line> {
  const { editions, tables } = portal.deps.regulations
  const of = editions.map((edition) => edition.regulation).toReversed()
  const ofAuthority = of.filter(({ authority }) => authority.id === entry.authority)
  const regulation =
    ofAuthority.find(({ id }) => id === entry.source.act) ?? ofAuthority[0] ?? of.find(({ id }) => id === entry.source.act) ?? null
  const zone = regulation === null ? Object.values(tables.zones)[0]! : portal.zone(regulation)
  return { entry, regulation, zone, who: whoAsked(entry, person, of), request: await requestOf(portal, person, entry.caseId) }
}

/** The office, never a name: of other people the journal has an id, which says nothing to whoever reads. */
function whoAsked(
  { asker, role, direction, counterpart, authority }: JournalEntry,
  person: Person,
  regulations: readonly Regulation[],
): LocalText {
  if (asker === person.accountId) return T.yourself
  if (direction === 'answered') return fillText(T.otherSystem, { system: inAll(() => counterpart) })
  if (role === 'applicant') return asker.startsWith('IS-') ? T.portal : T.otherPerson
  const office = officeName(regulations, authority)
  const post = role !== null && Object.hasOwn(ROLES, role) ? ROLES[role as StaffRole] : null
  return post === null ? office : fillText(T.official, { authority: office, role: post })
}

const ROLES: Readonly<Record<StaffRole, LocalText>> = T.roles

/** For which request: with a link where it is this person's own. */
async function requestOf(portal: Portal, person: Person, caseId: string | null): Promise<Line['request']> {
  if (caseId === null) return null
  const draft = isUuid(caseId) ? await readDraft(portal.deps.database.sql, caseId) : null
  if (draft === null || accessTo(person, draft, 'see') !== 'allowed') return { path: null, text: caseId.slice(0, 8) }
  const { registered } = draft
  return registered === null
    ? { path: PATHS.draft(caseId), text: T.draft }
    : { path: PATHS.request(registered.requestNumber), text: registered.requestNumber }
}

/** What the act calls the register that was asked. */
function registerName({ route }: JournalEntry, regulation: Regulation | null): LocalText {
  const { systems = [] } = regulation ?? {}
  const declared =
    route === OWN_REGISTERS.powersOfAttorney
      ? systems.find(({ holds }) => holds === 'powersOfAttorney')
      : systems.find(({ register }) => register !== null && OWN_REGISTERS[register.of] === route)
  return regulation === null ? inAll(() => route) : systemName(declared?.id ?? route, regulation)
}

function AskedPage({
  person,
  lines,
  last,
  isFirst,
  looks,
}: {
  readonly person: Person
  readonly lines: readonly Line[]
  readonly last: Place | null
  readonly isFirst: boolean
  readonly looks: Looks | null
}) {
  const language = useLanguage()
  const here = localHref(language, PATHS.asked)
  return (
    <>
      <h1>{T.title}</h1>
      <p class="lead">{person.bin === null ? T.about : T.aboutFirm}</p>
      <p>{T.digests}</p>
      <Table
        caption={T.title}
        captionHidden
        empty={T.nobody}
        columns={[
          { text: T.when },
          { text: T.who, width: 'wide' },
          { text: T.register },
          { text: T.why, width: 'wide' },
          { text: T.request },
          { text: T.answer },
        ]}
        rows={lines.map((line) => rowOf(line, language))}
      />
      {(last !== null || !isFirst) && (
        <nav class="pagination" aria-label={T.pages[language]}>
          {!isFirst && (
            <a class="pagination__step" href={here}>
              ← {T.newest}
            </a>
          )}
          {last !== null && (
            <a class="pagination__step" rel="next" href={`${here}?before=${last.at}_${last.entryId}`}>
              {T.older} →
            </a>
          )}
        </nav>
      )}
      {looks !== null && <LooksPart looks={looks} />}
    </>
  )
}

function rowOf({ entry, regulation, zone, who, request }: Line, language: Language) {
  return [
    formatInstant(entry.at, zone, language),
    who,
    registerName(entry, regulation),
    <Cited regulation={regulation} source={entry.source} />,
    request === null ? (
      '–'
    ) : request.path === null ? (
      <span class="number">{request.text}</span>
    ) : (
      <a href={localHref(language, request.path)}>{request.text}</a>
    ),
    outcomeWords[entry.outcome],
  ]
}

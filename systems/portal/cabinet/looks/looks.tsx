import { toLocal, type ZoneRules } from '@ruqsat/clock'
import { fillText, formatDate, type Language, type LocalText } from '@ruqsat/foundation'
import type { KeptEntry } from '@ruqsat/security'
import { Details, localHref, Table, useLanguage } from '@ruqsat/web'
import type { FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import type { Person } from '../../registration/people/person.ts'
import { officeName } from '../office-name.ts'
import { requestsOf } from '../requests.ts'
import T from './texts.yaml'

// Who read the person's cases and files, from the security log: when, in which office, what, and by what right. Never a name.

const PAGE_SIZE = 20
/** A day with more lines is folded too: on a telephone each is half a screen. */
const MOST_OPEN = 3
/** Of as many requests of theirs, the newest. */
const MOST_CASES = 500

type Look = Pick<KeptEntry, 'at' | 'kind' | 'number'> & {
  readonly who: LocalText
  readonly why: LocalText | null
  readonly requestNumber: string
  readonly zone: ZoneRules
}
export type Looks = { readonly lines: readonly Look[]; readonly last: number | null; readonly isFirst: boolean }

/** Null where this installation keeps none. */
export async function looksAtOwn(portal: Portal, person: Person, request: FastifyRequest): Promise<Looks | null> {
  const { security } = portal.deps
  if (security === undefined) return null
  const numbers = new Map(
    (await requestsOf(portal, person, { limit: MOST_CASES })).map(({ caseId, requestNumber }) => [caseId, requestNumber]),
  )
  const before = placeIn(request)
  const found = await security.looksAt([...numbers.keys()], { before, limit: PAGE_SIZE + 1 })
  const lines = found.slice(0, PAGE_SIZE).map((entry): Look => {
    const { authority, zone } = officeOf(portal, entry.authority)
    const { at, kind, number } = entry
    return {
      at,
      kind,
      number,
      who: whoIs(entry, authority),
      why: wordIn(T.rights, entry.why),
      requestNumber: numbers.get(entry.caseId ?? '') ?? '',
      zone,
    }
  })
  return { lines, last: found.length > PAGE_SIZE ? lines.at(-1)!.number : null, isFirst: before === null }
}

/** The last line of the page above, as its link carries it. */
function placeIn(request: FastifyRequest): number | null {
  const { looks } = request.query as { readonly looks?: unknown }
  return typeof looks === 'string' && /^[1-9]\d{0,14}$/.test(looks) ? Number(looks) : null
}

function officeOf(portal: Portal, id: string | null): { readonly authority: LocalText; readonly zone: ZoneRules } {
  const { editions, tables } = portal.deps.regulations
  const regulations = editions.map(({ regulation }) => regulation).toReversed()
  const of = regulations.find(({ authority }) => authority.id === id)
  return { authority: officeName(regulations, id ?? ''), zone: of === undefined ? Object.values(tables.zones)[0]! : portal.zone(of) }
}

function whoIs({ role, realm }: KeptEntry, authority: LocalText): LocalText {
  const post = wordIn(T.roles, role)
  if (post === null) return realm === 'api' ? T.program : authority
  return fillText(T.official, { authority, role: post })
}

const wordIn = (words: Readonly<Record<string, LocalText>>, key: string | null): LocalText | null =>
  key !== null && Object.hasOwn(words, key) ? words[key]! : null

export function LooksPart({ looks: { lines, last, isFirst } }: { readonly looks: Looks }) {
  const language = useLanguage()
  const here = localHref(language, PATHS.asked)
  return (
    <>
      <h2 id="looks">{T.title}</h2>
      <p>{T.lead}</p>
      {lines.length === 0 ? (
        <p>{T.nobody}</p>
      ) : (
        daysOf(lines, language).map((each, place) => (
          <DayOfLooks {...each} isOpen={place === 0 && isFirst && each.looks.length <= MOST_OPEN} />
        ))
      )}
      {(last !== null || !isFirst) && (
        <nav class="pagination" aria-label={T.pages[language]}>
          {!isFirst && (
            <a class="pagination__step" href={`${here}#looks`}>
              ← {T.newest}
            </a>
          )}
          {last !== null && (
            <a class="pagination__step" rel="next" href={`${here}?looks=${last}#looks`}>
              {T.older} →
            </a>
          )}
        </nav>
      )}
    </>
  )
}

type Day = { readonly day: string; readonly looks: readonly SameLooks[]; readonly count: number }
/** The same person in the same right at the same thing: once, with each time. */
type SameLooks = Look & { readonly times: readonly string[] }

/** The newest day first, as the lines come. */
function daysOf(lines: readonly Look[], language: Language): readonly Day[] {
  const byDay = Map.groupBy(lines, ({ at, zone }) => toLocal(at, zone).date)
  return [...byDay].map(([date, own]) => ({ day: formatDate(date, language), looks: sameOf(own), count: own.length }))
}

function sameOf(lines: readonly Look[]): readonly SameLooks[] {
  const alike = Map.groupBy(lines, ({ requestNumber, who, kind, why }) => [requestNumber, who.kk, kind, why?.kk].join('\n'))
  return [...alike.values()].map((own) => ({ ...own[0]!, times: own.map(({ at, zone }) => toLocal(at, zone).time).toReversed() }))
}

function DayOfLooks({ day, looks, count, isOpen }: Day & { readonly isOpen: boolean }) {
  const language = useLanguage()
  return (
    <Details summary={fillText(T.ofDay, { day, count })} open={isOpen}>
      <Table
        caption={fillText(T.ofDay, { day, count })}
        captionHidden
        columns={[{ text: T.request }, { text: T.who, width: 'wide' }, { text: T.what }, { text: T.why, width: 'wide' }, { text: T.when }]}
        rows={looks.map((line) => rowOf(line, language))}
      />
    </Details>
  )
}

function rowOf({ times, who, kind, why, requestNumber }: SameLooks, language: Language) {
  return [
    <a class="number" href={localHref(language, PATHS.request(requestNumber))}>
      {requestNumber}
    </a>,
    who,
    wordIn(T.kinds, kind) ?? kind,
    why ?? '–',
    times.join(', '),
  ]
}

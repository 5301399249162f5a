import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { fillText, type Language, type LocalText } from '@ruqsat/foundation'
import type { KeptEntry } from '@ruqsat/security'
import { localHref, Table, useLanguage } from '@ruqsat/web'
import type { FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import type { Person } from '../../registration/people/person.ts'
import { officeName } from '../office-name.ts'
import { requestsOf } from '../requests.ts'
import T from './texts.yaml'

// Who read the person's cases and files, from the security log: when, in which office, what, and by what right. Never a name.

const PAGE_SIZE = 20
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
      <Table
        caption={T.title}
        captionHidden
        empty={T.nobody}
        columns={[{ text: T.when }, { text: T.who, width: 'wide' }, { text: T.what }, { text: T.why, width: 'wide' }, { text: T.request }]}
        rows={lines.map((line) => rowOf(line, language))}
      />
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

function rowOf({ at, zone, who, kind, why, requestNumber }: Look, language: Language) {
  return [
    formatInstant(at, zone, language),
    who,
    wordIn(T.kinds, kind) ?? kind,
    why ?? '–',
    <a class="number" href={localHref(language, PATHS.request(requestNumber))}>
      {requestNumber}
    </a>,
  ]
}

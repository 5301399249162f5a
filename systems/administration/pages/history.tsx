// Everything that administrators did: changes of the directory, which the workstation keeps, and the acts of this room, read as one list.
import { formatInstant } from '@ruqsat/clock'
import { fillText, isInstant, type Instant, type Language } from '@ruqsat/foundation'
import type { StaffChange } from '@ruqsat/workstation/contract'
import { KeyPagination, localHref, Table, useLanguage } from '@ruqsat/web'
import type { ZoneRules } from '@ruqsat/clock'
import { PATHS, type Administration } from '../deps.ts'
import { listActs, type AdministrationAct } from '../store/acts.ts'
import texts from '../texts.yaml'
import { daysText, roleName, send } from './frame.tsx'
import { asked, type AdministrationVisit } from './guard.ts'
import { partName } from './service.tsx'

const words = texts.history
const PAGE_SIZE = 50
type Line = { readonly of: 'staff'; readonly row: StaffChange } | { readonly of: 'act'; readonly row: AdministrationAct }
/** Behind which row of each list the page begins. */
type Place = {
  readonly staff: { readonly at: Instant; readonly id: string } | null
  readonly act: { readonly at: Instant; readonly id: string } | null
}

export async function showHistory(visit: AdministrationVisit): Promise<unknown> {
  const { deps } = visit.administration
  const place: Place = { staff: placeIn(asked(visit, 'staff')), act: placeIn(asked(visit, 'act')) }
  const [changes, acts] = await Promise.all([
    deps.office.changes({ after: place.staff, limit: PAGE_SIZE + 1 }),
    listActs(deps.database.sql, place.act, PAGE_SIZE + 1),
  ])
  const all: readonly Line[] = [
    ...changes.map((row) => ({ of: 'staff', row }) as const),
    ...acts.map((row) => ({ of: 'act', row }) as const),
  ]
  const lines = all.toSorted((one, other) => (one.row.at < other.row.at ? 1 : one.row.at > other.row.at ? -1 : 0)).slice(0, PAGE_SIZE)
  const lastOf = (of: Line['of']) => lines.findLast((line) => line.of === of)?.row ?? place[of]
  const next = all.length > PAGE_SIZE ? { staff: lastOf('staff'), act: lastOf('act') } : null
  const isFirst = place.staff === null && place.act === null
  return send(
    visit,
    { title: words.title, width: 'wide' },
    <HistoryPage lines={lines} next={next} isFirst={isFirst} administration={visit.administration} />,
  )
}

function placeIn(text: string): Place['staff'] {
  const [at = '', id = ''] = text.split('~')
  return isInstant(at) && /^\d{1,18}$/.test(id) ? { at, id } : null
}

type PageProps = {
  readonly lines: readonly Line[]
  readonly next: Place | null
  readonly isFirst: boolean
  readonly administration: Administration
}

function HistoryPage({ lines, next, isFirst, administration }: PageProps) {
  const language = useLanguage()
  const href = localHref(language, PATHS.history)
  const query = (['staff', 'act'] as const)
    .flatMap((of) => (next === null || next[of] === null ? [] : [`${of}=${encodeURIComponent(`${next[of].at}~${next[of].id}`)}`]))
    .join('&')
  return (
    <>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Table
        caption={words.title}
        captionHidden
        empty={words.empty}
        columns={[
          { text: words.at },
          { text: words.what, width: 'wide' },
          { text: words.about },
          { text: words.by },
          { text: texts.frame.why },
        ]}
        rows={lines.map((line) => rowOf(line, administration.deps, language))}
      />
      <KeyPagination first={isFirst ? null : href} next={next && `${href}?${query}`} />
    </>
  )
}

function rowOf(
  line: Line,
  { zone, services }: { readonly zone: ZoneRules; readonly services: Administration['deps']['services'] },
  language: Language,
) {
  const { at, by, why } = line.row
  const rest = [by.name, why]
  const when = formatInstant(at, zone, language)
  if (line.of === 'staff') {
    const { staffId, name } = line.row
    return [when, changeText(line.row, language), <a href={localHref(language, PATHS.person(staffId))}>{name}</a>, ...rest]
  }
  const { kind, subject, facts } = line.row
  const known = services.find(({ regulation }) => regulation.id === subject || regulation.authority.id === subject)
  const part = { variant: facts.variant ?? null, view: facts.view ?? null }
  const named = known && (kind === 'contactsChanged' ? known.regulation.authority.name : partName(known, part))[language]
  const about = facts.name ?? named ?? (facts.count === undefined ? subject : String(facts.count))
  const later = facts.from && fillText(words.holdsFrom, { at: formatInstant(facts.from, zone, language) })[language]
  const what = words.acts[kind][language]
  return [when, later === undefined ? what : fillText(words.withMore, { what, more: later })[language], about, ...rest]
}

/** What was changed of an official, in one line. */
export function changeText({ kind, facts }: Pick<StaffChange, 'kind' | 'facts'>, language: Language): string {
  const what = words.changes[kind][language]
  const post = facts.post && `${facts.post.position[language]} (${roleName(facts.post.role)[language]})`
  const days = facts.from && facts.until && daysText(facts.from, facts.until)[language]
  const absence = facts.absence && texts.absences[facts.absence][language]
  const more = [post, absence, days].filter((each) => each !== undefined).join(', ')
  return more === '' ? what : fillText(words.withMore, { what, more })[language]
}

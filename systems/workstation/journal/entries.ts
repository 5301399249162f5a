// The registration journal of an authority: which cases were taken in, found by number, day, name and service. Names are the host's.
import { wordQuery, type CaseView } from '@ruqsat/caseflow'
import { addDays, isLocalDate, toInstant, type ZoneRules } from '@ruqsat/clock'
import { codeKey, isInstant, isRefusal, searchWords, tidyLine, type Instant, type LocalDate } from '@ruqsat/foundation'
import { isNotLoaded, openCase, type CaseScene } from '../cases/open.ts'
import type { WorkstationParts } from '../deps.ts'
import type { Visit } from '../http/visit.ts'
import { keepEntry, listEntries, unknownEntries, type JournalEntryRow, type JournalFilter, type JournalPlace } from '../store/journal.ts'

/** What somebody wants to see of the journal, as the address says it. */
export type WantedEntries = {
  readonly text: string
  readonly service: string
  readonly from: LocalDate | null
  readonly until: LocalDate | null
  readonly after: JournalPlace | null
}

/** `scene`: null where the edition of the case is not here; the journal's own columns are shown all the same. */
export type ShownEntry = JournalEntryRow & { readonly scene: CaseScene | null }

const LONGEST_TEXT = 200

/** What is not understood is left out. A day is `2026-11-29`, or its three fields as a form sends them. */
export function wantedEntries(query: Readonly<Record<string, unknown>>): WantedEntries {
  const text = (name: string) => (typeof query[name] === 'string' ? tidyLine(query[name]).slice(0, LONGEST_TEXT) : '')
  const [, enteredAt = '', caseId = ''] = /^([^~]+)~([^~]+)$/.exec(text('after')) ?? []
  const isPlace = isInstant(enteredAt)
  return {
    text: text('text'),
    service: text('service'),
    from: dayIn(text, 'from'),
    until: dayIn(text, 'until'),
    after: isPlace ? { enteredAt, caseId } : null,
  }
}

function dayIn(text: (name: string) => string, name: string): LocalDate | null {
  const [year, month, day] = ['year', 'month', 'day'].map((part) => text(`${name}-${part}`))
  const typed = text(name) === '' ? `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}` : text(name)
  return isLocalDate(typed) ? typed : null
}

/** The part of the address behind the path. */
export function searchOfEntries({ text, service, from, until, after }: WantedEntries): string {
  const all = { text, service, from: from ?? '', until: until ?? '', after: after === null ? '' : `${after.enteredAt}~${after.caseId}` }
  const search = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '')).toString()
  return search === '' ? '' : `?${search}`
}

export function isNarrowed({ text, service, from, until }: WantedEntries): boolean {
  return text !== '' || service !== '' || from !== null || until !== null
}

/** One more than `limit` are read where there are more; a case that this person may not see, or that is gone, is left out of what is shown. */
export async function entriesFor(
  visit: Visit,
  wanted: WantedEntries,
  zone: ZoneRules,
  limit: number,
): Promise<{ readonly entries: readonly ShownEntry[]; readonly next: JournalPlace | null }> {
  const filter = filterOf(visit, wanted, zone)
  if (filter === null) return { entries: [], next: null }
  const rows = await listEntries(visit.work.deps.database.sql, filter, wanted.after, limit + 1)
  const page = rows.slice(0, limit)
  const opened = await Promise.all(page.map(async (row) => ({ row, scene: await openCase(visit, row.caseId) })))
  const entries = opened.flatMap(({ row, scene }): ShownEntry[] => {
    if (!isRefusal(scene)) return [{ ...row, scene }]
    return isNotLoaded(scene) ? [{ ...row, scene: null }] : []
  })
  const last = page.at(-1)
  return { entries, next: rows.length > limit && last !== undefined ? { enteredAt: last.enteredAt, caseId: last.caseId } : null }
}

/** Null where what was typed is no word: nothing can be found by it. */
function filterOf({ staff }: Visit, { text, service, from, until }: WantedEntries, zone: ZoneRules): JournalFilter | null {
  const words = text === '' ? null : wordQuery(text)
  if (text !== '' && words === null) return null
  const midnight = (day: LocalDate): Instant => toInstant(day, '00:00', zone)
  return {
    authority: staff.authority,
    words,
    service: service === '' ? null : service,
    from: from === null ? null : midnight(from),
    before: until === null ? null : midnight(addDays(until, 1)),
  }
}

/** Writes what came of taking a case in, as the host gave it back. */
export async function enterInJournal({ deps }: Pick<WorkstationParts, 'deps'>, authority: string, view: CaseView): Promise<void> {
  const { state, summary, variantId } = view
  const entered = view.history.findLast(({ event }) => event === 'entered')
  if (state.journalNumber === null || entered === undefined) return
  const { regulation } = deps.regulations.edition(view.editionHash) ?? {}
  if (regulation === undefined) return
  const entry = {
    caseId: summary.caseId,
    number: state.journalNumber,
    enteredAt: entered.at,
    service: `${regulation.id}/${variantId}`,
  }
  const numbers = [summary.requestNumber, state.journalNumber]
  const words = [view.party.name, ...numbers].flatMap(searchWords)
  const keys = numbers.map(codeKey).filter((key) => key !== '')
  await keepEntry(deps.database.sql, authority, entry, [...new Set([...words, ...keys])])
}

/** As many as one look at the page may ask the host about: entries of an earlier release, and those whose process ended behind the act. */
const MOST_COMPLETED = 500

/** Entries that were begun and of which the journal does not know the rest: it is with the host. */
export async function completeEntries(visit: Visit): Promise<void> {
  const { work, staff } = visit
  for (const caseId of await unknownEntries(work.deps.database.sql, staff.authority, MOST_COMPLETED)) {
    const scene = await openCase(visit, caseId)
    if (!isRefusal(scene)) await enterInJournal(work, staff.authority, scene.view)
  }
}

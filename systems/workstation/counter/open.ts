// The entry that a request is about, and how it is written.
import { toLocal } from '@ruqsat/clock'
import type { LocalDate } from '@ruqsat/foundation'
import { counterRole, zoneOf } from '@ruqsat/law'
import type { StaffActor } from '../contract.ts'
import type { Visit } from '../http/visit.ts'
import { sendNo } from '../pages/frame.tsx'
import { refuseWorkstation } from '../refusals.ts'
import { openedIn, type OpenEntry } from './model.ts'
import { frozenText } from './rules.ts'
import { readEntry, writeEntry } from './store.ts'

/** The entry of this employee's authority, or the answer that there is none. */
export async function entryOf(visit: Visit): Promise<OpenEntry | null> {
  const { work, staff, params } = visit
  if (!/^[0-9a-f-]{36}$/.test(params.entryId)) return null
  const entry = await readEntry(work.deps.database.sql, staff.authority, params.entryId)
  return entry === null || entry.staffId !== staff.id ? null : openedIn(work.deps.regulations.edition(entry.editionHash), entry)
}

export const noEntry = (visit: Visit) => sendNo(visit, refuseWorkstation('workstation.counter-not-yours'), 404)

export type CounterChange = Parameters<typeof writeEntry>[2]

export async function write(visit: Visit, { entry }: OpenEntry, wanted: CounterChange): Promise<boolean> {
  const { sql } = visit.work.deps.database
  return writeEntry(sql, entry, wanted, await visit.work.deps.legalClock.now())
}

/** In which of their posts this employee serves the table of this entry. */
export function counterActor({ capacities }: Visit, { view, variant, edition }: OpenEntry): StaffActor {
  const role = counterRole(view, variant, edition.regulation)
  return (capacities.find(({ actor }) => actor.role === role) ?? capacities[0]!).actor
}

export async function todayFor(visit: Visit, { edition }: OpenEntry): Promise<LocalDate> {
  const { legalClock, regulations } = visit.work.deps
  return toLocal(await legalClock.now(), zoneOf(edition.regulation, regulations.tables)).date
}

/** The exact text, made when first asked for and kept until something is changed; null where it is not time to sign. */
export async function textToSign(visit: Visit, open: OpenEntry): Promise<string | null> {
  const { entry, step } = open
  if (entry.status !== 'open' || step.action !== 'registerRequest') return null
  if (entry.frozen !== null) return entry.frozen
  const text = frozenText(open, visit.staff, await visit.work.deps.legalClock.now())
  await write(visit, open, { frozen: text })
  return (await entryOf(visit))?.entry.frozen ?? null
}

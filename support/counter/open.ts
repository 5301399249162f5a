// The entry that a request is about, and how it is written.
import { toLocal } from '@ruqsat/clock'
import { daysWarning, overFault, type ReadyDays } from '@ruqsat/documents'
import { readyBy } from '@ruqsat/engine'
import { isUuid, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { zoneOf } from '@ruqsat/law'
import type { CounterDesk } from './desk.ts'
import { refuseCounter } from './refusals.ts'
import { openedIn, type OpenEntry } from './model.ts'
import { frozenText } from './rules.ts'
import { readEntry, writeEntry } from './store.ts'

/** The entry of this employee, or the answer that there is none. */
export async function entryOf(desk: CounterDesk): Promise<OpenEntry | null> {
  const { employee, entryId, regulations } = desk
  if (!isUuid(entryId)) return null
  const entry = await readEntry(desk, employee.authority, entryId)
  return entry === null || entry.staffId !== employee.id ? null : openedIn(regulations.edition(entry.editionHash), entry)
}

export const noEntry = (desk: CounterDesk) => desk.sendNo(refuseCounter('counter.not-yours'), 404)

export type CounterChange = Parameters<typeof writeEntry>[2]

export async function write(desk: CounterDesk, { entry }: OpenEntry, wanted: CounterChange): Promise<boolean> {
  return writeEntry(desk, entry, wanted, await desk.legalClock.now())
}

export async function todayFor(desk: CounterDesk, { edition }: OpenEntry): Promise<LocalDate> {
  const { legalClock, regulations } = desk
  return toLocal(await legalClock.now(), zoneOf(edition.regulation, regulations.tables)).date
}

/** Today, and by when the result of what is registered now has to be there. */
export async function readyFor(desk: CounterDesk, { edition, variant }: OpenEntry): Promise<ReadyDays> {
  const { legalClock, regulations } = desk
  const now = await legalClock.now()
  const { tables } = regulations
  return {
    today: toLocal(now, zoneOf(edition.regulation, tables)).date,
    promised: readyBy(variant, now, { regulation: edition.regulation, tables }),
  }
}

/** What the applicant should hear of the days on the form before the request is registered. */
export async function lifeWarning(desk: CounterDesk, open: OpenEntry): Promise<Refusal | null> {
  return daysWarning(open.variant, open.entry.content.values, await readyFor(desk, open))
}

/** Days that went by while the entry waited for its signature: nothing could come of it. At no field, since the form is not open. */
export async function lifeFault(desk: CounterDesk, open: OpenEntry): Promise<Refusal | null> {
  const fault = overFault(open.variant, open.entry.content.values, await readyFor(desk, open))
  if (fault === null) return null
  const { field: _field, ...refusal } = fault
  return refusal
}

/** The exact text, made when first asked for and kept until something is changed; null where it is not time to sign. */
export async function textToSign(desk: CounterDesk, open: OpenEntry): Promise<string | null> {
  const { entry, step } = open
  if (entry.status !== 'open' || step.action !== 'registerRequest') return null
  if (entry.frozen !== null) return entry.frozen
  const text = frozenText(open, desk.employee, await desk.legalClock.now())
  await write(desk, open, { frozen: text })
  return (await entryOf(desk))?.entry.frozen ?? null
}

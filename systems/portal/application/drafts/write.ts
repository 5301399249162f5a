import type { AnySql } from '@ruqsat/database'
import type { DraftDeps, Draft } from './model.ts'
import type { NewMark } from './store.ts'
import type { Person } from '../../registration/people/person.ts'
import * as store from './store.ts'

export type { NewMark } from './store.ts'

/** What an act answers where its write came too late: another window, or the background round, changed the draft meanwhile. */
export const TOO_LATE = Symbol('too late')
export type TooLate = typeof TOO_LATE

/** What is let go as soon as anything that was signed over may change. */
export const UNSIGNED = { frozen: null, signerAccountId: null, cms: null, evidence: null, signedAt: null } as const

/** A mark of something that a person did: the trace names them. */
export function byPerson(person: Pick<Person, 'accountId'>) {
  return { actor: 'applicant', accountId: person.accountId } as const
}

/** One transaction: the draft's next state, its marks and what `also` adds, or nothing. False: somebody was faster. */
export async function write(
  deps: DraftDeps,
  before: Draft,
  what: store.DraftChange,
  marks: readonly NewMark[],
  also?: (tx: AnySql) => Promise<void>,
): Promise<boolean> {
  const written = await deps.database.sql.begin(async (tx) => {
    const isInTime = await writeWithin(tx, deps, before, what, marks)
    if (isInTime) await also?.(tx)
    return isInTime
  })
  return written as boolean
}

/** The same within a transaction of the caller's, who has looked at something first. */
export async function writeWithin(
  tx: AnySql,
  deps: DraftDeps,
  before: Draft,
  what: store.DraftChange,
  marks: readonly NewMark[],
): Promise<boolean> {
  const at = await deps.legalClock.now(tx)
  if (!(await store.updateDraft(tx, before, what, at))) return false
  await store.addMarks(tx, before.id, marks, at)
  return true
}

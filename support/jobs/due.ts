import { laterBy, type TechnicalClock } from '@ruqsat/database'
import { Fault, type Instant } from '@ruqsat/foundation'
import { type BackOff, pauseAfter } from './back-off.ts'

/**
 * What a claim puts into its one statement: `update … set due_at = leaseUntil, attempts = attempts + 1 where … in (select … where
 * due_at <= now order by due_at limit … for update skip locked) returning …`. The attempt is counted before it is made, and a process that
 * asks at the same moment gets other rows.
 */
export type DueClaim = { readonly now: Instant; readonly leaseUntil: Instant; readonly limit: number }

export type Lease = {
  readonly technicalClock: TechnicalClock
  /** Longer than an attempt that still ends: the pieces of a process that died are claimed again after this. */
  readonly leaseMs: number
  /** So many are claimed together and done next to each other. */
  readonly atOnce: number
}

/** Why a piece is not done: what was thrown, or null where the attempt itself answered `later`. */
export type Failure = { readonly at: Instant; readonly error: unknown }

/** Work that waits in a table: a row for each piece, with the instant at which it is due and the number of its attempts. */
export type DueWork<Piece extends { readonly attempts: number }> = Lease & {
  readonly backOff: BackOff
  claim(claim: DueClaim): Promise<readonly Piece[]>
  /** Called at least once for each piece: a crash before `done` calls it again. A throw means that it did not happen. */
  attempt(piece: Piece): Promise<'later' | void>
  /** Absent where the attempt writes its success down itself. */
  done?(piece: Piece): Promise<unknown>
  /** Makes the piece due again at `at`. */
  later(piece: Piece, failure: Failure): Promise<unknown>
  /** After the last attempt, or a Fault that says `never`. Absent where work is never given up. */
  giveUp?(piece: Piece, failure: Failure): Promise<unknown>
}

/** One claim of what is due, each piece attempted and its outcome written down; answers how many were claimed. Any number of processes may run it. */
export function runDue<Piece extends { readonly attempts: number }>(work: DueWork<Piece>): Promise<number> {
  const failed = (piece: Piece, error: unknown) => {
    const pauseMs = error instanceof Fault && error.retry === 'never' ? null : pauseAfter(work.backOff, piece.attempts)
    return pauseMs === null && work.giveUp
      ? work.giveUp(piece, { at: work.technicalClock.now(), error })
      : work.later(piece, { at: laterBy(work.technicalClock, pauseMs ?? work.backOff.longestMs), error })
  }
  return forEachClaimed(work, work.claim, async (piece) => {
    const [outcome] = await Promise.allSettled([(async () => work.attempt(piece))()])
    if (outcome.status === 'rejected') return failed(piece, outcome.reason)
    return outcome.value === 'later' ? failed(piece, null) : work.done?.(piece)
  })
}

/**
 * One claim, and `each` for every piece of it; answers how many there were. All are waited for before a fault of one is thrown, and its
 * row is claimed again when the lease has run out.
 */
export async function forEachClaimed<Piece>(
  { technicalClock, leaseMs, atOnce }: Lease,
  claim: (claim: DueClaim) => Promise<readonly Piece[]>,
  each: (piece: Piece) => Promise<unknown>,
): Promise<number> {
  const pieces = await claim({ now: technicalClock.now(), leaseUntil: laterBy(technicalClock, leaseMs), limit: atOnce })
  const outcomes = await Promise.allSettled(pieces.map((piece) => each(piece)))
  const faults = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  if (faults.length === 1) throw faults[0]
  if (faults.length > 1) throw new AggregateError(faults, `Expected to write down ${pieces.length} outcomes but ${faults.length} failed`)
  return pieces.length
}

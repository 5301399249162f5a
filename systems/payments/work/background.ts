import type { Instant } from '@ruqsat/foundation'
import { type AttemptRow, checkAttemptAgain, takeDueAttempts } from '../store/attempts.ts'
import { forgetNonces } from '../store/nonces.ts'
import { deliverLater, markDelivered, takeDueFacts } from '../store/outbox.ts'
import { TIMESTAMP_TOLERANCE_MS } from '../wire/signature.ts'
import { laterBy, type Work } from './deps.ts'
import { askAboutAttempt } from './order.ts'

/** One round takes no more than this, so that a backlog neither floods the receiver nor holds its leases too long. */
const BATCH = 20
/** A deliverer that has not finished by then is taken for dead. */
const LEASE_MS = 60_000
/** A fact of payment is never given up; the pause grows to this. */
const MAX_PAUSE_MS = 5 * 60_000
const FIRST_PAUSE_MS = 1_000
/** Banks confirm late within days, not weeks; what comes afterwards is found by reconciliation. */
const MAX_CHECKS = 60
const MAX_CHECK_PAUSE_MS = 60 * 60_000
const FIRST_CHECK_PAUSE_MS = 15_000

/** Hands the facts that are due to the receiver; answers how many arrived. A refused delivery is tried again later. */
export async function deliverDueFacts(work: Work): Promise<number> {
  const { sql } = work.database
  const due = await takeDueFacts(sql, work.technicalClock.now(), laterBy(work.technicalClock, LEASE_MS), BATCH)
  let delivered = 0
  for (const { fact, key, attempts } of due) {
    try {
      await work.receiver.paymentArrived(fact)
    } catch (error) {
      work.log.warn(
        { event: 'payment-fact-delivery', factId: fact.factId, attempts, reason: (error as Error).message },
        'the receiver did not take a fact of payment',
      )
      await deliverLater(sql, key, laterBy(work.technicalClock, Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), MAX_PAUSE_MS)))
      continue
    }
    // A crash here delivers once more: the receiver knows the fact by its id.
    await markDelivered(sql, key, work.technicalClock.now())
    delivered++
  }
  return delivered
}

/** Asks about payments that nobody told the end of: lost callbacks need no payer who comes back. */
export async function checkDueAttempts(work: Work): Promise<number> {
  const { sql } = work.database
  const due = await takeDueAttempts(sql, work.technicalClock.now(), laterBy(work.technicalClock, LEASE_MS), BATCH)
  // At once: a silent bank keeps each question waiting, and twenty one after another would take minutes.
  await Promise.all(due.map((attempt) => checkOne(work, attempt)))
  return due.length
}

async function checkOne(work: Work, attempt: AttemptRow): Promise<void> {
  const isSettled = await askAboutAttempt(work, attempt)
  const pauseMs = Math.min(FIRST_CHECK_PAUSE_MS * 2 ** (attempt.checks - 1), MAX_CHECK_PAUSE_MS)
  const next: Instant | null = isSettled || attempt.checks >= MAX_CHECKS ? null : laterBy(work.technicalClock, pauseMs)
  await checkAttemptAgain(work.database.sql, attempt, next)
}

/** Twice the tolerance, so that no nonce is forgotten while its timestamp could still pass. */
export async function forgetOldNonces(work: Work): Promise<void> {
  await forgetNonces(work.database.sql, laterBy(work.technicalClock, -2 * TIMESTAMP_TOLERANCE_MS))
}

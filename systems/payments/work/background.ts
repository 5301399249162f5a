import { laterBy } from '@ruqsat/database'
import { runDue } from '@ruqsat/jobs'
import { type DueAttempt, checkAttemptAgain, type OrderKey, setPartsUntil, takeDueAttempts, takeOverdueParts } from '../store/orders.ts'
import { forgetNonces } from '../store/nonces.ts'
import { deliverLater, type DueFact, markDelivered, takeDueFacts } from '../store/receipts.ts'
import { TIMESTAMP_TOLERANCE_MS } from '../wire/signature.ts'
import { LEASE_MS, type PaymentParts } from './deps.ts'
import { askAboutAttempt } from './order.ts'
import { returnParts } from './parts.ts'

/** A fact of payment is never given up. */
const DELIVERY_BACK_OFF = { firstMs: 1_000, longestMs: 5 * 60_000 }
/** At once: a silent bank keeps each question waiting, and twenty one after another would take minutes. */
const CHECKS_AT_ONCE = 20
/** Banks confirm late within days, not weeks; what comes afterwards is found by reconciliation. */
const CHECK_BACK_OFF = { firstMs: 15_000, longestMs: 60 * 60_000, attempts: 60 }

/** Hands a fact that is due to the receiver; answers how many were taken up. A refused delivery is tried again later. */
export function deliverDueFacts({ database: { sql }, technicalClock, receiver, log }: PaymentParts): Promise<number> {
  return runDue<DueFact>({
    technicalClock,
    leaseMs: LEASE_MS,
    atOnce: 1,
    backOff: DELIVERY_BACK_OFF,
    claim: (claim) => takeDueFacts(sql, claim),
    attempt: ({ fact }) => receiver.paymentArrived(fact),
    // A crash here delivers once more: the receiver knows the fact by its id.
    done: ({ key }) => markDelivered(sql, key, technicalClock.now()),
    later: ({ key, attempts }, { at, error }) => {
      const facts = { event: 'payment-fact-delivery', factId: key.factId, attempts, reason: (error as Error).message }
      log.warn(facts, 'the receiver did not take a fact of payment')
      return deliverLater(sql, key, at)
    },
  })
}

/** Asks about payments whose end nobody has reported: lost callbacks need no payer who comes back. */
export function checkDueAttempts(work: PaymentParts): Promise<number> {
  const { sql } = work.database
  const endChecks = (attempt: DueAttempt) => checkAttemptAgain(sql, attempt, null)
  return runDue<DueAttempt>({
    technicalClock: work.technicalClock,
    leaseMs: LEASE_MS,
    atOnce: CHECKS_AT_ONCE,
    backOff: CHECK_BACK_OFF,
    claim: (claim) => takeDueAttempts(sql, claim),
    attempt: async (attempt) => ((await askAboutAttempt(work, attempt)) ? undefined : 'later'),
    done: endChecks,
    later: (attempt, { at }) => checkAttemptAgain(sql, attempt, at),
    giveUp: endChecks,
  })
}

/** Twice the tolerance, so that no nonce is forgotten while its timestamp could still pass. */
export async function forgetOldNonces({ database, technicalClock }: PaymentParts): Promise<void> {
  await forgetNonces(database.sql, laterBy(technicalClock, -2 * TIMESTAMP_TOLERANCE_MS))
}

/** Parts of a fee whose rest did not come in time go back. */
export function returnOverdueParts(work: PaymentParts): Promise<number> {
  const { sql } = work.database
  return runDue<OrderKey & { readonly attempts: number }>({
    technicalClock: work.technicalClock,
    leaseMs: LEASE_MS,
    atOnce: 1,
    backOff: DELIVERY_BACK_OFF,
    claim: (claim) => takeOverdueParts(sql, claim),
    attempt: async (order) => {
      await returnParts(work, order, 'system')
    },
    later: (order, { at }) => sql.begin((tx) => setPartsUntil(tx, order, at)) as Promise<void>,
  })
}

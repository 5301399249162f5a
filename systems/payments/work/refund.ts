import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import { runDue } from '@ruqsat/jobs'
import type { AskedRefundWhy, Order, RefundFact } from '../contract.ts'
import { nextRefundStatus } from '../core/refund-status.ts'
import { nextStatus } from '../core/status.ts'
import { bankById } from '../bank/bank.ts'
import { writeEvent } from '../store/events.ts'
import { lockOrder, setPartsUntil, setStatus } from '../store/orders.ts'
import { oweCounted } from './parts.ts'
import {
  askLater,
  type DueRefund,
  endRefund,
  lockRefund,
  markTold,
  type RefundRow,
  refundsOf,
  requestAgain,
  takeRefundsToAsk,
  takeRefundsToTell,
  tellLater,
} from '../store/refunds.ts'
import type { BankRefund } from '../wire/messages.ts'
import { LEASE_MS, type PaymentParts } from './deps.ts'
import { findRow, readOrder } from './order-view.ts'

// Money on its way back. It is written down first, in the transaction that makes it owed; the bank is asked afterwards, as often as it
// takes, under one reference for one try; and the ordering system gets each end until it has confirmed it.

const ASKED_AT_ONCE = 20
/** A refund is never given up. */
const BACK_OFF = { firstMs: 2_000, longestMs: 10 * 60_000 }

/**
 * The payment of an order goes back: from its commit on, the order no longer counts as paid. Asked again, it changes nothing. An order
 * that nobody has paid has nothing to return and is given back as it is.
 */
export async function requestRefund(work: PaymentParts, orderId: string, why: AskedRefundWhy, percent = 100): Promise<Order | Refusal> {
  const row = await findRow(work, orderId)
  if (isRefusal(row)) return row
  await work.database.sql.begin(async (tx) => {
    const order = await lockOrder(tx, row)
    if (order === null || !(await oweCounted(work, tx, row, why, percent))) return
    const cell = nextStatus(order.status, 'refund')
    if (!('refused' in cell) && cell.to !== order.status) await setStatus(tx, row, { from: order.status, to: cell.to })
    await setPartsUntil(tx, row, null)
  })
  work.wake()
  return readOrder(work, orderId)
}

/** What the bank declined is tried again. What is on its way or returned stays as it is. */
export async function retryRefunds(work: PaymentParts, orderId: string): Promise<Order | Refusal> {
  const row = await findRow(work, orderId)
  if (isRefusal(row)) return row
  for (const { refundId } of await refundsOf(work.database.sql, row)) {
    await work.database.sql.begin(async (tx) => {
      const refund = await lockRefund(tx, refundId)
      if (refund === null || refund.isSettled || nextRefundStatus(refund.status, 'tryAgain') === refund.status) return
      await requestAgain(tx, refund, work.technicalClock.now())
    })
  }
  work.wake()
  return readOrder(work, orderId)
}

/** Asks the bank about the refunds that are due; answers how many were taken up. */
export function askDueRefunds(work: PaymentParts): Promise<number> {
  const { sql } = work.database
  return runDue<DueRefund>({
    technicalClock: work.technicalClock,
    leaseMs: LEASE_MS,
    atOnce: ASKED_AT_ONCE,
    backOff: BACK_OFF,
    claim: (claim) => takeRefundsToAsk(sql, claim),
    attempt: (refund) => askOne(work, refund),
    later: (refund, { at }) => askLater(sql, refund, at),
  })
}

/** The name of one try at the bank: the same try is the same request there, however often it is sent. */
export function referenceOf({ refundId, tryNumber }: Pick<RefundRow, 'refundId' | 'tryNumber'>): string {
  return `${refundId}-${tryNumber}`
}

/** The refund and the try that a reference of ours names; null for any other. */
export function readReference(reference: string): Pick<RefundRow, 'refundId' | 'tryNumber'> | null {
  const parts = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\d{1,6})$/.exec(reference)
  return parts === null ? null : { refundId: parts[1]!, tryNumber: Number(parts[2]) }
}

async function askOne(work: PaymentParts, refund: RefundRow): Promise<'later' | void> {
  const { refundId, paymentReference, amountTiyn, bank } = refund
  const answer = await bankById(work.banks, bank).refund({
    refundReference: referenceOf(refund),
    paymentReference,
    amountTiyn,
    currency: 'KZT',
  })
  // A crash from here on asks again, under the same reference: the bank returns the money once.
  if (answer.kind === 'found') return answer.value.state === 'processing' ? 'later' : recordRefund(work, refund, answer.value)
  const reason = answer.kind === 'outage' ? answer.reason : answer.kind
  work.log.warn({ event: 'bank-outage', reason, bank, refundId }, 'the bank did not answer about a refund; it is asked again')
  return 'later'
}

/** The bank's word about one try: the commit point of a refund. Repeating it changes nothing. */
export async function recordRefund(work: PaymentParts, asked: Pick<RefundRow, 'refundId' | 'tryNumber'>, said: BankRefund): Promise<void> {
  await work.database.sql.begin(async (tx) => {
    const refund = await lockRefund(tx, asked.refundId)
    if (refund === null || said.state === 'processing') return
    const next = nextRefundStatus(refund.status, said.state === 'returned' ? 'bankReturned' : 'bankDeclined')
    // An older try that was declined says nothing about the present one; money that came back counts whichever try it was.
    const isStale = said.state === 'declined' && asked.tryNumber !== refund.tryNumber
    if (isStale || (next === refund.status && refund.status !== 'sent')) return
    await endRefund(tx, refund, {
      status: said.state,
      bankReference: said.reference,
      declineCode: said.declineCode,
      bankStatedAt: said.statedAt,
      at: await work.legalClock.now(tx),
      tellAt: work.technicalClock.now(),
    })
    const { authority, orderId, amountTiyn, bank } = refund
    const facts = { status: said.state, amountTiyn, reference: said.reference, declineCode: said.declineCode }
    await writeEvent(tx, { authority, orderId, at: await work.legalClock.now(tx), kind: 'refundEnded', actor: `bank:${bank}`, facts })
  })
  if (said.state === 'declined')
    work.log.warn({ event: 'refund-declined', refundId: asked.refundId, code: said.declineCode }, 'the bank declined a refund')
  work.wake()
}

/** Reports to the ordering system how refunds ended, at least once each. */
export function tellDueRefunds({ database: { sql }, technicalClock, receiver, log }: PaymentParts): Promise<number> {
  return runDue<DueRefund>({
    technicalClock,
    leaseMs: LEASE_MS,
    atOnce: 1,
    backOff: BACK_OFF,
    claim: (claim) => takeRefundsToTell(sql, claim),
    attempt: (refund) => receiver.refundEnded(factOfRefund(refund)),
    done: (refund) => markTold(sql, refund),
    later: (refund, { at, error }) => {
      log.warn(
        { event: 'refund-delivery', refundId: refund.refundId, reason: (error as Error).message },
        'the receiver did not take the end of a refund',
      )
      return tellLater(sql, refund, at)
    },
  })
}

function factOfRefund({ refundId, orderId, draftId, why, amountTiyn, status, tryNumber, bankReference, endedAt }: RefundRow): RefundFact {
  if (status !== 'returned' && status !== 'declined') throw new Fault(`Expected a refund that has ended but ${refundId} is ${status}`)
  return { factId: `${refundId}:${tryNumber}:${status}`, orderId, draftId, why, amountTiyn, status, reference: bankReference, at: endedAt! }
}

import { randomUUID } from 'node:crypto'
import { msFromInstant, type Instant, type Tiyn } from '@ruqsat/foundation'
import type { TransactionSql } from '@ruqsat/database'
import type { OrderStatus, RefundWhy } from '../contract.ts'
import { receiptMeaning } from '../core/meaning.ts'
import { nextStatus, type OrderAction } from '../core/status.ts'
import { findAttempt, finishAttempt, lockOrder, type OrderKey, setStatus } from '../store/orders.ts'
import { type Envelope, keepNonce } from '../store/nonces.ts'
import { putIntoOutbox, factOf, findReceipt, insertReceipt, UNKNOWN_AUTHORITY } from '../store/receipts.ts'
import { insertRefund } from '../store/refunds.ts'
import type { BankStatement } from '../wire/messages.ts'
import type { PaymentParts } from './deps.ts'

/** What a statement changed. `repeated`: it was known. `nonceReused`: another message had this nonce, nothing was changed. */
export type Recorded = 'fact' | 'overpayment' | 'otherSum' | 'unknownOrder' | 'status' | 'repeated' | 'nonceReused'

/**
 * Every word of the bank about a payment, by callback, by question or in a statement, comes through here: one transaction,
 * whose commit is the commit point of a payment. Safe to repeat: money is unique by the bank's reference and by order.
 */
export async function recordStatement(work: PaymentParts, statement: BankStatement, envelope: Envelope | null = null): Promise<Recorded> {
  const recorded = (await work.database.sql.begin(async (tx) => {
    const nonce = envelope === null ? 'new' : await keepNonce(tx, envelope)
    if (nonce !== 'new') return nonce === 'repeated' ? 'repeated' : 'nonceReused'
    return statement.state === 'paid' ? recordMoney(work, tx, statement) : recordState(tx, statement as WithoutMoney)
  })) as Recorded
  if (recorded === 'fact' || recorded === 'overpayment' || recorded === 'otherSum') work.wake()
  if (recorded === 'overpayment' || recorded === 'otherSum' || recorded === 'unknownOrder')
    work.log.warn(
      { event: 'payment-irregularity', meaning: recorded, bankReference: statement.reference, attemptId: statement.merchantReference },
      'money that does not count was kept',
    )
  return recorded
}

async function recordMoney(work: PaymentParts, tx: TransactionSql, statement: BankStatement): Promise<Recorded> {
  const attempt = await attemptOf(tx, statement)
  // The order's lock comes first, so that two payments of one order are judged one after the other.
  const order = attempt === null ? null : await lockOrder(tx, attempt)
  const owed = order === null ? null : { amountTiyn: order.amountTiyn, alreadyPaid: (await factOf(tx, attempt!)) !== null }
  const meaning = receiptMeaning(owed, statement)
  const receiptId = randomUUID()
  const isNew = await insertReceipt(tx, {
    authority: attempt?.authority ?? UNKNOWN_AUTHORITY,
    receiptId,
    bankReference: statement.reference!,
    orderId: attempt?.orderId ?? null,
    attemptId: attempt?.attemptId ?? null,
    meaning,
    amountTiyn: statement.amountTiyn,
    currency: statement.currency,
    paidAt: await work.legalClock.ago(sinceTaken(work, statement, attempt?.startedAt), tx),
    bankStatedAt: statement.statedAt,
    receivedAt: work.technicalClock.now(),
  })
  if (!isNew) return warnOfContradiction(work, tx, statement)
  if (attempt === null || order === null) return meaning
  await finishAttempt(tx, attempt, 'paid')
  await applyAction(tx, attempt, order.status, meaning === 'otherSum' ? 'bankOtherSum' : 'bankPaid', null)
  const { authority, orderId } = attempt
  if (meaning === 'fact') await putIntoOutbox(tx, { authority, factId: receiptId }, work.technicalClock.now())
  // Money that does not count goes back, and that is written down with it.
  else if (statement.amountTiyn > 0 && statement.currency === 'KZT') {
    const why = meaning === 'overpayment' ? 'overpaid' : 'otherSum'
    await owe(work, tx, { authority, receiptId, orderId, amountTiyn: statement.amountTiyn, why })
  }
  return meaning
}

/**
 * How long ago the bank took the money: what it pays for is the fee of that day, however late we hear of it. The bank's clock may differ from
 * ours, so it is believed only between the moment at which the payer was sent there and now.
 */
function sinceTaken({ technicalClock }: PaymentParts, { statedAt }: BankStatement, sentAt: Instant | undefined): number {
  const now = technicalClock.ms()
  return now - Math.min(now, Math.max(msFromInstant(statedAt), msFromInstant(sentAt ?? statedAt)))
}

/** The same reference with another sum is the bank's error: the first report counts and people are informed. */
async function warnOfContradiction(work: PaymentParts, tx: TransactionSql, statement: BankStatement): Promise<Recorded> {
  const kept = await findReceipt(tx, statement.reference!)
  const isOther = kept?.amountTiyn !== statement.amountTiyn || (kept.attemptId !== null && kept.attemptId !== statement.merchantReference)
  if (kept !== null && isOther)
    work.log.warn({ event: 'payment-contradiction', bankReference: statement.reference }, 'the bank used one reference for two payments')
  return 'repeated'
}

/** What a state without money does to the attempt, if anything, and to the order. */
const WITHOUT_MONEY = {
  open: { attempt: null, action: 'bankPending' },
  processing: { attempt: null, action: 'bankPending' },
  declined: { attempt: 'declined', action: 'bankDeclined' },
  cancelled: { attempt: 'closed', action: 'bankClosed' },
  expired: { attempt: 'closed', action: 'bankClosed' },
} as const

type WithoutMoney = BankStatement & { readonly state: keyof typeof WITHOUT_MONEY }

async function recordState(tx: TransactionSql, statement: WithoutMoney): Promise<Recorded> {
  const known = await attemptOf(tx, statement)
  const order = known === null ? null : await lockOrder(tx, known)
  // Read again under the order's lock: money may have come meanwhile.
  const attempt = order === null ? null : await attemptOf(tx, statement)
  if (attempt === null || order === null || (attempt.state !== 'opening' && attempt.state !== 'open')) return 'repeated'
  const follows = WITHOUT_MONEY[statement.state]
  if (follows.attempt !== null) await finishAttempt(tx, attempt, follows.attempt)
  await applyAction(tx, attempt, order.status, follows.action, statement.declineCode)
  return 'status'
}

async function attemptOf(tx: TransactionSql, statement: BankStatement) {
  // A reference that is no attempt's id was not given by us; the column would not take it.
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(statement.merchantReference)
    ? findAttempt(tx, statement.merchantReference)
    : null
}

async function applyAction(
  tx: TransactionSql,
  order: OrderKey,
  status: OrderStatus,
  action: OrderAction,
  declineCode: string | null,
): Promise<void> {
  const cell = nextStatus(status, action)
  if ('refused' in cell || (cell.to === status && action !== 'bankDeclined')) return
  await setStatus(tx, order, cell.to, cell.to === 'declined' && action === 'bankDeclined' ? (declineCode ?? 'other') : null)
}

/** Money that is owed back is written down within the transaction that finds it so. */
export async function owe(
  work: PaymentParts,
  tx: TransactionSql,
  owed: OrderKey & { readonly receiptId: string; readonly amountTiyn: Tiyn; readonly why: RefundWhy },
): Promise<void> {
  const requestedAt = await work.legalClock.now(tx)
  await insertRefund(tx, { refundId: randomUUID(), ...owed, requestedAt, askAt: work.technicalClock.now() })
}

import { randomUUID } from 'node:crypto'
import { msFromInstant, type Instant, type Tiyn } from '@ruqsat/foundation'
import { laterBy } from '@ruqsat/database'
import type { TransactionSql } from '@ruqsat/database'
import type { OrderStatus, RefundWhy } from '../contract.ts'
import { judgeMoney, type JudgedMoney } from '../core/meaning.ts'
import { nextStatus, type OrderAction } from '../core/status.ts'
import { type AttemptRow, findAttempt, finishAttempt, lockOrder, type OrderKey, setPartsUntil, setStatus } from '../store/orders.ts'
import { writeEvent } from '../store/events.ts'
import { type Envelope, keepNonce } from '../store/nonces.ts'
import { countedOf, findReceipt, hasFact, insertReceipt, putIntoOutbox, UNKNOWN_AUTHORITY } from '../store/receipts.ts'
import { insertRefund } from '../store/refunds.ts'
import type { BankStatement } from '../wire/messages.ts'
import type { PaymentParts } from './deps.ts'

/** What a statement changed. `repeated`: it was known. `nonceReused`: another message had this nonce, nothing was changed. */
export type Recorded = 'fact' | 'part' | 'overpayment' | 'otherSum' | 'unknownOrder' | 'status' | 'repeated' | 'nonceReused'

/** Where a statement comes from: the bank's id, and by which way. */
export type StatedBy = { readonly bank: string; readonly way: 'callback' | 'answer' | 'list' | 'file' }

/**
 * Every word of a bank about a payment, by callback, by question or in a statement, comes through here: one transaction,
 * whose commit is the commit point of a payment. Safe to repeat: money is unique by the bank's reference and by order.
 */
export async function recordStatement(
  work: PaymentParts,
  by: StatedBy,
  statement: BankStatement,
  envelope: Envelope | null = null,
): Promise<Recorded> {
  const recorded = (await work.database.sql.begin(async (tx) => {
    const nonce = envelope === null ? 'new' : await keepNonce(tx, envelope)
    if (nonce !== 'new') return nonce === 'repeated' ? 'repeated' : 'nonceReused'
    return statement.state === 'paid' ? recordMoney(work, tx, by, statement) : recordState(work, tx, by, statement as WithoutMoney)
  })) as Recorded
  if (MONEY.has(recorded)) work.wake()
  if (recorded === 'overpayment' || recorded === 'otherSum' || recorded === 'unknownOrder')
    work.log.warn(
      {
        event: 'payment-irregularity',
        meaning: recorded,
        bank: by.bank,
        bankReference: statement.reference,
        attemptId: statement.merchantReference,
      },
      'money that does not count was kept',
    )
  return recorded
}

const MONEY: ReadonlySet<Recorded> = new Set(['fact', 'part', 'overpayment', 'otherSum'])
/** How money of each meaning changes its order. */
const MONEY_ACTIONS = { fact: 'bankPaid', part: 'bankPart', overpayment: 'bankPaid', otherSum: 'bankOtherSum' } as const

async function recordMoney(work: PaymentParts, tx: TransactionSql, by: StatedBy, statement: BankStatement): Promise<Recorded> {
  const attempt = await attemptOf(tx, by, statement)
  // The order's lock comes first, so that two payments of one order are judged one after the other.
  const order = attempt === null ? null : await lockOrder(tx, attempt)
  const judged = judgeMoney(order && { ...order, ...(await countedSoFar(tx, attempt!, order.status)) }, statement, work.partsWaitMs > 0)
  const receiptId = randomUUID()
  const isNew = await insertReceipt(tx, {
    authority: attempt?.authority ?? UNKNOWN_AUTHORITY,
    receiptId,
    bank: by.bank,
    bankReference: statement.reference!,
    orderId: attempt?.orderId ?? null,
    attemptId: attempt?.attemptId ?? null,
    meaning: judged.meaning,
    amountTiyn: statement.amountTiyn,
    currency: statement.currency,
    paidAt: await work.legalClock.ago(sinceTaken(work, statement, attempt?.startedAt), tx),
    bankStatedAt: statement.statedAt,
    receivedAt: work.technicalClock.now(),
    isLate: attempt !== null && (attempt.state === 'closed' || attempt.state === 'declined' || order?.status === 'abandoned'),
  })
  if (!isNew) return warnOfContradiction(work, tx, by, statement)
  if (attempt === null || order === null) {
    await writeMoneyEvent(work, tx, { authority: UNKNOWN_AUTHORITY, orderId: null }, by, statement, judged)
    return judged.meaning
  }
  await finishAttempt(tx, attempt, 'paid')
  await applyMoney(work, tx, { ...attempt, status: order.status }, { ...judged, receiptId })
  await writeMoneyEvent(work, tx, attempt, by, statement, judged)
  return judged.meaning
}

/** What money that was judged does to its order: its status, the fact on its way, and what goes back. */
export async function applyMoney(
  work: PaymentParts,
  tx: TransactionSql,
  { authority, orderId, status }: OrderKey & { readonly status: OrderStatus },
  { meaning, backTiyn, receiptId }: JudgedMoney & { readonly receiptId: string },
): Promise<void> {
  const key = { authority, orderId }
  if (meaning !== 'unknownOrder') await applyAction(tx, key, status, MONEY_ACTIONS[meaning], null)
  if (meaning === 'fact') await putIntoOutbox(tx, { authority, factId: receiptId }, work.technicalClock.now())
  if (meaning === 'fact' || meaning === 'part')
    await setPartsUntil(tx, key, meaning === 'part' ? laterBy(work.technicalClock, work.partsWaitMs) : null)
  // Money that does not count goes back, and that is written down with it.
  if (backTiyn > 0) await owe(work, tx, { ...key, receiptId, amountTiyn: backTiyn, why: meaning === 'otherSum' ? 'otherSum' : 'overpaid' })
}

/** What has come of the order already, and whether anything is still owed. */
export async function countedSoFar(
  tx: TransactionSql,
  order: OrderKey,
  status: OrderStatus,
): Promise<{ readonly countedTiyn: Tiyn; readonly isClosed: boolean }> {
  const counted = await countedOf(tx, order)
  return {
    countedTiyn: counted.reduce((sum, { amountTiyn }) => sum + amountTiyn, 0),
    isClosed: status === 'refunded' || status === 'paid' || (await hasFact(tx, order)),
  }
}

async function writeMoneyEvent(
  work: PaymentParts,
  tx: TransactionSql,
  { authority, orderId }: { readonly authority: string; readonly orderId: string | null },
  { bank, way }: StatedBy,
  { reference, amountTiyn, currency }: BankStatement,
  { meaning }: JudgedMoney,
): Promise<void> {
  const facts = { meaning, reference, amountTiyn, currency, way }
  await writeEvent(tx, { authority, orderId, at: await work.legalClock.now(tx), kind: 'moneyRecorded', actor: `bank:${bank}`, facts })
}

/**
 * How long ago the bank took the money: what it pays for is the fee of that day, however late we hear of it. The bank's clock may differ from
 * ours, so it is believed only between the moment at which the payer was sent there and now.
 */
export function sinceTaken({ technicalClock }: PaymentParts, { statedAt }: BankStatement, sentAt: Instant | undefined): number {
  const now = technicalClock.ms()
  return now - Math.min(now, Math.max(msFromInstant(statedAt), msFromInstant(sentAt ?? statedAt)))
}

/** The same reference with another sum is the bank's error: the first report counts and people are informed. */
async function warnOfContradiction(work: PaymentParts, tx: TransactionSql, by: StatedBy, statement: BankStatement): Promise<Recorded> {
  const kept = await findReceipt(tx, by.bank, statement.reference!)
  const isOther =
    kept?.amountTiyn !== statement.amountTiyn ||
    (kept.attemptId !== null && statement.merchantReference !== null && kept.attemptId !== statement.merchantReference)
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

async function recordState(work: PaymentParts, tx: TransactionSql, by: StatedBy, statement: WithoutMoney): Promise<Recorded> {
  const known = await attemptOf(tx, by, statement)
  const order = known === null ? null : await lockOrder(tx, known)
  // Read again under the order's lock: money may have come meanwhile.
  const attempt = order === null ? null : await attemptOf(tx, by, statement)
  if (attempt === null || order === null || (attempt.state !== 'opening' && attempt.state !== 'open')) return 'repeated'
  const follows = WITHOUT_MONEY[statement.state]
  if (follows.attempt !== null) {
    await finishAttempt(tx, attempt, follows.attempt)
    const facts = { state: statement.state, declineCode: statement.declineCode, way: by.way }
    const { authority, orderId } = attempt
    await writeEvent(tx, { authority, orderId, at: await work.legalClock.now(tx), kind: 'stateChanged', actor: `bank:${by.bank}`, facts })
  }
  await applyAction(tx, attempt, order.status, follows.action, statement.declineCode)
  return 'status'
}

/** The way that a statement is about; null for a reference that we gave to nobody, or to another bank. */
async function attemptOf(
  tx: TransactionSql,
  { bank }: StatedBy,
  { merchantReference }: BankStatement,
): Promise<(AttemptRow & { readonly startedAt: Instant }) | null> {
  // A reference that is no attempt's id was not given by us; the column would not take it.
  if (merchantReference === null || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(merchantReference)) return null
  const attempt = await findAttempt(tx, merchantReference)
  return attempt?.bank === bank ? attempt : null
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
  await setStatus(tx, order, {
    from: status,
    to: cell.to,
    declineCode: cell.to === 'declined' && action === 'bankDeclined' ? (declineCode ?? 'other') : null,
  })
}

/** Money that is owed back is written down within the transaction that finds it so. */
export async function owe(
  work: PaymentParts,
  tx: TransactionSql,
  owed: OrderKey & { readonly receiptId: string; readonly amountTiyn: Tiyn; readonly why: RefundWhy },
): Promise<void> {
  const requestedAt = await work.legalClock.now(tx)
  const isNew = await insertRefund(tx, { refundId: randomUUID(), ...owed, requestedAt, askAt: work.technicalClock.now() })
  if (!isNew) return
  const { authority, orderId, amountTiyn, why } = owed
  await writeEvent(tx, { authority, orderId, at: requestedAt, kind: 'refundRequested', actor: 'system', facts: { amountTiyn, why } })
}

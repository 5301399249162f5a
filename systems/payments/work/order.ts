import { randomUUID } from 'node:crypto'
import { Fault, type Refusal } from '@ruqsat/foundation'
import type { TransactionSql } from '@ruqsat/database'
import type { Order, OrderRequest, OrderStatus } from '../contract.ts'
import { nextStatus } from '../core/status.ts'
import {
  findUnresolvedAttempt,
  finishAttempt,
  findOrderOfDraft,
  insertOrder,
  lockOrder,
  lockOrderOfDraft,
  markReplaced,
  type OrderKey,
  setStatus,
} from '../store/orders.ts'
import { refusePayment } from '../refusals.ts'
import type { PaymentParts } from './deps.ts'
import { bankById } from '../bank/bank.ts'
import { writeEvent } from '../store/events.ts'
import { findRow, readOrder } from './order-view.ts'
import { recordStatement } from './record-statement.ts'
import { oweCounted } from './parts.ts'

/** The most that a fee can be: a hundred million tenge. More is a mistake of the caller's arithmetic. */
const MAX_AMOUNT_TIYN = 10_000_000_000

export async function createOrder(work: PaymentParts, request: OrderRequest): Promise<Order | Refusal> {
  const { amountTiyn } = request
  if (!Number.isSafeInteger(amountTiyn) || amountTiyn <= 0 || amountTiyn > MAX_AMOUNT_TIYN)
    return refusePayment('amount-not-payable', { facts: { amountTiyn } })
  if (!URL.canParse(request.returnUrl) || !work.returnOrigins.includes(new URL(request.returnUrl).origin)) {
    throw new Fault(`Expected a return address at ${work.returnOrigins.join(' or ')} but an order names another`)
  }
  const before = await findOrderOfDraft(work.database.sql, request)
  // The old order may be paid already without our knowing: it is asked about before another sum takes its place.
  if (before !== null && before.status !== 'paid' && before.amountTiyn !== amountTiyn) await refreshOrder(work, before.orderId)
  const orderId = (await work.database.sql.begin(async (tx) => {
    const current = await lockOrderOfDraft(tx, request)
    const isSame = current !== null && current.amountTiyn === amountTiyn && current.status !== 'refunded'
    if (current !== null && (current.status === 'paid' || isSame)) return current.orderId
    return replaceOrder(work, tx, request, current)
  })) as string
  return readOrder(work, orderId)
}

/** The new order of a draft; what came in parts for the one before goes back. */
async function replaceOrder(
  work: PaymentParts,
  tx: TransactionSql,
  request: OrderRequest,
  before: { readonly orderId: string; readonly status: OrderStatus } | null,
): Promise<string> {
  const { authority, draftId, amountTiyn } = request
  const orderId = randomUUID()
  const at = await work.legalClock.now(tx)
  if (before !== null) {
    const old = { authority, orderId: before.orderId }
    if (before.status === 'partlyPaid') await oweCounted(work, tx, old, 'partOnly')
    await markReplaced(tx, old, orderId)
    await writeEvent(tx, { ...old, at, kind: 'orderReplaced', actor: 'system', facts: { by: orderId } })
  }
  await insertOrder(tx, { ...request, orderId, createdAt: work.technicalClock.now() })
  await writeEvent(tx, { authority, orderId, at, kind: 'orderCreated', actor: 'system', facts: { draftId, amountTiyn } })
  return orderId
}

/** Asks the bank about the way that is still open, if there is one, and answers with the order as it is then. */
export async function refreshOrder(work: PaymentParts, orderId: string): Promise<Order | Refusal> {
  const row = await findRow(work, orderId)
  if ('kind' in row) return row
  const attempt = await findUnresolvedAttempt(work.database.sql, row)
  if (attempt !== null) await askAboutAttempt(work, attempt)
  return readOrder(work, orderId)
}

/** Answers whether the bank reported the end of it. */
export async function askAboutAttempt(
  work: PaymentParts,
  attempt: OrderKey & { readonly attemptId: string; readonly state: string; readonly bank: string },
): Promise<boolean> {
  const { bank } = attempt
  const answer = await bankById(work.banks, bank).readPayment(attempt.attemptId)
  if (answer.kind === 'found') {
    await recordStatement(work, { bank, way: 'answer' }, answer.value)
    return answer.value.state !== 'open' && answer.value.state !== 'processing'
  }
  if (answer.kind === 'absent') {
    // Never opened there: nobody has seen a card page, nothing can have been taken. The same id may still be opened later.
    await applyToOrder(work, attempt, 'bankNotReached')
    return attempt.state === 'opening'
  }
  work.log.warn(
    { event: 'bank-outage', reason: answer.kind === 'outage' ? answer.reason : answer.refusal.code, bank, orderId: attempt.orderId },
    'the bank did not answer',
  )
  // Without an opened card page a silent bank changes nothing; with one, nobody knows.
  if (attempt.state === 'open') await applyToOrder(work, attempt, 'bankSilent')
  return false
}

export async function applyToOrder(
  work: PaymentParts,
  key: OrderKey,
  action: 'bankNotReached' | 'bankSilent' | 'abandon',
): Promise<Refusal | null> {
  return work.database.sql.begin(async (tx) => {
    const order = await lockOrder(tx, key)
    if (order === null) return refusePayment('order-not-found')
    const cell = nextStatus(order.status, action)
    if ('refused' in cell) return refusePayment(cell.refused)
    if (cell.to !== order.status) await setStatus(tx, key, { from: order.status, to: cell.to })
    return null
  }) as Promise<Refusal | null>
}

/** The payer turns back. The bank is asked to close its page; if it cannot be asked, money that still comes is kept all the same. */
export async function abandonOrder(work: PaymentParts, orderId: string): Promise<Order | Refusal> {
  const row = await findRow(work, orderId)
  if ('kind' in row) return row
  const refusal = await applyToOrder(work, row, 'abandon')
  if (refusal !== null) return refusal.code === 'order-already-paid' ? readOrder(work, orderId) : refusal
  await closeOpenWay(work, row)
  return readOrder(work, orderId)
}

/** Asks the bank to close the page that is open there, and keeps what it says. False where the bank did not say that it is closed. */
export async function closeOpenWay(work: PaymentParts, key: OrderKey): Promise<boolean> {
  const attempt = await findUnresolvedAttempt(work.database.sql, key)
  if (attempt === null) return true
  const { bank } = attempt
  const answer = await bankById(work.banks, bank).cancel(attempt.attemptId)
  if (answer.kind === 'absent' && attempt.state === 'opening') {
    // The bank has never heard of it, and hears of it no more: a new way has a new name.
    await work.database.sql.begin((tx) => finishAttempt(tx, attempt, 'closed'))
    return true
  }
  if (answer.kind !== 'found') return false
  await recordStatement(work, { bank, way: 'answer' }, answer.value)
  return answer.value.state !== 'open' && answer.value.state !== 'processing'
}

import { randomUUID } from 'node:crypto'
import { Fault, fillText, formatTenge, type LocalText, type Refusal } from '@ruqsat/foundation'
import type { Order, OrderRequest, Refund } from '../contract.ts'
import { nextStatus } from '../core/status.ts'
import {
  findUnresolvedAttempt,
  findOrderOfDraft,
  insertOrder,
  lockOrder,
  lockOrderOfDraft,
  markReplaced,
  type OrderKey,
  type OrderRow,
  readOrderRow,
  setStatus,
} from '../store/orders.ts'
import { refusePayment } from '../refusals.ts'
import type { PaymentParts } from './deps.ts'
import { type RefundRow, refundsOf } from '../store/refunds.ts'
import texts from '../texts.yaml'
import { recordStatement } from './record-statement.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The most that a fee can be: a hundred million tenge. More is a mistake of the caller's arithmetic. */
const MAX_AMOUNT_TIYN = 10_000_000_000

export async function createOrder(work: PaymentParts, request: OrderRequest): Promise<Order | Refusal> {
  const { authority, amountTiyn } = request
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
    const orderId = randomUUID()
    if (current !== null) await markReplaced(tx, { authority, orderId: current.orderId }, orderId)
    await insertOrder(tx, { ...request, orderId, createdAt: work.technicalClock.now() })
    return orderId
  })) as string
  return readOrder(work, orderId)
}

export async function findRow(work: Pick<PaymentParts, 'database'>, orderId: string): Promise<OrderRow | Refusal> {
  const row = UUID.test(orderId) ? await readOrderRow(work.database.sql, orderId) : null
  return row ?? refusePayment('order-not-found')
}

export async function readOrder(work: Pick<PaymentParts, 'database' | 'publicOrigin'>, orderId: string): Promise<Order | Refusal> {
  const row = await findRow(work, orderId)
  return 'kind' in row ? row : orderView(work, row, await refundsOf(work.database.sql, row))
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
  attempt: OrderKey & { readonly attemptId: string; readonly state: string },
): Promise<boolean> {
  const answer = await work.bank.readPayment(attempt.attemptId)
  if (answer.kind === 'found') {
    await recordStatement(work, answer.value)
    return answer.value.state !== 'open' && answer.value.state !== 'processing'
  }
  if (answer.kind === 'absent') {
    // Never opened there: nobody has seen a card page, nothing can have been taken. The same id may still be opened later.
    await applyToOrder(work, attempt, 'bankNotReached')
    return attempt.state === 'opening'
  }
  work.log.warn(
    { event: 'bank-outage', reason: answer.kind === 'outage' ? answer.reason : answer.refusal.code, orderId: attempt.orderId },
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
    if (cell.to !== order.status) await setStatus(tx, key, cell.to, null)
    return null
  }) as Promise<Refusal | null>
}

/** The payer turns back. The bank is asked to close its page; if it cannot be asked, money that still comes is kept all the same. */
export async function abandonOrder(work: PaymentParts, orderId: string): Promise<Order | Refusal> {
  const row = await findRow(work, orderId)
  if ('kind' in row) return row
  const refusal = await applyToOrder(work, row, 'abandon')
  if (refusal !== null) return refusal.code === 'order-already-paid' ? readOrder(work, orderId) : refusal
  const attempt = await findUnresolvedAttempt(work.database.sql, row)
  const answer = attempt && (await work.bank.cancel(attempt.attemptId))
  if (answer?.kind === 'found') await recordStatement(work, answer.value)
  return readOrder(work, orderId)
}

/** An order as the ordering system and the payer see it. */
export function orderView(work: Pick<PaymentParts, 'publicOrigin'>, row: OrderRow, refunds: readonly RefundRow[]): Order {
  const notice = noticeOf(row)
  return {
    kind: 'order',
    orderId: row.orderId,
    draftId: row.draftId,
    status: row.status,
    amountTiyn: row.amountTiyn,
    paidAt: row.paidAt,
    reference: row.reference,
    payUrl: `${work.publicOrigin}/${row.language}/pay/${row.orderId}`,
    declineReason: row.status === 'declined' ? (reasonOf(texts.refusals.declineReasons, row.declineCode) ?? notice) : null,
    notice,
    overpaidTiyn: row.overpaidTiyn,
    refunds: refunds.map(refundView),
  }
}

function refundView(row: RefundRow): Refund {
  const { refundId, why, status, amountTiyn, paymentReference, requestedAt, endedAt, bankReference, declineCode } = row
  return {
    refundId,
    why,
    status,
    amountTiyn,
    paymentReference,
    requestedAt,
    endedAt,
    reference: bankReference,
    declineReason: reasonOf(texts.refusals.refundDeclines, declineCode),
  }
}

/** In the payer's words; the codes are those of the bank's wire. */
function reasonOf(reasons: Readonly<Record<string, LocalText>> & { readonly other: LocalText }, code: string | null): LocalText | null {
  if (code === null) return null
  return Object.hasOwn(reasons, code) ? reasons[code]! : reasons.other
}

function noticeOf(row: OrderRow): LocalText | null {
  if (row.overpaidTiyn > 0) return fillText(texts.refusals.notices.overpaid, { overpaid: formatTenge(row.overpaidTiyn) })
  if (row.otherSumTiyn === null || row.status === 'paid') return null
  return fillText(texts.refusals.notices.otherSum, {
    expected: formatTenge(row.amountTiyn),
    taken: formatTenge(row.otherSumTiyn),
    reference: row.otherSumReference ?? '',
  })
}

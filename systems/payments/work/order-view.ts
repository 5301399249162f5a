import { fillText, formatTenge, type LocalText, type Refusal } from '@ruqsat/foundation'
import type { Order, Refund } from '../contract.ts'
import { refusePayment } from '../refusals.ts'
import { type OrderRow, readOrderRow } from '../store/orders.ts'
import { type RefundRow, refundsOf } from '../store/refunds.ts'
import texts from '../texts.yaml'
import type { PaymentParts } from './deps.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function findRow(work: Pick<PaymentParts, 'database'>, orderId: string): Promise<OrderRow | Refusal> {
  const row = UUID.test(orderId) ? await readOrderRow(work.database.sql, orderId) : null
  return row ?? refusePayment('order-not-found')
}

export async function readOrder(
  work: Pick<PaymentParts, 'database' | 'publicOrigin' | 'press'>,
  orderId: string,
): Promise<Order | Refusal> {
  const row = await findRow(work, orderId)
  return 'kind' in row ? row : orderView(work, row, await refundsOf(work.database.sql, row))
}

/** An order as the ordering system and the payer see it. */
export function orderView(work: Pick<PaymentParts, 'publicOrigin' | 'press'>, row: OrderRow, refunds: readonly RefundRow[]): Order {
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
    receiptUrl: row.reference === null || work.press === null ? null : `${work.publicOrigin}/${row.language}/pay/${row.orderId}/receipt`,
    declineReason: row.status === 'declined' ? (reasonOf(texts.refusals.declineReasons, row.declineCode) ?? notice) : null,
    notice,
    overpaidTiyn: row.overpaidTiyn,
    countedTiyn: row.countedTiyn,
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
  const { notices } = texts.refusals
  if (row.overpaidTiyn > 0) return fillText(notices.overpaid, { overpaid: formatTenge(row.overpaidTiyn) })
  if (row.status === 'partlyPaid')
    return fillText(notices.part, {
      came: formatTenge(row.countedTiyn),
      sum: formatTenge(row.amountTiyn),
      rest: formatTenge(row.amountTiyn - row.countedTiyn),
    })
  if (row.otherSumTiyn !== null && row.status !== 'paid') return otherSumNotice(row, row.otherSumTiyn)
  return row.status === 'paid' && row.isLate ? notices.late : null
}

function otherSumNotice(row: OrderRow, takenTiyn: number): LocalText {
  const { notices } = texts.refusals
  const facts = { expected: formatTenge(row.amountTiyn), taken: formatTenge(takenTiyn), reference: row.otherSumReference ?? '' }
  if (row.otherSumCurrency === 'KZT') return fillText(notices.otherSum, facts)
  return fillText(notices.otherCurrency, { ...facts, currency: row.otherSumCurrency ?? '' })
}

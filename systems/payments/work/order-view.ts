import { fillText, formatTenge, type LocalText } from '@ruqsat/foundation'
import type { Order, Refund } from '../contract.ts'
import texts from '../texts.yaml'
import type { OrderRow } from '../store/orders.ts'
import type { RefundRow } from '../store/refunds.ts'
import type { PaymentParts } from './deps.ts'

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

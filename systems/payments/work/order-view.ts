import { fillText, formatTenge, type LocalText } from '@ruqsat/foundation'
import type { Order, Refund } from '../contract.ts'
import { declineReasons, notices, refundDeclines } from '../refusals.ts'
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
    declineReason: row.status === 'declined' ? (declineReasonOf(row) ?? notice) : null,
    notice,
    overpaidTiyn: row.overpaidTiyn,
    refunds: refunds.map(refundView),
  }
}

function refundView(row: RefundRow): Refund {
  const { refundId, why, status, amountTiyn, paymentReference, requestedAt, endedAt, bankReference, declineCode } = row
  const declineReason =
    declineCode === null
      ? null
      : Object.hasOwn(refundDeclines, declineCode)
        ? refundDeclines[declineCode as keyof typeof refundDeclines]
        : refundDeclines.other
  return { refundId, why, status, amountTiyn, paymentReference, requestedAt, endedAt, reference: bankReference, declineReason }
}

function declineReasonOf(row: OrderRow): LocalText | null {
  if (row.declineCode === null) return null
  return Object.hasOwn(declineReasons, row.declineCode)
    ? declineReasons[row.declineCode as keyof typeof declineReasons]
    : declineReasons.other
}

function noticeOf(row: OrderRow): LocalText | null {
  if (row.overpaidTiyn > 0) return fillText(notices.overpaid, { overpaid: formatTenge(row.overpaidTiyn) })
  if (row.otherSumTiyn === null || row.status === 'paid') return null
  return fillText(notices.otherSum, {
    expected: formatTenge(row.amountTiyn),
    taken: formatTenge(row.otherSumTiyn),
    reference: row.otherSumReference ?? '',
  })
}

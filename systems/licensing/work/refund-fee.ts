// The fee of a request that was not accepted goes back, where the act says so. That it is owed is written in the transaction of the signature.
import type { OutboxHandler, OutboxRow } from '@ruqsat/caseflow'
import { Fault, isRefusal } from '@ruqsat/foundation'
import { percentBack } from '@ruqsat/law'
import type { LicensingDeps } from '../deps.ts'
import type { OpenedCase } from '../views.ts'

/** Kind of the outbox messages that ask the payments to return a fee. */
export const REFUND_MESSAGE = 'refund'

/** `percent`: of what was paid; left out: all of it. */
type RefundPayload = { readonly orderId: string; readonly percent?: number }

/** Nothing where nobody paid, or where the act does not say that the fee goes back by itself. */
export function refundOwed(
  { caseId, opening, variant }: OpenedCase,
  { technicalClock }: Pick<LicensingDeps, 'technicalClock'>,
): readonly OutboxRow[] {
  const percent = percentBack(variant)
  if (opening.payment === null || percent === null) return []
  const payload: RefundPayload = { orderId: opening.payment.orderId, ...(percent < 100 && { percent }) }
  return [{ key: `${caseId}/refund/${payload.orderId}`, kind: REFUND_MESSAGE, payload, notBefore: technicalClock.now() }]
}

/** Idempotent: the payments owe one order back once. What they refuse is an incident that a head sees. */
export function refundFee({ payments }: Pick<LicensingDeps, 'payments'>): OutboxHandler {
  return async ({ key, payload }) => {
    const { orderId, percent } = payload as RefundPayload
    if (payments === undefined)
      throw new Fault(`Expected payments that can return the fee of ${key} but there are none`, { retry: 'later' })
    const order = await payments.requestRefund(orderId, 'notAccepted', percent)
    if (isRefusal(order)) throw new Fault(`Expected the fee of ${key} to go back but it was refused: ${order.code}`, { retry: 'later' })
    if (order.status !== 'refunded')
      throw new Fault(`Expected the fee of ${key} to go back but its order is ${order.status}`, { retry: 'later' })
  }
}

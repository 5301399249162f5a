import { findRefund, insertRefund, lockPayment } from '../store/rows.ts'
import type { RefundOrder, RefundStatement } from '../wire/protocol.ts'
import type { TwinBank } from '../core/cards.ts'
import type { BankWork } from './deps.ts'

/** Returns a payment to its card, whole or in part, together never more than was paid. The same reference again is answered with what was done. Null: no such payment here. */
export async function refund(work: BankWork, bank: TwinBank, order: RefundOrder): Promise<RefundStatement | null> {
  await work.database.sql.begin(async (tx) => {
    const payment = await lockPayment(tx, bank, order.paymentReference)
    if (payment === null || (await findRefund(tx, bank, order.refundReference)) !== null) return
    const declineCode = whyNot(payment, order)
    const state = declineCode === null ? 'returned' : 'declined'
    await insertRefund(tx, bank, { ...order, state, declineCode, statedAt: work.technicalClock.now() })
  })
  return findRefund(work.database.sql, bank, order.refundReference)
}

function whyNot(payment: NonNullable<Awaited<ReturnType<typeof lockPayment>>>, order: RefundOrder): string | null {
  if (payment.returnedTiyn === payment.amountTiyn) return 'already-returned'
  if (payment.returnedTiyn + order.amountTiyn > payment.amountTiyn) return 'other-sum'
  return payment.scenario === 'refundDeclined' && payment.declines === 0 ? 'card-closed' : null
}

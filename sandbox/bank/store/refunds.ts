import { firstRow, type AnySql, type TransactionSql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { CardScenario } from '../core/cards.ts'
import type { RefundStatement } from '../wire/protocol.ts'

export async function findRefund(sql: AnySql, refundReference: string): Promise<RefundStatement | null> {
  return firstRow(sql<RefundStatement[]>`
    select refund_reference as "refundReference", payment_reference as "paymentReference", state, amount_tiyn as "amountTiyn", reference,
      stated_at as "statedAt", decline_code as "declineCode"
    from bank.refunds where refund_reference = ${refundReference}`)
}

export async function listRefundsBetween(sql: AnySql, from: Instant, to: Instant): Promise<readonly RefundStatement[]> {
  return sql<RefundStatement[]>`
    select refund_reference as "refundReference", payment_reference as "paymentReference", state, amount_tiyn as "amountTiyn", reference,
      stated_at as "statedAt", decline_code as "declineCode"
    from bank.refunds where state = 'returned' and stated_at >= ${from} and stated_at < ${to} order by stated_at, refund_reference`
}

/** The payment that is to go back, held until the transaction ends, with how its card behaves and what was said of it before. */
export async function lockPayment(
  tx: TransactionSql,
  reference: string,
): Promise<{
  readonly amountTiyn: number
  readonly scenario: CardScenario | null
  readonly isReturned: boolean
  readonly declines: number
} | null> {
  await tx`select 1 from bank.payments where reference = ${reference} for update`
  return firstRow(tx<{ amountTiyn: number; scenario: CardScenario | null; isReturned: boolean; declines: number }[]>`
    select p.amount_tiyn as "amountTiyn", s.scenario,
      exists (select 1 from bank.refunds r where r.payment_reference = p.reference and r.state = 'returned') as "isReturned",
      (select count(*)::int from bank.refunds r where r.payment_reference = p.reference and r.state = 'declined') as "declines"
    from bank.payments p join bank.sessions s using (session_id) where p.reference = ${reference}`)
}

/** The bank's own number for a return comes from the sequence of its payments. */
export async function insertRefund(
  tx: TransactionSql,
  refund: Pick<RefundStatement, 'refundReference' | 'paymentReference' | 'amountTiyn' | 'state' | 'declineCode' | 'statedAt'>,
): Promise<void> {
  const { refundReference, paymentReference, amountTiyn, state, declineCode, statedAt } = refund
  await tx`
    insert into bank.refunds (refund_reference, payment_reference, amount_tiyn, state, reference, decline_code, stated_at)
    values (${refundReference}, ${paymentReference}, ${amountTiyn}, ${state},
      case when ${state} = 'returned' then 'DALA-R-' || nextval('bank.reference_number') end, ${declineCode}, ${statedAt})`
}

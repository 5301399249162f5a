import type { AnySql, TransactionSql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { PaymentFact } from '../contract.ts'

export async function putIntoOutbox(tx: TransactionSql, factId: string, dueAt: Instant): Promise<void> {
  await tx`insert into payments.outbox (fact_id, due_at) values (${factId}, ${dueAt})`
}

export type DueFact = PaymentFact & { readonly attempts: number }

/** Takes facts for delivery until `leaseUntil`; a deliverer that dies leaves them to the next. */
export async function takeDueFacts(sql: AnySql, now: Instant, leaseUntil: Instant, limit: number): Promise<readonly DueFact[]> {
  return sql<DueFact[]>`
    with taken as (
      update payments.outbox set due_at = ${leaseUntil}, attempts = attempts + 1
      where fact_id in (select fact_id from payments.outbox where delivered_at is null and due_at <= ${now} order by due_at limit ${limit} for update skip locked)
      returning fact_id, attempts)
    select r.receipt_id as "factId", r.order_id as "orderId", o.draft_id as "draftId", r.amount_tiyn as "amountTiyn", r.paid_at as "paidAt",
      r.bank_reference as "reference", taken.attempts
    from taken join payments.receipts r on r.receipt_id = taken.fact_id join payments.orders o on o.order_id = r.order_id`
}

export async function markDelivered(sql: AnySql, factId: string, at: Instant): Promise<void> {
  await sql`update payments.outbox set delivered_at = ${at} where fact_id = ${factId} and delivered_at is null`
}

export async function deliverLater(sql: AnySql, factId: string, dueAt: Instant): Promise<void> {
  await sql`update payments.outbox set due_at = ${dueAt} where fact_id = ${factId} and delivered_at is null`
}

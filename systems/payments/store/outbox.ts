import type { AnySql, TransactionSql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { DueClaim } from '@ruqsat/jobs'
import type { PaymentFact } from '../contract.ts'

type FactKey = { readonly authority: string; readonly factId: string }

export async function putIntoOutbox(tx: TransactionSql, fact: FactKey, dueAt: Instant): Promise<void> {
  await tx`insert into payments.outbox (authority, fact_id, due_at) values (${fact.authority}, ${fact.factId}, ${dueAt})`
}

export type DueFact = { readonly fact: PaymentFact; readonly key: FactKey; readonly attempts: number }

export async function takeDueFacts(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly DueFact[]> {
  const rows = await sql<(PaymentFact & { readonly authority: string; readonly attempts: number })[]>`
    with taken as (
      update payments.outbox set due_at = ${leaseUntil}, attempts = attempts + 1
      where (authority, fact_id) in (select authority, fact_id from payments.outbox where delivered_at is null and due_at <= ${now} order by due_at limit ${limit} for update skip locked)
      returning authority, fact_id, attempts)
    select r.receipt_id as "factId", r.order_id as "orderId", o.draft_id as "draftId", r.amount_tiyn as "amountTiyn", r.paid_at as "paidAt",
      r.bank_reference as "reference", taken.authority, taken.attempts
    from taken join payments.receipts r on r.authority = taken.authority and r.receipt_id = taken.fact_id
    join payments.orders o on o.authority = r.authority and o.order_id = r.order_id`
  return rows.map(({ authority, attempts, ...fact }) => ({ fact, key: { authority, factId: fact.factId }, attempts }))
}

export async function markDelivered(sql: AnySql, { authority, factId }: FactKey, at: Instant): Promise<void> {
  await sql`update payments.outbox set delivered_at = ${at} where authority = ${authority} and fact_id = ${factId} and delivered_at is null`
}

export async function deliverLater(sql: AnySql, { authority, factId }: FactKey, dueAt: Instant): Promise<void> {
  await sql`update payments.outbox set due_at = ${dueAt} where authority = ${authority} and fact_id = ${factId} and delivered_at is null`
}

import { firstRow, type AnySql, type TransactionSql } from '@ruqsat/database'
import type { Instant, LocalText, Tiyn } from '@ruqsat/foundation'
import type { ReceiptMeaning } from '../core/meaning.ts'
import type { OrderKey } from './orders.ts'
import type { DueClaim } from '@ruqsat/jobs'
import type { PaymentFact } from '../contract.ts'

/** Money of no order is kept under this name until a person clears it. */
export const UNKNOWN_AUTHORITY = 'unknown'

export type Receipt = {
  /** `UNKNOWN_AUTHORITY` for money that belongs to no order of ours. */
  readonly authority: string
  readonly receiptId: string
  readonly bank: string
  readonly bankReference: string
  readonly orderId: string | null
  readonly attemptId: string | null
  readonly meaning: ReceiptMeaning
  readonly amountTiyn: Tiyn
  readonly currency: string
  readonly paidAt: Instant
  readonly bankStatedAt: Instant
  readonly receivedAt: Instant
  /** It came after its page had been closed, declined or given up. */
  readonly isLate: boolean
}

export type SettledReceipt = Receipt & {
  readonly settledAt: Instant | null
  readonly settledBy: string | null
  readonly settledNote: string | null
  /** The bank has returned it. */
  readonly isReturned: boolean
}

/** Written once per number of the bank; false where it was there. */
export async function insertReceipt(tx: TransactionSql, receipt: Receipt): Promise<boolean> {
  const rows = await tx`
    insert into payments.receipts (authority, receipt_id, bank, bank_reference, order_id, attempt_id, meaning, amount_tiyn, currency, paid_at, bank_stated_at, received_at, is_late)
    values (${receipt.authority}, ${receipt.receiptId}, ${receipt.bank}, ${receipt.bankReference}, ${receipt.orderId}, ${receipt.attemptId}, ${receipt.meaning}, ${receipt.amountTiyn},
      ${receipt.currency}, ${receipt.paidAt}, ${receipt.bankStatedAt}, ${receipt.receivedAt}, ${receipt.isLate})
    on conflict (bank, bank_reference) do nothing returning 1`
  return rows.length === 1
}

/** By the bank's own number of the payment, which names no authority. */
export async function findReceipt(
  sql: AnySql,
  bank: string,
  bankReference: string,
): Promise<(Receipt & { readonly isSettled: boolean }) | null> {
  return firstRow(sql<(Receipt & { isSettled: boolean })[]>`
    select authority, receipt_id as "receiptId", bank, bank_reference as "bankReference", order_id as "orderId", attempt_id as "attemptId", meaning, amount_tiyn as "amountTiyn",
      currency, paid_at as "paidAt", bank_stated_at as "bankStatedAt", received_at as "receivedAt", is_late as "isLate", settled_at is not null as "isSettled"
    from payments.receipts where bank = ${bank} and bank_reference = ${bankReference}`)
}

/** Money that was nobody's becomes this order's; null where another was faster, or it was settled. Answers with the id that it has. */
export async function claimReceipt(
  tx: TransactionSql,
  { authority, orderId, bank, bankReference, meaning, amountTiyn, paidAt }: Receipt,
): Promise<string | null> {
  const row = await firstRow(tx<{ receiptId: string }[]>`
    update payments.receipts set authority = ${authority}, order_id = ${orderId}, meaning = ${meaning}, paid_at = ${paidAt}
    where bank = ${bank} and bank_reference = ${bankReference} and meaning = 'unknownOrder' and settled_at is null and amount_tiyn = ${amountTiyn}
    returning receipt_id as "receiptId"`)
  return row?.receiptId ?? null
}

/** A receipt with what its order says about the purpose; no purpose for money of no order. */
export type BookedReceipt = Pick<
  Receipt,
  'authority' | 'bankReference' | 'orderId' | 'attemptId' | 'meaning' | 'amountTiyn' | 'currency'
> & {
  readonly purpose: LocalText | null
  readonly isSettled: boolean
}

/** Those of these numbers that we have. */
export async function findReceipts(sql: AnySql, bank: string, references: readonly string[]): Promise<readonly BookedReceipt[]> {
  return sql<BookedReceipt[]>`
    select r.authority, r.bank_reference as "bankReference", r.order_id as "orderId", r.attempt_id as "attemptId", r.meaning, r.amount_tiyn as "amountTiyn", r.currency, o.purpose,
      r.settled_at is not null as "isSettled"
    from payments.receipts r left join payments.orders o on o.authority = r.authority and o.order_id = r.order_id
    where r.bank = ${bank} and r.bank_reference = any(${references as string[]})`
}

/** A receipt that counts for its order, and how much of it: what was over has its own refund. */
export type CountedReceipt = { readonly receiptId: string; readonly meaning: 'fact' | 'part'; readonly amountTiyn: Tiyn }

/** What has come of an order and counts: the payment that made it paid, and the parts before it. */
export async function countedOf(tx: AnySql, order: OrderKey): Promise<readonly CountedReceipt[]> {
  return tx<CountedReceipt[]>`
    select receipt_id as "receiptId", meaning, amount_tiyn as "amountTiyn" from payments.counted(${order.authority}, ${order.orderId})`
}

/** Whether the order has had its payment, even where that has gone back since. */
export async function hasFact(tx: AnySql, order: OrderKey): Promise<boolean> {
  const rows =
    await tx`select 1 from payments.receipts where authority = ${order.authority} and order_id = ${order.orderId} and meaning = 'fact'`
  return rows.length === 1
}

/** Receipts by the bank's time, from included, to excluded. */
export async function listReceipts(sql: AnySql, bank: string, from: Instant, to: Instant): Promise<readonly SettledReceipt[]> {
  return sql<SettledReceipt[]>`
    select r.authority, receipt_id as "receiptId", r.bank, r.bank_reference as "bankReference", r.order_id as "orderId", attempt_id as "attemptId", meaning, r.amount_tiyn as "amountTiyn",
      currency, paid_at as "paidAt", r.bank_stated_at as "bankStatedAt", received_at as "receivedAt", is_late as "isLate", settled_at as "settledAt", settled_by as "settledBy", settled_note as "settledNote",
      exists (select from payments.refunds f where f.authority = r.authority and f.receipt_id = r.receipt_id and f.status = 'returned') as "isReturned"
    from payments.receipts r where r.bank = ${bank} and r.bank_stated_at >= ${from} and r.bank_stated_at < ${to}
    order by r.bank_stated_at, r.bank_reference`
}

/** A recorded act: who returned or cleared the money, and how. Null where there is no such open receipt, or the bank is returning it. */
export async function settleReceipt(
  tx: TransactionSql,
  receiptId: string,
  settlement: { at: Instant; by: string; note: string },
): Promise<{ readonly authority: string; readonly orderId: string | null } | null> {
  return firstRow(tx<{ authority: string; orderId: string | null }[]>`
    update payments.receipts set settled_at = ${settlement.at}, settled_by = ${settlement.by}, settled_note = ${settlement.note}
    where receipt_id = ${receiptId} and meaning not in ('fact', 'part') and settled_at is null
      and not exists (select 1 from payments.refunds f where f.authority = receipts.authority and f.receipt_id = receipts.receipt_id and f.status <> 'declined')
    returning authority, order_id as "orderId"`)
}

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
    select r.receipt_id as "factId", r.order_id as "orderId", o.draft_id as "draftId", o.amount_tiyn as "amountTiyn", r.paid_at as "paidAt",
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

import { firstRow, type AnySql, type TransactionSql } from '@ruqsat/database'
import type { Instant, Tiyn } from '@ruqsat/foundation'
import type { DueClaim } from '@ruqsat/jobs'
import type { RefundWhy } from '../contract.ts'
import type { RefundStatus } from '../core/refund-status.ts'
import type { OrderKey } from './orders.ts'

export type RefundRow = {
  readonly authority: string
  readonly refundId: string
  readonly orderId: string
  readonly draftId: string
  readonly why: RefundWhy
  readonly amountTiyn: Tiyn
  readonly status: RefundStatus
  readonly tryNumber: number
  readonly declineCode: string | null
  readonly bankReference: string | null
  /** The bank of the payment that goes back, and its number there. */
  readonly bank: string
  readonly paymentReference: string
  readonly requestedAt: Instant
  readonly endedAt: Instant | null
  /** Technical time: when the bank states that it returned the money. */
  readonly bankStatedAt: Instant | null
  /** Cleared by a person in another way: never tried again. */
  readonly isSettled: boolean
}

export type RefundKey = Pick<RefundRow, 'authority' | 'refundId'>

/** Written once per receipt, and once more for what was over; false where it was there. `askAt` is when the bank is asked. */
export async function insertRefund(
  tx: TransactionSql,
  refund: Pick<RefundRow, 'authority' | 'refundId' | 'orderId' | 'why' | 'amountTiyn' | 'requestedAt'> & {
    readonly receiptId: string
    readonly askAt: Instant
  },
): Promise<boolean> {
  const rows = await tx`
    insert into payments.refunds (authority, refund_id, receipt_id, order_id, why, amount_tiyn, status, requested_at, ask_at)
    values (${refund.authority}, ${refund.refundId}, ${refund.receiptId}, ${refund.orderId}, ${refund.why}, ${refund.amountTiyn}, 'requested', ${refund.requestedAt}, ${refund.askAt})
    on conflict (authority, receipt_id, (why = 'overpaid')) do nothing returning 1`
  return rows.length === 1
}

export type DueRefund = RefundRow & { readonly attempts: number }

/** Refunds of an order, oldest first. */
export async function refundsOf(sql: AnySql, { authority, orderId }: OrderKey): Promise<readonly RefundRow[]> {
  return sql<RefundRow[]>`
    select * from payments.refunds_seen where authority = ${authority} and "orderId" = ${orderId} order by "requestedAt", "refundId"`
}

/** By the id alone: the bank names its refunds by it. */
export async function findRefund(sql: AnySql, refundId: string): Promise<RefundRow | null> {
  return firstRow(sql<RefundRow[]>`
    select * from payments.refunds_seen where "refundId" = ${refundId}`)
}

/** Refunds of a bank's payments, by the bank's numbers of the returns or by our own ids. */
export async function findRefunds(
  sql: AnySql,
  bank: string,
  by: { readonly references: readonly string[]; readonly refundIds: readonly string[] },
): Promise<readonly RefundRow[]> {
  return sql<RefundRow[]>`
    select * from payments.refunds_seen where bank = ${bank} and ("bankReference" = any(${by.references as string[]}) or "refundId" = any(${by.refundIds as string[]}::uuid[]))`
}

/** The refund, held until the transaction ends. */
export async function lockRefund(tx: TransactionSql, refundId: string): Promise<RefundRow | null> {
  await tx`select 1 from payments.refunds where refund_id = ${refundId} for update`
  return findRefund(tx, refundId)
}

/** Refunds that the bank is to be asked about: `sent` is written before it is asked. */
export async function takeRefundsToAsk(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly DueRefund[]> {
  return sql<DueRefund[]>`
    with taken as (
      update payments.refunds set status = 'sent', ask_at = ${leaseUntil}, asks = asks + 1
      where (authority, refund_id) in (select authority, refund_id from payments.refunds where ask_at <= ${now} and status in ('requested', 'sent')
        order by ask_at limit ${limit} for update skip locked)
      returning authority, refund_id, asks)
    select seen.*, taken.asks as attempts
    from taken join payments.refunds_seen seen on seen.authority = taken.authority and seen."refundId" = taken.refund_id`
}

export async function askLater(sql: AnySql, { authority, refundId }: RefundKey, askAt: Instant): Promise<void> {
  await sql`update payments.refunds set ask_at = ${askAt} where authority = ${authority} and refund_id = ${refundId} and ask_at is not null`
}

/** The bank's word: the end of a try, and the ordering system is to be informed. */
export async function endRefund(
  tx: TransactionSql,
  { authority, refundId }: RefundKey,
  end: {
    readonly status: 'returned' | 'declined'
    readonly bankReference: string | null
    readonly declineCode: string | null
    readonly bankStatedAt: Instant
    readonly at: Instant
    readonly tellAt: Instant
  },
): Promise<void> {
  await tx`
    update payments.refunds set status = ${end.status}, bank_reference = ${end.bankReference}, decline_code = ${end.declineCode}, ended_at = ${end.at}, bank_stated_at = ${end.bankStatedAt},
      ask_at = null, tell_at = ${end.tellAt}, tells = 0
    where authority = ${authority} and refund_id = ${refundId}`
}

/** Another try, under a reference that the bank does not know yet. */
export async function requestAgain(tx: TransactionSql, { authority, refundId }: RefundKey, askAt: Instant): Promise<void> {
  await tx`
    update payments.refunds set status = 'requested', try_number = try_number + 1, decline_code = null, ended_at = null, bank_stated_at = null, ask_at = ${askAt}, asks = 0,
      tell_at = null
    where authority = ${authority} and refund_id = ${refundId}`
}

export async function takeRefundsToTell(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly DueRefund[]> {
  return sql<DueRefund[]>`
    with taken as (
      update payments.refunds set tell_at = ${leaseUntil}, tells = tells + 1
      where (authority, refund_id) in (select authority, refund_id from payments.refunds where tell_at <= ${now} order by tell_at limit ${limit} for update skip locked)
      returning authority, refund_id, tells)
    select seen.*, taken.tells as attempts
    from taken join payments.refunds_seen seen on seen.authority = taken.authority and seen."refundId" = taken.refund_id`
}

/** Nothing where the refund has changed since it was taken: that is reported next. */
export async function markTold(sql: AnySql, told: RefundKey & Pick<RefundRow, 'status' | 'tryNumber'>): Promise<void> {
  await sql`
    update payments.refunds set tell_at = null
    where authority = ${told.authority} and refund_id = ${told.refundId} and status = ${told.status} and try_number = ${told.tryNumber}`
}

export async function tellLater(sql: AnySql, { authority, refundId }: RefundKey, tellAt: Instant): Promise<void> {
  await sql`update payments.refunds set tell_at = ${tellAt} where authority = ${authority} and refund_id = ${refundId} and tell_at is not null`
}

/** Refunds that the bank states to have made in a period of its own time, from included, to excluded. */
export async function listReturned(sql: AnySql, bank: string, from: Instant, to: Instant): Promise<readonly RefundRow[]> {
  return sql<RefundRow[]>`
    select * from payments.refunds_seen where bank = ${bank} and status = 'returned' and "bankStatedAt" >= ${from} and "bankStatedAt" < ${to} order by "bankStatedAt", "refundId"`
}

import { firstRow, type AnySql, type TransactionSql } from '@ruqsat/database'
import type { Instant, Language, LocalText, Tiyn } from '@ruqsat/foundation'
import type { OrderRequest, OrderStatus } from '../contract.ts'

/** An order with what its money shows: the fact, what was paid over, and the last other sum that is not settled. */
export type OrderRow = {
  /** Id of the authority whose service is paid for. */
  readonly authority: string
  readonly orderId: string
  readonly draftId: string
  readonly status: OrderStatus
  readonly amountTiyn: Tiyn
  readonly payee: LocalText
  readonly purpose: LocalText
  readonly derivation: LocalText
  readonly payerName: string
  readonly language: Language
  readonly returnUrl: string
  /** Null for orders from before it was kept. */
  readonly returnRule: LocalText | null
  readonly declineCode: string | null
  readonly paidAt: Instant | null
  readonly reference: string | null
  readonly overpaidTiyn: Tiyn
  readonly otherSumTiyn: Tiyn | null
  readonly otherSumReference: string | null
}

export type OrderKey = Pick<OrderRow, 'authority' | 'orderId'>
export type DraftKey = Pick<OrderRow, 'authority' | 'draftId'>

export async function insertOrder(
  tx: TransactionSql,
  order: OrderRequest & { readonly orderId: string; readonly createdAt: Instant },
): Promise<void> {
  await tx`
    insert into payments.orders (authority, order_id, draft_id, status, amount_tiyn, payee, purpose, derivation, payer_name, language, return_url, return_rule, created_at)
    values (${order.authority}, ${order.orderId}, ${order.draftId}, 'created', ${order.amountTiyn}, ${tx.json(order.payee)}, ${tx.json(order.purpose)}, ${tx.json(order.derivation)},
      ${order.payerName}, ${order.language}, ${order.returnUrl}, ${tx.json(order.returnRule)}, ${order.createdAt})`
}

/** By the id alone: addresses of pages contain it, and they name no authority. */
export async function readOrderRow(sql: AnySql, orderId: string): Promise<OrderRow | null> {
  return firstRow(sql<OrderRow[]>`
    select o.authority, o.order_id as "orderId", o.draft_id as "draftId", o.status, o.amount_tiyn as "amountTiyn", o.payee, o.purpose, o.derivation,
      o.payer_name as "payerName", o.language, o.return_url as "returnUrl", o.return_rule as "returnRule", o.decline_code as "declineCode",
      fact.paid_at as "paidAt", fact.bank_reference as "reference",
      (select coalesce(sum(r.amount_tiyn), 0)::bigint from payments.receipts r left join payments.refunds f using (authority, receipt_id)
        where r.authority = o.authority and r.order_id = o.order_id and r.meaning = 'overpayment' and r.settled_at is null and coalesce(f.status, '') <> 'returned') as "overpaidTiyn",
      other.amount_tiyn as "otherSumTiyn", other.bank_reference as "otherSumReference"
    from payments.orders o
    left join payments.receipts fact on fact.authority = o.authority and fact.order_id = o.order_id and fact.meaning = 'fact'
    left join lateral (select r.amount_tiyn, r.bank_reference from payments.receipts r left join payments.refunds f using (authority, receipt_id)
      where r.authority = o.authority and r.order_id = o.order_id and r.meaning = 'otherSum' and r.settled_at is null and coalesce(f.status, '') <> 'returned'
      order by r.received_at desc limit 1) other on true
    where o.order_id = ${orderId}`)
}

type OrderOfDraft = Pick<OrderRow, 'orderId' | 'status' | 'amountTiyn'>

/** The order that a draft has now; the transaction alone decides about this draft until it ends. */
export async function lockOrderOfDraft(tx: TransactionSql, draft: DraftKey): Promise<OrderOfDraft | null> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`payments order of ${draft.draftId}`}, 0))`
  return findOrderOfDraft(tx, draft)
}

/** Held until the transaction ends, where there is one. */
export async function findOrderOfDraft(sql: AnySql, draft: DraftKey): Promise<OrderOfDraft | null> {
  return firstRow(sql<OrderOfDraft[]>`
    select order_id as "orderId", status, amount_tiyn as "amountTiyn" from payments.orders
    where authority = ${draft.authority} and draft_id = ${draft.draftId} and replaced_by is null for update`)
}

export async function lockOrder(tx: TransactionSql, order: OrderKey): Promise<Pick<OrderRow, 'status' | 'amountTiyn'> | null> {
  return firstRow(tx<Pick<OrderRow, 'status' | 'amountTiyn'>[]>`
    select status, amount_tiyn as "amountTiyn" from payments.orders where authority = ${order.authority} and order_id = ${order.orderId} for update`)
}

export async function setStatus(tx: TransactionSql, order: OrderKey, status: OrderStatus, declineCode: string | null): Promise<void> {
  await tx`update payments.orders set status = ${status}, decline_code = ${declineCode} where authority = ${order.authority} and order_id = ${order.orderId}`
}

/** An unknown outcome stays unknown: only the bank can end it. What goes back stays what goes back. */
export async function markReplaced(tx: TransactionSql, order: OrderKey, newOrderId: string): Promise<void> {
  await tx`
    update payments.orders set replaced_by = ${newOrderId}, status = case when status in ('unknown', 'refunded') then status else 'abandoned' end
    where authority = ${order.authority} and order_id = ${order.orderId}`
}

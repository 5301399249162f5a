import type { AnySql, TransactionSql } from '@ruqsat/database'
import type { Instant, Language, LocalText, Tiyn } from '@ruqsat/foundation'
import type { OrderStatus } from '../contract.ts'

/** An order with what its money shows: the fact, what was paid over, and the last other sum that is not settled. */
export type OrderRow = {
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

export type NewOrder = Pick<
  OrderRow,
  'orderId' | 'draftId' | 'amountTiyn' | 'payee' | 'purpose' | 'derivation' | 'payerName' | 'language' | 'returnUrl'
> & { readonly returnRule: LocalText; readonly createdAt: Instant }

export async function insertOrder(tx: TransactionSql, order: NewOrder): Promise<void> {
  await tx`
    insert into payments.orders (order_id, draft_id, status, amount_tiyn, payee, purpose, derivation, payer_name, language, return_url, return_rule, created_at)
    values (${order.orderId}, ${order.draftId}, 'created', ${order.amountTiyn}, ${tx.json(order.payee)}, ${tx.json(order.purpose)}, ${tx.json(order.derivation)},
      ${order.payerName}, ${order.language}, ${order.returnUrl}, ${tx.json(order.returnRule)}, ${order.createdAt})`
}

export async function readOrderRow(sql: AnySql, orderId: string): Promise<OrderRow | null> {
  const [row] = await sql<OrderRow[]>`
    select o.order_id as "orderId", o.draft_id as "draftId", o.status, o.amount_tiyn as "amountTiyn", o.payee, o.purpose, o.derivation,
      o.payer_name as "payerName", o.language, o.return_url as "returnUrl", o.return_rule as "returnRule", o.decline_code as "declineCode",
      fact.paid_at as "paidAt", fact.bank_reference as "reference",
      (select coalesce(sum(r.amount_tiyn), 0)::bigint from payments.receipts r left join payments.refunds f using (receipt_id)
        where r.order_id = o.order_id and r.meaning = 'overpayment' and r.settled_at is null and coalesce(f.status, '') <> 'returned') as "overpaidTiyn",
      other.amount_tiyn as "otherSumTiyn", other.bank_reference as "otherSumReference"
    from payments.orders o
    left join payments.receipts fact on fact.order_id = o.order_id and fact.meaning = 'fact'
    left join lateral (select r.amount_tiyn, r.bank_reference from payments.receipts r left join payments.refunds f using (receipt_id)
      where r.order_id = o.order_id and r.meaning = 'otherSum' and r.settled_at is null and coalesce(f.status, '') <> 'returned'
      order by r.received_at desc limit 1) other on true
    where o.order_id = ${orderId}`
  return row ?? null
}

/** The order that a draft has now; the transaction alone decides about this draft until it ends. */
export async function lockOrderOfDraft(
  tx: TransactionSql,
  draftId: string,
): Promise<{ orderId: string; status: OrderStatus; amountTiyn: Tiyn } | null> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`payments order of ${draftId}`}, 0))`
  const [row] = await tx<{ orderId: string; status: OrderStatus; amountTiyn: Tiyn }[]>`
    select order_id as "orderId", status, amount_tiyn as "amountTiyn" from payments.orders where draft_id = ${draftId} and replaced_by is null for update`
  return row ?? null
}

export async function findOrderOfDraft(
  sql: AnySql,
  draftId: string,
): Promise<{ orderId: string; status: OrderStatus; amountTiyn: Tiyn } | null> {
  const [row] = await sql<{ orderId: string; status: OrderStatus; amountTiyn: Tiyn }[]>`
    select order_id as "orderId", status, amount_tiyn as "amountTiyn" from payments.orders where draft_id = ${draftId} and replaced_by is null`
  return row ?? null
}

export async function lockOrder(tx: TransactionSql, orderId: string): Promise<{ status: OrderStatus; amountTiyn: Tiyn } | null> {
  const [row] = await tx<{ status: OrderStatus; amountTiyn: Tiyn }[]>`
    select status, amount_tiyn as "amountTiyn" from payments.orders where order_id = ${orderId} for update`
  return row ?? null
}

export async function setStatus(tx: TransactionSql, orderId: string, status: OrderStatus, declineCode: string | null): Promise<void> {
  await tx`update payments.orders set status = ${status}, decline_code = ${declineCode} where order_id = ${orderId}`
}

/** An unknown outcome stays unknown: only the bank can end it. What goes back stays what goes back. */
export async function markReplaced(tx: TransactionSql, orderId: string, newOrderId: string): Promise<void> {
  await tx`
    update payments.orders set replaced_by = ${newOrderId}, status = case when status in ('unknown', 'refunded') then status else 'abandoned' end where order_id = ${orderId}`
}

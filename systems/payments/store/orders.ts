import type { BIN, Instant, Language, LocalText, Tiyn } from '@ruqsat/foundation'
import type { OrderOwner, OrderRequest, OrderStatus } from '../contract.ts'
import { type AttemptState } from '../core/moves.ts'
import { requireMove } from '../core/status.ts'
import { firstRow, type AnySql, type TransactionSql } from '@ruqsat/database'
import type { DueClaim } from '@ruqsat/jobs'

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
  readonly payerBin: BIN | null
  readonly createdAt: Instant
  readonly language: Language
  readonly returnUrl: string
  /** Null for orders from before it was kept. */
  readonly returnRule: LocalText | null
  readonly declineCode: string | null
  readonly paidAt: Instant | null
  readonly reference: string | null
  /** What is on its way back because nothing was owed for it. */
  readonly overpaidTiyn: Tiyn
  /** What has come and counts: less than the sum where the rest is waited for. */
  readonly countedTiyn: Tiyn
  readonly partsUntil: Instant | null
  /** The bank that the payer chose last. */
  readonly bank: string | null
  /** Whether the payment came after its page had been closed or given up. */
  readonly isLate: boolean
  readonly otherSumTiyn: Tiyn | null
  readonly otherSumReference: string | null
  readonly otherSumCurrency: string | null
}

export type OrderKey = Pick<OrderRow, 'authority' | 'orderId'>
export type DraftKey = Pick<OrderRow, 'authority' | 'draftId'>

export async function insertOrder(
  tx: TransactionSql,
  order: OrderRequest & { readonly orderId: string; readonly createdAt: Instant },
): Promise<void> {
  await tx`
    insert into payments.orders (authority, order_id, draft_id, status, amount_tiyn, payee, purpose, derivation, payer_name, payer_bin, language, return_url, return_rule, created_at)
    values (${order.authority}, ${order.orderId}, ${order.draftId}, 'created', ${order.amountTiyn}, ${tx.json(order.payee)}, ${tx.json(order.purpose)}, ${tx.json(order.derivation)},
      ${order.payerName}, ${order.payerBin ?? null}, ${order.language}, ${order.returnUrl}, ${tx.json(order.returnRule)}, ${order.createdAt})`
}

/** Where the page before ended. */
export type OrderPlace = { readonly createdAt: Instant; readonly orderId: string }

/** Of an authority or of a firm, the newest first; what another order took the place of is not in it. */
export async function listOrderIds(
  sql: AnySql,
  owner: OrderOwner,
  { limit, after, status }: { readonly limit: number; readonly after?: OrderPlace | undefined; readonly status?: OrderStatus | undefined },
): Promise<readonly OrderPlace[]> {
  return sql<OrderPlace[]>`
    select order_id as "orderId", created_at as "createdAt" from payments.orders o
    where ${'bin' in owner ? sql`payer_bin = ${owner.bin}` : sql`authority = ${owner.authority}`} and replaced_by is null
      ${status === undefined ? sql`` : sql`and status = ${status}`}
      ${after === undefined ? sql`` : sql`and (created_at, order_id) < (${after.createdAt}, ${after.orderId})`}
    order by created_at desc, order_id desc limit ${limit}`
}

/** By the id alone: addresses of pages contain it, and they name no authority. */
export async function readOrderRow(sql: AnySql, orderId: string): Promise<OrderRow | null> {
  return firstRow(sql<OrderRow[]>`
    select o.authority, o.order_id as "orderId", o.draft_id as "draftId", o.status, o.amount_tiyn as "amountTiyn", o.payee, o.purpose, o.derivation,
      o.payer_name as "payerName", o.payer_bin as "payerBin", o.created_at as "createdAt", o.language, o.return_url as "returnUrl", o.return_rule as "returnRule", o.decline_code as "declineCode", o.bank,
      o.parts_until as "partsUntil", fact.paid_at as "paidAt", fact.bank_reference as "reference", coalesce(fact.is_late, false) as "isLate",
      (select coalesce(sum(f.amount_tiyn), 0)::bigint from payments.refunds f join payments.receipts r using (authority, receipt_id)
        where f.authority = o.authority and f.order_id = o.order_id and f.why = 'overpaid' and f.status <> 'returned' and r.settled_at is null) as "overpaidTiyn",
      (select coalesce(sum(c.amount_tiyn), 0)::bigint from payments.counted(o.authority, o.order_id) c) as "countedTiyn",
      other.amount_tiyn as "otherSumTiyn", other.bank_reference as "otherSumReference", other.currency as "otherSumCurrency"
    from payments.orders o
    left join payments.receipts fact on fact.authority = o.authority and fact.order_id = o.order_id and fact.meaning = 'fact'
    left join lateral (select r.amount_tiyn, r.bank_reference, r.currency from payments.receipts r left join payments.refunds f using (authority, receipt_id)
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

/** `from` is the status under the order's lock. A Fault for a change that the table of states does not have. */
export async function setStatus(
  tx: TransactionSql,
  order: OrderKey,
  change: { readonly from: OrderStatus; readonly to: OrderStatus; readonly declineCode?: string | null },
): Promise<void> {
  requireMove(change.from, change.to)
  await tx`
    update payments.orders set status = ${change.to}, decline_code = ${change.declineCode ?? null} where authority = ${order.authority} and order_id = ${order.orderId}`
}

/** Until when the parts of an order wait for the rest; null where nothing waits. */
export async function setPartsUntil(tx: TransactionSql, order: OrderKey, until: Instant | null): Promise<void> {
  await tx`update payments.orders set parts_until = ${until} where authority = ${order.authority} and order_id = ${order.orderId}`
}

export async function setBank(tx: TransactionSql, order: OrderKey, bank: string): Promise<void> {
  await tx`update payments.orders set bank = ${bank} where authority = ${order.authority} and order_id = ${order.orderId}`
}

/** Orders whose rest did not come in time. */
export async function takeOverdueParts(
  sql: AnySql,
  { now, leaseUntil, limit }: DueClaim,
): Promise<readonly (OrderKey & { readonly attempts: number })[]> {
  return sql<(OrderKey & { attempts: number })[]>`
    update payments.orders set parts_until = ${leaseUntil}
    where (authority, order_id) in (select authority, order_id from payments.orders where parts_until <= ${now} order by parts_until limit ${limit} for update skip locked)
    returning authority, order_id as "orderId", 1 as attempts`
}

/** An unknown outcome stays unknown: only the bank can end it. What goes back stays what goes back. */
export async function markReplaced(tx: TransactionSql, order: OrderKey, newOrderId: string): Promise<void> {
  await tx`
    update payments.orders set replaced_by = ${newOrderId}, parts_until = null, status = case when status in ('unknown', 'refunded', 'paid') then status else 'abandoned' end
    where authority = ${order.authority} and order_id = ${order.orderId}`
}

export type AttemptRow = {
  readonly authority: string
  readonly attemptId: string
  readonly orderId: string
  readonly number: number
  readonly state: AttemptState
  readonly bankUrl: string | null
  /** Where the way leads, and how much was asked for there. */
  readonly bank: string
  readonly amountTiyn: Tiyn
}
export type AttemptKey = Pick<AttemptRow, 'authority' | 'attemptId'>
/** An attempt whose end nobody has reported. */
export type DueAttempt = AttemptRow & { readonly attempts: number }

export async function findUnresolvedAttempt(sql: AnySql, order: OrderKey): Promise<AttemptRow | null> {
  return firstRow(sql<AttemptRow[]>`
    select authority, attempt_id as "attemptId", order_id as "orderId", number, state, bank_url as "bankUrl", bank, amount_tiyn as "amountTiyn" from payments.attempts
    where authority = ${order.authority} and order_id = ${order.orderId} and state in ('opening', 'open')`)
}

/** By the reference that the bank was given: it names no authority. */
export async function findAttempt(
  sql: AnySql,
  attemptId: string,
): Promise<(AttemptRow & { readonly startedAt: Instant; readonly isNewest: boolean }) | null> {
  return firstRow(sql<(AttemptRow & { startedAt: Instant; isNewest: boolean })[]>`
    select authority, attempt_id as "attemptId", order_id as "orderId", number, state, bank_url as "bankUrl", bank, amount_tiyn as "amountTiyn", started_at as "startedAt",
      not exists (select from payments.attempts later where later.authority = a.authority and later.order_id = a.order_id and later.number > a.number) as "isNewest"
    from payments.attempts a where attempt_id = ${attemptId}`)
}

export async function insertAttempt(
  tx: TransactionSql,
  attempt: Pick<AttemptRow, 'authority' | 'attemptId' | 'orderId' | 'bank' | 'amountTiyn'> & {
    readonly startedAt: Instant
    readonly nextCheckAt: Instant
  },
): Promise<void> {
  await tx`
    insert into payments.attempts (authority, attempt_id, order_id, number, state, bank, amount_tiyn, started_at, next_check_at)
    select ${attempt.authority}, ${attempt.attemptId}, ${attempt.orderId}, coalesce(max(number), 0) + 1, 'opening', ${attempt.bank}, ${attempt.amountTiyn}, ${attempt.startedAt}, ${attempt.nextCheckAt}
    from payments.attempts where authority = ${attempt.authority} and order_id = ${attempt.orderId}`
}

export async function markOpen(
  tx: TransactionSql,
  { authority, attemptId }: AttemptKey,
  bankUrl: string,
  nextCheckAt: Instant,
): Promise<void> {
  await tx`
    update payments.attempts set state = 'open', bank_url = ${bankUrl}, next_check_at = ${nextCheckAt}, checks = 0
    where authority = ${authority} and attempt_id = ${attemptId} and state in ('opening', 'open')`
}

/** A payment is the last word; it also corrects an earlier decline or closing. */
export async function finishAttempt(
  tx: TransactionSql,
  { authority, attemptId }: AttemptKey,
  state: 'paid' | 'declined' | 'closed',
): Promise<void> {
  await tx`
    update payments.attempts set state = ${state}, next_check_at = null
    where authority = ${authority} and attempt_id = ${attemptId} and (state in ('opening', 'open') or ${state} = 'paid')`
}

export async function takeDueAttempts(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly DueAttempt[]> {
  return sql<DueAttempt[]>`
    update payments.attempts set next_check_at = ${leaseUntil}, checks = checks + 1
    where (authority, attempt_id) in (select authority, attempt_id from payments.attempts where next_check_at <= ${now} order by next_check_at limit ${limit} for update skip locked)
    returning authority, attempt_id as "attemptId", order_id as "orderId", number, state, bank_url as "bankUrl", bank, amount_tiyn as "amountTiyn", checks as attempts`
}

export async function checkAttemptAgain(sql: AnySql, { authority, attemptId }: AttemptKey, at: Instant | null): Promise<void> {
  await sql`update payments.attempts set next_check_at = ${at} where authority = ${authority} and attempt_id = ${attemptId} and next_check_at is not null`
}

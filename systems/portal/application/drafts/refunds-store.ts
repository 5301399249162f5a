import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant, Tiyn } from '@ruqsat/foundation'
import type { DueClaim } from '@ruqsat/jobs'
import type { Draft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'

/** A fee that goes back; how far it has come only the gateway knows. */
export type DraftRefundRow = {
  readonly orderId: string
  readonly draftId: string
  readonly accountId: string
  readonly bin: string | null
  readonly why: 'withdrawn' | 'notOwed'
  readonly amountTiyn: Tiyn
  readonly requestedAt: Instant
}

function columns(sql: AnySql) {
  return sql`order_id as "orderId", draft_id as "draftId", account_id as "accountId", bin, why, amount_tiyn as "amountTiyn", requested_at as "requestedAt"`
}

/** Once for each order. `askedAt`: the gateway knows of it already. */
export async function insertRefund(
  sql: AnySql,
  draft: Pick<Draft, 'id' | 'accountId' | 'bin'>,
  refund: Pick<DraftRefundRow, 'orderId' | 'why' | 'amountTiyn' | 'requestedAt'>,
  askedAt: Instant | null,
): Promise<void> {
  await sql`
    insert into portal.refund (order_id, draft_id, account_id, bin, why, amount_tiyn, requested_at, asked_at)
    values (${refund.orderId}, ${draft.id}, ${draft.accountId}, ${draft.bin}, ${refund.why}, ${refund.amountTiyn}, ${refund.requestedAt}, ${askedAt})
    on conflict (order_id) do nothing`
}

export async function hasRefund(sql: AnySql, orderId: string): Promise<boolean> {
  return (await sql`select 1 from portal.refund where order_id = ${orderId}`).length === 1
}

export type DueDraftRefund = Pick<DraftRefundRow, 'orderId' | 'why'> & { readonly attempts: number }

/** Orders that the gateway has not been asked to refund yet, of one draft or of all. */
export async function takeRefundsToAsk(
  sql: AnySql,
  { now, leaseUntil, limit }: DueClaim,
  draftId: string | null,
): Promise<readonly DueDraftRefund[]> {
  return sql<DueDraftRefund[]>`
    update portal.refund set due_at = ${leaseUntil}, asks = asks + 1
    where order_id in (
      select order_id from portal.refund
      where asked_at is null and due_at <= ${now} and (${draftId}::uuid is null or draft_id = ${draftId}::uuid)
      order by due_at limit ${limit} for update skip locked)
    returning order_id as "orderId", why, asks as attempts`
}

export async function askLater(sql: AnySql, orderId: string, at: Instant): Promise<void> {
  await sql`update portal.refund set due_at = ${at} where order_id = ${orderId}`
}

export async function markAsked(sql: AnySql, orderId: string, at: Instant): Promise<void> {
  await sql`update portal.refund set asked_at = ${at} where order_id = ${orderId} and asked_at is null`
}

/** Newest first; a list beyond this is cut at its end. */
export async function refundsOfPerson(sql: AnySql, person: Pick<Person, 'accountId' | 'bin'>): Promise<readonly DraftRefundRow[]> {
  return sql<DraftRefundRow[]>`
    select ${columns(sql)} from portal.refund
    where ${person.bin === null ? sql`account_id = ${person.accountId} and bin is null` : sql`bin = ${person.bin}`}
    order by requested_at desc limit 50`
}

export async function readRefund(sql: AnySql, orderId: string): Promise<DraftRefundRow | null> {
  return firstRow(sql<DraftRefundRow[]>`select ${columns(sql)} from portal.refund where order_id = ${orderId}`)
}

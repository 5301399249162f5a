import { firstRow, type AnySql, type TransactionSql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { DueClaim } from '@ruqsat/jobs'
import type { OrderKey } from './orders.ts'

export type AttemptState = 'opening' | 'open' | 'paid' | 'declined' | 'closed'
export type AttemptRow = {
  readonly authority: string
  readonly attemptId: string
  readonly orderId: string
  readonly number: number
  readonly state: AttemptState
  readonly bankUrl: string | null
}
export type AttemptKey = Pick<AttemptRow, 'authority' | 'attemptId'>
/** An attempt whose end nobody has reported. */
export type DueAttempt = AttemptRow & { readonly attempts: number }

export async function findUnresolvedAttempt(sql: AnySql, order: OrderKey): Promise<AttemptRow | null> {
  return firstRow(sql<AttemptRow[]>`
    select authority, attempt_id as "attemptId", order_id as "orderId", number, state, bank_url as "bankUrl" from payments.attempts
    where authority = ${order.authority} and order_id = ${order.orderId} and state in ('opening', 'open')`)
}

/** By the reference that the bank was given: it names no authority. */
export async function findAttempt(
  sql: AnySql,
  attemptId: string,
): Promise<(AttemptRow & { readonly startedAt: Instant; readonly isNewest: boolean }) | null> {
  return firstRow(sql<(AttemptRow & { startedAt: Instant; isNewest: boolean })[]>`
    select authority, attempt_id as "attemptId", order_id as "orderId", number, state, bank_url as "bankUrl", started_at as "startedAt",
      not exists (select from payments.attempts later where later.authority = a.authority and later.order_id = a.order_id and later.number > a.number) as "isNewest"
    from payments.attempts a where attempt_id = ${attemptId}`)
}

export async function insertAttempt(
  tx: TransactionSql,
  attempt: AttemptKey & { readonly orderId: string; readonly startedAt: Instant; readonly nextCheckAt: Instant },
): Promise<void> {
  await tx`
    insert into payments.attempts (authority, attempt_id, order_id, number, state, started_at, next_check_at)
    select ${attempt.authority}, ${attempt.attemptId}, ${attempt.orderId}, coalesce(max(number), 0) + 1, 'opening', ${attempt.startedAt}, ${attempt.nextCheckAt}
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
    returning authority, attempt_id as "attemptId", order_id as "orderId", number, state, bank_url as "bankUrl", checks as attempts`
}

export async function checkAttemptAgain(sql: AnySql, { authority, attemptId }: AttemptKey, at: Instant | null): Promise<void> {
  await sql`update payments.attempts set next_check_at = ${at} where authority = ${authority} and attempt_id = ${attemptId} and next_check_at is not null`
}

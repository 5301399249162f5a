import type { Instant, Json } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import type { DueClaim } from '@ruqsat/jobs'

export type OutboxMessage = {
  readonly authority: string
  readonly key: string
  readonly caseId: string
  readonly kind: string
  readonly payload: Json
  readonly attempts: number
}

export async function claimOutbox(sql: Sql, schema: string, { now, leaseUntil, limit }: DueClaim): Promise<readonly OutboxMessage[]> {
  return sql<OutboxMessage[]>`
    update ${sql(schema)}.outbox o set attempts = o.attempts + 1, next_attempt_at = ${leaseUntil}::timestamptz
    from (
      select authority, idempotency_key from ${sql(schema)}.outbox
      where delivered_at is null and not is_stuck and abandoned_at is null and next_attempt_at <= ${now}::timestamptz
      order by next_attempt_at limit ${limit} for update skip locked
    ) as waiting
    where o.authority = waiting.authority and o.idempotency_key = waiting.idempotency_key
    returning o.authority, o.idempotency_key as key, o.case_id as "caseId", o.kind, o.payload, o.attempts`
}

export async function settleDelivered(sql: Sql, schema: string, message: OutboxMessage, technicalNow: Instant): Promise<void> {
  await sql`update ${sql(schema)}.outbox set delivered_at = ${technicalNow}::timestamptz, last_error = null
    where authority = ${message.authority} and idempotency_key = ${message.key} and delivered_at is null`
}

export async function settleFailed(
  sql: Sql,
  schema: string,
  message: OutboxMessage,
  next: { readonly at: Instant; readonly isStuck: boolean; readonly error: string },
): Promise<void> {
  await sql`update ${sql(schema)}.outbox set next_attempt_at = ${next.at}::timestamptz, is_stuck = ${next.isStuck}, last_error = ${next.error}
    where authority = ${message.authority} and idempotency_key = ${message.key} and delivered_at is null`
}

export type StuckMessage = { readonly key: string; readonly kind: string; readonly attempts: number; readonly error: string | null }

/** What was given up, by key; never what it says. Behind this key, where one is given. */
export async function listStuck(sql: Sql, schema: string, limit: number, after = ''): Promise<readonly StuckMessage[]> {
  return sql<StuckMessage[]>`
    select idempotency_key as key, kind, attempts, last_error as error from ${sql(schema)}.outbox
    where is_stuck and delivered_at is null and abandoned_at is null and idempotency_key > ${after} order by idempotency_key limit ${limit}`
}

/** Stuck messages are offered again, from the first attempt: an operator's act after the cause was fixed. */
export async function retryStuck(sql: Sql, schema: string, technicalNow: Instant): Promise<number> {
  const rows =
    await sql`update ${sql(schema)}.outbox set is_stuck = false, attempts = 0, next_attempt_at = ${technicalNow}::timestamptz where is_stuck and abandoned_at is null returning 1`
  return rows.length
}

/**
 * `failing`: messages whose last attempt failed; `stuck`: given up, waiting for a person (`retryStuck`); `stuckNotices`: how many of these
 * inform
 * one person something, which is that person's matter and says nothing of the health of the house.
 */
export type OutboxCounts = { readonly waiting: number; readonly failing: number; readonly stuck: number; readonly stuckNotices: number }

export async function countOutbox(sql: Sql, schema: string): Promise<OutboxCounts> {
  const [row] = await sql<OutboxCounts[]>`
    select count(*) filter (where not is_stuck)::int as waiting, count(*) filter (where not is_stuck and last_error is not null)::int as failing, count(*) filter (where is_stuck)::int as stuck,
      count(*) filter (where is_stuck and kind = 'notice')::int as "stuckNotices"
    from ${sql(schema)}.outbox where delivered_at is null and abandoned_at is null`
  return row!
}

/**
 * Removes the oldest notices that were delivered before `before`, at most `limit`; answers how many. A notice's key names the version of the
 * case that it came with, and a version is committed once: its key cannot come again. The keys of a host's own messages may, so these stay.
 */
export async function forgetDelivered(sql: Sql, schema: string, before: Instant, limit: number): Promise<number> {
  const rows = await sql`
    delete from ${sql(schema)}.outbox o using (
      select authority, idempotency_key from ${sql(schema)}.outbox
      where delivered_at < ${before}::timestamptz and kind = 'notice'
      order by delivered_at limit ${limit} for update skip locked
    ) as old
    where o.authority = old.authority and o.idempotency_key = old.idempotency_key
    returning 1`
  return rows.length
}

import type { DueClaim } from '@ruqsat/jobs'
import type { AnySql } from '@ruqsat/database'
import type { Instant, MailAddress, MobileNumber } from '@ruqsat/foundation'
import type { FailedPlace, KeptMessage, StuckMessages } from '../contract.ts'

export type NewMessage = Omit<KeptMessage, 'state' | 'attempts' | 'delivery'> & { readonly idempotencyKey: string }

/** False where the key is known: the first message stays. The key stays known when the message has been removed. With a `reason` it has failed already. */
export async function keepMessage(sql: AnySql, message: NewMessage): Promise<boolean> {
  const rows = await sql`
    with new_key as (
      insert into messaging.message_key (digest) values (sha256(convert_to(${message.idempotencyKey}, 'UTF8'))) on conflict do nothing returning 1)
    insert into messaging.messages (message_id, idempotency_key, channel, recipient, language, subject, body, at, kept_at, state, due_at, reason)
    select ${message.messageId}::uuid, ${message.idempotencyKey}, ${message.channel}, ${message.recipient}, ${message.language}, ${message.subject}, ${message.body},
      ${message.at}::timestamptz, ${message.keptAt}::timestamptz, ${message.reason === null ? 'waiting' : 'failed'},
      ${message.reason === null ? message.keptAt : null}::timestamptz, ${message.reason}
    where exists (select from new_key)
    on conflict (idempotency_key) do nothing returning 1`
  return rows.length === 1
}

/** Removes the oldest messages that were sent and kept before `before`, at most `limit`; answers how many. A program of an older commit may have left one without its key. */
export async function forgetSent(sql: AnySql, before: Instant, limit: number): Promise<number> {
  const rows = await sql`
    with old as (
      delete from messaging.messages where message_id in (
        select message_id from messaging.messages where state = 'sent' and kept_at < ${before} order by kept_at limit ${limit} for update skip locked)
      returning idempotency_key),
    keys as (insert into messaging.message_key (digest) select sha256(convert_to(idempotency_key, 'UTF8')) from old on conflict do nothing)
    select 1 from old`
  return rows.length
}

export async function takeDueMessages(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly KeptMessage[]> {
  return sql<KeptMessage[]>`
    update messaging.messages set due_at = ${leaseUntil}, attempts = attempts + 1
    where message_id in (select message_id from messaging.messages where state = 'waiting' and due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    returning message_id as "messageId", channel, recipient, language, subject, body, at, kept_at as "keptAt", state, attempts, reason, delivery`
}

export async function markSent(sql: AnySql, messageId: string, at: Instant): Promise<void> {
  await sql`update messaging.messages set state = 'sent', sent_at = ${at}, due_at = null, reason = null where message_id = ${messageId} and state = 'waiting'`
}

export async function markFailed(sql: AnySql, messageId: string, reason: string): Promise<void> {
  await sql`update messaging.messages set state = 'failed', due_at = null, reason = ${reason} where message_id = ${messageId} and state = 'waiting'`
}

export async function sendLater(sql: AnySql, messageId: string, dueAt: Instant, reason: string): Promise<void> {
  await sql`update messaging.messages set due_at = ${dueAt}, reason = ${reason} where message_id = ${messageId} and state = 'waiting'`
}

export async function listNewest(sql: AnySql, limit: number): Promise<readonly KeptMessage[]> {
  return sql<KeptMessage[]>`select ${KEPT(sql)} from messaging.messages order by kept_at desc, message_id limit ${limit}`
}

/** What was tried and has not left, by channel: how many, and since when the oldest of them is kept. */
export async function stuckByChannel(sql: AnySql): Promise<readonly StuckMessages[]> {
  return sql<StuckMessages[]>`
    select channel, min(kept_at) as since, count(*)::int as count from messaging.messages where state = 'waiting' and reason is not null group by channel`
}

/** What was given up, the newest first; behind that message, where one is named. */
export async function listFailed(sql: AnySql, limit: number, after: FailedPlace | null): Promise<readonly KeptMessage[]> {
  const isBehind = after === null ? sql`true` : sql`(kept_at, message_id) < (${after.keptAt}::timestamptz, ${after.messageId}::uuid)`
  return sql<KeptMessage[]>`
    select ${KEPT(sql)} from messaging.messages where state = 'failed' and ${isBehind} order by kept_at desc, message_id desc limit ${limit}`
}

const KEPT = (sql: AnySql) =>
  sql`message_id as "messageId", channel, recipient, language, subject, body, at, kept_at as "keptAt", state, attempts, reason, delivery`

/** Puts failed messages back, from the first attempt; answers how many. With `redirect` to another address, where the channel is the message's own. */
export async function offerAgain(
  sql: AnySql,
  messageIds: 'all' | readonly string[],
  at: Instant,
  redirect: { readonly to: MailAddress | MobileNumber; readonly channel: 'sms' | 'email' } | null = null,
): Promise<number> {
  const named = messageIds === 'all' ? sql`true` : sql`message_id = any(${[...messageIds]}::uuid[])`
  const sameChannel = redirect === null ? sql`true` : sql`channel = ${redirect.channel}`
  const rows = await sql`
    update messaging.messages set state = 'waiting', due_at = ${at}, attempts = 0, delivery = null, recipient = coalesce(${redirect?.to ?? null}, recipient)
    where state = 'failed' and ${named} and ${sameChannel} returning 1`
  return rows.length
}

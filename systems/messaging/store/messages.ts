import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { KeptMessage } from '../contract.ts'

export type NewMessage = Omit<KeptMessage, 'state' | 'attempts'> & { readonly idempotencyKey: string }

/** False where the key is known: the first message stands. */
export async function keepMessage(sql: AnySql, message: NewMessage): Promise<boolean> {
  const rows = await sql`
    insert into messaging.messages (message_id, idempotency_key, channel, recipient, language, subject, body, at, kept_at, state, due_at)
    values (${message.messageId}, ${message.idempotencyKey}, ${message.channel}, ${message.recipient}, ${message.language}, ${message.subject}, ${message.body},
      ${message.at}, ${message.keptAt}, 'waiting', ${message.keptAt})
    on conflict (idempotency_key) do nothing returning 1`
  return rows.length === 1
}

/** Takes messages for sending until `leaseUntil`; a sender that dies leaves them to the next. */
export async function takeDueMessages(sql: AnySql, now: Instant, leaseUntil: Instant, limit: number): Promise<readonly KeptMessage[]> {
  return sql<KeptMessage[]>`
    update messaging.messages set due_at = ${leaseUntil}, attempts = attempts + 1
    where message_id in (select message_id from messaging.messages where state = 'waiting' and due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    returning message_id as "messageId", channel, recipient, language, subject, body, at, kept_at as "keptAt", state, attempts`
}

export async function markSent(sql: AnySql, messageId: string, at: Instant): Promise<void> {
  await sql`update messaging.messages set state = 'sent', sent_at = ${at}, due_at = null where message_id = ${messageId} and state = 'waiting'`
}

export async function markFailed(sql: AnySql, messageId: string): Promise<void> {
  await sql`update messaging.messages set state = 'failed', due_at = null where message_id = ${messageId} and state = 'waiting'`
}

export async function sendLater(sql: AnySql, messageId: string, dueAt: Instant): Promise<void> {
  await sql`update messaging.messages set due_at = ${dueAt} where message_id = ${messageId} and state = 'waiting'`
}

export async function listNewest(sql: AnySql, limit: number): Promise<readonly KeptMessage[]> {
  return sql<KeptMessage[]>`
    select message_id as "messageId", channel, recipient, language, subject, body, at, kept_at as "keptAt", state, attempts
    from messaging.messages order by kept_at desc, message_id limit ${limit}`
}

import type { AnySql } from '@ruqsat/database'
import type { Instant, MailAddress, MobileNumber } from '@ruqsat/foundation'
import type { KeptMessage } from '../contract.ts'

export async function listFailed(sql: AnySql, limit: number): Promise<readonly KeptMessage[]> {
  return sql<KeptMessage[]>`
    select message_id as "messageId", channel, recipient, language, subject, body, at, kept_at as "keptAt", state, attempts, reason
    from messaging.messages where state = 'failed' order by kept_at desc, message_id limit ${limit}`
}

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
    update messaging.messages set state = 'waiting', due_at = ${at}, attempts = 0, recipient = coalesce(${redirect?.to ?? null}, recipient)
    where state = 'failed' and ${named} and ${sameChannel} returning 1`
  return rows.length
}

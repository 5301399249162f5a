import type { AnySql, Database } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { Carried, DeliveryReport } from '../carriers/carrier.ts'

/** What the carrier said when it took the message; the names of its parts meet reports that came before. One statement. */
export async function keepCarried(sql: AnySql, messageId: string, { references, delivery }: Carried, at: Instant): Promise<void> {
  await sql`
    with named as (
      insert into messaging.parts (reference, message_id, kept_at) select reference, ${messageId}::uuid, ${at}::timestamptz from unnest(${references as string[]}::text[]) as given (reference)
      on conflict (reference) do update set message_id = excluded.message_id returning 1)
    update messaging.messages set delivery = ${delivery} where message_id = ${messageId}`
  if (references.length > 0) await settle(sql, messageId)
}

/** A report of one part, once: the first that came stays. Answers the message, where it is known already. */
export async function keepReport({ sql }: Database, { reference, outcome, reason }: DeliveryReport, at: Instant): Promise<void> {
  const rows = await sql<{ messageId: string | null }[]>`
    insert into messaging.parts as kept (reference, outcome, reason, kept_at) values (${reference}, ${outcome}, ${reason}, ${at})
    on conflict (reference) do update set outcome = coalesce(kept.outcome, excluded.outcome), reason = coalesce(kept.reason, excluded.reason)
    returning message_id as "messageId"`
  const messageId = rows[0]?.messageId ?? null
  if (messageId !== null) await settle(sql, messageId)
}

/** Delivered when every part is; failed, with the operator's words, when one is not: a person sees it and asks for another address. */
async function settle(sql: AnySql, messageId: string): Promise<void> {
  await sql`
    with parts as (
      select bool_and(outcome is not null and outcome = 'delivered') as arrived, bool_or(outcome = 'undelivered') as failed, max(reason) filter (where outcome = 'undelivered') as reason
      from messaging.parts where message_id = ${messageId})
    update messaging.messages m set
      delivery = case when parts.failed then null when parts.arrived then 'delivered' else m.delivery end,
      state = case when parts.failed then 'failed' else m.state end,
      sent_at = case when parts.failed then null else m.sent_at end,
      due_at = case when parts.failed then null else m.due_at end,
      reason = case when parts.failed then coalesce(parts.reason, 'Expected the SMS to be delivered but the operator reported that it was not') else m.reason end
    from parts where m.message_id = ${messageId} and m.state <> 'failed' and (parts.failed or parts.arrived)`
}

/** Names that nobody needs any more; answers how many. */
export async function forgetParts(sql: AnySql, before: Instant, limit: number): Promise<number> {
  const rows = await sql`
    delete from messaging.parts where reference in (select reference from messaging.parts where kept_at < ${before} order by kept_at limit ${limit}) returning 1`
  return rows.length
}

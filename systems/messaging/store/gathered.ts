import type { AnySql } from '@ruqsat/database'
import type { Instant, Language } from '@ruqsat/foundation'
import type { Recipient } from '../contract.ts'

/** One of several that leave as one message, in the person's own language. */
export type Gathered = {
  readonly idempotencyKey: string
  readonly gatherKey: string
  readonly channel: Recipient['channel']
  readonly recipient: string
  readonly language: Language
  /** Subject of the one message, with `{count}`. */
  readonly title: string
  readonly subject: string
  readonly body: string
  readonly at: Instant
  /** Legal time. */
  readonly leavesAt: Instant
  readonly keptAt: Instant
  /** By which its sender knows whether it still holds. */
  readonly about: string | null
}

/** Nothing where the key is known: what was said once is not said again. */
export async function gather(sql: AnySql, row: Gathered): Promise<void> {
  await sql`
    with new_key as (
      insert into messaging.message_key (digest) values (sha256(convert_to(${row.idempotencyKey}, 'UTF8'))) on conflict do nothing returning 1)
    insert into messaging.gathered (idempotency_key, gather_key, channel, recipient, language, title, subject, body, at, leaves_at, kept_at, about)
    select ${row.idempotencyKey}, ${row.gatherKey}, ${row.channel}, ${row.recipient}, ${row.language}, ${row.title}, ${row.subject}, ${row.body},
      ${row.at}::timestamptz, ${row.leavesAt}::timestamptz, ${row.keptAt}::timestamptz, ${row.about}
    where exists (select from new_key)`
}

/** What those messages are about that leave by then; nothing is taken. */
export async function aboutsDue(sql: AnySql, by: Instant): Promise<readonly string[]> {
  const rows = await sql<{ about: string }[]>`select distinct about from messaging.gathered where leaves_at <= ${by} and about is not null`
  return rows.map(({ about }) => about)
}

/** Takes what leaves by then of so many groups, the oldest message first; run it in the transaction that keeps the one message. */
export async function takeGathered(sql: AnySql, by: Instant, groups: number): Promise<readonly Gathered[]> {
  const rows = await sql<Gathered[]>`
    with due as (
      select distinct gather_key, channel, recipient, language from messaging.gathered where leaves_at <= ${by} limit ${groups})
    delete from messaging.gathered using due
    where (gathered.gather_key, gathered.channel, gathered.recipient, gathered.language) = (due.gather_key, due.channel, due.recipient, due.language)
      and leaves_at <= ${by}
    returning idempotency_key as "idempotencyKey", gathered.gather_key as "gatherKey", gathered.channel, gathered.recipient, gathered.language, title, subject, body,
      at, leaves_at as "leavesAt", kept_at as "keptAt", about`
  return rows.toSorted((one, other) =>
    one.keptAt === other.keptAt ? (one.idempotencyKey < other.idempotencyKey ? -1 : 1) : one.keptAt < other.keptAt ? -1 : 1,
  )
}

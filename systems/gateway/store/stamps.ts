// Which signed messages there are, and the stamps that prove their time.
import type { AnySql, Sql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { DueClaim } from '@ruqsat/jobs'
import type { Evidence, ProvedTime } from '@ruqsat/trust/contract'
import type { MessagePart } from '../contract.ts'

export type StampBatch = { readonly number: number; readonly root: string; readonly attempts: number }

/** A stamp as it was kept; `token` null while no authority has answered. */
export type MessageStamp = {
  readonly number: number
  readonly root: string
  readonly messages: number
  readonly token: Uint8Array | null
  readonly evidence: Evidence | null
  readonly authorityName: string | null
  readonly stampedAt: Instant | null
}

/**
 * Takes what is not stamped yet, oldest first, under a stamp of its own; null where nothing waits or another is open. `rootOf` makes the root of the
 * digests in the order of their places. Two processes at the same time form one: the second finds it open.
 */
export async function formStamp(
  sql: Sql,
  { most, now, rootOf }: { readonly most: number; readonly now: Instant; readonly rootOf: (leaves: readonly string[]) => string },
): Promise<number | null> {
  const [waiting] = await sql`
    select 1 from gateway.signed_messages where stamp is null and not exists (select 1 from gateway.stamps where token is null) limit 1`
  if (waiting === undefined) return null
  return sql.begin(async (tx) => {
    const [opened] = await tx<{ number: number }[]>`
      insert into gateway.stamps (number, root, messages, due_at, formed_at)
      select coalesce(max(number), 0) + 1, '', 0, ${now}, ${now} from gateway.stamps on conflict do nothing returning number`
    if (opened === undefined) return null
    const { number } = opened
    const taken = await tx<{ sha256: string }[]>`
      with waiting as (
        select authority, entry_id, part, sha256, row_number() over (order by number) as place
        from (select * from gateway.signed_messages where stamp is null order by number limit ${most} for update skip locked) as oldest)
      update gateway.signed_messages as message set stamp = ${number}, place = waiting.place from waiting
      where (message.authority, message.entry_id, message.part, message.sha256) = (waiting.authority, waiting.entry_id, waiting.part, waiting.sha256)
      returning message.sha256, message.place`
    if (taken.length === 0) {
      await tx`delete from gateway.stamps where number = ${number}`
      return null
    }
    const leaves = await leavesOf(tx, number)
    await tx`update gateway.stamps set root = ${rootOf(leaves)}, messages = ${taken.length} where number = ${number}`
    return number
  })
}

/** The digests under a stamp in the order of their places: the token of the stamp before it (place 0), then the messages. */
export async function leavesOf(sql: AnySql, number: number): Promise<readonly string[]> {
  const rows = await sql<{ sha256: string }[]>`
    select encode(sha256(token), 'hex') as sha256, 0 as place from gateway.stamps where number = ${number - 1} and token is not null
    union all
    select sha256, place from gateway.signed_messages where stamp = ${number} order by place`
  return rows.map(({ sha256 }) => sha256)
}

export async function claimStamps(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly StampBatch[]> {
  return sql<StampBatch[]>`
    update gateway.stamps set due_at = ${leaseUntil}, attempts = attempts + 1
    where number in (select number from gateway.stamps where due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    returning number, root, attempts`
}

export async function stampLater(sql: AnySql, { number }: StampBatch, at: Instant, error: string): Promise<void> {
  await sql`update gateway.stamps set due_at = ${at}, error = ${error} where number = ${number} and token is null`
}

export async function keepStamp(sql: AnySql, { number }: StampBatch, proof: ProvedTime): Promise<void> {
  await sql`
    update gateway.stamps set token = ${Buffer.from(proof.token)}, evidence = ${sql.json(proof.evidence as never)}, authority_name = ${proof.authority},
      stamped_at = ${proof.at}, due_at = null, error = null
    where number = ${number} and token is null`
}

const STAMP = (sql: AnySql) => sql`number, root, messages, token, evidence, authority_name as "authorityName", stamped_at as "stampedAt"`

/** Stamps after this number, in their order. */
export async function stampsAfter(sql: AnySql, number: number, limit: number): Promise<readonly MessageStamp[]> {
  return sql<MessageStamp[]>`select ${STAMP(sql)} from gateway.stamps where number > ${number} order by number limit ${limit}`
}

export async function findStamp(sql: AnySql, number: number): Promise<MessageStamp | null> {
  const [row] = await sql<MessageStamp[]>`select ${STAMP(sql)} from gateway.stamps where number = ${number}`
  return row ?? null
}

export type MessageKey = { readonly authority: string; readonly entryId: string; readonly part: MessagePart }

/** Under which stamp, at which place, the message is that the journal names; null where it has none of this part. */
export async function placeOf(
  sql: AnySql,
  { authority, entryId, part }: MessageKey,
): Promise<{ readonly sha256: string; readonly stamp: number | null; readonly place: number | null } | null> {
  const [row] = await sql<{ sha256: string; stamp: number | null; place: number | null }[]>`
    select message.sha256, message.stamp, message.place
    from gateway.signed_messages as message join gateway.journal as journal using (authority, entry_id)
    where authority = ${authority} and entry_id = ${entryId} and part = ${part}
      and message.sha256 = case part when 'request' then journal.request_sha256 else journal.answer_sha256 end`
  return row ?? null
}

/** What waits for its stamp: how many messages, and the journal's time of the oldest. */
export async function unstamped(
  sql: AnySql,
): Promise<{ readonly messages: number; readonly since: Instant | null; readonly error: string | null }> {
  const [row] = await sql<{ messages: number; since: Instant | null; error: string | null }[]>`
    select count(*)::integer as messages, min(journal.at) as since, (select error from gateway.stamps where token is null) as error
    from gateway.signed_messages as message join gateway.journal as journal using (authority, entry_id)
    where message.stamp is null or message.stamp = (select number from gateway.stamps where token is null)`
  return row!
}

/** Lines of the journal whose digests are not those of the messages that are kept for stamps, and messages that no line accounts for. */
export async function unlikeJournal(sql: AnySql, limit: number): Promise<readonly (MessageKey & { readonly isOfNoLine: boolean })[]> {
  return sql<(MessageKey & { readonly isOfNoLine: boolean })[]>`
    select authority, entry_id as "entryId", part, false as "isOfNoLine" from (
      select authority, entry_id, 'request' as part, request_sha256 as sha256 from gateway.journal where request_sha256 is not null
      union all
      select authority, entry_id, 'answer', answer_sha256 from gateway.journal where answer_sha256 is not null) as said
    where not exists (
      select 1 from gateway.signed_messages as message
      where (message.authority, message.entry_id, message.part, message.sha256) = (said.authority, said.entry_id, said.part, said.sha256))
    union all
    select authority, entry_id, part, true from gateway.signed_messages as message
    where not exists (
      select 1 from gateway.journal as line where (line.authority, line.entry_id) = (message.authority, message.entry_id)
        and case message.part when 'request' then line.request_sha256 else line.answer_sha256 end is not null)
    limit ${limit}`
}

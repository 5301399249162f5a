import { firstRow, type Sql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { HookVerdict } from '../signature.ts'

export type Receiver = {
  readonly name: string
  readonly secret: string | null
  /** What it answers where the signature is good. */
  readonly status: number
}

export type ReceivedHook = {
  readonly receiver: string
  readonly messageId: string
  readonly verdict: HookVerdict
  readonly body: string
  readonly at: Instant
  /** The same message had come before: the receiver of a real program does nothing then. */
  readonly isRepeated: boolean
}

/** So many are kept: a page of the sandbox is no archive. */
const MOST_KEPT = 200

export async function receivers(sql: Sql): Promise<readonly Receiver[]> {
  return sql<Receiver[]>`select name, secret, status from sandbox_hooks.receiver order by name`
}

export async function receiver(sql: Sql, name: string): Promise<Receiver | null> {
  return firstRow(sql<Receiver[]>`select name, secret, status from sandbox_hooks.receiver where name = ${name}`)
}

/** Null leaves the secret that there is. */
export async function putReceiver(sql: Sql, { name, secret, status }: Receiver): Promise<void> {
  await sql`
    insert into sandbox_hooks.receiver (name, secret, status) values (${name}, ${secret}, ${status})
    on conflict (name) do update set secret = coalesce(excluded.secret, receiver.secret), status = excluded.status`
}

export async function keepReceived(sql: Sql, { receiver, messageId, verdict, body, at }: Omit<ReceivedHook, 'isRepeated'>): Promise<void> {
  const [row] = await sql<{ sequence: string }[]>`
    insert into sandbox_hooks.received (receiver, message_id, verdict, body, at)
    values (${receiver}, ${messageId}, ${verdict}, ${body}, ${at}) returning sequence`
  await sql`delete from sandbox_hooks.received where sequence <= ${row!.sequence}::bigint - ${MOST_KEPT}`
}

/** The newest first. */
export async function newestReceived(sql: Sql, limit: number): Promise<readonly ReceivedHook[]> {
  return sql<ReceivedHook[]>`
    select receiver, message_id as "messageId", verdict, body, at,
      exists (
        select from sandbox_hooks.received earlier
        where earlier.receiver = r.receiver and earlier.message_id = r.message_id and earlier.sequence < r.sequence and earlier.verdict = 'good'
      ) as "isRepeated"
    from sandbox_hooks.received r order by sequence desc limit ${limit}`
}

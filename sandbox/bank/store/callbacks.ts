import { randomUUID } from 'node:crypto'
import type { AnySql, TransactionSql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { DueClaim } from '@ruqsat/jobs'

export type CallbackRow = {
  readonly callbackId: string
  readonly sessionId: string
  readonly reference: string | null
  readonly attempts: number
}

export async function putCallback(tx: TransactionSql, sessionId: string, reference: string | null, dueAt: Instant): Promise<void> {
  await tx`insert into bank.callbacks (callback_id, session_id, reference, due_at) values (${randomUUID()}, ${sessionId}, ${reference}, ${dueAt})`
}

export async function takeDueCallbacks(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly CallbackRow[]> {
  return sql<CallbackRow[]>`
    update bank.callbacks set due_at = ${leaseUntil}, attempts = attempts + 1
    where callback_id in (select callback_id from bank.callbacks where delivered_at is null and due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    returning callback_id as "callbackId", session_id as "sessionId", reference, attempts`
}

export async function markCallbackDelivered(sql: AnySql, callbackId: string, at: Instant): Promise<void> {
  await sql`update bank.callbacks set delivered_at = ${at} where callback_id = ${callbackId}`
}

export async function callLater(sql: AnySql, callbackId: string, dueAt: Instant): Promise<void> {
  await sql`update bank.callbacks set due_at = ${dueAt} where callback_id = ${callbackId}`
}

import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { DueClaim } from '@ruqsat/jobs'
import type { MessageState, MessageType } from '../core/state.ts'

export type GatewayMessage = {
  readonly authority: string
  readonly key: string
  readonly messageId: string
  readonly correlationId: string | null
  readonly way: 'in' | 'out'
  readonly type: MessageType
  readonly route: string | null
  readonly service: string
  readonly counterpart: string
  readonly state: MessageState
  readonly payload: string | null
  readonly payloadDigest: string
  readonly entryId: string
  readonly attempts: number
  readonly error: string | null
  readonly createdAt: Instant
  readonly changedAt: Instant
}

/** Takes a message once; false where this id of this counterpart is known. */
export async function keepMessage(
  sql: AnySql,
  message: Omit<GatewayMessage, 'attempts' | 'error' | 'changedAt'>,
  dueAt: Instant | null,
): Promise<boolean> {
  const rows = await sql`
    insert into gateway.messages (authority, key, message_id, correlation_id, way, type, route, service, counterpart, state, payload, payload_digest,
      entry_id, due_at, created_at, changed_at)
    values (${message.authority}, ${message.key}, ${message.messageId}, ${message.correlationId}, ${message.way}, ${message.type}, ${message.route},
      ${message.service}, ${message.counterpart}, ${message.state}, ${message.payload}, ${message.payloadDigest}, ${message.entryId}, ${dueAt},
      ${message.createdAt}, ${message.createdAt})
    on conflict do nothing returning 1`
  return rows.length === 1
}

const COLUMNS = (sql: AnySql) => sql`
  authority, key, message_id as "messageId", correlation_id as "correlationId", way, type, route, service, counterpart, state, payload,
  payload_digest as "payloadDigest", entry_id as "entryId", attempts, error, created_at as "createdAt", changed_at as "changedAt"`

/** A message by the id that its sender gave it; of either way where `way` is left out. */
export async function findMessage(
  sql: AnySql,
  authority: string,
  counterpart: string,
  messageId: string,
  way?: GatewayMessage['way'],
): Promise<GatewayMessage | null> {
  const [row] = await sql<GatewayMessage[]>`
    select ${COLUMNS(sql)} from gateway.messages where authority = ${authority} and counterpart = ${counterpart} and message_id = ${messageId}
    ${way === undefined ? sql`` : sql`and way = ${way}`} order by way limit 1`
  return row ?? null
}

/** What waits to be fetched by this system, oldest first. */
export async function messagesToFetch(
  sql: AnySql,
  counterpart: string,
  service: string,
  limit: number,
): Promise<readonly GatewayMessage[]> {
  return sql<GatewayMessage[]>`
    select ${COLUMNS(sql)} from gateway.messages
    where counterpart = ${counterpart} and service = ${service} and way = 'out' and route is null and state = 'ON_DELIVERY'
    order by created_at, key limit ${limit}`
}

export async function claimMessages(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly GatewayMessage[]> {
  return sql<GatewayMessage[]>`
    update gateway.messages set due_at = ${leaseUntil}, attempts = attempts + 1
    where (authority, key) in (
      select authority, key from gateway.messages where due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    returning ${COLUMNS(sql)}`
}

export async function dueLater(
  sql: AnySql,
  { authority, key }: Pick<GatewayMessage, 'authority' | 'key'>,
  at: Instant,
  error: string,
): Promise<void> {
  await sql`update gateway.messages set due_at = ${at}, error = ${error} where authority = ${authority} and key = ${key}`
}

/** The state that it is in now; what is no longer on its way keeps its digest and loses what it said. */
export async function changeState(
  sql: AnySql,
  { authority, key }: Pick<GatewayMessage, 'authority' | 'key'>,
  change: {
    readonly from: MessageState
    readonly to: MessageState
    readonly at: Instant
    readonly error?: string | null
    readonly keepsPayload?: boolean
  },
): Promise<boolean> {
  const { from, to, at, error = null, keepsPayload = false } = change
  const rows = await sql`
    update gateway.messages set state = ${to}, changed_at = ${at}, error = ${error}, due_at = null,
      payload = case when ${keepsPayload || to === 'ON_DELIVERY'} then payload end
    where authority = ${authority} and key = ${key} and state = ${from} returning 1`
  return rows.length === 1
}

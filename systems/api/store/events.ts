// The journal that programs of others read.
import { hash } from 'node:crypto'
import { firstRow, type AnySql, type Sql } from '@ruqsat/database'
import type { Instant, Json } from '@ruqsat/foundation'
import type { ClientOwner } from '../clients/scopes.ts'
import type { EventType, NewApiEvent } from '../events/types.ts'

export type KeptApiEvent = {
  readonly sequence: number
  readonly id: string
  readonly type: EventType
  readonly at: Instant
  readonly authority: string
  readonly request: string | null
  readonly data: { readonly [name: string]: Json }
}

/** Of a receiver: what it has seen already. */
export function eventId(key: string): string {
  const hex = hash('sha256', `event ${key}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const COLUMNS = 'e.sequence, e.id, e.type, e.at, e.authority, e.request, e.data'

/**
 * In their order, each once. The row of the order is held until the end: whoever writes next gives later numbers, and a reader who has seen a
 * number has seen every smaller one. Each event is put down for the web hooks that want it.
 */
export async function keepEvents(sql: Sql, events: readonly NewApiEvent[], at: Instant): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(({ key, ...event }) => ({ ...event, id: eventId(key) }))
  await sql.begin(async (tx) => {
    const order = await firstRow(tx<{ last: number }[]>`select last from api.event_order for update`)
    const known = await tx<{ id: string }[]>`select id from api.event where id = any(${rows.map(({ id }) => id)}::uuid[])`
    const ids = new Set(known.map(({ id }) => id))
    const fresh = rows.filter(({ id }) => !ids.has(id)).map((event, place) => ({ ...event, sequence: order!.last + 1 + place }))
    if (fresh.length === 0) return
    await tx`
      insert into api.event (sequence, id, type, at, kept_at, authority, bin, request, data)
      select f.sequence, f.id, f.type, f.at, ${at}, f.authority, f.bin, f.request, f.data
      from jsonb_to_recordset(${tx.json(fresh as never)}) as f(sequence bigint, id uuid, type text, at timestamptz, authority text, bin text, request text, data jsonb)`
    await tx`update api.event_order set last = ${fresh.at(-1)!.sequence}`
    await tx`
      insert into api.delivery (client_id, name, sequence, state, due_at)
      select h.client_id, h.name, e.sequence, 'waiting', ${at}
      from api.event e
      join api.hook h on h.ended_at is null and h.disabled_at is null and (h.types = '{}' or e.type = any(h.types))
      join api.client c on c.id = h.client_id and c.ended_at is null
      where e.sequence > ${order!.last}
        and ((c.owner_kind = 'firm' and c.owner = e.bin) or (c.owner_kind = 'authority' and c.owner = e.authority))`
  })
}

export type EventQuery = { readonly after: number; readonly limit: number; readonly type?: string | undefined }

/** Of this firm or this authority, in the order of the journal. */
export async function listEvents(
  sql: AnySql,
  owner: Exclude<ClientOwner, { readonly kind: 'nobody' }>,
  { after, limit, type }: EventQuery,
): Promise<readonly KeptApiEvent[]> {
  return sql<KeptApiEvent[]>`
    select ${sql.unsafe(COLUMNS)} from api.event e
    where ${owner.kind === 'firm' ? sql`e.bin = ${owner.id}` : sql`e.authority = ${owner.id}`} and e.sequence > ${after}
      ${type === undefined ? sql`` : sql`and e.type = ${type}`}
    order by e.sequence limit ${limit}`
}

/** How far the journal goes, and up to where it was removed. */
export async function journalEnds(sql: AnySql): Promise<{ readonly last: number; readonly forgotten: number }> {
  return (await firstRow(sql<{ last: number; forgotten: number }[]>`select last, forgotten from api.event_order`))!
}

/** One batch of what was kept before this instant, with its deliveries; answers how many. Numbers are never given again. */
export async function forgetEventsBefore(sql: Sql, before: Instant, limit: number): Promise<number> {
  return sql.begin(async (tx) => {
    const gone = await tx<{ sequence: number }[]>`
      delete from api.event where sequence in (select sequence from api.event where kept_at < ${before} order by sequence limit ${limit}) returning sequence`
    const last = Math.max(0, ...gone.map(({ sequence }) => sequence))
    if (gone.length > 0) await tx`update api.event_order set forgotten = greatest(forgotten, ${last}::bigint)`
    return gone.length
  }) as Promise<number>
}

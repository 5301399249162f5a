// Web hooks and what was sent to them. One visible query per function.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { DueClaim } from '@ruqsat/jobs'
import type { ClientOwner } from '../clients/scopes.ts'
import type { EventType } from '../events/types.ts'
import type { KeptApiEvent } from './events.ts'

export type HookKey = { readonly clientId: string; readonly name: string }

export type Hook = HookKey & {
  readonly url: string
  readonly types: readonly EventType[]
  readonly secretNumber: number
  readonly formerUntil: Instant | null
  readonly createdAt: Instant
  readonly failingSince: Instant | null
  readonly disabledAt: Instant | null
  readonly disabledWhy: HookDisabled | null
  readonly endedAt: Instant | null
}

/** The receiver answered 410, or nothing arrived for days. */
export type HookDisabled = 'gone' | 'failing'

const COLUMNS = `h.client_id as "clientId", h.name, h.url, h.types, h.secret_number as "secretNumber", h.former_until as "formerUntil",
  h.created_at as "createdAt", h.failing_since as "failingSince", h.disabled_at as "disabledAt", h.disabled_why as "disabledWhy", h.ended_at as "endedAt"`

export function hookOf(sql: AnySql, { clientId, name }: HookKey): Promise<Hook | null> {
  return firstRow(
    sql<Hook[]>`select ${sql.unsafe(COLUMNS)} from api.hook h where h.client_id = ${clientId} and h.name = ${name} and h.ended_at is null`,
  )
}

export async function hooksOfClient(sql: AnySql, clientId: string): Promise<readonly Hook[]> {
  return sql<Hook[]>`select ${sql.unsafe(COLUMNS)} from api.hook h where h.client_id = ${clientId} and h.ended_at is null order by h.name`
}

export type HookWish = HookKey & { readonly url: string; readonly types: readonly EventType[] }

/**
 * Makes it or changes it, and has it work again where it was disabled. One that had ended is a new one, with a secret of its own; `isNew` says
 * which it was.
 */
export async function setHook(
  sql: AnySql,
  { clientId, name, url, types }: HookWish,
  at: Instant,
): Promise<Hook & { readonly isNew: boolean }> {
  const before = await hookOf(sql, { clientId, name })
  const row = await firstRow(
    sql<Hook[]>`
      insert into api.hook as h (client_id, name, url, types, secret_number, created_at)
      values (${clientId}, ${name}, ${url}, ${[...types]}, 1, ${at})
      on conflict (client_id, name) do update set url = excluded.url, types = excluded.types, failing_since = null, paused_until = null,
        disabled_at = null, disabled_why = null, ended_at = null, secret_number = h.secret_number + (h.ended_at is not null)::int,
        former_until = case when h.ended_at is null then h.former_until end,
        created_at = case when h.ended_at is null then h.created_at else excluded.created_at end
      returning ${sql.unsafe(COLUMNS)}`,
  )
  return { ...row!, isNew: before === null }
}

/** Null where there is none. */
export function changeSecret(sql: AnySql, { clientId, name }: HookKey, formerUntil: Instant): Promise<Hook | null> {
  return firstRow(
    sql<Hook[]>`
      update api.hook h set secret_number = h.secret_number + 1, former_until = ${formerUntil}
      where h.client_id = ${clientId} and h.name = ${name} and h.ended_at is null returning ${sql.unsafe(COLUMNS)}`,
  )
}

/** What waited is sent no more. Null where there is none. */
export async function endHook(sql: AnySql, { clientId, name }: HookKey, at: Instant): Promise<Hook | null> {
  await sql`delete from api.delivery where client_id = ${clientId} and name = ${name} and state = 'waiting'`
  return firstRow(
    sql<Hook[]>`
      update api.hook h set ended_at = ${at} where h.client_id = ${clientId} and h.name = ${name} and h.ended_at is null
      returning ${sql.unsafe(COLUMNS)}`,
  )
}

/** False where it was disabled or ended already. What waited is given up. */
export async function disableHook(sql: AnySql, { clientId, name }: HookKey, why: HookDisabled, at: Instant): Promise<boolean> {
  const rows = await sql`
    update api.hook set disabled_at = ${at}, disabled_why = ${why}
    where client_id = ${clientId} and name = ${name} and disabled_at is null and ended_at is null returning name`
  if (rows.length === 0) return false
  await sql`update api.delivery set state = 'dead' where client_id = ${clientId} and name = ${name} and state = 'waiting'`
  return true
}

export type Delivery = HookKey & {
  /** Whose the client is: what links lead to follows from it. */
  readonly ownerKind: ClientOwner['kind']
  readonly sequence: number
  readonly attempts: number
  readonly hook: Hook
  readonly event: KeptApiEvent
}

/** One of each hook, the oldest that is due: so one slow receiver holds up nobody else, and events come in order where nothing fails. */
export async function claimDeliveries(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly Delivery[]> {
  const rows = await sql<(Hook & Pick<Delivery, 'ownerKind' | 'sequence' | 'attempts' | 'event'>)[]>`
    with due as (
      select d.client_id, d.name, d.sequence from api.hook h
      join api.client c on c.id = h.client_id and c.ended_at is null
      cross join lateral (
        select w.client_id, w.name, w.sequence from api.delivery w
        where w.client_id = h.client_id and w.name = h.name and w.state = 'waiting' and w.due_at <= ${now}
        order by w.sequence limit 1 for update skip locked
      ) as d
      where h.ended_at is null and h.disabled_at is null and (h.paused_until is null or h.paused_until <= ${now})
      limit ${limit}
    ), taken as (
      update api.delivery d set due_at = ${leaseUntil}, attempts = d.attempts + 1 from due
      where d.client_id = due.client_id and d.name = due.name and d.sequence = due.sequence returning d.client_id, d.name, d.sequence, d.attempts
    )
    select ${sql.unsafe(COLUMNS)}, c.owner_kind as "ownerKind", t.sequence, t.attempts,
      json_build_object('sequence', e.sequence, 'id', e.id, 'type', e.type, 'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'authority', e.authority, 'request', e.request, 'data', e.data) as event
    from taken t join api.hook h on h.client_id = t.client_id and h.name = t.name join api.client c on c.id = t.client_id
    join api.event e on e.sequence = t.sequence`
  return rows.map(({ ownerKind, sequence, attempts, event, ...hook }) => ({
    clientId: hook.clientId,
    name: hook.name,
    ownerKind,
    sequence,
    attempts,
    hook,
    event,
  }))
}

export type DeliveryOutcome = { readonly at: Instant; readonly status: number | null; readonly fault: string | null }

/** Something has arrived: the hook works. */
export async function markDelivered(sql: AnySql, { clientId, name, sequence }: Delivery, { at, status }: DeliveryOutcome): Promise<void> {
  await sql`
    update api.delivery set state = 'delivered', last_at = ${at}, last_status = ${status}, last_fault = null
    where client_id = ${clientId} and name = ${name} and sequence = ${sequence}`
  await sql`update api.hook set failing_since = null, paused_until = null where client_id = ${clientId} and name = ${name} and failing_since is not null`
}

/** `next`: when it is tried again; null: no more. Answers since when nothing has arrived at this hook. */
export async function markFailed(
  sql: AnySql,
  { clientId, name, sequence }: Delivery,
  outcome: DeliveryOutcome,
  next: Instant | null,
): Promise<Instant> {
  await sql`
    update api.delivery set state = ${next === null ? 'dead' : 'waiting'}, due_at = ${next ?? outcome.at}, last_at = ${outcome.at},
      last_status = ${outcome.status}, last_fault = ${outcome.fault}
    where client_id = ${clientId} and name = ${name} and sequence = ${sequence} and state = 'waiting'`
  const row = await firstRow(
    sql<{ since: Instant }[]>`
      update api.hook set failing_since = coalesce(failing_since, ${outcome.at}) where client_id = ${clientId} and name = ${name}
      returning failing_since as since`,
  )
  return row!.since
}

/** The receiver cannot be reached: nothing is tried there before `at`. */
export async function pauseHook(sql: AnySql, { clientId, name }: HookKey, at: Instant): Promise<void> {
  await sql`update api.hook set paused_until = ${at} where client_id = ${clientId} and name = ${name}`
}

export type DeliveryLine = DeliveryOutcome & {
  readonly sequence: number
  readonly eventId: string
  readonly type: EventType
  readonly state: 'waiting' | 'delivered' | 'dead'
  readonly attempts: number
  readonly dueAt: Instant
}

/** The newest first, behind `before`. */
export async function listDeliveries(
  sql: AnySql,
  { clientId, name }: HookKey,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<readonly (Omit<DeliveryLine, 'at'> & { readonly at: Instant | null })[]> {
  return sql<(Omit<DeliveryLine, 'at'> & { at: Instant | null })[]>`
    select d.sequence, e.id as "eventId", e.type, d.state, d.attempts, d.due_at as "dueAt", d.last_at as at, d.last_status as status, d.last_fault as fault
    from api.delivery d join api.event e using (sequence)
    where d.client_id = ${clientId} and d.name = ${name} ${before === null ? sql`` : sql`and d.sequence < ${before}`}
    order by d.sequence desc limit ${limit}`
}

export type HookState = Hook & { readonly clientName: string; readonly waiting: number; readonly dead: number }

/** Of all clients, for an administrator; counts of at most a thousand. */
export async function hookStates(sql: AnySql): Promise<readonly HookState[]> {
  const count = (state: 'waiting' | 'dead') =>
    sql`(select count(*)::int from (select from api.delivery d where d.client_id = h.client_id and d.name = h.name and d.state = ${state} limit 1000) as counted)`
  return sql<HookState[]>`
    select ${sql.unsafe(COLUMNS)}, c.name as "clientName", ${count('waiting')} as waiting, ${count('dead')} as dead
    from api.hook h join api.client c on c.id = h.client_id
    where h.ended_at is null and c.ended_at is null order by c.name, h.name`
}

/** What was given up waits again; answers how much. */
export async function retryDead(sql: AnySql, { clientId, name }: HookKey, at: Instant): Promise<number> {
  const rows = await sql`
    update api.delivery set state = 'waiting', attempts = 0, due_at = ${at} where client_id = ${clientId} and name = ${name} and state = 'dead' returning sequence`
  await sql`update api.hook set failing_since = null, paused_until = null, disabled_at = null, disabled_why = null where client_id = ${clientId} and name = ${name} and ended_at is null`
  return rows.length
}

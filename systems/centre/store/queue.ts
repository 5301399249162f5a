// The queue in PostgreSQL. One visible query per function; each change of a ticket and its event are one transaction.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { AtWindow, HallDay, NewTicket, Ticket, WaitsOfService } from '../contract.ts'
import { placeOf } from '../core/place.ts'

const COLUMNS = `authority, ticket_id as id, hall, day::text as day, number, service, has_priority as "hasPriority", status,
  taken_at as "takenAt", called_at as "calledAt", calls, operator, window_number as window, ended_at as "endedAt",
  booked_for as "bookedFor"`

type EventKind = 'taken' | 'called' | 'recalled' | 'done' | 'noShow'

export async function keepEvent(sql: AnySql, { authority, id, operator }: Ticket, kind: EventKind, at: Instant): Promise<void> {
  await sql`
    insert into centre.ticket_event (authority, ticket_id, place, kind, at, operator)
    select ${authority}, ${id}, count(*) + 1, ${kind}, ${at}, ${operator} from centre.ticket_event
    where authority = ${authority} and ticket_id = ${id}`
}

export function readTicket(sql: AnySql, authority: string, id: string): Promise<Ticket | null> {
  return firstRow(sql<Ticket[]>`select ${sql.unsafe(COLUMNS)} from centre.ticket where authority = ${authority} and ticket_id = ${id}`)
}

/** Numbers of a hall are given one after the other: the row of the day is locked until the ticket is kept. */
export async function nextNumber(sql: AnySql, { authority, hall, day }: HallDay): Promise<number> {
  const [row] = await sql<{ number: number }[]>`
    insert into centre.hall_day (authority, hall, day, last_number) values (${authority}, ${hall}, ${day}, 1)
    on conflict (authority, hall, day) do update set last_number = centre.hall_day.last_number + 1 returning last_number as number`
  return row!.number
}

/** The same ticket was asked for again: the number is free for the next, whose transaction still waits for this row. */
export async function giveNumberBack(sql: AnySql, { authority, hall, day }: HallDay): Promise<void> {
  await sql`
    update centre.hall_day set last_number = last_number - 1 where authority = ${authority} and hall = ${hall} and day = ${day}`
}

export async function insertTicket(sql: AnySql, wanted: NewTicket, number: number): Promise<Ticket> {
  const { authority, id, hall, day, service, hasPriority, at, bookedFor = null } = wanted
  const [row] = await sql<Ticket[]>`
    insert into centre.ticket (authority, ticket_id, hall, day, number, service, has_priority, place, status, taken_at,
      booked_for)
    values (${authority}, ${id}, ${hall}, ${day}, ${number}, ${service}, ${hasPriority}, ${placeOf(wanted)}, 'waiting', ${at},
      ${bookedFor})
    returning ${sql.unsafe(COLUMNS)}`
  return row!
}

/** The first that no other operator is taking at this moment. */
export function takeFirst(sql: AnySql, { authority, hall, day, operator, window }: AtWindow, now: Instant): Promise<Ticket | null> {
  return firstRow(sql<Ticket[]>`
    update centre.ticket set status = 'called', called_at = ${now}, last_called_at = ${now}, calls = 1, operator = ${operator},
      window_number = ${window}
    where authority = ${authority} and ticket_id = (
      select ticket_id from centre.ticket
      where authority = ${authority} and hall = ${hall} and day = ${day} and status = 'waiting'
      order by place, number limit 1 for update skip locked)
    returning ${sql.unsafe(COLUMNS)}`)
}

export function callAgain(sql: AnySql, { authority, hall, day, operator, window }: AtWindow, now: Instant): Promise<Ticket | null> {
  return firstRow(sql<Ticket[]>`
    update centre.ticket set calls = calls + 1, last_called_at = ${now}, window_number = ${window}
    where authority = ${authority} and hall = ${hall} and day = ${day} and operator = ${operator} and status = 'called'
    returning ${sql.unsafe(COLUMNS)}`)
}

export function endTicket(
  sql: AnySql,
  { authority, hall, day, operator }: AtWindow,
  id: string,
  how: 'done' | 'noShow',
  now: Instant,
): Promise<Ticket | null> {
  return firstRow(sql<Ticket[]>`
    update centre.ticket set status = ${how}, ended_at = ${now}
    where authority = ${authority} and ticket_id = ${id} and hall = ${hall} and day = ${day} and operator = ${operator}
      and status = 'called'
    returning ${sql.unsafe(COLUMNS)}`)
}

/** In whatever hall: nobody leaves a person at a window by opening another one elsewhere. */
export function heldBy(
  sql: AnySql,
  { authority, day, operator }: Pick<AtWindow, 'authority' | 'day' | 'operator'>,
): Promise<Ticket | null> {
  return firstRow(sql<Ticket[]>`
    select ${sql.unsafe(COLUMNS)} from centre.ticket
    where authority = ${authority} and day = ${day} and operator = ${operator} and status = 'called'`)
}

/** Until the transaction ends, this operator's other calls wait: a double click gets the same ticket. */
export async function lockOperator(sql: AnySql, { authority, operator }: AtWindow): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`centre ${authority} ${operator}`}, 0))`
}

/** Until the transaction ends, no window of the hall changes hands while somebody is called to it. */
export async function lockWindows(sql: AnySql, { authority, hall }: HallDay, how: 'shared' | 'alone'): Promise<void> {
  const name = `centre windows ${authority} ${hall}`
  if (how === 'shared') await sql`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`
  else await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`
}

export function calledNow(sql: AnySql, { authority, hall, day }: HallDay): Promise<readonly Ticket[]> {
  return sql<Ticket[]>`
    select ${sql.unsafe(COLUMNS)} from centre.ticket
    where authority = ${authority} and hall = ${hall} and day = ${day} and status = 'called' order by last_called_at desc, number desc`
}

export function waitingNow(sql: AnySql, { authority, hall, day }: HallDay): Promise<readonly Ticket[]> {
  return sql<Ticket[]>`
    select ${sql.unsafe(COLUMNS)} from centre.ticket
    where authority = ${authority} and hall = ${hall} and day = ${day} and status = 'waiting' order by place, number`
}

export function waitsOf(sql: AnySql, { authority, hall, day }: HallDay, limitMs: number, now: Instant): Promise<readonly WaitsOfService[]> {
  return sql<WaitsOfService[]>`
    select service, count(*)::int as taken, count(called_at)::int as called, max(wait)::float8 as "longestWaitMs",
      avg(wait)::float8 as "meanWaitMs", count(*) filter (where wait > ${limitMs})::int as late
    from (
      -- Who booked waits from their time on, however early they come.
      select service, called_at, greatest(extract(epoch from coalesce(called_at, ${now}::timestamptz) - greatest(taken_at, booked_for)) * 1000, 0) as wait
      from centre.ticket where authority = ${authority} and hall = ${hall} and day = ${day}) as waits
    group by service order by service`
}

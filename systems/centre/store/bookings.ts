// Times that people booked. One visible query per function.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { Booking } from '../contract.ts'

const COLUMNS = `booking_id as id, hall, service, person, at, has_priority as "hasPriority", code, status, booked_at as "bookedAt"`

/** Until the transaction ends nobody else books at these halls: places and people are counted first. */
export async function lockBookings(sql: AnySql, authority: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`centre bookings ${authority}`}, 0))`
}

/** How many places are taken at each time from the first to the last. */
export async function takenAt(
  sql: AnySql,
  { authority, hall, from, until }: { readonly authority: string; readonly hall: string; readonly from: Instant; readonly until: Instant },
): Promise<ReadonlyMap<Instant, number>> {
  const rows = await sql<{ at: Instant; taken: number }[]>`
    select at, count(*)::int as taken from centre.booking
    where authority = ${authority} and hall = ${hall} and at between ${from} and ${until} and status <> 'cancelled' group by at`
  return new Map(rows.map(({ at, taken }) => [at, taken]))
}

export async function countBooked(sql: AnySql, authority: string, person: string, from: Instant): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from centre.booking
    where authority = ${authority} and person = ${person} and status = 'booked' and at >= ${from}`
  return row!.count
}

/** On the first free of so many places; null where none is free, or the code is another's now. */
export function insertBooking(sql: AnySql, authority: string, one: Omit<Booking, 'status'>, places: number): Promise<Booking | null> {
  return firstRow(sql<Booking[]>`
    insert into centre.booking (authority, booking_id, hall, service, person, at, seat, has_priority, code, status, booked_at)
    select ${authority}, ${one.id}, ${one.hall}, ${one.service}, ${one.person}, ${one.at}, seat, ${one.hasPriority}, ${one.code}, 'booked',
      ${one.bookedAt}
    from generate_series(1, ${places}::int) as seat
    where not exists (select 1 from centre.booking b
      where b.authority = ${authority} and b.hall = ${one.hall} and b.at = ${one.at} and b.seat = seat.seat and b.status <> 'cancelled')
    order by seat limit 1
    on conflict do nothing
    returning ${sql.unsafe(COLUMNS)}`)
}

export function readBooking(sql: AnySql, authority: string, id: string): Promise<Booking | null> {
  return firstRow(sql<Booking[]>`select ${sql.unsafe(COLUMNS)} from centre.booking where authority = ${authority} and booking_id = ${id}`)
}

/** What this person has booked from here on, the next first. */
export function bookingsOf(sql: AnySql, authority: string, person: string, from: Instant): Promise<readonly Booking[]> {
  return sql<Booking[]>`
    select ${sql.unsafe(COLUMNS)} from centre.booking
    where authority = ${authority} and person = ${person} and status = 'booked' and at >= ${from} order by at`
}

/** By its code, between two instants of a day. */
export function bookingByCode(
  sql: AnySql,
  { authority, hall, code, from, until }: { authority: string; hall: string; code: string; from: Instant; until: Instant },
): Promise<Booking | null> {
  return firstRow(sql<Booking[]>`
    select ${sql.unsafe(COLUMNS)} from centre.booking
    where authority = ${authority} and hall = ${hall} and code = ${code} and at >= ${from} and at < ${until} and status <> 'cancelled'
    order by at limit 1`)
}

export async function useBooking(sql: AnySql, authority: string, id: string): Promise<void> {
  await sql`update centre.booking set status = 'used' where authority = ${authority} and booking_id = ${id} and status = 'booked'`
}

export async function cancelBooking(sql: AnySql, authority: string, person: string, id: string): Promise<boolean> {
  const rows = await sql`
    update centre.booking set status = 'cancelled'
    where authority = ${authority} and booking_id = ${id} and person = ${person} and status = 'booked' returning 1`
  return rows.length === 1
}

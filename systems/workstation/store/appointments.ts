// Posts for days to come. One visible query per function.
import type { AnySql } from '@ruqsat/database'
import type { Instant, Json, LocalDate, Refusal } from '@ruqsat/foundation'
import type { Appointment, Staff, StaffChangeFacts, StaffChangeKind, HeldPost } from '../contract.ts'

export type NewAppointment = Omit<Appointment, 'begunAt' | 'overAt' | 'blocked' | 'former'> & {
  readonly authority: string
  readonly beginsAt: Instant
  readonly endsAt: Instant | null
  readonly madeAt: Instant
}

export type DueAppointment = Appointment & {
  readonly authority: string
  readonly beginsAt: Instant
  readonly endsAt: Instant | null
}

const COLUMNS = (sql: AnySql) => sql`
  authority, id, staff_id as "staffId", role, unit, position, signs, first_day::text as "from", last_day::text as "until", begins_at as "beginsAt",
  ends_at as "endsAt", former, begun_at as "begunAt", over_at as "overAt", blocked, why, jsonb_build_object('id', by_id, 'name', by_name) as by`

export async function insertAppointment(sql: AnySql, { by, ...named }: NewAppointment): Promise<void> {
  await sql`
    insert into workstation.appointment (authority, id, staff_id, role, unit, position, signs, first_day, last_day, begins_at, ends_at, why, by_id, by_name,
      made_at)
    values (${named.authority}, ${named.id}, ${named.staffId}, ${named.role}, ${named.unit}, ${sql.json(named.position)}, ${named.signs},
      ${named.from}::date, ${named.until}::date, ${named.beginsAt}, ${named.endsAt}, ${named.why}, ${by.id}, ${by.name}, ${named.madeAt})`
}

/** Of one person, the latest first. */
export async function appointmentsOf(sql: AnySql, authority: string, staffId: string, limit: number): Promise<readonly Appointment[]> {
  return sql<Appointment[]>`
    select ${COLUMNS(sql)} from workstation.appointment where authority = ${authority} and staff_id = ${staffId} order by first_day desc, id limit ${limit}`
}

/** Those of the authority that are not over, of everybody. */
export async function appointmentsAhead(sql: AnySql, authority: string): Promise<readonly Appointment[]> {
  return sql<
    Appointment[]
  >`select ${COLUMNS(sql)} from workstation.appointment where authority = ${authority} and over_at is null order by first_day, id`
}

/** Those that are not over and meet these days. */
export async function appointmentsAround(
  sql: AnySql,
  { authority, id }: Pick<Staff, 'authority' | 'id'>,
  { from, until }: { readonly from: LocalDate; readonly until: LocalDate | null },
): Promise<readonly Appointment[]> {
  return sql<Appointment[]>`
    select ${COLUMNS(sql)} from workstation.appointment
    where authority = ${authority} and staff_id = ${id} and over_at is null
      and (${until}::date is null or first_day <= ${until}::date) and (last_day is null or last_day >= ${from}::date)`
}

/** What is to begin or to end by now, the first first, an end before a beginning; what waits for something keeps nobody else waiting. */
export async function dueAppointments(sql: AnySql, now: Instant, limit: number): Promise<readonly DueAppointment[]> {
  return sql<DueAppointment[]>`
    select ${COLUMNS(sql)} from workstation.appointment
    where over_at is null and (case when begun_at is null then begins_at else ends_at end) <= ${now}
    order by blocked is not null, (case when begun_at is null then begins_at else ends_at end), begun_at is null, id limit ${limit}`
}

/** Whether they have begun another that is not over, as where its end waits for something. */
export async function hasBegunAnother(sql: AnySql, { authority, id, staffId }: DueAppointment): Promise<boolean> {
  const rows = await sql`
    select from workstation.appointment
    where authority = ${authority} and staff_id = ${staffId} and id <> ${id} and begun_at is not null and over_at is null limit 1`
  return rows.length > 0
}

type Key = Pick<DueAppointment, 'authority' | 'id'>

/** Holds the row; null where somebody else has begun, ended or cancelled it meanwhile. */
export async function holdAppointment(sql: AnySql, { authority, id }: Key, isBegun: boolean): Promise<DueAppointment | null> {
  const [row] = await sql<DueAppointment[]>`
    select ${COLUMNS(sql)} from workstation.appointment
    where authority = ${authority} and id = ${id} and over_at is null and (begun_at is not null) = ${isBegun} for update`
  return row ?? null
}

export async function beginAppointment(sql: AnySql, { authority, id }: Key, former: HeldPost, at: Instant): Promise<void> {
  await sql`update workstation.appointment set begun_at = ${at}, former = ${sql.json(former as unknown as Json as never)}, blocked = null
    where authority = ${authority} and id = ${id}`
}

export async function endAppointment(sql: AnySql, { authority, id }: Key, at: Instant): Promise<void> {
  await sql`update workstation.appointment set over_at = ${at}, blocked = null where authority = ${authority} and id = ${id}`
}

export async function blockAppointment(sql: AnySql, { authority, id }: Key, why: Refusal): Promise<void> {
  await sql`update workstation.appointment set blocked = ${sql.json(why as unknown as Json as never)} where authority = ${authority} and id = ${id}`
}

/** What was changed of the posts of an authority until this instant, in order. */
export async function postChanges(
  sql: AnySql,
  authority: string,
): Promise<
  readonly { readonly staffId: string; readonly kind: StaffChangeKind; readonly facts: StaffChangeFacts; readonly at: Instant }[]
> {
  return sql<{ staffId: string; kind: StaffChangeKind; facts: StaffChangeFacts; at: Instant }[]>`
    select staff_id as "staffId", kind, facts, at from workstation.staff_change
    where authority = ${authority} and kind in ('added', 'moved', 'signs', 'signsNot', 'left') order by at, id`
}

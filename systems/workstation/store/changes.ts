// The history of the directory and the absences. One visible query per function.
import type { AnySql } from '@ruqsat/database'
import type { Instant, Json, LocalDate } from '@ruqsat/foundation'
import { recordWith } from '@ruqsat/security'
import { BY_COMMAND } from '../staff/changed-by.ts'
import type { Absence, StaffChange, StaffChangePlace } from '../contract.ts'

export type NewChange = Omit<StaffChange, 'id' | 'name'>

/** Within the transaction of the change itself. */
export async function insertChange(sql: AnySql, { authority, staffId, kind, facts, why, by, at }: NewChange): Promise<void> {
  await sql`insert into workstation.staff_change (authority, staff_id, kind, facts, why, by_id, by_name, at)
    values (${authority}, ${staffId}, ${kind}, ${sql.json(facts as Json as never)}, ${why}, ${by.id}, ${by.name}, ${at})`
  await recordWith(sql, {
    kind: 'rights-changed',
    outcome: 'done',
    realm: by.id === BY_COMMAND.id ? 'command' : 'administration',
    actor: by.id,
    authority,
    subject: { kind: 'account', id: staffId },
    facts: { change: kind },
  })
}

/** The newest first, behind this place where one is given; of one person where named. */
export async function listChanges(
  sql: AnySql,
  asked: { readonly staffId?: string | undefined; readonly after: StaffChangePlace | null; readonly limit: number },
): Promise<readonly StaffChange[]> {
  const { staffId, after, limit } = asked
  const rows = await sql<(Omit<StaffChange, 'by'> & { readonly byId: string; readonly byName: string })[]>`
    select change.authority, change.id::text, change.staff_id as "staffId", person.name, change.kind, change.facts, change.why,
      change.by_id as "byId", change.by_name as "byName", change.at
    from workstation.staff_change change
    join workstation.staff person on person.authority = change.authority and person.id = change.staff_id
    where ${staffId === undefined ? sql`true` : sql`change.staff_id = ${staffId}::uuid`}
      and ${after === null ? sql`true` : sql`(change.at, change.id) < (${after.at}::timestamptz, ${after.id}::bigint)`}
    order by change.at desc, change.id desc limit ${limit}`
  return rows.map(({ byId, byName, ...row }) => ({ ...row, by: { id: byId, name: byName } }))
}

const ABSENCE = (sql: AnySql) =>
  sql`id, staff_id as "staffId", why, first_day::text as "from", last_day::text as "until", ended_at as "endedAt"`

/** Of one person, the latest first. */
export async function absencesOf(sql: AnySql, authority: string, staffId: string, limit: number): Promise<readonly Absence[]> {
  return sql<Absence[]>`select ${ABSENCE(sql)} from workstation.absence
    where authority = ${authority} and staff_id = ${staffId} order by last_day desc, id limit ${limit}`
}

/** Who of the authority is not at work on this day, and until when: by an absence, or because somebody acts for them while they are on leave. */
export async function absentOn(sql: AnySql, authority: string, day: LocalDate): Promise<ReadonlyMap<string, LocalDate>> {
  const rows = await sql<{ readonly staffId: string; readonly until: LocalDate }[]>`
    select "staffId", max(until)::text as until from (
      select staff_id as "staffId", last_day as until from workstation.absence
      where authority = ${authority} and ended_at is null and first_day <= ${day}::date and last_day >= ${day}::date
      union all
      select absent_id, last_day from workstation.substitution
      where authority = ${authority} and ended_at is null and why = 'leave' and first_day <= ${day}::date and last_day >= ${day}::date
    ) away group by "staffId"`
  return new Map(rows.map(({ staffId, until }) => [staffId, until]))
}

export async function insertAbsence(
  sql: AnySql,
  authority: string,
  { id, staffId, why, from, until }: Omit<Absence, 'endedAt'>,
): Promise<void> {
  await sql`insert into workstation.absence (authority, id, staff_id, why, first_day, last_day)
    values (${authority}, ${id}, ${staffId}, ${why}, ${from}::date, ${until}::date)`
}

/** Those days of an absence that are open and meet these. */
export async function absencesAround(
  sql: AnySql,
  authority: string,
  staffId: string,
  from: LocalDate,
  until: LocalDate,
): Promise<readonly Absence[]> {
  return sql<Absence[]>`select ${ABSENCE(sql)} from workstation.absence
    where authority = ${authority} and staff_id = ${staffId} and ended_at is null and first_day <= ${until}::date and last_day >= ${from}::date`
}

/** Null where it had ended, or is over. */
export async function endAbsence(sql: AnySql, authority: string, id: string, today: LocalDate, at: Instant): Promise<Absence | null> {
  const [row] = await sql<Absence[]>`update workstation.absence set ended_at = ${at}
    where authority = ${authority} and id = ${id} and ended_at is null and last_day >= ${today}::date returning ${ABSENCE(sql)}`
  return row ?? null
}

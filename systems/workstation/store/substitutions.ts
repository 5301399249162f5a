import type { AnySql } from '@ruqsat/database'
import { isUuid, type Instant, type LocalDate } from '@ruqsat/foundation'
import type { ActingOrder } from '@ruqsat/engine'
import { recordWith } from '@ruqsat/security'
import { BY_COMMAND } from '../staff/changed-by.ts'
import type { Substitution } from '../staff/substitution.ts'

type Row = {
  readonly id: string
  readonly authority: string
  readonly absent_id: string
  readonly substitute_id: string
  readonly why: ActingOrder['why']
  readonly first_day: LocalDate
  readonly last_day: LocalDate
  readonly order_number: string
  readonly order_date: LocalDate
  readonly signs: boolean
  readonly made_by: string
  readonly made_at: Instant
  readonly ended_by: string | null
  readonly ended_at: Instant | null
}

const ROW = (
  sql: AnySql,
) => sql`id, authority, absent_id, substitute_id, why, first_day::text, last_day::text, order_number, order_date::text,
  signs, made_by, made_at, ended_by, ended_at`

/** Nobody acts for a person who has left, nor a person who has left for anybody: also by a row that was kept before leaving ended it. */
const NOBODY_LEFT = (sql: AnySql) => sql`not exists (
    select 1 from workstation.staff person
    where person.authority = substitution.authority and person.id in (substitution.absent_id, substitution.substitute_id) and person.retired_at is not null)`

/** Whom somebody acts for on this day. */
export async function substitutionsBy(
  sql: AnySql,
  authority: string,
  substituteId: string,
  day: LocalDate,
): Promise<readonly Substitution[]> {
  const rows = await sql<Row[]>`select ${ROW(sql)} from workstation.substitution
    where authority = ${authority} and substitute_id = ${substituteId} and ended_at is null and first_day <= ${day}::date and last_day >= ${day}::date
      and ${NOBODY_LEFT(sql)}
    order by first_day, id`
  return rows.map(substitutionFrom)
}

/** Who acts on this day for anybody of these. */
export async function substitutesOf(
  sql: AnySql,
  authority: string,
  absentIds: readonly string[],
  day: LocalDate,
): Promise<readonly Substitution[]> {
  if (absentIds.length === 0) return []
  const rows = await sql<Row[]>`select ${ROW(sql)} from workstation.substitution
    where authority = ${authority} and absent_id in ${sql(absentIds)} and ended_at is null and first_day <= ${day}::date and last_day >= ${day}::date
      and ${NOBODY_LEFT(sql)}`
  return rows.map(substitutionFrom)
}

/** The last one that this person acted by and that is over. */
export async function lastOver(
  sql: AnySql,
  authority: string,
  substituteId: string,
  day: LocalDate,
  since: LocalDate,
): Promise<Substitution | null> {
  const [row] = await sql<Row[]>`select ${ROW(sql)} from workstation.substitution
    where authority = ${authority} and substitute_id = ${substituteId} and last_day >= ${since}::date and (last_day < ${day}::date or ended_at is not null)
    order by coalesce(ended_at, last_day::timestamptz) desc limit 1`
  return row === undefined ? null : substitutionFrom(row)
}

/** With the day on which it was or will be over: its last, or that on which it was ended early. */
export type ListedSubstitution = Substitution & { readonly overOn: LocalDate }
/** Where the list goes on: behind this one. */
export type SubstitutionPlace = Pick<ListedSubstitution, 'overOn' | 'id'>

const OVER_ON = (sql: AnySql) => sql`least(last_day, coalesce((ended_at at time zone 'UTC')::date, last_day))`

/** Of an authority, by the day on which it is over, the latest first: those ahead and in force, which somebody may have to end, then the past. */
export async function listSubstitutions(
  sql: AnySql,
  authority: string,
  limit: number,
  after: SubstitutionPlace | null = null,
): Promise<readonly ListedSubstitution[]> {
  const isBehind = after === null ? sql`true` : sql`(${OVER_ON(sql)}, id) < (${after.overOn}::date, ${after.id}::uuid)`
  const rows = await sql<(Row & { readonly over_on: LocalDate })[]>`select ${ROW(sql)}, ${OVER_ON(sql)}::text as over_on
    from workstation.substitution where authority = ${authority} and ${isBehind} order by ${OVER_ON(sql)} desc, id desc limit ${limit}`
  return rows.map(({ over_on: overOn, ...row }) => ({ ...substitutionFrom(row), overOn }))
}

export async function substitutionById(sql: AnySql, id: string): Promise<Substitution | null> {
  if (!isUuid(id)) return null
  const [row] = await sql<Row[]>`select ${ROW(sql)} from workstation.substitution where id = ${id}`
  return row === undefined ? null : substitutionFrom(row)
}

/** Those of either person that are not over; the rows of both are held until the transaction ends, so that two clerks cannot name two at once. */
export async function holdSubstitutions(
  sql: AnySql,
  authority: string,
  people: readonly [string, string],
): Promise<readonly Substitution[]> {
  await sql`select 1 from workstation.staff where authority = ${authority} and id in ${sql(people)} order by id for update`
  const rows = await sql<Row[]>`select ${ROW(sql)} from workstation.substitution
    where authority = ${authority} and ended_at is null and (absent_id in ${sql(people)} or substitute_id in ${sql(people)})
      and ${NOBODY_LEFT(sql)}`
  return rows.map(substitutionFrom)
}

export async function insertSubstitution(sql: AnySql, { order, ...row }: Substitution): Promise<void> {
  await sql`insert into workstation.substitution
    (authority, id, absent_id, substitute_id, why, first_day, last_day, order_number, order_date, signs, made_by, made_at)
    values (${row.authority}, ${row.id}, ${row.absentId}, ${row.substituteId}, ${order.why}, ${order.from}::date, ${order.until}::date, ${order.number},
      ${order.date}::date, ${order.signs}, ${row.madeBy}, ${row.madeAt})`
  await recordOrder(sql, row, row.madeBy, 'orderMade')
}

/** Whoever acts for another has their rights for these days. */
function recordOrder(sql: AnySql, { id, authority }: Pick<Substitution, 'id' | 'authority'>, by: string, change: string): Promise<void> {
  const realm = by === BY_COMMAND.id ? 'command' : 'workstation'
  return recordWith(sql, { kind: 'rights-changed', outcome: 'done', realm, actor: by, authority, facts: { change, order: id } })
}

/** Ends what this person acts by, or is acted for by, and what is not over on this day. */
export async function endSubstitutionsOf(
  sql: AnySql,
  { authority, id }: { readonly authority: string; readonly id: string },
  today: LocalDate,
  by: string,
  at: Instant,
): Promise<void> {
  await sql`update workstation.substitution set ended_by = ${by}, ended_at = ${at}
    where authority = ${authority} and (absent_id = ${id} or substitute_id = ${id}) and ended_at is null and last_day >= ${today}::date`
}

/** False where it had ended already. */
export async function endSubstitution(
  sql: AnySql,
  { authority, id }: Pick<Substitution, 'authority' | 'id'>,
  by: string,
  at: Instant,
): Promise<boolean> {
  const rows = await sql`update workstation.substitution set ended_by = ${by}, ended_at = ${at}
    where authority = ${authority} and id = ${id} and ended_at is null returning 1`
  if (rows.length === 1) await recordOrder(sql, { id, authority }, by, 'orderEnded')
  return rows.length === 1
}

function substitutionFrom(row: Row): Substitution {
  return {
    id: row.id,
    authority: row.authority,
    absentId: row.absent_id,
    substituteId: row.substitute_id,
    order: {
      number: row.order_number,
      date: row.order_date,
      why: row.why,
      from: row.first_day,
      until: row.last_day,
      signs: row.signs,
    },
    madeBy: row.made_by,
    madeAt: row.made_at,
    ended: row.ended_at === null ? null : { by: row.ended_by!, at: row.ended_at },
  }
}

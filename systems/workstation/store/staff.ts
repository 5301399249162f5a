import type { AnySql } from '@ruqsat/database'
import DataLoader from 'dataloader'
import { isUuid, type IIN, type Instant, ownBIN, ownIIN, ownName } from '@ruqsat/foundation'
import type { StaffRole } from '@ruqsat/law'
import type { Staff, StaffPlace } from '../contract.ts'

/** The directory of staff. One visible query per function. */

type StaffRow = Omit<Staff, 'retiredAt' | 'iin' | 'bin' | 'name'> & {
  readonly name: string
  readonly iin: string
  readonly bin: string | null
  readonly retired_at: Instant | null
  readonly signs: boolean
}

/** By the id alone: a session and a history name nothing else. */
export async function staffById(sql: AnySql, id: string): Promise<Staff | null> {
  if (!isUuid(id)) return null
  const [row] = await sql<StaffRow[]>`select * from workstation.staff where id = ${id}`
  return row === undefined ? null : staffFrom(row)
}

/** Reads one at a time; those who are asked for at one moment come in one statement. Nothing is kept: rights may change at any time. */
export function openStaffReader(sql: AnySql): (id: string) => Promise<Staff | null> {
  const loader = new DataLoader<string, Staff | null>(
    async (ids) => {
      const found = new Map((await staffByIds(sql, ids)).map((staff) => [staff.id, staff]))
      return ids.map((id) => found.get(id) ?? null)
    },
    { cache: false },
  )
  return (id) => loader.load(id)
}

export async function staffByIds(sql: AnySql, ids: readonly string[]): Promise<readonly Staff[]> {
  const known = ids.filter((id) => isUuid(id))
  if (known.length === 0) return []
  const rows = await sql<StaffRow[]>`select * from workstation.staff where id in ${sql(known)}`
  return rows.map(staffFrom)
}

/** The posts of this person now. */
export async function staffByIin(sql: AnySql, iin: IIN): Promise<readonly Staff[]> {
  const rows = await sql<StaffRow[]>`select * from workstation.staff where iin = ${iin} and retired_at is null order by id`
  return rows.map(staffFrom)
}

export async function allStaff(sql: AnySql): Promise<readonly Staff[]> {
  const rows = await sql<StaffRow[]>`select * from workstation.staff where retired_at is null order by authority, name, id`
  return rows.map(staffFrom)
}

/** Who works in this authority now, by name. */
export async function staffOfAuthority(sql: AnySql, authority: string): Promise<readonly Staff[]> {
  const rows = await sql<
    StaffRow[]
  >`select * from workstation.staff where authority = ${authority} and retired_at is null order by name, id`
  return rows.map(staffFrom)
}

/** Everybody who works in this authority or has left it, by name. */
export async function staffOfAuthorityEver(sql: AnySql, authority: string): Promise<readonly Staff[]> {
  const rows = await sql<StaffRow[]>`select * from workstation.staff where authority = ${authority} order by name, id`
  return rows.map(staffFrom)
}

/** Who works in this role now. */
export async function staffOfRole(sql: AnySql, authority: string, role: StaffRole): Promise<readonly Staff[]> {
  const rows = await sql<StaffRow[]>`
    select * from workstation.staff where authority = ${authority} and role = ${role} and retired_at is null order by name, id`
  return rows.map(staffFrom)
}

export async function insertStaff(sql: AnySql, staff: Staff): Promise<void> {
  await sql`
    insert into workstation.staff (id, iin, bin, name, role, unit, authority, position, language)
    values (${staff.id}, ${staff.iin}, ${staff.bin ?? null}, ${staff.name}, ${staff.role}, ${staff.unit}, ${staff.authority}, ${sql.json(staff.position)}, ${staff.language})`
}

/** Who has left, the latest first. */
export async function staffWhoLeft(sql: AnySql, limit: number): Promise<readonly (Staff & { readonly retiredBy: string | null })[]> {
  const rows = await sql<(StaffRow & { readonly retired_by: string | null })[]>`
    select * from workstation.staff where retired_at is not null order by retired_at desc, id limit ${limit}`
  return rows.map(({ retired_by, ...row }) => ({ ...staffFrom(row), retiredBy: retired_by }))
}

/** The rows of this person and of every head who works here, until the transaction ends: of the last two heads one stays. Answers with the heads. */
export async function holdHeads(sql: AnySql, { authority, id }: Pick<Staff, 'authority' | 'id'>): Promise<readonly string[]> {
  const rows = await holdHeadRows(sql, { authority, id })
  return rows.map((row) => row.id)
}

/** The same, of those alone who may sign. */
export async function holdSigningHeads(sql: AnySql, of: Pick<Staff, 'authority' | 'id'>): Promise<readonly string[]> {
  return (await holdHeadRows(sql, of)).flatMap(({ id, signs }) => (signs ? [id] : []))
}

async function holdHeadRows(sql: AnySql, { authority, id }: Pick<Staff, 'authority' | 'id'>) {
  const rows = await sql<{ id: string; isHead: boolean; signs: boolean }[]>`
    select id, signs, role = 'head' and retired_at is null as "isHead" from workstation.staff
    where authority = ${authority} and (id = ${id} or (role = 'head' and retired_at is null)) order by id for update`
  return rows.filter(({ isHead }) => isHead)
}

/** By name, from behind this place. */
export async function staffPage(
  sql: AnySql,
  asked: { readonly authority: string; readonly hasLeft: boolean; readonly after: StaffPlace | null; readonly limit: number },
): Promise<readonly Staff[]> {
  const { authority, hasLeft, after, limit } = asked
  const rows = await sql<StaffRow[]>`
    select * from workstation.staff where authority = ${authority} and retired_at is ${hasLeft ? sql`not null` : sql`null`}
      and ${after === null ? sql`true` : sql`(name, id) > (${after.name}, ${after.id}::uuid)`}
    order by name, id limit ${limit}`
  return rows.map(staffFrom)
}

export async function setPost(sql: AnySql, { authority, id, role, unit, position }: Staff): Promise<void> {
  await sql`update workstation.staff set role = ${role}, unit = ${unit}, position = ${sql.json(position)} where authority = ${authority} and id = ${id}`
}

export async function setSigns(sql: AnySql, { authority, id }: Pick<Staff, 'authority' | 'id'>, signs: boolean): Promise<void> {
  await sql`update workstation.staff set signs = ${signs} where authority = ${authority} and id = ${id}`
}

/** False where they had left already. */
export async function retireStaffRow(sql: AnySql, id: string, by: string, at: Instant): Promise<boolean> {
  const rows =
    await sql`update workstation.staff set retired_at = ${at}, retired_by = ${by} where id = ${id} and retired_at is null returning 1`
  return rows.length === 1
}

function staffFrom({ id, role, unit, authority, position, language, signs, retired_at, iin, bin, name }: StaffRow): Staff {
  const row = { id, role, unit, authority, position, language, signs }
  return { ...row, name: ownName(name), iin: ownIIN(iin), bin: bin === null ? null : ownBIN(bin), retiredAt: retired_at }
}

// The people at the windows. One visible query per function.
import type { AnySql } from '@ruqsat/database'
import { ownBIN, ownIIN, ownName, type Instant, type Language, type LocalText } from '@ruqsat/foundation'
import type { HallOperator } from '../contract.ts'

type OperatorRow = {
  readonly authority: string
  readonly operator_id: string
  readonly iin: string
  readonly bin: string | null
  readonly name: string
  readonly position: LocalText
  readonly language: Language
  readonly retired_at: Instant | null
}

export async function operatorById(sql: AnySql, authority: string, id: string): Promise<HallOperator | null> {
  const [row] = await sql<OperatorRow[]>`select * from centre.operator where authority = ${authority} and operator_id = ${id}`
  return row === undefined ? null : operatorFrom(row)
}

export async function operatorsByIds(sql: AnySql, authority: string, ids: readonly string[]): Promise<readonly HallOperator[]> {
  if (ids.length === 0) return []
  const rows = await sql<OperatorRow[]>`select * from centre.operator where authority = ${authority} and operator_id in ${sql(ids)}`
  return rows.map(operatorFrom)
}

export async function insertOperator(sql: AnySql, operator: HallOperator): Promise<void> {
  const { authority, id, iin, bin, name, position, language } = operator
  await sql`
    insert into centre.operator (authority, operator_id, iin, bin, name, position, language)
    values (${authority}, ${id}, ${iin}, ${bin}, ${name}, ${sql.json(position)}, ${language})`
}

export async function retireOperatorRow(sql: AnySql, authority: string, id: string, at: Instant): Promise<void> {
  await sql`update centre.operator set retired_at = ${at} where authority = ${authority} and operator_id = ${id} and retired_at is null`
}

function operatorFrom({ operator_id: id, retired_at: retiredAt, iin, bin, name, ...row }: OperatorRow): HallOperator {
  return { ...row, id, name: ownName(name), iin: ownIIN(iin), bin: bin === null ? null : ownBIN(bin), retiredAt }
}

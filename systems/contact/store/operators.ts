import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant, Language } from '@ruqsat/foundation'

export type Operator = {
  readonly id: string
  readonly name: string
  readonly language: Language
  readonly retiredAt: Instant | null
  readonly isSupervisor: boolean
}

const COLUMNS = `id, name, language, retired_at as "retiredAt", is_supervisor as "isSupervisor"`

export function operatorById(sql: AnySql, id: string): Promise<Operator | null> {
  return firstRow(sql<Operator[]>`select ${sql.unsafe(COLUMNS)} from contact.operator where id = ${id}`)
}

export async function insertOperator(sql: AnySql, { id, name, language, isSupervisor }: Omit<Operator, 'retiredAt'>): Promise<void> {
  await sql`insert into contact.operator (id, name, language, is_supervisor) values (${id}, ${name}, ${language}, ${isSupervisor})`
}

/** Null where nobody of this id works. */
export function retireOperatorRow(sql: AnySql, id: string, at: Instant): Promise<Operator | null> {
  return firstRow(
    sql<
      Operator[]
    >`update contact.operator set retired_at = ${at} where id = ${id} and retired_at is null returning ${sql.unsafe(COLUMNS)}`,
  )
}

/** Also who has left: their calls stay in the log. By name. */
export function everyOperator(sql: AnySql): Promise<readonly Operator[]> {
  return sql<Operator[]>`select ${sql.unsafe(COLUMNS)} from contact.operator order by name, id`
}

// Who administers. One visible query per function.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant, Language } from '@ruqsat/foundation'

export type Administrator = { readonly id: string; readonly name: string; readonly language: Language; readonly retiredAt: Instant | null }

const COLUMNS = `id, name, language, retired_at as "retiredAt"`

export function administratorById(sql: AnySql, id: string): Promise<Administrator | null> {
  return firstRow(sql<Administrator[]>`select ${sql.unsafe(COLUMNS)} from administration.administrator where id = ${id}`)
}

/** Who works now, by name. */
export function administrators(sql: AnySql): Promise<readonly Administrator[]> {
  return sql<Administrator[]>`select ${sql.unsafe(COLUMNS)} from administration.administrator where retired_at is null order by name, id`
}

export async function insertAdministrator(sql: AnySql, { id, name, language }: Omit<Administrator, 'retiredAt'>): Promise<void> {
  await sql`insert into administration.administrator (id, name, language) values (${id}, ${name}, ${language})`
}

/** The rows of all who work, until the transaction ends: of the last two who leave at once one stays. */
export async function holdAdministrators(sql: AnySql): Promise<readonly Administrator[]> {
  return sql<
    Administrator[]
  >`select ${sql.unsafe(COLUMNS)} from administration.administrator where retired_at is null order by id for update`
}

export async function retireAdministratorRow(sql: AnySql, id: string, at: Instant): Promise<void> {
  await sql`update administration.administrator set retired_at = ${at} where id = ${id} and retired_at is null`
}

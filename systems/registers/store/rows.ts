import { firstRow, type AnySql } from '@ruqsat/database'
import type { LocalDate } from '@ruqsat/foundation'
import { MOST_LISTED, type RegisterFacts } from '../contract.ts'
import type { HistoryRow } from '../core/import.ts'

/** As it was at the end of that day; the last that is written where no day is named. Null where nothing was ever written, or not yet then. */
export async function factsAsOf(
  sql: AnySql,
  register: string,
  key: string,
  asOf: LocalDate | null,
): Promise<{ readonly about: string; readonly facts: Readonly<Record<string, string>> | null } | null> {
  return firstRow(
    sql<{ about: string; facts: Readonly<Record<string, string>> | null }[]>`
      select about, facts from registers.history
      where register = ${register} and about_key = ${key} and (${asOf}::date is null or from_day <= ${asOf}::date)
      order by from_day desc limit 1`,
  )
}

/** What is written last of each number in which this person or firm is named as principal or representative; those given last come first. */
export async function factsNaming(
  sql: AnySql,
  register: string,
  named: string,
): Promise<readonly { readonly about: string; readonly facts: Readonly<Record<string, string>> }[]> {
  return sql<{ about: string; facts: Readonly<Record<string, string>> }[]>`
    select about, facts from (
      select distinct on (about_key) about, facts from registers.history
      where register = ${register} and about_key in (
        select about_key from registers.history where register = ${register} and facts ? 'principal' and registers.numbers_named(facts) @> array[${named}])
      order by about_key, from_day desc) as last
    where registers.numbers_named(facts) @> array[${named}]
    order by facts ->> 'givenOn' desc, about limit ${MOST_LISTED}`
}

/** Whether anything was ever written of this number: then what packages bring says nothing of it. */
export async function hasHistory(sql: AnySql, register: string, key: string): Promise<boolean> {
  return (await sql`select 1 from registers.history where register = ${register} and about_key = ${key} limit 1`).length > 0
}

/** So many rows go in one statement. */
const AT_ONCE = 1000

/** The same again changes nothing; other facts from the same day take the place of the former. Answers how many rows were written or changed. */
export async function keepHistory(sql: AnySql, register: string, rows: readonly HistoryRow[]): Promise<number> {
  let changed = 0
  for (let place = 0; place < rows.length; place += AT_ONCE) {
    const chunk = rows.slice(place, place + AT_ONCE)
    const written = await sql`
      insert into registers.history as kept (register, about_key, from_day, about, facts)
      select ${register}, row.key, row."from", row.about, nullif(row.facts, 'null'::jsonb)
      from jsonb_to_recordset(${sql.json(chunk as never)}) as row (key text, "from" date, about text, facts jsonb)
      on conflict (register, about_key, from_day) do update set about = excluded.about, facts = excluded.facts
      where (kept.about, kept.facts) is distinct from (excluded.about, excluded.facts)
      returning 1`
    changed += written.length
  }
  return changed
}

export async function findFacts(sql: AnySql, system: string, key: string): Promise<RegisterFacts | null> {
  return firstRow(sql<RegisterFacts[]>`select about, facts from registers.facts where system = ${system} and about_key = ${key}`)
}

/** What a register of the sandbox knows, whole: rows that the packages no longer have go. */
export async function replaceFacts(
  sql: AnySql,
  rows: readonly {
    readonly system: string
    readonly key: string
    readonly about: string
    readonly facts: Readonly<Record<string, string>>
  }[],
): Promise<void> {
  await sql`delete from registers.facts`
  for (const { system, key, about, facts } of rows)
    await sql`
      insert into registers.facts (system, about_key, about, facts) values (${system}, ${key}, ${about}, ${sql.json(facts)})
      on conflict (system, about_key) do update set about = excluded.about, facts = excluded.facts`
}

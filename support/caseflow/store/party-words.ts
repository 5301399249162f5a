import { searchWords, type Json } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'

/** What an applicant is found by, besides their identifiers: the words of the name. */
export function partyWords(data: Json): readonly string[] {
  const name = data !== null && typeof data === 'object' && !Array.isArray(data) ? (data as { readonly name?: Json }).name : null
  return typeof name === 'string' ? searchWords(name) : []
}

const BATCH_SIZE = 1_000

type Unfolded = { readonly authority: string; readonly digest: string; readonly data: Json }

/** Folds the names of parties that were written by a release that did not, and those of their open tasks; batch by batch, any number of processes at once. */
export async function foldParties(sql: Sql, schema: string): Promise<void> {
  for (;;) {
    const parties = await sql<Unfolded[]>`
      select authority, digest, data from ${sql(schema)}.party where words is null and data is not null limit ${BATCH_SIZE}`
    if (parties.length === 0) return
    const folded = parties.map(({ authority, digest, data }) => ({ authority, digest, words: partyWords(data) }))
    await sql`
      with folded as (
        select authority, digest, array(select jsonb_array_elements_text(words)) as words
        from jsonb_to_recordset(${sql.json(folded)}::jsonb) as f(authority text, digest text, words jsonb)
      ), party as (
        update ${sql(schema)}.party p set words = f.words from folded f where p.authority = f.authority and p.digest = f.digest
      )
      update ${sql(schema)}.task t set words = array_to_tsvector(${sql(schema)}.number_words(t.number) || f.words)
      from folded f join ${sql(schema)}.case_file c on c.authority = f.authority and c.applicant_ref = f.digest
      where t.authority = c.authority and t.case_id = c.case_id`
  }
}

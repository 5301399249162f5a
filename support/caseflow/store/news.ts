// Events that the journal for programs has not taken yet.
import type { AnySql } from '@ruqsat/database'
import type { CaseEvent } from '@ruqsat/engine'
import type { BIN } from '@ruqsat/foundation'

export type NewsRow = {
  readonly place: number
  readonly authority: string
  readonly caseId: string
  readonly sequence: number
  readonly requestNumber: string
  readonly regulation: string
  readonly variant: string
  readonly bin: BIN | null
  readonly event: CaseEvent
}

/** The oldest first. What a transaction that is under way writes comes with a later call, whatever its place. */
export async function readNews(sql: AnySql, schema: string, limit: number): Promise<readonly NewsRow[]> {
  const from = sql(schema)
  return sql<NewsRow[]>`
    select n.place, n.authority, n.case_id as "caseId", n.sequence, coalesce(c.request_number, '') as "requestNumber", c.regulation, c.variant,
      p.data->>'bin' as bin, e.body as event
    from (select * from ${from}.news order by place limit ${limit}) as n
    join ${from}.event e using (authority, case_id, sequence)
    join ${from}.case_file c using (authority, case_id)
    left join ${from}.party p on p.authority = c.authority and p.digest = c.applicant_ref
    order by n.place`
}

export async function removeNews(sql: AnySql, schema: string, places: readonly number[]): Promise<void> {
  await sql`delete from ${sql(schema)}.news where place = any(${[...places]}::bigint[])`
}

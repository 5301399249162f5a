import type { Sql } from '@ruqsat/database'
import type { CaseEvent } from '@ruqsat/engine'

/** The whole history of a case, oldest first. */
export async function readEvents(sql: Sql, schema: string, caseId: string): Promise<readonly CaseEvent[]> {
  const rows = await sql<{ body: CaseEvent }[]>`select body from ${sql(schema)}.event where case_id = ${caseId} and authority =
    (select authority from ${sql(schema)}.case_file where case_id = ${caseId}) order by sequence`
  return rows.map(({ body }) => body)
}

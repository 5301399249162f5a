import type { Sql } from '@ruqsat/database'
import type { CaseEvent, Opening } from '@ruqsat/engine'

export type CaseKey = Pick<Opening, 'authority' | 'caseId'>

/** The whole history of a case, oldest first. */
export async function readEvents(sql: Sql, schema: string, { authority, caseId }: CaseKey): Promise<readonly CaseEvent[]> {
  const rows = await sql<{ body: CaseEvent }[]>`select body from ${sql(schema)}.event 
    where authority = ${authority} and case_id = ${caseId} order by sequence`
  return rows.map(({ body }) => body)
}

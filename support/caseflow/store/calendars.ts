import type { Instant } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'

/** Open cases after this id that are counted by a version whose instant has come, at most `limit`. */
export async function casesByCalendar(
  sql: Sql,
  schema: string,
  replaced: readonly { readonly version: string; readonly at: Instant }[],
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await sql<{ caseId: string }[]>`
    select case_id as "caseId" from ${sql(schema)}.case_file
    where status = 'open' and case_id > ${after}
      and calendar_version in (select version from jsonb_to_recordset(${sql.json(replaced)}::jsonb) as replaced(version text, at timestamptz) where at <= legal_time.now())
    order by case_id limit ${limit}`
  return rows.map(({ caseId }) => caseId)
}

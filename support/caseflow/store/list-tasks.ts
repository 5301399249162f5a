import type { DueDate } from '@ruqsat/clock'
import { codeKey, tidyLine } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import type { CaseState } from '@ruqsat/engine'
import type { TaskQuery } from '../host.ts'
import { readDueDates } from './due-dates.ts'

/** Work that is due before `now` is late, whether or not its timer has marked it yet. */
export type StoredTaskQuery = TaskQuery & {
  /** An authority, or an outside unit. */
  readonly authority: string
  /**
   * Whose list: an official in this role. Work that is assigned to a colleague is left out, and of what bodies are asked (`isOfUnit`), that of
   * other units. Several where somebody acts for others too. Without it: everybody's.
   */
  readonly of?: readonly TaskHolder[]
}
export type TaskHolder = { readonly role: string; readonly actorId: string; readonly unit?: string }

export type ListedTask = {
  readonly caseId: string
  readonly taskId: string
  readonly state: CaseState
  readonly applicantName: string
  /** With how it was counted. */
  readonly due: DueDate | null
}

const DEFAULT_LIMIT = 50
const MOST_ROWS = 200

/** Open tasks by due date; those without one come last. */
export async function listTasks(
  sql: Sql,
  schema: string,
  query: StoredTaskQuery,
): Promise<{ readonly tasks: readonly ListedTask[]; readonly total: number; readonly late: number }> {
  const { of } = query
  const text = tidyLine(query.text ?? '')
  const key = codeKey(text)
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await sql<(Omit<ListedTask, 'due'> & { total: number; late: number })[]>`
    select t.case_id as "caseId", t.task_id as "taskId", c.fixed || c.state as state, coalesce(p.data->>'name', '') as "applicantName", count(*) over ()::int as total,
      count(*) filter (where t.is_late or t.due_at < ${query.now ?? null}) over ()::int as late
    from ${sql(schema)}.task t
    join ${sql(schema)}.case_file c on c.authority = t.authority and c.case_id = t.case_id
    left join ${sql(schema)}.party p on p.authority = c.authority and p.digest = c.applicant_ref
    where (t.authority = ${query.authority} or t.unit_authority = ${query.authority})
      and ${
        of === undefined
          ? sql`true`
          : sql`exists (
          select from jsonb_to_recordset(${sql.json(of as never)}::jsonb) as holder(role text, "actorId" text, unit text)
          where t.role = holder.role and (t.assignee is null or t.assignee = holder."actorId")
            and (t.role <> 'interestedBody' or t.unit_authority = ${query.authority} or t.unit = holder.unit))`
      }
      and (${text} = '' or p.data->>'name' ilike ${pattern} or p.data->>'iin' = ${key} or p.data->>'bin' = ${key}
        or (${key} <> '' and strpos(upper(replace(c.request_number, '-', '')), ${key}) > 0))
    order by t.due_at asc nulls last, t.started_at, t.task_id
    limit ${Math.min(query.limit ?? DEFAULT_LIMIT, MOST_ROWS)} offset ${query.offset ?? 0}`
  const dues = await readDueDates(sql, schema, rows)
  const tasks = rows.map(({ total: _total, late: _late, ...task }, place) => ({ ...task, due: dues[place]! }))
  return { tasks, total: rows[0]?.total ?? 0, late: rows[0]?.late ?? 0 }
}

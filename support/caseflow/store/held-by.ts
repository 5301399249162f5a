import type { Sql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

/** Open work of one person, by due date; what has none comes last. */
export type HeldTask = { readonly requestNumber: string; readonly stepId: string; readonly dueAt: Instant | null }

export async function tasksHeldBy(
  sql: Sql,
  schema: string,
  holder: { readonly authority: string; readonly id: string },
  limit: number,
): Promise<readonly HeldTask[]> {
  return sql<HeldTask[]>`
    select c.request_number as "requestNumber", t.step_id as "stepId", t.due_at as "dueAt"
    from ${sql(schema)}.task t join ${sql(schema)}.case_file c on c.authority = t.authority and c.case_id = t.case_id
    where t.authority = ${holder.authority} and t.assignee = ${holder.id}
    order by t.due_at asc nulls last, t.task_id limit ${limit}`
}

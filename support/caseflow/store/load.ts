import type { Instant } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import type { TaskLoad } from '../task-lists.ts'

/** An authority with more open tasks sees the load of those that are due first. */
export const MOST_LOADED = 100_000

type Row = {
  readonly by: 'all' | 'officer' | 'service' | 'step'
  readonly assignee: string | null
  readonly service: string | null
  readonly stepId: string | null
  readonly open: number
  readonly late: number
}

/** Open and late work of an authority by officer, service and step: one pass over one index, which the table is not read for. */
export async function loadOf(sql: Sql, schema: string, authority: string, now: Instant): Promise<TaskLoad> {
  const rows = await sql<Row[]>`
    select case grouping(task.assignee, task.service, task.step_id) when 7 then 'all' when 3 then 'officer' when 5 then 'service' else 'step' end as by,
      task.assignee, task.service, task.step_id as "stepId", count(*)::int as open, count(*) filter (where task.is_late or task.sort_due < ${now})::int as late
    from (
      select t.assignee, t.service, t.step_id, t.is_late, t.sort_due from ${sql(schema)}.task t where t.authority = ${authority}
      order by t.sort_due, t.started_at, t.task_id limit ${MOST_LOADED}) as task
    group by grouping sets ((), (task.assignee), (task.service), (task.service, task.step_id))`
  const by = (kind: Row['by']) => rows.filter((row) => row.by === kind)
  const [all] = by('all')
  return {
    open: all?.open ?? 0,
    late: all?.late ?? 0,
    isCut: (all?.open ?? 0) === MOST_LOADED,
    byOfficer: by('officer').map(({ assignee, open, late }) => ({ officerId: assignee, open, late })),
    byService: by('service').map(({ service, open, late }) => ({ service: service!, open, late })),
    byStep: by('step').map(({ service, stepId, open, late }) => ({ step: `${service!}/${stepId!}`, open, late })),
  }
}

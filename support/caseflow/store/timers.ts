import type { Sql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { DueClaim } from '@ruqsat/jobs'

export type DueTimer = { readonly authority: string; readonly caseId: string; readonly taskId: string }

/** Timers whose legal instant has come. */
export async function claimTimers(sql: Sql, schema: string, { now, leaseUntil, limit }: DueClaim): Promise<readonly DueTimer[]> {
  return sql<DueTimer[]>`
    update ${sql(schema)}.timer t set leased_until = ${leaseUntil}::timestamptz
    from (
      select authority, case_id, task_id from ${sql(schema)}.timer
      where due_at < legal_time.now() and (leased_until is null or leased_until <= ${now}::timestamptz)
      order by due_at limit ${limit} for update skip locked
    ) as due
    where t.authority = due.authority and t.case_id = due.case_id and t.task_id = due.task_id
    returning t.authority, t.case_id as "caseId", t.task_id as "taskId"`
}

export async function moveTimer(sql: Sql, schema: string, timer: DueTimer, dueAt: Instant): Promise<void> {
  await sql`update ${sql(schema)}.timer set due_at = ${dueAt}, leased_until = null
    where authority = ${timer.authority} and case_id = ${timer.caseId} and task_id = ${timer.taskId}`
}

/** A timer that found nothing to do: its task is done, or it was marked already. */
export async function removeTimer(sql: Sql, schema: string, timer: DueTimer): Promise<void> {
  await sql`delete from ${sql(schema)}.timer
    where authority = ${timer.authority} and case_id = ${timer.caseId} and task_id = ${timer.taskId}`
}

/** Timers whose instant has passed: in a healthy installation none of them for long. */
export async function countOverdueTimers(sql: Sql, schema: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from ${sql(schema)}.timer where due_at < legal_time.now()`
  return row!.count
}

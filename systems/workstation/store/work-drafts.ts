import type { AnySql } from '@ruqsat/database'
import type { WorkPart, WrittenWork } from '@ruqsat/documents'
import type { Instant } from '@ruqsat/foundation'

/** What one official has begun to write at one task. */
export type WorkDraftKey = { readonly authority: string; readonly taskId: string; readonly staffId: string; readonly part: WorkPart }

export async function readWorkDraft(sql: AnySql, { authority, taskId, staffId, part }: WorkDraftKey): Promise<WrittenWork | null> {
  const [row] = await sql<{ content: WrittenWork }[]>`
    select content from workstation.work_draft where authority = ${authority} and task_id = ${taskId} and staff_id = ${staffId} and part = ${part}`
  return row?.content ?? null
}

export async function keepWorkDraft(sql: AnySql, key: WorkDraftKey, content: WrittenWork, at: Instant): Promise<void> {
  await sql`insert into workstation.work_draft (authority, task_id, staff_id, part, content, changed_at)
    values (${key.authority}, ${key.taskId}, ${key.staffId}, ${key.part}, ${sql.json(content as never)}, ${at})
    on conflict (authority, task_id, staff_id, part) do update set content = excluded.content, changed_at = excluded.changed_at`
}

export async function dropWorkDraft(sql: AnySql, { authority, taskId, staffId, part }: WorkDraftKey): Promise<void> {
  await sql`delete from workstation.work_draft where authority = ${authority} and task_id = ${taskId} and staff_id = ${staffId} and part = ${part}`
}

export async function dropWorkDraftsBefore(sql: AnySql, before: Instant): Promise<void> {
  await sql`delete from workstation.work_draft where changed_at < ${before}`
}

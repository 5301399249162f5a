import { laterBy } from '@ruqsat/database'
import { awaited } from '@ruqsat/engine'
import type { WorkPart, WrittenWork } from '@ruqsat/documents'
import type { TaskScene } from '../cases/open.ts'
import type { WorkstationParts } from '../deps.ts'
import { dropWorkDraftsBefore, readWorkDraft, type WorkDraftKey } from '../store/work-drafts.ts'
import type { Visit } from './visit.ts'

export function workDraftKey({ staff }: Pick<Visit, 'staff'>, { task }: TaskScene, part: WorkPart): WorkDraftKey {
  return { authority: staff.authority, taskId: task.id, staffId: staff.id, part }
}

/** What this person has begun to write; what was written already, where it waits for a signature; null where the step asks for nothing. */
export async function workDraft(visit: Visit, scene: TaskScene): Promise<WrittenWork | null> {
  const { step, view, task } = scene
  if (step.writing === undefined) return null
  const part = awaited(step, view.state) === 'answer' ? 'answer' : 'writing'
  const draft = await readWorkDraft(visit.work.deps.database.sql, workDraftKey(visit, scene, part))
  return draft ?? (part === 'writing' ? (view.works.find(({ taskId }) => taskId === task.id)?.writing ?? null) : null)
}

/** Longer than any step of an act takes: what is still a draft then belongs to a task that somebody else has done. */
const KEPT_MS = 180 * 24 * 60 * 60 * 1000

/** Run it hourly. */
export function forgetWorkDrafts(work: WorkstationParts): Promise<void> {
  return dropWorkDraftsBefore(work.deps.database.sql, laterBy(work.technicalClock, -KEPT_MS))
}

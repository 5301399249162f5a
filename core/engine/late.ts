import { Fault, isRefusal } from '@ruqsat/foundation'
import { stepById } from '@ruqsat/law'
import { changeCalendar } from './calendar-change.ts'
import type { Bodies, Scene } from './scene.ts'
import { complete } from './flow.ts'
import type { Actor } from './model.ts'

/**
 * The due date of a task has passed: it is marked, and those who answer for it are informed. Nothing is decided by that, except where the
 * edition's
 * own table says what follows silence (a row `when: late`). A mark that comes twice, too early or after the work changes nothing.
 */
export function markLate(taskId: string, actor: Actor, scene: Scene): Bodies {
  if (actor.kind !== 'system') throw new Fault(`Expected the system's own timer to mark a task late but ${actor.kind} did`)
  // Who would be late by a calendar that no longer counts is not.
  const changed = changeCalendar(actor, scene)
  if (isRefusal(changed) || changed.length > 0) return changed
  const task = scene.state.tasks.find(({ id }) => id === taskId)
  if (task === undefined || task.late || task.due === null || scene.now < task.due.due) return []
  const step = stepById(scene.place.procedure.steps, task.stepId)
  const marked = { kind: 'taskLate', taskId: task.id, stepId: step.id, source: step.source } as const
  if (!step.next.some((row) => row.when === 'late')) return [marked]
  const following = complete({ task, outcome: 'late' }, scene)
  return isRefusal(following) ? following : [marked, ...following]
}

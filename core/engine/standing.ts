import { byWhomAndWhen, refuseDone, refuseEngine } from './refusals.ts'
import { stepById, type Step } from '@ruqsat/law'
import type { Refusal } from '@ruqsat/foundation'
import type { Scene } from './scene.ts'
import type { Actor, Task } from './model.ts'
import { orderDayFault, worksFor } from './order.ts'
import { isOfUnit, unitOf } from './place.ts'

/** Why this person may not work at this step, or null. Units outside the provider belong to an authority of their own, named by the unit's id. */
export function standingOf(step: Step, actor: Actor, scene: Scene): Refusal | null {
  if (actor.kind !== 'staff') return refuseEngine('not-staff')
  const over = orderDayFault(actor, scene)
  if (over !== null) return over
  const { unit, role } = unitOf(step, scene.context)
  if (scene.state.barred?.officials.includes(actor.id))
    return refuseEngine('complained-of', { source: scene.place.variant.complains!.officials!.source })
  const { authority } = scene.place.opening
  if (isOfUnit(actor, unit, authority)) return actor.role === role ? null : refuseEngine('not-your-role')
  if (actor.authority !== authority) return refuseEngine('not-your-authority')
  return refuseEngine(actor.role === role ? 'not-your-unit' : 'not-your-role')
}

/** The open task that this person may do, or the refusal: not yours, done already and by whom, withdrawn and by whom. */
export function taskFor(taskId: string, actor: Actor, scene: Scene): Task | Refusal {
  const { state, place } = scene
  if (actor.kind !== 'staff') return refuseEngine('not-staff')
  const open = state.tasks.find(({ id }) => id === taskId)
  const done = state.doneTasks.find(({ id }) => id === taskId)
  const stepId = open?.stepId ?? done?.stepId
  if (stepId === undefined) return refuseEngine(actor.authority === place.opening.authority ? 'task-unknown' : 'not-your-authority')
  const refused = standingOf(stepById(place.procedure.steps, stepId), actor, scene)
  if (refused !== null) return refused
  if (done !== undefined) return refuseDone(done)
  if (open!.assignee !== null && open!.assignee !== worksFor(actor))
    return refuseEngine('not-assigned-to-you', { facts: { by: { kind: 'official', id: open!.assignee } } })
  return open!
}

/** A page that was opened before somebody's act must be looked at again. */
export function staleness(expectedVersion: number | undefined, scene: Scene): Refusal | null {
  const { lastAct } = scene.state
  if (expectedVersion === undefined || lastAct === null || expectedVersion >= lastAct.version) return null
  return refuseEngine('changed-since', { facts: byWhomAndWhen(lastAct) })
}

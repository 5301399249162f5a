import { refuseEngine } from './refusals.ts'
import { Fault, type Refusal } from '@ruqsat/foundation'
import { stepById, stepWithAction, type Step } from '@ruqsat/law'
import { Course } from './course.ts'
import { bareWay } from './given-way.ts'
import type { Bodies, Scene } from './scene.ts'
import type { Actor, CommandOf, Task } from './model.ts'
import { standingOf } from './standing.ts'
import { textFault } from './texts.ts'

/** Whether this task is an officer's work that the head handed out. */
export function hasAssignment(task: Task, scene: Scene): boolean {
  return task.role === 'officer' && task.assignee !== null && task.assignee === scene.state.officerId
}

/** A complaint is not given to whom it is about. */
export function barredFault(officerId: string, { state }: Scene): Refusal | null {
  return state.barred?.officials.includes(officerId)
    ? refuseEngine('officer-complained-of', { field: 'officerId', facts: { by: { kind: 'official', id: officerId } } })
    : null
}

/** The head takes the work back from the officer, with a reason. There is no task of the head's to name: the officer's is open. */
export function takeBackAssignment(reason: string, actor: Actor, scene: Scene): Bodies {
  const refused = standingOf(assignStep(scene), actor, scene)
  if (refused !== null) return refused
  if (!scene.state.tasks.some((each) => hasAssignment(each, scene))) return refuseEngine('nothing-assigned')
  return textFault(reason, 'reason', 'reason-empty') ?? backToAssignment('assignmentTakenBack', reason, scene)
}

/** The head gives the officer's open work to another officer, in whichever branches it is. Its terms run on: only the holder changes. */
export function reassign({ officerId, reason }: CommandOf<'reassign'>, actor: Actor, scene: Scene): Bodies {
  const step = assignStep(scene)
  const refused = standingOf(step, actor, scene)
  if (refused !== null) return refused
  const own = scene.state.tasks.filter((each) => hasAssignment(each, scene))
  const fromId = scene.state.officerId
  if (own.length === 0 || fromId === null) return refuseEngine('nothing-assigned')
  if (officerId.trim() === '') return refuseEngine('officer-missing', { field: 'officerId' })
  if (officerId === fromId) return refuseEngine('officer-same', { field: 'officerId', facts: { by: { kind: 'official', id: fromId } } })
  const fault = barredFault(officerId, scene) ?? textFault(reason, 'reason', 'reason-empty')
  if (fault !== null) return fault
  const tasks = own.map(({ id: taskId, stepId }) => ({ taskId, stepId }))
  return [{ kind: 'reassigned', fromId, officerId, reason, tasks, source: step.source }]
}

/**
 * Closes the officer's tasks undone, in whichever branches they are, and starts the step in which the head assigns, due again from now.
 * What others do at the same time goes on: their terms do not depend on the officer.
 */
export function backToAssignment(why: 'assignmentTakenBack' | 'assignmentDeclined', reason: string, scene: Scene): Bodies {
  const { officerId, tasks } = scene.state
  if (officerId === null) throw new Fault('Expected an officer whose assignment ends but the case has none')
  const sourceOf = (stepId: string) => stepById(scene.place.procedure.steps, stepId).source
  const own = tasks.filter((task) => hasAssignment(task, scene))
  const course = new Course(scene, null)
  course.add({ kind: why, officerId, reason, source: sourceOf(own[0]!.stepId) })
  for (const { id: taskId, stepId, way } of own) {
    const step = stepById(scene.place.procedure.steps, stepId)
    course.add({ kind: 'taskWithdrawn', taskId, stepId, why, source: step.source })
    course.hold(step, way && [bareWay(way)])
  }
  return course.start(assignStep(scene)) ?? course.bodies
}

function assignStep(scene: Scene): Step {
  const step = stepWithAction(scene.place.procedure.steps, 'assign')
  if (step === null) throw new Fault(`Expected a step that assigns in '${scene.place.procedure.id}' but it has none`)
  return step
}

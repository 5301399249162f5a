import { refuseEngine } from './refusals.ts'
import { Fault, isRefusal } from '@ruqsat/foundation'
import { stepById, stepWithAction, type Step } from '@ruqsat/law'
import { startTask, type Bodies, type Scene } from './flow.ts'
import type { Actor, Task } from './model.ts'
import { standingOf } from './standing.ts'
import { textFault } from './texts.ts'

/** Whether this task is an officer's work that the head handed out. */
export function hasAssignment(task: Task, scene: Scene): boolean {
  return task.role === 'officer' && task.assignee !== null && task.assignee === scene.state.officerId
}

/** The head takes the work back from the officer, with a reason. There is no task of the head's to name: the officer's is open. */
export function takeBackAssignment(reason: string, actor: Actor, scene: Scene): Bodies {
  const refused = standingOf(assignStep(scene), actor, scene)
  if (refused !== null) return refused
  const task = scene.state.tasks.find((each) => hasAssignment(each, scene))
  if (task === undefined) return refuseEngine('nothing-assigned')
  return textFault(reason, 'reason', 'reason-empty') ?? backToAssignment('assignmentTakenBack', task, reason, scene)
}

/** Closes the officer's task undone and starts the step in which the head assigns, due again from now. */
export function backToAssignment(why: 'assignmentTakenBack' | 'assignmentDeclined', task: Task, reason: string, scene: Scene): Bodies {
  const { source } = stepById(scene.place.procedure.steps, task.stepId)
  const officerId = scene.state.officerId
  if (officerId === null) throw new Fault('Expected an officer whose assignment ends but the case has none')
  const started = startTask(assignStep(scene), null, scene)
  if (isRefusal(started)) return started
  return [
    { kind: why, officerId, reason, source },
    { kind: 'taskWithdrawn', taskId: task.id, stepId: task.stepId, why, source },
    ...started,
  ]
}

function assignStep(scene: Scene): Step {
  const step = stepWithAction(scene.place.procedure.steps, 'assign')
  if (step === null) throw new Fault(`Expected a step that assigns in '${scene.place.procedure.id}' but it has none`)
  return step
}

// How a case moves from step to step. Nothing here knows an act: which step follows, whose it is and how long it may take
// are in the edition's tables.
import { stepById, type Edition, type Outcome, type Step } from '@ruqsat/law'
import { Course } from './course.ts'
import type { Decision, EventBody, Task } from './model.ts'
import type { Bodies, Scene } from './scene.ts'

export type Completion = {
  readonly task: Task
  readonly outcome: Outcome
  readonly officerId?: string
  readonly decision?: Decision
}

/** The task is done: what its table says follows, or the end of the procedure. */
export function complete({ task, outcome, officerId, decision }: Completion, scene: Scene): Bodies {
  const step = stepById(scene.place.procedure.steps, task.stepId)
  const course = new Course(scene, officerId)
  course.add(completed(task, outcome, scene))
  return course.follow(step, outcome, decision)
}

export function completed({ id, stepId, due }: Task, outcome: Outcome, { place, now }: Scene): EventBody {
  const { source } = stepById(place.procedure.steps, stepId)
  return { kind: 'taskCompleted', taskId: id, stepId, outcome, late: due !== null && now > due.due, source }
}

/** The outcome for a step's table: `special` where a row names it, else plain `done`. */
export function outcomeFor(step: Step, special: Outcome): Outcome {
  return step.next.some((row) => row.when === special) ? special : 'done'
}

/** How many tasks one command may start: a split starts one for each branch, an assignment all that waited for an officer. */
export function mostStarted({ regulation }: Edition): number {
  return Math.max(1, ...regulation.variants.map(({ procedure }) => procedure.steps.length))
}

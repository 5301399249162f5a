import { stepById, type Step } from '@ruqsat/law'
import { Course } from '../course.ts'
import { conclusionOf } from '../conclusion.ts'
import { refuseEngine } from '../refusals.ts'
import type { Scene } from '../scene.ts'
import { textFault } from '../texts.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/**
 * The head (or whoever the table allows) sends the work back, with a reason, to the step that the table names. A grant that the register
 * no longer takes goes back from the signature to where it was decided, whatever the table names: otherwise nobody could decide again.
 */
export const returnToOfficer: StaffAction<'returnToOfficer'> = {
  command: 'returnToOfficer',
  action: null,
  decide({ reason, isGrantBlocked }, task, scene) {
    const step = stepOf(task, scene)
    const isBlocked = isGrantBlocked === true && step.returnTo === undefined
    const target = isBlocked ? decidedAt(step, scene) : namedBy(step, scene)
    if (target === null) return refuseEngine('no-way-back')
    const fault = textFault(reason, 'reason', 'reason-empty')
    if (fault !== null) return fault
    const course = new Course(scene)
    course.add(
      { kind: 'returned', reason, toStepId: target.id, ...(isBlocked && { isGrantBlocked }), source: step.source },
      { kind: 'taskWithdrawn', taskId: task.id, stepId: task.stepId, why: 'returned', source: step.source },
    )
    return course.goBack(task, target) ?? course.bodies
  },
}

function namedBy({ returnTo }: Step, { place }: Scene): Step | null {
  return returnTo === undefined ? null : stepById(place.procedure.steps, returnTo)
}

/** Where the grant that waits for its signature was decided last; null where nobody decided it, or where none waits. */
function decidedAt({ action }: Step, { state, place }: Scene): Step | null {
  if (action !== 'signResult' || state.deemed !== undefined || conclusionOf(state)?.decision !== 'grant') return null
  const done = state.doneTasks
    .filter(({ withdrawn }) => withdrawn === undefined)
    .map(({ stepId }) => stepById(place.procedure.steps, stepId))
  return done.findLast((each) => each.action === 'examine' || each.action === 'conclude') ?? null
}

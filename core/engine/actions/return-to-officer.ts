import { refuseEngine } from '../refusals.ts'
import { stepById } from '@ruqsat/law'
import { Course } from '../course.ts'
import { textFault } from '../texts.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/** The head (or whoever the table allows) sends the work back, with a reason, to the step that the table names. */
export const returnToOfficer: StaffAction<'returnToOfficer'> = {
  command: 'returnToOfficer',
  action: null,
  decide({ reason }, task, scene) {
    const step = stepOf(task, scene)
    if (step.returnTo === undefined) return refuseEngine('no-way-back')
    const fault = textFault(reason, 'reason', 'reason-empty')
    if (fault !== null) return fault
    const target = stepById(scene.place.procedure.steps, step.returnTo)
    const course = new Course(scene)
    course.add(
      { kind: 'returned', reason, toStepId: target.id, source: step.source },
      { kind: 'taskWithdrawn', taskId: task.id, stepId: task.stepId, why: 'returned', source: step.source },
    )
    return course.goBack(task, target) ?? course.bodies
  },
}

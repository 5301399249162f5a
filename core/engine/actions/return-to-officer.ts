import { refuseEngine } from '../refusals.ts'
import { isRefusal } from '@ruqsat/foundation'
import { stepById } from '@ruqsat/law'
import { assigneeOf, startTask } from '../flow.ts'
import { textFault } from '../texts.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/** The head (or whoever the table allows) sends the work back, with a reason, to the step that the table names. */
export const returnToOfficer: StaffAction<'returnToOfficer'> = {
  command: 'returnToOfficer',
  action: null,
  decide(command, task, scene) {
    const { returnTo, source } = stepOf(task, scene)
    if (returnTo === undefined) return refuseEngine('no-way-back')
    const fault = textFault(command.reason, 'reason', 'reason-empty')
    if (fault !== null) return fault
    const target = stepById(scene.place.procedure.steps, returnTo)
    const started = startTask(target, assigneeOf(target, scene.state.officerId, scene), scene)
    if (isRefusal(started)) return started
    return [
      { kind: 'returned', reason: command.reason, toStepId: target.id, source },
      { kind: 'taskWithdrawn', taskId: task.id, stepId: task.stepId, why: 'returned', source },
      ...started,
    ]
  },
}

import { refuseEngine } from '../refusals.ts'
import { backToAssignment, hasAssignment } from '../assignment.ts'
import { textFault } from '../texts.ts'
import type { StaffAction } from './action.ts'

/** The officer gives the work back to the head, with a reason. */
export const declineAssignment: StaffAction<'declineAssignment'> = {
  command: 'declineAssignment',
  action: null,
  decide(command, task, scene) {
    if (!hasAssignment(task, scene)) return refuseEngine('nothing-assigned')
    const fault = textFault(command.reason, 'reason', 'reason-empty')
    return fault ?? backToAssignment('assignmentDeclined', command.reason, scene)
  },
}

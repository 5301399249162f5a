import { refuseEngine } from '../refusals.ts'
import { isRefusal } from '@ruqsat/foundation'
import { complete } from '../flow.ts'
import { textFault } from '../texts.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/** The head names the officer. After an assignment that was taken back, the work goes on at the step where it stopped. */
export const assign: StaffAction<'assign'> = {
  command: 'assign',
  action: 'assign',
  decide(command, task, scene) {
    if (command.officerId.trim() === '') return refuseEngine('officer-missing', { field: 'officerId' })
    const fault = textFault(command.instruction, 'instruction', null)
    if (fault !== null) return fault
    const resume = scene.state.resumeStepId
    const following = complete(
      { task, outcome: 'done', officerId: command.officerId, ...(resume !== null && { nextStepId: resume }) },
      scene,
    )
    if (isRefusal(following)) return following
    return [
      { kind: 'assigned', officerId: command.officerId, instruction: command.instruction, source: stepOf(task, scene).source },
      ...following,
    ]
  },
}

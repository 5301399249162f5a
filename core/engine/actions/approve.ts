import { isRefusal } from '@ruqsat/foundation'
import { answerBySilence } from '../late.ts'
import { refuseEngine } from '../refusals.ts'
import { complete, outcomeFor } from '../flow.ts'
import { besides, besidesFault, textFault } from '../texts.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/** The interested body agrees, or objects with its reasons. Where the table has no rows for yes and no, the officer weighs the opinion. */
export const approve: StaffAction<'approve'> = {
  command: 'approve',
  action: 'approve',
  decide(command, task, scene) {
    const step = stepOf(task, scene)
    const { due } = task
    // The answer is given already, by silence, though its timer may not have run yet.
    if (answerBySilence(step) !== null && due !== null && scene.now > due.due)
      return refuseEngine('answer-too-late', { source: step.silence!.source, facts: { at: { kind: 'instant', at: due.due } } })
    const fault = textFault(command.reason, 'reason', command.opinion === 'objects' ? 'reason-empty' : null) ?? besidesFault(command)
    if (fault !== null) return fault
    const following = complete({ task, outcome: outcomeFor(step, command.opinion === 'agrees' ? 'yes' : 'no') }, scene)
    if (isRefusal(following)) return following
    const { opinion, reason } = command
    return [
      { kind: 'unitOpined', taskId: task.id, stepId: step.id, unit: task.unit, opinion, reason, ...besides(command), source: step.source },
      ...following,
    ]
  },
}

import { isRefusal } from '@ruqsat/foundation'
import { completeOrHear } from '../applicant/hearing.ts'
import { voidedNumber } from '../number.ts'
import { missedFault } from '../applicant/missed.ts'
import { objectionFault } from '../opinions.ts'
import { deemedFault } from '../provider-silence.ts'
import { besides, besidesFault, draftFault, grantFault, inOtherLanguages } from '../texts.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/** The officer weighs the opinion and completes the licence or the reasoned refusal. */
export const conclude: StaffAction<'conclude'> = {
  command: 'conclude',
  action: 'conclude',
  decide(command, task, scene) {
    const step = stepOf(task, scene)
    const { source } = step
    const fault =
      grantFault(command.draft, step) ??
      draftFault(command.draft, scene.place.variant) ??
      objectionFault(command.draft, scene) ??
      missedFault(command.draft, scene) ??
      deemedFault(command.draft, scene) ??
      besidesFault(command)
    if (fault !== null) return fault
    const written = { ...command.draft, ...besides(command) }
    const following = completeOrHear(task, 'done', written, scene)
    if (isRefusal(following)) return following
    return [
      ...voidedNumber(command.draft, source, scene),
      { kind: 'concluded', draft: command.draft, source },
      ...inOtherLanguages('conclusion', command, source),
      ...following,
    ]
  },
}

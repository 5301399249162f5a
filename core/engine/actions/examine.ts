import { refuseEngine } from '../refusals.ts'
import { isRefusal } from '@ruqsat/foundation'
import { completeOrHear } from '../applicant/hearing.ts'
import { outcomeFor } from '../flow.ts'
import { isOver, outcomeTime } from '../outcome-times.ts'
import { missedFault } from '../applicant/missed.ts'
import { objectionFault } from '../opinions.ts'
import { deemedFault } from '../provider-silence.ts'
import { besides, besidesFault, draftFault, grantFault, inOtherLanguages } from '../texts.ts'
import { voidedNumber } from '../number.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/** The officer examines and drafts the licence or the reasoned refusal; where the table foresees it, finds the documents incomplete. */
export const examine: StaffAction<'examine'> = {
  command: 'examine',
  action: 'examine',
  decide(command, task, scene) {
    const step = stepOf(task, scene)
    const outcome = command.incomplete ? outcomeFor(step, 'incomplete') : 'done'
    if (command.incomplete && outcome !== 'incomplete') return refuseEngine('incomplete-not-foreseen')
    const time = command.incomplete ? outcomeTime(task, 'incomplete') : null
    if (time !== null && isOver(time, scene.now))
      return refuseEngine('incomplete-too-late', { source: time.source, facts: { at: { kind: 'instant', at: time.due.due } } })
    const fault =
      grantFault(command.draft, step) ??
      draftFault(command.draft, scene.place.variant) ??
      objectionFault(command.draft, scene) ??
      missedFault(command.draft, scene) ??
      deemedFault(command.draft, scene) ??
      besidesFault(command)
    if (fault !== null) return fault
    const own = step.next.find(({ when }) => when === 'incomplete')
    if (!command.incomplete && own?.grounds?.some((id) => command.draft.groundIds.includes(id)))
      return refuseEngine('ground-of-incomplete', { field: 'groundIds', source: own.given?.source ?? step.source })
    if (command.incomplete && command.draft.decision !== 'refuse') return refuseEngine('incomplete-is-refusal', { field: 'decision' })
    const written = { ...command.draft, ...besides(command) }
    const following = completeOrHear(task, outcome, written, scene)
    if (isRefusal(following)) return following
    return [
      ...voidedNumber(command.draft, step.source, scene),
      { kind: 'drafted', draft: command.draft, source: step.source },
      ...inOtherLanguages('draft', command, step.source),
      ...following,
    ]
  },
}

// A case that ends without a decision about the service: the applicant took it back, or it was not taken in.
import type { Refusal } from '@ruqsat/foundation'
import { keepsNumber, stepById } from '@ruqsat/law'
import type { StaffAction } from '../actions/action.ts'
import { stepOf } from '../actions/step-of.ts'
import { Course } from '../course.ts'
import { completed } from '../flow.ts'
import type { Actor, CommandOf } from '../model.ts'
import { isOver, outcomeTime } from '../outcome-times.ts'
import { refuseEngine } from '../refusals.ts'
import type { Bodies, Scene } from '../scene.ts'
import { textFault } from '../texts.ts'

/** The applicant takes the request back: nothing is open any more, and a number that was kept for the result is void. */
export function withdraw({ reason }: CommandOf<'withdraw'>, actor: Actor, scene: Scene): Bodies {
  if (actor.kind !== 'applicant') return refuseEngine('not-applicant')
  const fault = withdrawalFault(scene) ?? textFault(reason, 'reason', null)
  if (fault !== null) return fault
  const { variant, procedure } = scene.place
  const { reservedNumber } = scene.state
  const source = variant.withdrawal?.source ?? procedure.source
  const course = new Course(scene)
  course.add({ kind: 'withdrawn', reason, source })
  if (reservedNumber !== null && !keepsNumber(variant.results.grant))
    course.add({ kind: 'numberVoided', number: reservedNumber, reason: 'withdrawn', source })
  course.close()
  course.add({ kind: 'caseEnded', how: 'withdrawn', source })
  return course.bodies
}

/** Why the request may not be taken back any more, or null. */
export function withdrawalFault({ state, place }: Pick<Scene, 'state' | 'place'>): Refusal | null {
  const { withdrawal } = place.variant
  // What the authority opened by itself is not its party's to take back.
  if (withdrawal?.allowed === false || state.basis !== undefined)
    return refuseEngine('withdrawal-not-foreseen', { source: withdrawal?.source ?? place.procedure.source })
  if (state.signed !== null) return refuseEngine('withdrawal-signed')
  const reached = [...state.tasks, ...state.doneTasks].some(({ stepId }) => stepId === withdrawal?.until)
  if (withdrawal?.until === undefined || !reached) return null
  const { name } = stepById(place.procedure.steps, withdrawal.until)
  return refuseEngine('withdrawal-too-late', { source: withdrawal.source, facts: { step: name } })
}

/** Whoever takes requests in does not take this one, by a ground of the list that is for that alone. */
export const refuseAcceptance: StaffAction<'refuseAcceptance'> = {
  command: 'refuseAcceptance',
  action: 'accept',
  decide({ groundIds, explanation }, task, scene) {
    const { nonAcceptance } = scene.place.variant
    const step = stepOf(task, scene)
    if (nonAcceptance === undefined || !step.next.some(({ when }) => when === 'notAccepted'))
      return refuseEngine('acceptance-not-refusable')
    const time = outcomeTime(task, 'notAccepted')
    if (time !== null && isOver(time, scene.now))
      return refuseEngine('acceptance-refused-too-late', { source: time.source, facts: { at: { kind: 'instant', at: time.due.due } } })
    const unknown = groundIds.find((id) => nonAcceptance.grounds.every((ground) => ground.id !== id))
    if (unknown !== undefined) return refuseEngine('grounds-unknown', { field: 'groundIds', facts: { ground: unknown } })
    if (groundIds.length === 0) return refuseEngine('acceptance-grounds-missing', { field: 'groundIds' })
    const fault = textFault(explanation, 'explanation', 'acceptance-explanation-empty')
    if (fault !== null) return fault
    const course = new Course(scene)
    course.add(completed(task, 'notAccepted', scene), { kind: 'acceptanceRefused', groundIds, explanation, source: nonAcceptance.source })
    course.close()
    course.add({ kind: 'caseEnded', how: 'notAccepted', source: nonAcceptance.source })
    return course.bodies
  },
}

// A case that ends without a decision about the service, because the applicant took it back.
import type { Refusal } from '@ruqsat/foundation'
import { keepsNumber, stepById } from '@ruqsat/law'
import { Course } from '../course.ts'
import type { Actor, CommandOf } from '../model.ts'
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

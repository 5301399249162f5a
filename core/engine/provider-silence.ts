// The silence of the provider: nothing was signed by the end of the whole term, and the act says what that means.
import { Fault, isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import { stepById, type Variant } from '@ruqsat/law'
import { Course } from './course.ts'
import type { CaseState, Command, Decision, DraftResult } from './model.ts'
import { voidedNumber } from './number.ts'
import { refuseEngine } from './refusals.ts'
import type { Bodies, Scene } from './scene.ts'

/** The timer of the case itself, next to those of its tasks. */
export const TOTAL_TIMER = 'total'

/** At which instant silence decides this case; null where it does not, where something was decided, or while the applicant is waited for. */
export function silenceAwaited({ silenceDecides, status, deemed, signed, asked, total }: CaseState): Instant | null {
  if (silenceDecides !== true || status !== 'open' || deemed !== undefined || signed !== null || total === null) return null
  return asked?.some(({ stops }) => stops === true) ? null : total.due
}

/** What the variant takes the silence of the provider for; null where it has no meaning. */
export function decidedBySilence({ silence }: Variant): Decision | null {
  if (silence === undefined || silence.means === 'nothing') return null
  return silence.means === 'grant' ? 'grant' : 'refuse'
}

/** By the timer of the case, once. All other work ends; the duty to make the paper is left. */
export function decideBySilence(scene: Scene): Bodies {
  const since = silenceAwaited(scene.state)
  if (since === null || scene.now < since) return []
  const { variant, procedure } = scene.place
  const decision = decidedBySilence(variant)
  const { silence } = variant
  if (decision === null || silence?.to === undefined)
    throw new Fault(`Expected '${variant.id}' to say what silence means and where it leads but it does not`)
  const { ground = null, to: toStepId, source } = silence
  const draft = { decision, groundIds: ground === null ? [] : [ground], explanation: '' }
  const course = new Course(scene)
  course.add(...voidedNumber(draft, source, scene), { kind: 'silenceDecided', decision, ground, since, toStepId, source })
  const refused = course.leap(stepById(procedure.steps, toStepId), 'decidedBySilence')
  return refused !== null && isRefusal(refused) ? refused : course.bodies
}

/** Why somebody may not work any more as before: the term has passed, and the timer that records it is on its way. */
export function silenceFault(command: Command['kind'], scene: Scene): Refusal | null {
  const { state, place, now } = scene
  const since = silenceAwaited(state)
  const { silence } = place.variant
  if (silence === undefined) return null
  if (state.deemed !== undefined && UNDOING.has(command))
    return refuseEngine(`silence-${state.deemed.decision}s`, {
      source: silence.source,
      facts: { at: { kind: 'instant', at: state.deemed.since } },
    })
  if (since === null || now <= since) return null
  return refuseEngine('silence-decides', { source: silence.source, facts: { at: { kind: 'instant', at: since } } })
}

/** What would open again what silence has decided. */
const UNDOING: ReadonlySet<Command['kind']> = new Set(['askCorrection', 'refuseAcceptance', 'prepareNonAcceptance', 'signNonAcceptance'])

/** Why this may not be the conclusion: silence has decided otherwise, or on a ground that the draft does not name. */
export function deemedFault(draft: Pick<DraftResult, 'decision' | 'groundIds'>, { state, place }: Scene): Refusal | null {
  const { deemed } = state
  const { silence, grounds } = place.variant
  if (deemed === undefined || silence === undefined) return null
  const about = { source: silence.source, facts: { at: { kind: 'instant', at: deemed.since } as const } }
  if (draft.decision !== deemed.decision) return refuseEngine(`silence-${deemed.decision}s`, { field: 'decision', ...about })
  const ground = grounds.find(({ id }) => id === deemed.ground)
  if (ground === undefined || draft.groundIds.includes(ground.id)) return null
  return refuseEngine('silence-ground-missing', { field: 'groundIds', source: silence.source, facts: { ground: ground.text } })
}

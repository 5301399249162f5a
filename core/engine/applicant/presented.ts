// An answer that was handed in while nobody could say whether its signature counts: it is kept, and the time for it does not pass.
import { Fault, type Refusal } from '@ruqsat/foundation'
import { stepById } from '@ruqsat/law'
import type { Actor, CommandOf, EventBody } from '../model.ts'
import { silenceFault } from '../provider-silence.ts'
import { refuseEngine } from '../refusals.ts'
import type { Bodies, Scene } from '../scene.ts'
import { isInTime } from './clock.ts'
import { correctionOf } from './correction.ts'
import type { AskedOfApplicant, OfAnswer } from './model.ts'

/** The host has looked at all of it but the signature. The same signature twice is handed in once; another takes its place. */
export function presentAnswer({ askedId, signatureSha256, kind }: CommandOf<'presentAnswer'>, actor: Actor, scene: Scene): Bodies {
  if (actor.kind !== 'applicant') return refuseEngine('not-applicant')
  const asked = scene.state.asked?.find(({ id }) => id === askedId)
  if (asked === undefined) return refuseEngine('correction-not-asked')
  if (asked.presented?.signatureSha256 === signatureSha256) return []
  const { duration, source } = timeOf(asked, scene)
  const late = asked.kind === 'hearing' ? 'objection-too-late' : 'correction-too-late'
  if (!isInTime(asked, duration, signatureSha256, scene))
    return refuseEngine(late, { source, facts: { at: { kind: 'instant', at: asked.due } } })
  const decided: Refusal | null = silenceFault(kind, scene)
  return decided ?? [{ kind: 'answerPresented', askedId, stepId: asked.stepId, signatureSha256, source }]
}

/** By the house, once. What was handed in instead of it meanwhile stays. */
export function dropAnswer({ askedId, signatureSha256, code }: CommandOf<'dropAnswer'>, actor: Actor, scene: Scene): Bodies {
  if (actor.kind !== 'system') throw new Fault(`Expected the system itself to drop an answer but ${actor.kind} did`)
  return droppedAnswer({ askedId, signatureSha256 }, code, scene)
}

/** What follows where an answer that was handed in is not judged, or does not count; nothing where the case does not wait for it. */
export function droppedAnswer({ askedId, signatureSha256 }: OfAnswer, code: string, scene: Scene): readonly EventBody[] {
  const asked = scene.state.asked?.find(({ id }) => id === askedId)
  if (asked?.presented?.signatureSha256 !== signatureSha256) return []
  const { stepId, due } = asked
  const isOver = scene.now > due && { isOver: true as const }
  return [{ kind: 'answerDropped', askedId, stepId, signatureSha256, code, ...isOver, source: timeOf(asked, scene).source }]
}

function timeOf({ kind, stepId }: AskedOfApplicant, { place }: Scene) {
  const step = stepById(place.procedure.steps, stepId)
  const { duration = null, source = step.source } = (kind === 'hearing' ? step.hearing : correctionOf(step)) ?? {}
  if (duration === null) throw new Fault(`Expected '${stepId}' to say how long its applicant may answer but it does not`)
  return { duration, source }
}

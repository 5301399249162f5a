// Before an unfavourable act is signed its applicant learns the draft with its grounds and may object.
import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import { stepById, type Outcome } from '@ruqsat/law'
import { Course } from '../course.ts'
import { countAt } from '../due.ts'
import { complete, completed } from '../flow.ts'
import type { Actor, CaseState, CommandOf, Task, WrittenDraft } from '../model.ts'
import { silenceFault } from '../provider-silence.ts'
import { refuseEngine } from '../refusals.ts'
import type { Bodies, Scene } from '../scene.ts'
import { textFault } from '../texts.ts'
import { isInTime } from './clock.ts'
import type { AskedOfApplicant } from './model.ts'

/** The task is done: on by the table, or first to the applicant where its draft is a refusal on grounds that nobody has put to them. */
export function completeOrHear(task: Task, outcome: Outcome, draft: WrittenDraft, scene: Scene): Bodies {
  const { hearing } = stepById(scene.place.procedure.steps, task.stepId)
  if (hearing === undefined || !isUnheard(draft, scene.state)) return complete({ task, outcome, decision: draft.decision }, scene)
  if (hearing.duration === null) throw new Fault(`Expected the hearing at '${task.stepId}' to have a time but it has none`)
  const due = countAt(scene.now, scene.context).term(hearing.duration, scene.now)
  if (isRefusal(due)) return due
  const askedId = scene.newIds[0]
  if (askedId === undefined) throw new Fault('Expected an id for the hearing but the command brought none')
  const way = task.way && { way: task.way }
  return [
    completed(task, outcome, scene),
    { kind: 'hearingOpened', askedId, stepId: task.stepId, outcome, draft, due, ...way, source: hearing.source },
  ]
}

/**
 * Grounds that were put to the applicant before, in a hearing or with a request to correct, need no second one. By the ground of silence
 * the request is refused already, and the paper only says so.
 */
function isUnheard(
  { decision, groundIds }: Pick<WrittenDraft, 'decision' | 'groundIds'>,
  { heard = [], missedGround, deemed }: CaseState,
): boolean {
  return decision === 'refuse' && groundIds.some((id) => !heard.includes(id) && id !== missedGround && id !== deemed?.ground)
}

/** Why this refusal may not be signed: the act demands a hearing on these grounds, and none was held. */
export function hearingFault(draft: Pick<WrittenDraft, 'decision' | 'groundIds'>, { state, place }: Scene): Refusal | null {
  const step = place.procedure.steps.find(({ hearing }) => hearing !== undefined)
  if (step?.hearing === undefined || !isUnheard(draft, state)) return null
  return refuseEngine('hearing-missing', { source: step.hearing.source })
}

/** The applicant objects, in signed words, and whoever drafted weighs it again; or has nothing to object, and the case goes on at once. */
export function answerHearing(command: CommandOf<'answerHearing'>, actor: Actor, scene: Scene): Bodies {
  if (actor.kind !== 'applicant') return refuseEngine('not-applicant')
  const asked = scene.state.asked?.find(({ id, kind }) => id === command.askedId && kind === 'hearing')
  if (asked === undefined) return refuseEngine('hearing-not-open')
  const step = stepById(scene.place.procedure.steps, asked.stepId)
  const { source, duration } = step.hearing!
  const { objection } = command
  if (duration === null || !isInTime(asked, duration, objection?.signatureSha256 ?? '', scene))
    return refuseEngine('objection-too-late', { source, facts: { at: { kind: 'instant', at: asked.due } } })
  const decided = silenceFault(command.kind, scene)
  if (decided !== null) return decided
  const course = new Course(scene)
  if (objection === null) {
    course.add({ kind: 'hearingEnded', askedId: asked.id, stepId: step.id, since: scene.now, source })
    return course.follow(step, outcomeOf(asked))
  }
  const fault = textFault(objection.text, 'text', 'objection-empty')
  if (fault !== null) return fault
  course.add({ kind: 'objectionGiven', askedId: asked.id, stepId: step.id, ...objection, source })
  return course.start(step, asked.way && [asked.way]) ?? course.bodies
}

/** By the timer, once: nothing was objected in time. */
export function endHearing(asked: AskedOfApplicant, scene: Scene): Bodies {
  const step = stepById(scene.place.procedure.steps, asked.stepId)
  const course = new Course(scene)
  course.add({ kind: 'hearingEnded', askedId: asked.id, stepId: step.id, since: asked.due, source: step.hearing!.source })
  return course.follow(step, outcomeOf(asked))
}

function outcomeOf({ outcome }: AskedOfApplicant): Outcome {
  return outcome ?? 'done'
}

// Before an unfavourable act is signed its party learns the draft with its grounds and may object, in writing or in person. Of a request that
// is a refusal; of what the authority opened by itself, the measure.
import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import { isHeardInPerson, stepById, type Outcome, type Step } from '@ruqsat/law'
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

/** The task is done: on by the table, or first to the party where its draft is unfavourable on grounds that nobody has put to them. */
export function completeOrHear(task: Task, outcome: Outcome, written: WrittenDraft, scene: Scene): Bodies {
  const { hearing } = stepById(scene.place.procedure.steps, task.stepId)
  const draft = { ...written, groundIds: groundsToHear(written, scene) }
  if (hearing === undefined || !isUnheard(draft, scene)) return complete({ task, outcome, decision: draft.decision }, scene)
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

type Drafted = Pick<WrittenDraft, 'decision' | 'groundIds'>

/** Whether it is a draft that its party has to be heard on: a refusal, or the measure of proceedings that the authority opened. */
function isUnfavourable({ decision }: Pick<Drafted, 'decision'>, { basis }: CaseState): boolean {
  return decision === (basis === undefined ? 'refuse' : 'grant')
}

/** A measure rests on the grounds on which the proceedings were opened: its draft has none of its own. */
function groundsToHear({ decision, groundIds }: Drafted, { state }: Scene): readonly string[] {
  return state.basis !== undefined && isUnfavourable({ decision }, state) ? state.basis.groundIds : groundIds
}

/**
 * Grounds that were put to the party before, in a hearing or with a request to correct, need no second one. By the ground of silence
 * the request is refused already, and the paper only says so.
 */
function isUnheard(draft: Drafted, scene: Scene): boolean {
  const { heard = [], missedGround, deemed } = scene.state
  const isHeard = (id: string) => heard.includes(id) || id === missedGround || id === deemed?.ground
  return isUnfavourable(draft, scene.state) && groundsToHear(draft, scene).some((id) => !isHeard(id))
}

/** Why this draft may not be signed: the act demands a hearing on these grounds, and none was held. */
export function hearingFault(draft: Drafted, scene: Scene): Refusal | null {
  const step = scene.place.procedure.steps.find(({ hearing }) => hearing !== undefined)
  if (step?.hearing === undefined || !isUnheard(draft, scene)) return null
  return refuseEngine('hearing-missing', { source: step.hearing.source })
}

type Answer = CommandOf<'answerHearing' | 'askOralHearing'>

/** The hearing that this answers, in time. */
function heardNow(command: Answer, signatureSha256: string, actor: Actor, scene: Scene): OpenHearing | Refusal {
  if (actor.kind !== 'applicant') return refuseEngine('not-applicant')
  const asked = scene.state.asked?.find(({ id, kind }) => id === command.askedId && kind === 'hearing')
  if (asked === undefined) return refuseEngine('hearing-not-open')
  const step = stepById(scene.place.procedure.steps, asked.stepId)
  const { source, duration } = step.hearing!
  if (duration === null || !isInTime(asked, duration, signatureSha256, scene))
    return refuseEngine('objection-too-late', { source, facts: { at: { kind: 'instant', at: asked.due } } })
  return silenceFault(command.kind, scene) ?? { kind: 'openHearing', asked, step, source }
}

type OpenHearing = {
  readonly kind: 'openHearing'
  readonly asked: AskedOfApplicant
  readonly step: Step
  readonly source: NonNullable<Step['hearing']>['source']
}

/** The party objects, in signed words, and whoever drafted weighs it again; or has nothing to object, and the case goes on at once. */
export function answerHearing(command: CommandOf<'answerHearing'>, actor: Actor, scene: Scene): Bodies {
  const { objection } = command
  const open = heardNow(command, objection?.signatureSha256 ?? '', actor, scene)
  if (isRefusal(open)) return open
  const { asked, step, source } = open
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

/** The party is heard in person, where the table says how: an invitation, a meeting, minutes; and whoever drafted weighs it again. */
export function askOralHearing(command: CommandOf<'askOralHearing'>, actor: Actor, scene: Scene): Bodies {
  const open = heardNow(command, '', actor, scene)
  if (isRefusal(open)) return open
  const { asked, step, source } = open
  if (!isHeardInPerson(step)) return refuseEngine('oral-hearing-not-foreseen', { source })
  const fault = textFault(command.text, 'text', null)
  if (fault !== null) return fault
  const course = new Course(scene)
  course.add({ kind: 'oralHearingAsked', askedId: asked.id, stepId: step.id, text: command.text, source })
  return course.follow(step, 'oral')
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

// A request that goes back to the applicant: asked by whoever works on it, answered by the applicant, or not in time.
import { Fault, isRefusal, type Instant, type Refusal, type Source } from '@ruqsat/foundation'
import { isCorrectable, stepById, type Correction, type Step, type TimedOutcome, type Variant } from '@ruqsat/law'
import type { StaffAction } from '../actions/action.ts'
import { stepOf } from '../actions/step-of.ts'
import { Course } from '../course.ts'
import { countAt } from '../due.ts'
import { completed } from '../flow.ts'
import type { Actor, CaseState, CommandOf } from '../model.ts'
import { isOver } from '../outcome-times.ts'
import { silenceFault } from '../provider-silence.ts'
import { refuseEngine } from '../refusals.ts'
import type { Bodies, Scene } from '../scene.ts'
import { besides, besidesFault, textFault } from '../texts.ts'
import { clockResumed, isInTime, stoppedUntil } from './clock.ts'
import { listOf, type AskedOfApplicant, type MissingItem } from './model.ts'

/** More than this is another request. */
export const MOST_MISSING = 60

/** Whoever works at a step whose table foresees it says what is missing; the work waits, and so does the clock where the act says so. */
export const askCorrection: StaffAction<'askCorrection'> = {
  command: 'askCorrection',
  action: null,
  decide(command, task, scene) {
    const step = stepOf(task, scene)
    const correction = correctionOf(step)
    if (correction === null) return refuseEngine('correction-not-foreseen')
    const fault = askingFault(task, step, scene.state, scene.now) ?? missingFault(command, scene.place.variant)
    if (fault !== null) return fault
    const due = countAt(scene.now, scene.context).term(correction.duration, scene.now)
    if (isRefusal(due)) return due
    const askedId = scene.newIds[0]
    if (askedId === undefined) throw new Fault('Expected an id for what is asked but the command brought none')
    const { missing } = command
    return [
      completed(task, 'correction', scene),
      {
        kind: 'correctionAsked',
        askedId,
        stepId: step.id,
        missing,
        ...besides(command),
        due,
        stops: correction.clock !== 'running',
        ...(task.way && { way: task.way }),
        source: correction.source,
      },
    ]
  },
}

export function correctionOf(step: Step): Correction | null {
  return step.next.find(({ when }) => when === 'correction')?.correction ?? null
}

type AskingTask = {
  readonly outcomeTimes?: readonly { readonly outcome: TimedOutcome; readonly due: { readonly due: Instant }; readonly source: Source }[]
}

/** Why the applicant may not be asked at this task now: one list at a time, no more often than the act allows, within the time for it. */
export function askingFault(task: AskingTask, step: Step, state: CaseState, now: Instant): Refusal | null {
  const correction = correctionOf(step)
  if (correction === null) return refuseEngine('correction-not-foreseen')
  const { rounds = 1, source } = correction
  if (state.asked?.some(({ kind }) => kind === 'correction')) return refuseEngine('correction-open', { source })
  if ((state.corrections ?? 0) >= rounds) return refuseEngine('correction-used-up', { source, facts: { most: rounds } })
  const time = task.outcomeTimes?.find(({ outcome }) => outcome === 'correction')
  if (time === undefined || !isOver(time, now)) return null
  return refuseEngine('correction-asked-too-late', { source: time.source, facts: { at: { kind: 'instant', at: time.due.due } } })
}

function missingFault({ missing, ...written }: CommandOf<'askCorrection'>, variant: Variant): Refusal | null {
  if (missing.length === 0) return refuseEngine('missing-empty', { field: 'missing' })
  if (missing.length > MOST_MISSING) return refuseEngine('missing-too-many', { field: 'missing', facts: { most: MOST_MISSING } })
  const fields = variant.form.sections.flatMap((section) => section.fields).filter(isCorrectable)
  for (const item of missing) {
    const known = item.on === 'field' ? fields : variant.documents
    if (item.on !== 'other' && known.every(({ id }) => id !== item.id)) return refuseEngine('missing-unknown', { field: 'missing' })
    const fault = textFault(item.text, fieldOf(item), 'missing-text-empty')
    if (fault !== null) return fault
  }
  return textFault(listOf(missing), 'missing', null) ?? besidesFault(written)
}

/** Where the text of an item is typed. */
function fieldOf(item: MissingItem): string {
  return item.on === 'other' ? 'other' : `${item.on}-${item.id}`
}

/** The applicant's answer. A second one finds nothing that is asked. */
export function giveCorrection(command: CommandOf<'giveCorrection'>, actor: Actor, scene: Scene): Bodies {
  if (actor.kind !== 'applicant') return refuseEngine('not-applicant')
  const asked = scene.state.asked?.find(({ id, kind }) => id === command.askedId && kind === 'correction')
  if (asked === undefined) return refuseEngine('correction-not-asked')
  const step = stepById(scene.place.procedure.steps, asked.stepId)
  const { source, duration } = correctionOf(step)!
  if (!isInTime(asked, duration, command.signatureSha256, scene))
    return refuseEngine('correction-too-late', { source, facts: { at: { kind: 'instant', at: asked.due } } })
  const decided = silenceFault(command.kind, scene)
  if (decided !== null) return decided
  const clock = clockResumed(asked, stoppedUntil(asked, command.signatureSha256, scene), scene)
  if (isRefusal(clock)) return clock
  const { askedId, requestSha256, signatureSha256 } = command
  const course = new Course(scene)
  course.add({ kind: 'correctionGiven', askedId, stepId: step.id, requestSha256, signatureSha256, clock, source })
  return course.follow(step, 'correction')
}

/**
 * By the timer, once: the time passed at `asked.due`, whenever the timer runs. Where an answer that does not count was waited for beyond it,
 * the clock of the case was stopped for so long.
 */
export function missCorrection(asked: AskedOfApplicant, scene: Scene): Bodies {
  const step = stepById(scene.place.procedure.steps, asked.stepId)
  const { ground, source } = correctionOf(step)!
  const clock = clockResumed(asked, asked.waitedUntil ?? asked.due, scene)
  if (isRefusal(clock)) return clock
  const { id: askedId, due: since, explanation } = asked
  const course = new Course(scene)
  course.add({ kind: 'correctionMissed', askedId, stepId: step.id, since, ground, explanation, ...besides(asked), clock, source })
  return course.follow(step, 'uncorrected')
}

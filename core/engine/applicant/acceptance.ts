// A request that is not taken in, by a ground of the list that is for that alone: written, set in type, signed by who refuses. Only the signature refuses.
import type { Refusal } from '@ruqsat/foundation'
import type { NonAcceptance } from '@ruqsat/law'
import type { StaffAction } from '../actions/action.ts'
import { stepOf } from '../actions/step-of.ts'
import { Course } from '../course.ts'
import { completed } from '../flow.ts'
import type { CaseState, CommandOf, Task } from '../model.ts'
import { isOver, outcomeTime } from '../outcome-times.ts'
import { refuseEngine } from '../refusals.ts'
import type { Scene } from '../scene.ts'
import { besides, besidesFault, textFault } from '../texts.ts'
import type { KeptNonAcceptance } from './model.ts'

/** What was written at an open task and is not signed yet; null where the task went another way since. */
export function pendingNonAcceptance({ nonAcceptance, tasks }: CaseState): KeptNonAcceptance | null {
  if (nonAcceptance === undefined || nonAcceptance.signed !== undefined) return null
  return tasks.some(({ id }) => id === nonAcceptance.taskId) ? nonAcceptance : null
}

/** Written again before it is signed, it takes the place of what was written before. */
export const refuseAcceptance: StaffAction<'refuseAcceptance'> = {
  command: 'refuseAcceptance',
  action: 'accept',
  decide({ groundIds, explanation, ...others }, task, scene) {
    const fault = refusableFault(task, scene) ?? groundsFault(groundIds, scene)
    if (fault !== null) return fault
    const text = textFault(explanation, 'explanation', 'acceptance-explanation-empty')
    if (text !== null) return text
    const other = besidesFault(others)
    if (other !== null) return other
    const written = { groundIds, explanation, ...besides(others) }
    return [{ kind: 'nonAcceptanceWritten', taskId: task.id, stepId: task.stepId, ...written, source: listOf(scene).source }]
  },
}

export const prepareNonAcceptance: StaffAction<'prepareNonAcceptance'> = {
  command: 'prepareNonAcceptance',
  action: 'accept',
  decide({ paper }, task, scene) {
    const fault = refusableFault(task, scene) ?? writtenFault(task, scene)
    if (fault !== null) return fault
    return [{ kind: 'nonAcceptancePrepared', taskId: task.id, stepId: task.stepId, paper, source: listOf(scene).source }]
  },
}

/** Exactly the paper that was prepared last. The host has verified the signature. With it the case ends. */
export const signNonAcceptance: StaffAction<'signNonAcceptance'> = {
  command: 'signNonAcceptance',
  action: 'accept',
  decide({ signed }, task, scene) {
    const fault = refusableFault(task, scene) ?? writtenFault(task, scene)
    if (fault !== null) return fault
    const { paper, groundIds, explanation } = scene.state.nonAcceptance!
    if (paper?.documentId !== signed.documentId) return refuseEngine('document-not-prepared')
    const { source } = listOf(scene)
    const course = new Course(scene)
    course.add(
      completed(task, 'notAccepted', scene),
      { kind: 'nonAcceptanceSigned', taskId: task.id, stepId: task.stepId, document: signed, source },
      { kind: 'acceptanceRefused', groundIds, explanation, source },
    )
    course.close()
    course.add({ kind: 'caseEnded', how: 'notAccepted', source })
    return course.bodies
  },
}

/** Whether the act foresees it at this step, and its time is not over; asked at each step of it, because it is refused by the last. */
function refusableFault(task: Task, scene: Scene): Refusal | null {
  const { nonAcceptance } = scene.place.variant
  if (nonAcceptance === undefined || !stepOf(task, scene).next.some(({ when }) => when === 'notAccepted'))
    return refuseEngine('acceptance-not-refusable')
  const time = outcomeTime(task, 'notAccepted')
  if (time === null || !isOver(time, scene.now)) return null
  return refuseEngine('acceptance-refused-too-late', { source: time.source, facts: { at: { kind: 'instant', at: time.due.due } } })
}

function groundsFault(groundIds: CommandOf<'refuseAcceptance'>['groundIds'], scene: Scene): Refusal | null {
  const unknown = groundIds.find((id) => listOf(scene).grounds.every((ground) => ground.id !== id))
  if (unknown !== undefined) return refuseEngine('grounds-unknown', { field: 'groundIds', facts: { ground: unknown } })
  return groundIds.length === 0 ? refuseEngine('acceptance-grounds-missing', { field: 'groundIds' }) : null
}

function writtenFault(task: Task, { state }: Scene): Refusal | null {
  return pendingNonAcceptance(state)?.taskId === task.id ? null : refuseEngine('nothing-written')
}

/** Only after `refusableFault` found none. */
function listOf({ place }: Scene): NonAcceptance {
  return place.variant.nonAcceptance!
}

// A letter, a visit, an entry in a register, a question to another body. Nothing is decided here: the case goes on as the table says, by the
// written answer where the table asks for one.
import { Fault, isRefusal } from '@ruqsat/foundation'
import type { Step } from '@ruqsat/law'
import { pendingWork } from '../apply.ts'
import { complete, outcomeFor } from '../flow.ts'
import type { EventBody, KeptWork, Task, Work } from '../model.ts'
import { refuseEngine } from '../refusals.ts'
import type { Bodies, Scene } from '../scene.ts'
import { awaitedAfter } from '../works.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

/** Written again before its paper is signed, it takes the place of what was written before. */
export const writeWork: StaffAction<'writeWork'> = {
  command: 'writeWork',
  action: null,
  decide({ work, paper }, task, scene) {
    const step = stepOf(task, scene)
    const { writing } = step
    if (writing === undefined) return refuseEngine('wrong-action')
    if (awaitedAfter(step, pendingWork(scene.state, step.id)) === 'answer') return refuseEngine('question-sent')
    expectOutcome(work, step, step.action !== 'ask')
    const isPrinted = writing.paper !== undefined && writing.paper.signed !== true
    if (isPrinted !== (paper !== undefined)) throw new Fault(`Expected a paper of '${step.id}' exactly where it has one that nobody signs`)
    const written: EventBody = {
      kind: 'workWritten',
      taskId: task.id,
      stepId: step.id,
      work,
      ...(paper && { paper }),
      source: step.source,
    }
    return awaitedAfter(step, {}) === null ? done(written, work.outcome, task, scene) : [written]
  },
}

export const prepareWork: StaffAction<'prepareWork'> = {
  command: 'prepareWork',
  action: null,
  decide({ paper }, task, scene) {
    const step = stepOf(task, scene)
    const work = pendingWork(scene.state, step.id)
    if (work === null || awaitedAfter(step, work) !== 'signature') return refuseEngine('nothing-written')
    return [{ kind: 'workPrepared', taskId: task.id, stepId: step.id, paper, source: step.source }]
  },
}

/** Exactly the paper that was prepared last. The host has verified the signature. */
export const signWork: StaffAction<'signWork'> = {
  command: 'signWork',
  action: null,
  decide({ signed }, task, scene) {
    const step = stepOf(task, scene)
    const work = pendingWork(scene.state, step.id)
    if (work === null || awaitedAfter(step, work) !== 'signature') return refuseEngine('nothing-written')
    if (work.paper?.documentId !== signed.documentId) return refuseEngine('document-not-prepared')
    const event: EventBody = { kind: 'workSigned', taskId: task.id, stepId: step.id, document: signed, source: step.source }
    return step.action === 'ask' ? [event] : done(event, work.outcome, task, scene)
  },
}

export const answerWork: StaffAction<'answerWork'> = {
  command: 'answerWork',
  action: 'ask',
  decide({ work }, task, scene) {
    const step = stepOf(task, scene)
    const asked = pendingWork(scene.state, step.id)
    if (asked === null || awaitedAfter(step, asked) !== 'answer') return refuseEngine('nothing-asked')
    expectOutcome(work, step, true)
    return done({ kind: 'workAnswered', taskId: task.id, stepId: step.id, work, source: step.source }, work.outcome, task, scene)
  },
}

function expectOutcome({ outcome }: Work, { id, writing }: Step, isLast: boolean): void {
  if ((isLast && writing?.decides !== undefined) !== (outcome !== null))
    throw new Fault(`Expected an outcome of '${id}' exactly where its table asks for one`)
}

function done(event: EventBody, outcome: KeptWork['outcome'], task: Task, scene: Scene): Bodies {
  const step = stepOf(task, scene)
  const following = complete({ task, outcome: outcome === null ? 'done' : outcomeFor(step, outcome) }, scene)
  return isRefusal(following) ? following : [event, ...following]
}

// Work that decides nothing (a letter, a visit, an entry, a question): what of it is done and what is still to come.
import type { Step } from '@ruqsat/law'
import { pendingWork } from './apply.ts'
import type { CaseState, KeptWork } from './model.ts'

/** What the step waits for: what is to be written, the signature under its paper, or what comes back from the body that was asked. */
export type Awaited = 'writing' | 'signature' | 'answer'

export function awaited(step: Step, state: CaseState): Awaited {
  return awaitedAfter(step, pendingWork(state, step.id)) ?? 'writing'
}

/** Null: the step is done with this. */
export function awaitedAfter({ action, writing }: Step, work: Pick<KeptWork, 'signed'> | null): Awaited | null {
  if (work === null) return 'writing'
  if (writing?.paper?.signed === true && work.signed === undefined) return 'signature'
  return action === 'ask' ? 'answer' : null
}

/** What was written and is finished, in the order in which it was begun. */
export function worksDone({ works = [], doneTasks }: CaseState): readonly KeptWork[] {
  return works.filter(({ taskId }) => doneTasks.some(({ id, withdrawn }) => id === taskId && withdrawn === undefined))
}

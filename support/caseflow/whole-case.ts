// Cases that are written at once with everything that happened in them: a population. Hashes, work lists and timers are those of a case that
// went step by step.
import { emptyCase, nextLook, projection, type CaseEvent, type CaseState, type DecideContext } from '@ruqsat/engine'
import type { Instant, Json } from '@ruqsat/foundation'
import { taskRow } from './caseflow.ts'
import { sha256 } from './checkpoint.ts'
import { sentStep, type SentStep } from './store/sent-step.ts'
import type { NumberOrder, PartyRow } from './store/model.ts'

/** Stands for every signature and every signed file of such a case: nobody has it mistaken for one. */
export const UNSIGNED = 'This case was made by npx ruqsat sandbox populate. Nobody signed anything in it.'
export const UNSIGNED_SHA256 = sha256(UNSIGNED)

export type WholeCase = {
  readonly caseId: string
  readonly events: readonly CaseEvent[]
  readonly after: CaseState
  readonly party: PartyRow
  readonly host: Json
  readonly numbers: readonly NumberOrder[]
}

/** The rows of a case that is new; nobody is informed of what happened in it. Another thread may make them. */
export function wholeSent({ caseId, events, after, party, host, numbers }: WholeCase, context: DecideContext): SentStep {
  const { tasks, timers } = projection(emptyCase, events, after, (task) => nextLook(task, context))
  return sentStep({
    authority: after.opening!.authority,
    caseId,
    expectedVersion: 0,
    watchedOffsetMs: null,
    at: after.openedAt as Instant,
    events,
    after,
    tasks: tasks.map((task) => taskRow(task, context.edition)),
    closedTasks: [],
    timers,
    stoppedTimers: [],
    outbox: [],
    numbers,
    party,
    host,
  })
}

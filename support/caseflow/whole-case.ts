// Cases that are written at once with everything that happened in them: a population. By the same function of the database as every step, so
// that hashes, work lists and timers are those of a case that went step by step.
import type { Sql } from '@ruqsat/database'
import { emptyCase, nextLook, projection, type CaseEvent, type CaseState, type DecideContext } from '@ruqsat/engine'
import type { Instant, Json } from '@ruqsat/foundation'
import { taskRow } from './caseflow.ts'
import { commitSteps } from './store/commit-step.ts'
import type { CaseStep, Committed, NumberOrder, PartyRow } from './store/model.ts'

export type WholeCase = {
  readonly caseId: string
  readonly events: readonly CaseEvent[]
  readonly after: CaseState
  readonly party: PartyRow
  readonly host: Json
  readonly numbers: readonly NumberOrder[]
}

/** The rows of a case that is new; nobody is informed of what happened in it. */
export function wholeStep({ caseId, events, after, party, host, numbers }: WholeCase, context: DecideContext): CaseStep {
  const { tasks, timers } = projection(emptyCase, events, after, (task) => nextLook(task, context))
  return {
    authority: after.opening!.authority,
    caseId,
    expectedVersion: 0,
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
  }
}

/** All in one transaction and one call; a case that is there already changes nothing and takes no number. Answers in their order. */
export function commitWhole(sql: Sql, schema: string, steps: readonly CaseStep[]): Promise<readonly Committed[]> {
  return commitSteps(sql, schema, steps)
}

import { isRefusal, wordsOf } from '@ruqsat/foundation'
import type { Sql, TechnicalClock } from '@ruqsat/database'
import { forEachClaimed } from '@ruqsat/jobs'
import type { CaseflowCore } from './caseflow.ts'
import { passIncident, reportIncident } from './store/incidents.ts'
import { claimTimers, moveTimer, removeTimer, type DueTimer } from './store/timers.ts'

const LEASE_MS = 60_000
const AT_ONCE = 20

export type TimerDeps = {
  readonly sql: Sql
  readonly schema: string
  readonly technicalClock: TechnicalClock
  readonly core: CaseflowCore
  readonly onFault: (error: unknown) => void
}

/**
 * Marks what is late by legal time; answers how many timers were looked at. A timer is a row: a crash leaves it, its lease runs out, and the
 * next run takes it. Marking twice does nothing. One case that cannot be marked does not hold up the others.
 */
export function runTimers(deps: TimerDeps): Promise<number> {
  return forEachClaimed(
    { technicalClock: deps.technicalClock, leaseMs: LEASE_MS, atOnce: AT_ONCE },
    (claim) => claimTimers(deps.sql, deps.schema, claim),
    (timer) => fire(timer, deps).catch((error: unknown) => failed(timer, error, FAULTS_BEFORE_A_PERSON, deps)),
  )
}

/** A timer comes again each minute: what fails so often is no broken connection. */
const FAULTS_BEFORE_A_PERSON = 3

const incidentOf = ({ authority, caseId, taskId }: DueTimer) => ({ authority, caseId, kind: 'timer', subject: taskId }) as const

/** A fault is retried; where it stays, or the law has no table for the case, a person sees it. */
async function failed(
  timer: DueTimer,
  error: unknown,
  shownAfter: number,
  { sql, schema, technicalClock, onFault }: TimerDeps,
): Promise<void> {
  onFault(error)
  const at = technicalClock.now()
  await reportIncident(sql, schema, { ...incidentOf(timer), neighbour: 'clock', error, at, shownAfter }).catch(onFault)
}

async function fire(timer: DueTimer, deps: TimerDeps): Promise<void> {
  const answer = await deps.core.step({
    caseId: timer.caseId,
    actor: { kind: 'system', id: 'timer' },
    plan: () => ({ command: { kind: 'markLate', taskId: timer.taskId } }),
  })
  // The commit of a mark moves or removes the timer itself. A refusal names a table that is missing: the timer stays until there is one.
  if (isRefusal(answer)) return failed(timer, wordsOf(answer).text.en, 1, deps)
  await passIncident(deps.sql, deps.schema, incidentOf(timer), deps.technicalClock.now())
  if (answer.events.length > 0) return
  const next = deps.core.nextLook(answer.state, timer.taskId)
  // A reminder that the installation has no more: the due date is still to come.
  if (next !== null && next > answer.now) await moveTimer(deps.sql, deps.schema, timer, next)
  else await removeTimer(deps.sql, deps.schema, timer)
}

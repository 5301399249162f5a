import { canonicalJson, type Instant } from '@ruqsat/foundation'
import type { CaseState } from '@ruqsat/engine'
import { partyWords } from './party-words.ts'
import type { CaseStep } from './model.ts'

/** A step as it is sent: texts that are written as they are, and rows. It survives a structured copy to another thread. */
export type SentStep = {
  readonly authority: string
  readonly caseId: string
  readonly expected: number
  readonly at: Instant
  readonly watchedOffsetMs: number | null
  /** Canonical, one a line: canonical JSON holds no raw line break. */
  readonly events: string
  readonly state: string
  readonly step: ReturnType<typeof rowsOf>
}

export function sentStep(step: CaseStep): SentStep {
  const { opening, openedAt, totalIsSum, ...changing } = step.after
  return {
    authority: step.authority,
    caseId: step.caseId,
    expected: step.expectedVersion,
    at: step.at,
    watchedOffsetMs: step.watchedOffsetMs,
    events: step.events.map(canonicalJson).join('\n'),
    state: JSON.stringify(changing),
    step: rowsOf(step, { opening, openedAt, totalIsSum }),
  }
}

/** What registration settled for good and no later event touches. */
type Fixed = Pick<CaseState, 'opening' | 'openedAt' | 'totalIsSum'>

/** Only what is there is sent, so that a step without timers or numbers costs no statement for them. */
function rowsOf(step: CaseStep, fixed: Fixed) {
  const { after } = step
  return {
    status: after.status,
    requestNumber: after.opening?.requestNumber ?? null,
    ...(step.expectedVersion === 0 && {
      regulation: after.opening!.regulation,
      editionHash: after.opening!.editionHash,
      variant: after.opening!.variant,
      applicantRef: after.opening!.applicantRef,
      fixed,
    }),
    ...(step.tasks.length > 0 && { tasks: step.tasks }),
    ...(step.closedTasks.length > 0 && { closedTasks: step.closedTasks }),
    ...(step.timers.length > 0 && { timers: step.timers }),
    ...(step.stoppedTimers.length > 0 && { stoppedTimers: step.stoppedTimers }),
    ...(step.outbox.length > 0 && { outbox: step.outbox }),
    ...(step.numbers.length > 0 && { numbers: step.numbers }),
    ...(step.party !== null && { party: { ...step.party, words: partyWords(step.party.data) } }),
    ...(step.host !== null && { host: step.host }),
  }
}

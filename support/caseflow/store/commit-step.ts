import { canonicalJson, type Instant } from '@ruqsat/foundation'
import type { AnySql } from '@ruqsat/database'
import type { CaseState } from '@ruqsat/engine'
import { partyWords } from './party-words.ts'
import type { Committed, CaseStep } from './model.ts'

/** One call, one transaction: see `commit_step` in the migrations. */
export function commitStep(sql: AnySql, schema: string, step: CaseStep): Promise<Committed> {
  return commitSent(sql, schema, sentStep(step))
}

/** The same of a step that somebody else made. */
export async function commitSent(sql: AnySql, schema: string, sent: SentStep): Promise<Committed> {
  const [row] = await sql<{ answer: Committed }[]>`
    select ${sql(schema)}.commit_step(${sent.authority}::text, ${sent.caseId}::text, ${sent.expected}::int, ${sent.at}::timestamptz,
      ${sent.events}::text, ${sent.state}::text, ${sql.json(sent.step as never)}::jsonb) as answer`
  return row!.answer
}

/** A step as it is sent: texts that are written as they are, and rows. It survives a structured copy to another thread. */
export type SentStep = {
  readonly authority: string
  readonly caseId: string
  readonly expected: number
  readonly at: Instant
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

import { canonicalJson } from '@ruqsat/foundation'
import type { AnySql } from '@ruqsat/database'
import type { CaseState } from '@ruqsat/engine'
import { partyWords } from './party-words.ts'
import type { Committed, CaseStep } from './model.ts'

/** One call, one transaction: see `commit_step` in the migrations. Canonical JSON holds no raw line break, so lines part the events. */
export async function commitStep(sql: AnySql, schema: string, step: CaseStep): Promise<Committed> {
  const { opening, openedAt, totalIsSum, ...changing } = step.after
  const fixed = { opening, openedAt, totalIsSum }
  const [row] = await sql<{ answer: Committed }[]>`
    select ${sql(schema)}.commit_step(${step.authority}::text, ${step.caseId}::text, ${step.expectedVersion}::int, ${step.at}::timestamptz,
      ${step.events.map(canonicalJson).join('\n')}::text, ${JSON.stringify(changing)}::text, ${sql.json(rowsOf(step, fixed))}::jsonb) as answer`
  return row!.answer
}

/** Many steps of different cases in one call and one transaction, in their order. */
export async function commitSteps(sql: AnySql, schema: string, steps: readonly CaseStep[]): Promise<readonly Committed[]> {
  const sent = steps.map((step) => {
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
  })
  const rows = await sql<{ answer: Committed }[]>`
    select ${sql(schema)}.commit_step(s.authority, s."caseId", s.expected, s.at, s.events, s.state, s.step) as answer
    from jsonb_to_recordset(${sql.json(sent as never)}::jsonb) as s(authority text, "caseId" text, expected int, at timestamptz, events text, state text, step jsonb)`
  return rows.map(({ answer }) => answer)
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

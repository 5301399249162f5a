import { instantFromMs } from '@ruqsat/foundation'
import type { AnySql } from '@ruqsat/database'
import type { SentStep } from './sent-step.ts'
import type { Committed } from './model.ts'

type Answer = {
  /** Legal time in milliseconds since 1970. */
  readonly now: number
  readonly offset: number
  /** The steps that were committed, by their place from 1, and the version that each made. */
  readonly places: readonly number[]
  readonly versions: readonly number[]
  readonly numbers: Readonly<Record<string, string>>
}

/**
 * Steps of different cases in one call: see `commit_steps` in the migrations. Answers in the order of the steps. A case that another
 * transaction holds is waited for where `isPatient`, else its step answers `conflict`.
 */
export async function commitSteps(
  sql: AnySql,
  schema: string,
  steps: readonly SentStep[],
  isPatient: boolean,
): Promise<readonly Committed[]> {
  const [row] = await sql<{ answer: Answer }[]>`
    select ${sql(schema)}.commit_steps(${steps.map(({ events }) => events).join('\n\n')}::text, ${steps.map(({ state }) => state).join('\n')}::text,
      ${sql.json(steps.map(headOf))}::jsonb, ${sql.json(listsOf(steps) as never)}::jsonb, ${isPatient}::boolean) as answer`
  return committedOf(steps.length, row!.answer)
}

function headOf({ authority, caseId, expected, at, watchedOffsetMs, step }: SentStep, place: number) {
  return { n: place + 1, authority, caseId, expected, at, offset: watchedOffsetMs, status: step.status }
}

/** Rows of one kind of all steps, each with the place of its step; a kind that no step has is left out and costs no statement. */
function listsOf(steps: readonly SentStep[]): Readonly<Record<string, readonly object[]>> {
  const lists: Record<string, object[]> = {}
  const add = (name: string, n: number, row: object) => void (lists[name] ??= []).push({ n, ...row })
  for (const [place, { step, expected }] of steps.entries()) {
    const n = place + 1
    if (expected === 0) {
      const { regulation, editionHash, variant, applicantRef, requestNumber, fixed } = step
      add('openings', n, { regulation, editionHash, variant, applicantRef, requestNumber, fixed })
    }
    for (const task of step.tasks ?? []) add('tasks', n, task)
    for (const taskId of step.closedTasks ?? []) add('closedTasks', n, { taskId })
    for (const timer of step.timers ?? []) add('timers', n, timer)
    for (const taskId of step.stoppedTimers ?? []) add('stoppedTimers', n, { taskId })
    for (const message of step.outbox ?? []) add('outbox', n, message)
    for (const [at, order] of (step.numbers ?? []).entries()) add('numbers', n, { place: at, ...order })
    if (step.party !== undefined) add('parties', n, step.party)
    if (step.host !== undefined) add('hosts', n, { host: step.host })
  }
  return lists
}

function committedOf(count: number, { now, offset, places, versions, numbers }: Answer): readonly Committed[] {
  const clock = { now: instantFromMs(now), offsetMs: offset }
  const answers: Committed[] = Array.from({ length: count }, () => ({ kind: 'conflict', clock }))
  for (const [index, place] of places.entries()) answers[place - 1] = { kind: 'committed', version: versions[index]!, numbers, clock }
  return answers
}

import { randomUUID } from 'node:crypto'
import type { StageAsked, StageSeen } from '@ruqsat/caseflow/host'
import { laterBy } from '@ruqsat/database'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { Contact } from './deps.ts'
import { refuseContact } from './refusals.ts'
import { beginAsking, endAsking } from './store/calls.ts'

/** Two answers of four digits are guessed in millions of attempts; nobody gets near with these. */
export const WRONG_ANSWERS = { most: 5, withinMs: 60 * 60_000 }

/**
 * Asks the hosts for a request and keeps in the log that it was asked and what was shown. The id of the call, or why nothing is shown:
 * answers that do not match, or that did not match too often.
 */
export async function askStage({ deps, technicalClock }: Contact, operatorId: string, asked: StageAsked): Promise<string | Refusal> {
  const { sql } = deps.database
  const call = { id: randomUUID(), operatorId, askedAt: await deps.legalClock.now(), countedAt: technicalClock.now() }
  const limit = { since: laterBy(technicalClock, -WRONG_ANSWERS.withinMs), most: WRONG_ANSWERS.most }
  const mayAsk = await sql.begin((tx) => beginAsking(tx, call, asked.requestNumber, limit))
  if (!mayAsk) return refuseContact('too-many-wrong', { field: 'number' })
  const answer = await firstThatKnows(deps.stages, asked)
  await endAsking(sql, call.id, isRefusal(answer) ? null : answer)
  return isRefusal(answer) ? { ...answer, field: 'number' } : call.id
}

async function firstThatKnows(stages: Contact['deps']['stages'], asked: StageAsked): Promise<StageSeen | Refusal> {
  let answer: StageSeen | Refusal = refuseContact('nobody-to-ask')
  for (const stage of stages) {
    answer = await stage.stageFor(asked)
    if (!isRefusal(answer)) return answer
  }
  return answer
}

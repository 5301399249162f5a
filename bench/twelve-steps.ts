// A procedure of twelve steps and its way through the engine, for measurements.
import { randomUUID } from 'node:crypto'
import { openCaseflow, type Caseflow, type PlannedCommand } from '@ruqsat/caseflow'
import { technicalClock, type LegalClock, type Sql } from '@ruqsat/database'
import { KITE_APPLICANT, KITE_EDITION, KITE_STAFF, KITE_TABLES, editionOf, kiteOpening } from '@ruqsat/engine/testing'
import type { Actor } from '@ruqsat/engine'
import { isRefusal } from '@ruqsat/foundation'
import type { Edition, Step } from '@ruqsat/law'

const APPROVALS = 6
/** Twelve steps, the opening and the preparation of the result. */
export const COMMITS = 14

/** accept, assign, examine, six approvals, conclude, sign, hand over: twelve rows, each with a time of the law. */
function twelveSteps(): Edition {
  const regulation = KITE_EDITION.regulation
  const issue = regulation.variants[0]!
  const [accept, assign, examine, approve, conclude, sign, handOver] = issue.procedure.steps as [Step, Step, Step, Step, Step, Step, Step]
  const approvals = Array.from({ length: APPROVALS }, (_, place) => ({
    ...approve,
    id: `A${place}`,
    next: [{ to: place + 1 < APPROVALS ? `A${place + 1}` : 'L5' }],
  }))
  const steps = [accept, assign, { ...examine, next: [{ to: 'A0' }] }, ...approvals, conclude, sign, handOver]
  return editionOf({ ...regulation, variants: [{ ...issue, procedure: { ...issue.procedure, steps } }] })
}

const edition = twelveSteps()

export function openTwelveSteps(sql: Sql, schema: string, legalClock: LegalClock): Caseflow {
  const editions = (hash: string) => (hash === edition.hash ? edition : null)
  return openCaseflow({ sql, schema, legalClock, technicalClock, editions, tables: KITE_TABLES, onOutbox: {} })
}

async function stepOf(
  caseflow: Caseflow,
  caseId: string,
  actor: Actor,
  command: (taskId: string) => PlannedCommand,
  isNew = false,
): Promise<void> {
  const answer = await caseflow.step({ caseId, actor, isNew, plan: ({ state }) => ({ command: command(state.tasks[0]?.id ?? '') }) })
  if (isRefusal(answer)) throw new Error(answer.code)
}

/** A case that waits for its first official. */
export function openInstance(caseflow: Caseflow, caseId: string): Promise<void> {
  return stepOf(
    caseflow,
    caseId,
    KITE_APPLICANT,
    () => ({ kind: 'open', opening: kiteOpening({ caseId, editionHash: edition.hash }) }),
    true,
  )
}

export async function runInstance(caseflow: Caseflow): Promise<void> {
  const caseId = randomUUID()
  const step = (actor: Actor, command: (taskId: string) => PlannedCommand) => stepOf(caseflow, caseId, actor, command)
  const draft = { decision: 'grant', groundIds: [], explanation: '' } as const
  await openInstance(caseflow, caseId)
  await step(KITE_STAFF.clerk, (taskId) => ({ kind: 'accept', taskId, journalNumber: '1' }))
  await step(KITE_STAFF.head, (taskId) => ({ kind: 'assign', taskId, officerId: 'oscar', instruction: '' }))
  await step(KITE_STAFF.officer, (taskId) => ({ kind: 'examine', taskId, draft }))
  for (let approval = 0; approval < APPROVALS; approval += 1)
    await step(KITE_STAFF.body, (taskId) => ({ kind: 'approve', taskId, opinion: 'agrees', reason: '' }))
  await step(KITE_STAFF.officer, (taskId) => ({ kind: 'conclude', taskId, draft }))
  await step(KITE_STAFF.head, (taskId) => ({
    kind: 'prepareResult',
    taskId,
    document: { documentId: 'd', documentKind: 'licence', number: caseId, sha256: 'd' },
  }))
  await step(KITE_STAFF.head, (taskId) => ({
    kind: 'signResult',
    taskId,
    signed: { documentId: 'd', sha256: 'e', signerCertificateSha256: 'f', signedAt: '2025-03-03T05:00:00.000Z' },
  }))
  await step(KITE_STAFF.clerk, (taskId) => ({ kind: 'handOver', taskId }))
}

export async function inFlight(count: number, width: number, work: () => Promise<void>): Promise<void> {
  let left = count
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (left-- > 0) await work()
    }),
  )
}

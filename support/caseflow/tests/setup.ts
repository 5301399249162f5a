import { generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto'
import { isRefusal } from '@ruqsat/foundation'
import { openLegalClock } from '@ruqsat/database'
import { openTestDatabase, standingTechnicalClock } from '@ruqsat/database/testing'
import { KITE_APPLICANT, KITE_EDITION, KITE_STAFF, KITE_TABLES, kiteOpening } from '@ruqsat/engine/testing'
import type { Actor } from '@ruqsat/engine'
import { migrateCaseflow, openCaseflow, type CaseflowDeps, type PlannedCommand } from '../index.ts'
import { failingStore, openStore } from '../testing.ts'

/** A hosting schema with the kite act, legal time on a Monday morning, and a technical clock that does not run. */
export async function openKiteTown(overrides: Partial<CaseflowDeps> = {}) {
  const database = await openTestDatabase('caseflow')
  const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: '2025-03-03T05:00:00.000Z' })
  const technicalClock = standingTechnicalClock('2026-11-22T10:00:00.000Z')
  await migrateCaseflow(database, 'town')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const outside: string[] = []
  const faults: unknown[] = []
  const store = failingStore(openStore(database.sql, 'town'))
  const caseflow = openCaseflow({
    sql: database.sql,
    schema: 'town',
    legalClock,
    technicalClock,
    editions: (hash) => (hash === KITE_EDITION.hash ? KITE_EDITION : null),
    tables: KITE_TABLES,
    onOutbox: { notice: async () => undefined },
    checkpoints: {
      everyMs: 60_000,
      sign: async (bytes) => sign(null, bytes, privateKey),
      verify: async (bytes, signature) => verify(null, bytes, publicKey, signature),
      append: async (line) => void outside.push(line),
    },
    onFault: (error) => faults.push(error),
    store,
    ...overrides,
  })

  const give = (caseId: string, command: PlannedCommand, actor: Actor) => caseflow.step({ caseId, actor, plan: () => ({ command }) })
  async function must(caseId: string, command: PlannedCommand, actor: Actor) {
    const answer = await give(caseId, command, actor)
    if (isRefusal(answer)) throw new Error(`${command.kind} was refused: ${answer.code}`)
    return answer.state
  }
  async function openCase(variant = 'issue', caseId: string = randomUUID()): Promise<string> {
    await must(caseId, { kind: 'open', opening: kiteOpening({ caseId, variant }) }, KITE_APPLICANT)
    return caseId
  }
  async function taskOf(caseId: string): Promise<string> {
    return (await caseflow.read(caseId))!.state.tasks[0]!.id
  }
  const accept = async (caseId: string, actor: Actor = KITE_STAFF.clerk) =>
    must(caseId, { kind: 'accept', taskId: await taskOf(caseId), journalNumber: 'J-1' }, actor)
  const close = async () => {
    await caseflow.stop()
    await database.drop()
  }
  return {
    database,
    sql: database.sql,
    legalClock,
    technicalClock,
    caseflow,
    store,
    outside,
    faults,
    give,
    must,
    openCase,
    taskOf,
    accept,
    close,
  }
}

export type KiteTown = Awaited<ReturnType<typeof openKiteTown>>

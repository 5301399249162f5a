// How many instances of a 12-step procedure a second: each step is loaded, decided with its statutory due date, and committed in one call with events,
// hash chain, work list, timer and outbox. One process, 16 in flight, synchronous_commit on. Compare only with others of the same run:
//   PGURL=postgres://… N=200 C=16 REPS=3 node bench/engine-steps.ts
import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, openLegalClock, technicalClock } from '@ruqsat/database'
import { startEmbeddedServer } from '@ruqsat/database/embedded'
import { KITE_APPLICANT, KITE_EDITION, KITE_STAFF, KITE_TABLES, editionOf, kiteOpening } from '@ruqsat/engine/testing'
import type { Actor } from '@ruqsat/engine'
import { isRefusal } from '@ruqsat/foundation'
import type { Edition, Step } from '@ruqsat/law'
import { cpuSecondsOf, parentOf } from './memory.ts'
import { migrateCaseflow, openCaseflow, type Caseflow, type PlannedCommand } from '@ruqsat/caseflow'

const INSTANCES = Number(process.env['N'] ?? 200)
const IN_FLIGHT = Number(process.env['C'] ?? 16)
const REPEATS = Number(process.env['REPS'] ?? 3)
const APPROVALS = 6
/** Twelve steps, the opening and the preparation of the result. */
const COMMITS = 14

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

async function runInstance(caseflow: Caseflow): Promise<void> {
  const caseId = randomUUID()
  const step = async (actor: Actor, command: (taskId: string) => PlannedCommand, isNew = false) => {
    const answer = await caseflow.step({ caseId, actor, isNew, plan: ({ state }) => ({ command: command(state.tasks[0]?.id ?? '') }) })
    if (isRefusal(answer)) throw new Error(answer.code)
  }
  const draft = { decision: 'grant', groundIds: [], explanation: '' } as const
  await step(KITE_APPLICANT, () => ({ kind: 'open', opening: kiteOpening({ caseId, editionHash: edition.hash }) }), true)
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

async function inFlight(count: number, width: number, work: () => Promise<void>): Promise<void> {
  let left = count
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (left-- > 0) await work()
    }),
  )
}

async function measure(url: string): Promise<void> {
  const database = await openDatabase({ url, maxConnections: IN_FLIGHT })
  try {
    const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: '2025-03-03T05:00:00.000Z' })
    await database.sql`drop schema if exists bench_steps cascade`
    await migrateCaseflow(database, 'bench_steps')
    const editions = (hash: string) => (hash === edition.hash ? edition : null)
    const caseflow = openCaseflow({
      sql: database.sql,
      schema: 'bench_steps',
      legalClock,
      technicalClock,
      editions,
      tables: KITE_TABLES,
      onOutbox: {},
    })
    await inFlight(IN_FLIGHT, IN_FLIGHT, () => runInstance(caseflow))
    const rates: number[] = []
    const [session] = await database.sql<{ pid: number }[]>`select pg_backend_pid() as pid`
    const postmaster = parentOf(session!.pid)
    const [own, server] = [process.cpuUsage(), cpuSecondsOf(postmaster)]
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      const start = performance.now()
      await inFlight(INSTANCES, IN_FLIGHT, () => runInstance(caseflow))
      rates.push(INSTANCES / ((performance.now() - start) / 1000))
    }
    const { user, system } = process.cpuUsage(own)
    const commits = REPEATS * INSTANCES * COMMITS
    const cpuUsPerStep = {
      own: Math.round((user + system) / commits),
      postgresql: Math.round(((cpuSecondsOf(postmaster) - server) * 1e6) / commits),
    }
    await caseflow.stop()
    rates.sort((one, other) => one - other)
    const median = rates[rates.length >> 1]!
    const round = (value: number) => Math.round(value * 10) / 10
    console.log(
      JSON.stringify({
        bench: 'engine-steps',
        instances: INSTANCES,
        inFlight: IN_FLIGHT,
        node: process.version,
        instancesPerSecond: round(median),
        commitsPerSecond: Math.round(median * COMMITS),
        cpuUsPerStep,
        range: [round(rates[0]!), round(rates.at(-1)!)],
      }),
    )
    await database.sql`drop schema bench_steps cascade`
  } finally {
    await database.close()
  }
}

const given = process.env['PGURL']
if (given !== undefined) await measure(given)
else {
  const folder = await mkdtemp(join(tmpdir(), 'ruqsat-bench-'))
  // As root the server runs as another user, who must be able to pass through.
  await chmod(folder, 0o711)
  const server = await startEmbeddedServer({ folder: join(folder, 'postgres') })
  try {
    await measure(server.url())
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

// How many instances of a 12-step procedure a second: each step is loaded, decided with its statutory due date, and committed in one call with events,
// hash chain, work list, timer and outbox. One process, 16 in flight, synchronous_commit on. Compare only with others of the same run:
//   PGURL=postgres://… N=200 C=16 REPS=3 node bench/engine-steps.ts
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, openLegalClock } from '@ruqsat/database'
import { startEmbeddedServer } from '@ruqsat/database/embedded'
import { cpuSecondsOf, parentOf } from './memory.ts'
import { COMMITS, inFlight, openTwelveSteps, runInstance } from './twelve-steps.ts'
import { migrateCaseflow } from '@ruqsat/caseflow'

const INSTANCES = Number(process.env['N'] ?? 200)
const IN_FLIGHT = Number(process.env['C'] ?? 16)
const REPEATS = Number(process.env['REPS'] ?? 3)
async function measure(url: string): Promise<void> {
  const database = await openDatabase({ url, maxConnections: IN_FLIGHT })
  try {
    const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: '2025-03-03T05:00:00.000Z' })
    await database.sql`drop schema if exists bench_steps cascade`
    await migrateCaseflow(database, 'bench_steps')
    const caseflow = openTwelveSteps(database.sql, 'bench_steps', legalClock)
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

// What a step costs where much is stored already, and what timers cost that are not due yet. One database with a schema for each size; the sizes
// take turns, so only their ratios count.
//   npm run bench -- growth [largest number of cases] [pending timers] [rounds]
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateCaseflow, type Caseflow, type StoredTaskQuery } from '@ruqsat/caseflow'
import { fillLists } from '@ruqsat/caseflow/testing'
import { openDatabase, openLegalClock, type Database, type LegalClock, type Sql } from '@ruqsat/database'
import { startEmbeddedServer } from '@ruqsat/database/embedded'
import { instantFromMs, msFromInstant } from '@ruqsat/foundation'
import { cpuSecondsOf, parentOf } from './memory.ts'
import { keepResult } from './results.ts'
import { COMMITS, inFlight, openInstance, openTwelveSteps, runInstance } from './twelve-steps.ts'

const USUAL_LARGEST = 100_000
const USUAL_TIMERS = 1_000_000
const USUAL_ROUNDS = 5
const SMALLEST = 1_000
const INSTANCES = 40
const IN_FLIGHT = 16
/** Cases whose task becomes due while the others' timers wait. */
const DUE = 1_000
/** From the smallest to the largest number of stored cases. */
const MOST_RATIO = 1.2
const NOW = '2025-03-03T05:00:00.000Z'
/** Behind every due date of the measured cases. */
const FAR = '2030-01-01T00:00:00Z'

type Size = {
  readonly cases: number
  readonly caseflow: Caseflow
  readonly stepUs: number[]
  readonly wallUs: number[]
  readonly listMs: number[]
}

export async function run(words: readonly string[]): Promise<boolean> {
  const [largest = USUAL_LARGEST, timers = USUAL_TIMERS, rounds = USUAL_ROUNDS] = words.map(Number)
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-bench-'))
  // As root the server runs as another user, who must be able to pass through.
  chmodSync(folder, 0o711)
  const server = await startEmbeddedServer({ folder: join(folder, 'postgres'), port: 'free' })
  const database = await openDatabase({ url: server.url(), maxConnections: IN_FLIGHT })
  try {
    const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: NOW })
    const sizes: Size[] = []
    for (let cases = SMALLEST; cases <= largest; cases *= 10) sizes.push(await filled(database, legalClock, cases))
    const postmaster = await postmasterOf(database.sql)
    for (let round = 0; round < rounds; round += 1) for (const size of sizes) await measure(size, postmaster)
    const firing = await fire(database, legalClock, sizes.at(-1)!, timers)
    return report(sizes, timers, firing)
  } finally {
    await database.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function filled(database: Database, legalClock: LegalClock, cases: number): Promise<Size> {
  const schema = `bench_${cases}`
  await migrateCaseflow(database, schema)
  await fillLists(database.sql, schema, cases)
  const caseflow = openTwelveSteps(database.sql, schema, legalClock)
  await inFlight(IN_FLIGHT, IN_FLIGHT, () => runInstance(caseflow))
  return { cases, caseflow, stepUs: [], wallUs: [], listMs: [] }
}

async function postmasterOf(sql: Sql): Promise<number> {
  const [session] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  return parentOf(session!.pid)
}

const LIST: StoredTaskQuery = { authority: 'kite-office', now: NOW, limit: 25, counts: [{}, { late: true }] }

/** Processor time of this process and of PostgreSQL, which other work on the machine changes least; and the time by the wall. */
async function measure({ caseflow, stepUs, wallUs, listMs }: Size, postmaster: number): Promise<void> {
  const [own, server, began] = [process.cpuUsage(), cpuSecondsOf(postmaster), performance.now()]
  await inFlight(INSTANCES, IN_FLIGHT, () => runInstance(caseflow))
  const { user, system } = process.cpuUsage(own)
  const steps = INSTANCES * COMMITS
  stepUs.push((user + system + (cpuSecondsOf(postmaster) - server) * 1e6) / steps)
  wallUs.push(((performance.now() - began) * 1_000) / steps)
  const asked = performance.now()
  await caseflow.listTasks(LIST)
  listMs.push(performance.now() - asked)
}

type Firing = {
  readonly fired: number
  readonly perSecond: number
  readonly twice: number
  readonly claimMs: number
  readonly processMiB: number
}

/** A thousand tasks become due at one instant while very many timers wait: each is marked once. */
async function fire({ sql }: Database, legalClock: LegalClock, { cases, caseflow }: Size, timers: number): Promise<Firing> {
  const schema = sql(`bench_${cases}`)
  await inFlight(DUE, IN_FLIGHT, () => openInstance(caseflow, randomUUID()))
  await sql`insert into ${schema}.timer (authority, case_id, task_id, due_at)
    select 'kite-office', 'c' || n, 't' || n, ${FAR}::timestamptz + n * interval '1 second' from generate_series(1, ${timers}::int) as n`
  await sql`analyze ${schema}.timer`
  const [due] = await sql<{ last: string }[]>`select max(due_at) as last from ${schema}.timer where due_at < ${FAR}::timestamptz`
  await legalClock.advance(instantFromMs(msFromInstant(due!.last) + 1_000), 'bench')
  const claimed = performance.now()
  let fired = await caseflow.runTimers()
  const claimMs = performance.now() - claimed
  const began = performance.now()
  for (let some = -1; some !== 0; fired += some) some = await caseflow.runTimers()
  const seconds = (performance.now() - began) / 1_000
  const [twice] = await sql<{ count: number }[]>`
    select count(*)::int as count from (select case_id from ${schema}.event where body->>'kind' = 'taskLate' group by case_id having count(*) > 1) as twice`
  return { fired, perSecond: fired / seconds, twice: twice!.count, claimMs, processMiB: process.memoryUsage.rss() / 2 ** 20 }
}

function report(sizes: readonly Size[], timers: number, firing: Firing): boolean {
  const rows = sizes.map(({ cases, stepUs, wallUs, listMs }) => ({
    cases,
    cpuUsPerStep: Math.round(median(stepUs)),
    wallUsPerStep: Math.round(median(wallUs)),
    listMs: Math.round(median(listMs) * 10) / 10,
  }))
  for (const { cases, cpuUsPerStep, wallUsPerStep, listMs } of rows)
    console.log(
      `${String(cases).padStart(9)} cases: ${cpuUsPerStep} µs of processor time a step (${wallUsPerStep} by the wall), a work list ${listMs} ms`,
    )
  const ratio = Math.round((rows.at(-1)!.cpuUsPerStep / rows[0]!.cpuUsPerStep) * 100) / 100
  const { fired, perSecond, twice, claimMs, processMiB } = firing
  console.log(`From end to end ${ratio} times (at most ${MOST_RATIO}).`)
  console.log(
    `${timers} timers pending: ${fired} fired, ${perSecond.toFixed(0)} a second, ${twice} twice, the first claim with its marks ${claimMs.toFixed(0)} ms, process ${processMiB.toFixed(0)} MiB`,
  )
  keepResult('growth', {
    sizes: rows,
    ratio,
    timers: {
      pending: timers,
      fired,
      perSecond: Math.round(perSecond),
      twice,
      claimMs: Math.round(claimMs),
      processMiB: Math.round(processMiB),
    },
  })
  if (ratio > MOST_RATIO) console.log(`NOT MET: a step costs ${ratio} times as much among ${rows.at(-1)!.cases} cases`)
  if (twice > 0 || fired < DUE) console.log(`NOT MET: ${fired} of ${DUE} timers fired, ${twice} twice`)
  return ratio <= MOST_RATIO && twice === 0 && fired >= DUE
}

function median(all: readonly number[]): number {
  const sorted = all.toSorted((one, other) => one - other)
  return sorted[sorted.length >> 1]!
}

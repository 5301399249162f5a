// The power goes off again and again while people apply and officials work: kill -9 of the process, of PostgreSQL, of both, at random instants
// and at each commit point. It goes on every time, and at the end nothing is lost and nothing is there twice.
// The seed is printed; CRASH_SEED=… repeats the choices, CRASH_KILLS=… makes it longer.
// At the end faults are planted, one after the other: a check that does not find them proves nothing.
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openDatabase, openLegalClock, technicalClock, type Database } from '@ruqsat/database'
import { startEmbeddedServer, type EmbeddedServer } from '@ruqsat/database/embedded'
import { openSecrets, readRunning } from '@ruqsat/installation'
import { type SignedPackage, startTrust } from '@ruqsat/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { addTriggers, COMMIT_POINTS, DURING, killAt, type Side } from './commit-points.ts'
import { findBroken } from './invariants.ts'
import { Journeys } from './journeys.ts'
import { Power, type Cut, type Victim } from './power.ts'
import { randomFrom, type SeededRandom } from '@ruqsat/foundation/testing'

const SEED = Number(process.env['CRASH_SEED'] ?? Math.floor(performance.timeOrigin) % 1_000_000)
/** One life of the house at most: longer than an application's longest request, short enough for many. */
const LONGEST_LIFE_MS = 1_800
/** A commit point that nobody reaches in this time is not on the way of these journeys. */
const POINT_WITHIN_MS = 120_000
const ACT = '2014-aktobe-120-grain'
const PEOPLE = ['aigerim', 'daulet', 'marat'] as const
const SETTLED_WITHIN_MS = 180_000
/** A test that is longer by so much for each kill beyond those of the short one. */
const TEST_TIMEOUT_MS = 25 * 60_000
const KILL_TIMEOUT_MS = 20_000

let house: RunningHouse
let acts: string
let server: EmbeddedServer
let database: Database

beforeAll(async () => {
  acts = oneAct()
  house = await startHouse({ env: { RUQSAT_RATE_LIMITS: 'off', RUQSAT_REGULATIONS: acts } })
  await attach()
}, 300_000)
afterAll(async () => {
  await database?.close()
  server?.detach()
  await house?.stop()
  rmSync(acts, { recursive: true, force: true })
}, 60_000)

/** The act that the journeys walk, without the others: a start reads every package, and here are seventy starts. */
function oneAct(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-crash-acts-'))
  for (const name of [ACT, 'calendars'])
    cpSync(new URL(`../../regulations/${name}`, import.meta.url), join(folder, name), { recursive: true })
  return folder
}

/**
 * A look of our own into the database of the house; it never starts a server again that the house has to start itself. After a cut of the
 * whole machine the server is at another address.
 */
async function attach(): Promise<void> {
  await database?.close()
  server = await startEmbeddedServer({ folder: join(house.folder, 'postgres') })
  server.detach()
  database = await openDatabase({ url: server.url(), maxConnections: 4, applicationName: 'crash-test' })
}

/** So many faults at random instants, besides those at each commit point. */
export function survives(usualKills: number): void {
  const kills = Number(process.env['CRASH_KILLS'] ?? usualKills)
  test(
    'the power goes off at every commit point and at random instants, and nothing is lost or doubled',
    { timeout: TEST_TIMEOUT_MS + kills * KILL_TIMEOUT_MS },
    async () => {
      console.log(`crash: seed ${SEED}, ${kills} random faults, ${COMMIT_POINTS.length + DURING.length} kills at commit points`)
      const random = randomFrom(SEED)
      const power = new Power(house, async (statement) => {
        await attach()
        await database.sql.unsafe(statement)
      })
      await addTriggers(database.sql)
      const journeys = new Journeys(await openSandbox(house.origin, { isFailureNoAnswer: true }), random)
      const lives = Promise.all(PEOPLE.map((person) => journeys.live(person)))
      const failed = lives.then(
        () => new Promise<never>(() => {}),
        (error: unknown) => Promise.reject(error),
      )
      await Promise.race([killAtPoints(power), failed])
      await Promise.race([killAtRandom(power, random, kills), failed])
      journeys.stop()
      await lives
      await attach()
      await settled()

      console.log(report(power.cuts, journeys.all.length))
      expect(power.cuts.length).toBeGreaterThanOrEqual(kills)
      expect(await findBroken(database.sql, journeys.all)).toEqual([])
      expect(await unverified(journeys)).toEqual([])
      expect(await auditSays()).toContain('WHOLE')
      await pagesTellTheSame(journeys)
      expect(await unseen(journeys)).toEqual([])
    },
  )
}

/** Faults as a broken house would leave them, each undone afterwards. */
const PLANTED: Readonly<Record<string, string>> = {
  'a request is lost': 'delete from licensing.request where ctid = (select ctid from licensing.request limit 1)',
  'an event is lost':
    "delete from licensing.event where ctid = (select ctid from licensing.event where body->>'kind' = 'taskCompleted' limit 1)",
  'a task was started twice':
    "insert into licensing.event select authority, case_id, 100000, at, body, hash from licensing.event where body->>'kind' = 'taskStarted' limit 1",
  'a number is given to nobody': 'update licensing.licence_series set last_serial = last_serial + 1',
  'a payment is gone': 'delete from payments.receipts where ctid = (select ctid from payments.receipts limit 1)',
  'a notice is never sent':
    "update messaging.messages set state = 'waiting', due_at = kept_at, sent_at = null where ctid = (select ctid from messaging.messages limit 1)",
  'a case hangs': "update licensing.case_file set status = 'open' where ctid = (select ctid from licensing.case_file limit 1)",
}

/** Planted faults that the checks do not find. */
async function unseen(journeys: Journeys): Promise<readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const [name, statement] of Object.entries(PLANTED))
    await database.sql
      .begin(async (tx) => {
        // Past the triggers and references that would not let it happen.
        await tx`set local session_replication_role = replica`
        await tx.unsafe(statement)
        found.set(name, await findBroken(tx, journeys.all))
        throw new Undone()
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error
      })
  return Object.keys(PLANTED).filter((name) => found.get(name)?.length === 0)
}

class Undone extends Error {}

async function killAtPoints(power: Power): Promise<void> {
  const plan = COMMIT_POINTS.flatMap((point) => [
    { point, side: 'after' as Side },
    ...(DURING.includes(point.name) ? [{ point, side: 'during' as Side }] : []),
  ])
  for (const { point, side } of plan) {
    let cut: Promise<void> | null = null
    const isReached = await killAt(
      database.sql,
      point,
      side,
      () => void (cut ??= power.cut('process', `${side} «${point.name}»`)),
      POINT_WITHIN_MS,
    )
    await cut
    expect(isReached, `Expected somebody to reach «${point.name}» within ${POINT_WITHIN_MS / 1000} s`).toBe(true)
  }
}

/** Mostly the process; PostgreSQL under it; what costs less than a start more often; now and then the whole machine. */
const VICTIMS: readonly Victim[] = [
  'process',
  'process',
  'process',
  'process',
  'process',
  'postgresql',
  'postgresql',
  'both',
  'connections',
  'connections',
  'connections',
  'stopped process',
  'stopped process',
  'clock',
]

async function killAtRandom(power: Power, random: SeededRandom, kills: number): Promise<void> {
  for (let kill = 1; kill <= kills; kill += 1) {
    const afterMs = random.whole(LONGEST_LIFE_MS)
    await sleep(afterMs)
    await power.cut(random.pick(VICTIMS), `after ${afterMs} ms`)
    if (kill % 10 === 0) console.log(`crash: ${kill} of ${kills} random faults; the house came back each time`)
  }
}

/**
 * Waits until everything that leaves has left. What a dead process had leased is free again at once: leases run on technical time, and
 * waiting for them proves nothing.
 */
async function settled(): Promise<void> {
  const { sql } = database
  const at = technicalClock.now()
  await sql`update licensing.outbox set next_attempt_at = ${at} where delivered_at is null`
  await sql`update messaging.messages set due_at = ${at} where state = 'waiting'`
  await sql`update payments.outbox set due_at = ${at} where delivered_at is null`
  await sql`update bank.callbacks set due_at = ${at} where delivered_at is null`
  const until = performance.now() + SETTLED_WITHIN_MS
  while (performance.now() < until) {
    const [row] = await sql<{ left: number }[]>`
      select (select count(*) from licensing.outbox where delivered_at is null and not is_stuck)
        + (select count(*) from messaging.messages where state = 'waiting') + (select count(*) from payments.outbox where delivered_at is null)
        + (select count(*) from bank.callbacks where delivered_at is null) as left`
    if (Number(row!.left) === 0) return
    await sleep(200)
  }
}

/** Every result and every signed request, judged by its own evidence as by somebody who does not trust us. */
async function unverified(journeys: Journeys): Promise<readonly string[]> {
  const clock = await openLegalClock(database, { mode: 'sandbox' })
  const { authority } = (await readRunning(house.folder))!.addresses
  const trust = await startTrust({ database, clock, secrets: openSecrets(house.folder), mode: 'sandbox', origin: authority! })
  const found: string[] = []
  for (const { marker, applicant, number, result } of journeys.all) {
    const files = { result: result!, request: await applicant.downloadPackage(number!) }
    for (const [what, bytes] of Object.entries(files)) {
      // What came with the request is asked about the time of receipt on our record; nobody's word but the signer's says it in the file.
      const at = what === 'request' ? (JSON.parse(bytes.toString('utf8')) as SignedPackage).receivedAt : undefined
      const report = await trust.verifyFile({ bytes, offline: what === 'request', ...(at !== undefined && { at }) })
      if (report.kind !== 'valid') found.push(`${what} of ${marker}: ${report.kind}: ${report.fault?.code}`)
    }
  }
  return found
}

/** As an auditor would: the command, on the state folder, while the house runs. */
async function auditSays(): Promise<string> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const args = ['--import', join(root, 'tools/loader.mjs'), join(root, 'cmd/ruqsat.ts'), 'audit', 'verify']
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: root,
    env: { ...process.env, RUQSAT_STATE: house.folder },
  }).catch((error: { stdout: string; stderr: string }) => ({ stdout: `${error.stdout}\n${error.stderr}` }))
  return stdout
}

const SHOWN_ON_A_PAGE = 10

/** What an applicant sees: each request of theirs in the cabinet, with its result. */
async function pagesTellTheSame(journeys: Journeys): Promise<void> {
  for (const person of PEOPLE) {
    const own = journeys.all.filter(({ applicant }) => applicant.persona.id === person)
    const cabinet = await own[0]!.applicant.browser.open(`${house.origin}/kk/cabinet`)
    const shown = cabinet.links(/\/cabinet\/requests\/[^/]+$/).map((link) => decodeURIComponent(link.pathname.split('/').at(-1)!))
    const numbers = own.map(({ number }) => number!)
    expect(shown.filter((number) => !numbers.includes(number))).toEqual([])
    // The cabinet has ten to a page: on a slow machine somebody has more.
    for (const number of numbers.filter((each) => !shown.includes(each)))
      expect((await own[0]!.applicant.request(number)).status, number).toBe(200)
    expect(shown.length).toBe(Math.min(numbers.length, SHOWN_ON_A_PAGE))
    expect(cabinet.links(/\/drafts\//)).toEqual([])
  }
}

function report(cuts: readonly Cut[], journeys: number): string {
  const byVictim = Object.entries(Object.groupBy(cuts, ({ victim }) => victim)).map(([victim, all]) => {
    const times = all!.map(({ recoveredMs }) => recoveredMs).toSorted((one, other) => one - other)
    return `${all!.length} of ${victim} (back after ${times[times.length >> 1]} ms, at worst ${times.at(-1)} ms)`
  })
  return `crash: ${cuts.length} faults: ${byVictim.join(', ')}; ${journeys} applications went all the way`
}

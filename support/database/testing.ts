// A fresh database for a test, on a PostgreSQL of the tests' own that is never the developer's.
//
// The server lives in one folder per checkout, starts at the first need and is shared by all test processes; the last
// vitest run that ends stops it (tools/vitest/global-setup.ts). A database's name carries the pid of its
// run, so that those of a killed run are dropped by a later one.
import { hash } from 'node:crypto'
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Instant, instantFromMs, msFromInstant } from '@ruqsat/foundation'
import { processIsAlive, withFileLock } from '@ruqsat/installation'
import { type Database, openDatabase, urlOfDatabase } from './connect.ts'
import { type EmbeddedServer, startEmbeddedServer, stopEmbeddedServer } from './embedded/server.ts'
import type { TechnicalClock } from './technical-clock.ts'

/** A clock for tests: it does not run until it is moved. */
export type StandingTechnicalClock = TechnicalClock & { set(instant: Instant): void; forwardMs(ms: number): void }

export function standingTechnicalClock(start: Instant): StandingTechnicalClock {
  let current = msFromInstant(start)
  return {
    now: () => instantFromMs(current),
    ms: () => current,
    set: (instant) => {
      current = msFromInstant(instant)
    },
    forwardMs: (ms) => {
      current += ms
    },
  }
}

export type TestDatabase = Database & {
  /** Closes the pool and drops the database. */
  drop(): Promise<void>
}

/** The run's id: the pid of the vitest process, handed to its workers; alone, our own. */
const RUN_VARIABLE = 'RUQSAT_TEST_RUN'
/** Small pools: many files run at once and PostgreSQL allows a hundred sessions. */
const TEST_POOL_SIZE = 5

const MEMORY_FOLDER = '/dev/shm'
const MEMORY_NEEDED_BYTES = 2 * 1024 ** 3

let server: Promise<EmbeddedServer> | null = null
let made = 0

/** Makes an empty database (20 to 100 ms) and opens it; `drop()` it in `afterAll`. */
export async function openTestDatabase(name = 'test', options: { readonly maxConnections?: number } = {}): Promise<TestDatabase> {
  const server = await testServer()
  const database = `${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 20)}_${runPid()}_${process.pid}_${++made}`
  await onPostgres(server, (admin) => admin.sql.unsafe(`create database "${database}" template template0 strategy file_copy`))
  const opened = await openDatabase({
    url: urlOfDatabase(server.url(), database),
    maxConnections: options.maxConnections ?? TEST_POOL_SIZE,
    applicationName: `ruqsat test ${name}`,
  })
  return {
    ...opened,
    drop: async () => {
      await opened.close()
      await onPostgres(server, (admin) => dropWithRoles(admin, database))
    },
  }
}

/** The tests' own server, started or attached to; crash tests take one of their own with `startEmbeddedServer`. */
export function testServer(): Promise<EmbeddedServer> {
  server ??= testServerFolder().then(startTestServer)
  server.catch(() => (server = null))
  return server
}

/** Called by the vitest run itself, first and last. Stops the server when no other run uses it. */
export function beginTestRun(): void {
  process.env[RUN_VARIABLE] = String(process.pid)
}

export async function endTestRun(): Promise<void> {
  const folder = await testServerFolder()
  await mkdir(join(folder, 'runs'), { recursive: true, mode: 0o711 })
  await withFileLock(join(folder, 'runs.lock'), async () => {
    await rm(join(folder, 'runs', String(process.pid)), { force: true })
    if ((await livingRuns(folder)).length === 0) await stopEmbeddedServer(folder)
  })
}

async function startTestServer(folder: string): Promise<EmbeddedServer> {
  await mkdir(join(folder, 'runs'), { recursive: true, mode: 0o711 })
  return withFileLock(join(folder, 'runs.lock'), async () => {
    await writeFile(join(folder, 'runs', String(runPid())), '')
    // fsync stays on, so that a lost commit would show; only the wait for the disk at each commit is spared.
    const settings = { synchronous_commit: 'off', shared_buffers: '64MB', max_wal_size: '512MB', checkpoint_timeout: '30min' }
    const server = await startEmbeddedServer({ folder, hasNoSync: true, settings })
    if (!server.isAttached) await dropLeftovers(server)
    return server
  })
}

/** Databases whose run is dead: it was killed before it could drop them. */
async function dropLeftovers(server: EmbeddedServer): Promise<void> {
  await onPostgres(server, async (admin) => {
    const rows = await admin.sql<{ datname: string }[]>`select datname from pg_database where datname ~ '_[0-9]+_[0-9]+_[0-9]+$'`
    for (const { datname } of rows) {
      const run = Number(/_(\d+)_\d+_\d+$/.exec(datname)![1])
      if (!processIsAlive(run)) await dropWithRoles(admin, datname)
    }
  })
}

/** Roles that were made for a database have its name before theirs. */
export async function dropWithRoles({ sql }: Pick<Database, 'sql'>, database: string): Promise<void> {
  await sql.unsafe(`drop database if exists "${database}" with (force)`)
  const roles = await sql<{ role: string }[]>`select rolname::text as role from pg_roles where starts_with(rolname, ${`${database}_`})`
  // An owner is there before the roles that it made, and may not go before them.
  for (const { role } of roles.toReversed()) await sql`drop role ${sql(role)}`
}

async function livingRuns(folder: string): Promise<string[]> {
  const runs = await readdir(join(folder, 'runs'))
  const dead = runs.filter((run) => !processIsAlive(Number(run)))
  await Promise.all(dead.map((run) => rm(join(folder, 'runs', run), { force: true })))
  return runs.filter((run) => !dead.includes(run))
}

/** One session per process for making and dropping; it ends by itself when it is idle, so that a script can end. */
const admins = new Map<string, Promise<Database>>()

async function onPostgres<T>(server: EmbeddedServer, work: (admin: Database) => Promise<T>): Promise<T> {
  const url = server.url()
  const admin = admins.get(url) ?? openDatabase({ url, maxConnections: 1, idleTimeoutSeconds: 1 })
  admins.set(url, admin)
  return work(await admin)
}

function runPid(): number {
  return Number(process.env[RUN_VARIABLE]) || process.pid
}

/** Memory where there is enough of it: a fresh database costs 20 ms there, 100 ms on a busy disk. */
async function testServerFolder(): Promise<string> {
  const chosen = process.env['RUQSAT_TEST_SERVER']
  if (chosen !== undefined) return chosen
  const checkout = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
  const mark = hash('sha256', checkout).slice(0, 12)
  return join((await hasRoomInMemory()) ? MEMORY_FOLDER : tmpdir(), `ruqsat-tests-${process.getuid?.() ?? 0}-${mark}`)
}

async function hasRoomInMemory(): Promise<boolean> {
  const facts = await statfs(MEMORY_FOLDER).catch(() => null)
  return facts !== null && facts.blocks * facts.bsize >= MEMORY_NEEDED_BYTES
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, chmod, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '@ruqsat/database'
import { type EmbeddedServer, startEmbeddedServer, stopEmbeddedServer } from '@ruqsat/database/embedded'
import { processesOf } from './processes.ts'

let folder: string
let server: EmbeddedServer
let database: Database
const events: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ruqsat-embedded-'))
  await chmod(folder, 0o711)
  server = await startEmbeddedServer({ folder, hasNoSync: true, port: 'free', onEvent: (event) => events.push(event.kind) })
  database = await openDatabase({ url: server.url() })
})
afterAll(async () => {
  await database.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

test('it sorts the same on every machine, syncs, and keeps no words of a query in its log', async () => {
  const [row] = await database.sql`
    select datlocprovider as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding,
      current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('log_min_error_statement') as statements
    from pg_database where datname = current_database()`
  expect(row).toEqual({ provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8', fsync: 'on', commit: 'on', statements: 'panic' })
})

test('nobody comes in without the password, by neither way, and its files are closed', async () => {
  const byTcp = (password: string) => `postgres://ruqsat:${password}@127.0.0.1:${server.port}/postgres`
  await expect(openDatabase({ url: byTcp('guess') })).rejects.toThrow('password authentication failed')
  await expect(openDatabase({ url: server.url().replace(/:[0-9a-f]{48}@/, ':guess@') })).rejects.toThrow('password authentication failed')
  const password = /:([0-9a-f]{48})@/.exec(server.url())![1]!
  const open = await openDatabase({ url: byTcp(password) })
  await open.close()
  expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700)
})

test('a second start attaches to the server that runs', async () => {
  const second = await startEmbeddedServer({ folder, port: 'free' })
  expect(second).toMatchObject({ isAttached: true, port: server.port, socketFolder: server.socketFolder })
  expect(second.pid()).toBe(server.pid())
  second.detach()
})

test('kill -9 of PostgreSQL: it is started again, committed rows are there, and the pool reconnects', async () => {
  await database.sql`create table public.kept (n int)`
  for (let round = 1; round <= 3; round++) {
    await database.sql`insert into public.kept values (${round})`
    const killed = server.pid()
    process.kill(killed, 'SIGKILL')
    await until(
      async () => server.pid() !== killed && (await database.sql`select count(*)::int as rows from public.kept`)[0]!['rows'] === round,
    )
  }
  expect(events).toEqual(['restarted', 'restarted', 'restarted'])
})

test('a pid file left behind by a dead server does not stop the next start', async () => {
  await server.stop()
  expect(await stopEmbeddedServer(folder)).toBe(false)
  server = await startEmbeddedServer({ folder, port: server.port })
  expect(server.isAttached).toBe(false)
  await until(async () => (await database.sql`select count(*)::int as rows from public.kept`)[0]!['rows'] === 3)
})

test('a killed server that nobody reaped keeps its number; the next start is not held up by it', async () => {
  await server.stop()
  const { holder, dead } = await makeUnreaped()
  try {
    await writeFile(join(folder, 'data', 'postmaster.pid'), `${dead}\n`)
    await writeFile(join(server.socketFolder, `.s.PGSQL.${server.port}.lock`), `${dead}\n`)
    server = await startEmbeddedServer({ folder, port: server.port })
    expect(server.isAttached).toBe(false)
  } finally {
    holder.kill('SIGKILL')
  }
})

test('what works on a data folder is known without its pid file', async () => {
  const all = await processesOf(join(folder, 'data'))
  expect(all.filter(({ isPostmaster }) => isPostmaster)).toEqual([{ pid: server.pid(), isPostmaster: true }])
  expect(all.length).toBeGreaterThan(1)
  expect(await processesOf(folder)).toEqual([])
})

/** A child that ended when its parent, a shell before, had become a program that never asks for exit codes. */
async function makeUnreaped(): Promise<{ holder: ChildProcess; dead: number }> {
  const holder = spawn('/bin/sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [said] = (await once(holder.stdout, 'data')) as [Buffer]
  const dead = Number(said.toString())
  await until(async () => /^[^)]*\) Z/.test(await readFile(`/proc/${dead}/stat`, 'utf8')))
  return { holder, dead }
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const isSo = await check().catch(() => false)
    if (isSo) return
    if (performance.now() > deadline) throw new Error('Expected it to become so within a minute but it did not')
    await sleep(50)
  }
}

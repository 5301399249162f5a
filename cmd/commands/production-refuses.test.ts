// What the sandbox can do to its republic nobody does to a production: not by its settings, and not by forgetting them.
import { rm } from 'node:fs/promises'
import { openDatabase, openLegalClock } from '@ruqsat/database'
import { testServer } from '@ruqsat/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roomSchemas } from './rooms.ts'
import { emptyState, ruqsat } from './testing.ts'

const name = `ruqsat_refuses_${process.pid}`
let url: string
let state: string

async function onDatabase<T>(address: string, work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url: address, maxConnections: 2 })
  return work(database).finally(() => database.close())
}

beforeAll(async () => {
  const server = await testServer()
  await onDatabase(server.url(), ({ sql }) => sql.unsafe(`create database ${name}`))
  url = server.url(name)
  state = await emptyState()
  await onDatabase(url, async (database) => {
    await openLegalClock(database, { mode: 'production' })
    for (const room of roomSchemas) await room.migrate(database)
  })
}, 60_000)
afterAll(async () => {
  await onDatabase((await testServer()).url(), ({ sql }) => sql.unsafe(`drop database if exists ${name} with (force)`))
  await rm(state, { recursive: true, force: true })
})

const everything = () =>
  onDatabase(url, async ({ sql }) => {
    const [clock] = await sql`select mode, offset_ms from legal_time.clock`
    const [tables] =
      await sql`select count(*)::int as count from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')`
    const [cases] = await sql`select count(*)::int as count from licensing.case_file`
    return { clock, tables, cases }
  })

describe.each([
  ['by the settings of production', () => ({ RUQSAT_MODE: 'production', DATABASE_URL: url, RUQSAT_STATE: state })],
  ['by somebody who forgot them, on its database', () => ({ DATABASE_URL: url, RUQSAT_STATE: state })],
])('%s', (_how, environment) => {
  test.each([
    ['faults', 'bank=down'],
    ['faults', '--script', 'bad-week'],
    ['time', '+4h'],
    ['populate', '--cases', '10', '--people', '10'],
    ['reset', '--yes'],
  ])('sandbox %s %s is refused, and nothing changes', async (...words) => {
    const before = await everything()
    const { code, err } = await ruqsat(['sandbox', ...words.filter((word) => word !== undefined)], environment())
    expect([code === 0, err]).toEqual([false, expect.stringMatching(/production/)])
    expect(await everything()).toEqual(before)
  })
})

test('verify where nothing is installed says that --root names what to trust', async () => {
  const empty = await emptyState()
  const { code, err } = await ruqsat(['verify', new URL(import.meta.url).pathname], { RUQSAT_STATE: empty })
  expect([code, err]).toEqual([70, expect.stringContaining('--root FILE')])
  await rm(empty, { recursive: true, force: true })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefusal } from '@ruqsat/foundation'
import { createServer } from 'node:net'
import { isUnavailable, openDatabase, openLegalClock, technicalClock, withoutPassword } from '@ruqsat/database'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('database')
})
afterAll(() => database.drop())

describe('what crosses the wire', () => {
  test('an instant is the same string on both sides, alone and in an array', async () => {
    const instant = '2014-10-01T04:30:00.250Z'
    const [row] =
      await database.sql`select ${instant}::timestamptz as one, array[${instant}::timestamptz] as many, '2014-10-01'::date as day`
    expect(row).toEqual({ one: instant, many: [instant], day: '2014-10-01' })
  })

  test('microseconds are cut so that an instant never lies in the future', async () => {
    const [row] = await database.sql`select '2014-10-01 04:30:00.999999Z'::timestamptz as cut, '2014-10-01 04:30:00Z'::timestamptz as whole`
    expect(row).toEqual({ cut: '2014-10-01T04:30:00.999Z', whole: '2014-10-01T04:30:00.000Z' })
  })

  test('legal time of a while ago is what the clock said then, whether or not it was moved since', async () => {
    const other = await openTestDatabase('ago')
    try {
      const clock = await openLegalClock(other, { startAt: '2014-10-01T04:30:00.000Z' })
      await clock.advance('2015-01-01T00:00:00.000Z', 'test')
      expect((await clock.ago(0)).slice(0, 10)).toBe('2015-01-01')
      expect((await clock.ago(60_000)).slice(0, 10)).toBe('2014-10-01')
    } finally {
      await other.drop()
    }
  })

  test('a local time handed over as an instant is a fault', async () => {
    await expect(database.sql`select ${'2014-10-01 04:30'}::timestamptz`).rejects.toThrow('Expected an instant')
  })

  test('int8 is a number while a number can hold it', async () => {
    const [row] = await database.sql`select 9007199254740991::int8 as most, ${4325000}::int8 as "feeTiyn"`
    expect(row).toEqual({ most: 9007199254740991, feeTiyn: 4325000 })
    await expect(database.sql`select 9007199254740992::int8`).rejects.toThrow('below 2^53')
  })

  test('json goes in and out as a value', async () => {
    const value = { kk: 'рұқсат', list: [1, null, true] }
    const [row] = await database.sql`select ${database.sql.json(value)}::jsonb as value`
    expect(row!['value']).toEqual(value)
  })
})

test('an absent server is a fault that names the place and not the password', async () => {
  await expect(openDatabase({ url: 'postgres://someone:secret@127.0.0.1:1/none' })).rejects.toThrow(/someone:\*\*\*@127\.0\.0\.1:1/)
  expect(withoutPassword('postgres://someone:secret@host/none')).not.toContain('secret')
})

describe('legal time', () => {
  test('starts at a chosen date, keeps one value per transaction, moves forward only, and records each move', async () => {
    const clock = await openLegalClock(database, { mode: 'sandbox', startAt: '2014-10-01T04:30:00.000Z' })
    const first = await clock.now()
    expect(first.slice(0, 16)).toBe('2014-10-01T04:30')

    await database.sql.begin(async (tx) => {
      const before = await clock.now(tx)
      expect(await clock.advance('2014-10-02T04:30:00.000Z', 'clerk')).toBe('2014-10-02T04:30:00.000Z')
      expect(await clock.now(tx)).toBe(before)
      const [row] = await tx`select legal_time.now() as now`
      expect(row!['now']).toBe(before)
    })
    expect((await clock.now()) >= '2014-10-02T04:30:00.000Z').toBe(true)

    const back = await clock.advance(first, 'clerk')
    expect(isRefusal(back) && back.code).toBe('legal-time.backwards')
    const strange = await clock.advance('tomorrow', 'clerk')
    expect(isRefusal(strange) && strange.code).toBe('legal-time.not-an-instant')
    const reading = await clock.read()
    expect(reading.moves).toHaveLength(1)
    expect(reading.moves[0]).toMatchObject({ actor: 'clerk', to: '2014-10-02T04:30:00.000Z' })
    expect(reading.offsetMs).toBeLessThan(0)
  })

  test('a later start keeps the time that was reached', async () => {
    const clock = await openLegalClock(database, { mode: 'sandbox', startAt: '2011-01-01T00:00:00.000Z' })
    expect((await clock.now()) >= '2014-10-02T04:30:00.000Z').toBe(true)
    await expect(openLegalClock(database, { mode: 'production' })).rejects.toThrow('made in sandbox mode')
  })

  test('production runs on the real date and refuses every move', async () => {
    const real = await openTestDatabase('production')
    try {
      const clock = await openLegalClock(real, { mode: 'production' })
      expect(Math.abs(Date.parse(await clock.now()) - technicalClock.ms())).toBeLessThan(5_000)
      const answer = await clock.advance('2090-01-01T00:00:00.000Z', 'head')
      expect(isRefusal(answer) && answer.code).toBe('legal-time.production')
      await expect(real.sql`update legal_time.clock set offset_ms = 1`).rejects.toThrow('check constraint')
      await expect(openLegalClock(real, { mode: 'production', startAt: '2014-10-01T04:30:00.000Z' })).rejects.toThrow('real date')
    } finally {
      await real.drop()
    }
  })
})

describe('a database that does not answer', () => {
  test('one that takes a connection and is silent is a fault that may pass', async () => {
    const server = createServer(() => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const opening = openDatabase({ url: `postgres://u:secret@127.0.0.1:${port}/x`, connectTimeoutSeconds: 1 })
    await expect(opening).rejects.toMatchObject({ retry: 'later', message: expect.not.stringContaining('secret') })
    server.close()
  })

  test('a statement and the wait for a lock have limits; both are told from a fault of ours', async () => {
    const limited = await openDatabase({ url: database.url, maxConnections: 2, limits: { statementMs: 300, lockMs: 100 } })
    await database.sql`create table public.locked (id int)`
    const slow = await limited.sql`select pg_sleep(30)`.catch((error: unknown) => error)
    expect([isUnavailable(slow), (slow as { code: string }).code]).toEqual([true, '57014'])
    await database.sql.begin(async (tx) => {
      await tx`lock table public.locked in access exclusive mode`
      const waiting = await limited.sql`select * from public.locked`.catch((error: unknown) => error)
      expect([isUnavailable(waiting), (waiting as { code: string }).code]).toEqual([true, '55P03'])
    })
    expect(isUnavailable(await limited.sql`select 1 / 0`.catch((error: unknown) => error))).toBe(false)
    await limited.close()
  })
})

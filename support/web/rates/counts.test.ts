import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { OwnCounts, openSharedCounts } from './counts.ts'

let database: TestDatabase
let nowMs = 1_000_000
const clock = { ms: () => nowMs, now: () => new Date(nowMs).toISOString() } as Parameters<typeof openSharedCounts>[2]
beforeAll(async () => {
  database = await openTestDatabase('rates')
})
afterAll(() => database.drop())

test('two processes count one visitor together, each window anew, and keep no address', async () => {
  const secret = Buffer.alloc(32, 1)
  const [one, other] = [await openSharedCounts(database, secret, clock), await openSharedCounts(database, secret, clock)]
  expect(await one.count('address 192.0.2.1', 60_000)).toEqual({ current: 1, ttl: 60_000 })
  nowMs += 10_000
  expect(await other.count('address 192.0.2.1', 60_000)).toEqual({ current: 2, ttl: 50_000 })
  expect(await other.count('address 192.0.2.2', 60_000)).toMatchObject({ current: 1 })
  nowMs += 50_000
  expect(await one.count('address 192.0.2.1', 60_000)).toEqual({ current: 1, ttl: 60_000 })
  expect(JSON.stringify(await database.sql`select * from site_rates.rate`)).not.toContain('192.0.2')
})

test('many at once are each counted', async () => {
  const counts = await openSharedCounts(database, Buffer.alloc(32, 1), clock)
  const seen = await Promise.all(Array.from({ length: 20 }, () => counts.count('account a', 60_000)))
  expect(seen.map(({ current }) => current).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, place) => place + 1))
})

test('while the shared counts are away a process counts alone', async () => {
  const counts = await openSharedCounts(database, Buffer.alloc(32, 1), clock)
  await database.sql`drop table site_rates.rate`
  expect(await counts.count('account b', 60_000)).toMatchObject({ current: 1 })
  expect(await counts.count('account b', 60_000)).toMatchObject({ current: 2 })
})

test('own counts hold so many visitors and no more', () => {
  const own = new OwnCounts(clock)
  for (let place = 0; place <= 50_000; place += 1) own.count(`address ${place}`, 60_000)
  expect(own.count('address 0', 60_000)).toMatchObject({ current: 1 })
  expect(own.count('address 50000', 60_000)).toMatchObject({ current: 2 })
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHighWater, SET_BACK_FROM_MS } from '../high-water.ts'
import { openKiteTown, type KiteTown } from './setup.ts'

let town: KiteTown
beforeEach(async () => {
  town = await openKiteTown()
})
afterEach(() => town.close())

/** As if somebody had set the machine's clock. */
const setClock = (seconds: number) => town.sql`update legal_time.clock set offset_ms = offset_ms + ${seconds * 1000}::bigint`
const events = async () => (await town.sql<{ count: number }[]>`select count(*)::int as count from town.event`)[0]!.count

test('a clock that was set back writes no event until it is where it was; then all goes on by itself', async () => {
  await town.openCase()
  const before = await events()
  await setClock(-3_600)
  await expect(town.openCase()).rejects.toThrow('no event is written')
  expect(await events()).toBe(before)
  // A reading of legal time is carried on for a moment (docs/decisions/0154).
  await expect.poll(async () => (await town.caseflow.health()).clockBehindMs).toBeGreaterThan(3_500_000)
  await setClock(3_600)
  await town.openCase()
  expect(await events()).toBeGreaterThan(before)
  await expect.poll(async () => (await town.caseflow.health()).clockBehindMs).toBe(0)
})

test('a correction by seconds stops nobody', async () => {
  await town.openCase()
  await setClock(-5)
  await town.openCase()
})

test('a process that starts after the clock was set back knows it by the last checkpoint', async () => {
  let asked = 0
  const kept = async () => {
    asked += 1
    if (asked === 1) throw new Error('the database is away')
    return '2025-03-03T05:00:00.000Z' as never
  }
  const mark = openHighWater(kept)
  const at = (ms: number) => new Date(Date.parse('2025-03-03T05:00:00.000Z') + ms).toISOString() as never
  await expect(mark.require(at(0))).rejects.toThrow('away')
  await expect(mark.require(at(-60_000))).rejects.toThrow('60 s behind')
  await mark.require(at(-SET_BACK_FROM_MS))
  expect(await mark.behindMs(at(-SET_BACK_FROM_MS - 1))).toBe(SET_BACK_FROM_MS + 1)
  mark.raise(at(60_000))
  expect(await mark.behindMs(at(0))).toBe(60_000)
  expect(asked).toBe(2)
})

test('a hundred events are sealed without waiting for the minute', async () => {
  const busy = await openKiteTown({ onOutbox: { notice: async () => undefined } })
  await busy.caseflow.start()
  try {
    await expect.poll(async () => (await busy.sql`select 1 from town.checkpoint`).length).toBe(0)
    while ((await busy.sql<{ count: number }[]>`select count(*)::int as count from town.event`)[0]!.count < 100) await busy.openCase()
    await expect.poll(async () => (await busy.sql`select 1 from town.checkpoint`).length).toBeGreaterThan(0)
  } finally {
    await busy.caseflow.stop()
    await busy.close()
  }
})

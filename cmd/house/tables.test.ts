import { openActs } from '@ruqsat/regulations/testing'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { watchTables } from './tables.ts'

const { editions, tables } = await openActs()
const grain = editions.find(({ regulation }) => regulation.id === 'grain')!.regulation
const vessel = editions.find(({ regulation }) => regulation.id === 'vessel')!.regulation

function watchAt(now: string, offered = [grain]) {
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  const clock = { now: async () => now } as Parameters<typeof watchTables>[2]
  return { lines, watch: watchTables(tables, offered, clock, log as Parameters<typeof watchTables>[3]) }
}

test('the operator hears of a table that ends, in the log at the start and where it is asked', async () => {
  const { lines, watch } = watchAt('2026-11-28T06:00:00.000Z')
  expect(watch.lastDay).toBe('2026-12-31')
  const [warning, ...more] = await watch.warnings()
  expect(warning!.en).toMatch(/kz-mci .*calendars\//)
  expect(more).toEqual([])
  watch.startWork()
  await watch.stop()
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 40, event: 'tables', msg: warning!.en })
})

test('who takes no fee is not bound by the index: only the calendar is watched', async () => {
  const free = { ...vessel, variants: vessel.variants.map((variant) => ({ ...variant, fee: null })) }
  const { watch } = watchAt('2026-11-28T06:00:00.000Z', [free])
  expect(watch.lastDay).toBe('2027-12-31')
  expect(await watch.warnings()).toEqual([])
})

test('while every table reaches far enough nothing is said', async () => {
  expect(await watchAt('2014-10-01T06:00:00.000Z').watch.warnings()).toEqual([])
})

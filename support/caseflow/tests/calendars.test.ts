// A holiday moved by a decree: open cases are counted again in batches, whatever dies between.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dueDateIn, inHistory } from '@ruqsat/engine'
import { KITE_DECREE } from '@ruqsat/engine/testing'
import type { NoticePayload } from '../index.ts'
import { openKiteTown, type KiteTown } from './setup.ts'

const MIDNIGHT = '2025-03-04T19:00:00.000Z'
let town: KiteTown
let told: string[]

beforeEach(async () => {
  told = []
  town = await openKiteTown({
    tables: KITE_DECREE.tables,
    onOutbox: { notice: async ({ payload }) => void told.push((payload as unknown as NoticePayload).notice.kind) },
  })
})
afterEach(() => town.close())

async function sweep(): Promise<number> {
  let changed = 0
  for (let runs = 0; runs < 10; runs += 1) changed += await town.caseflow.runCalendars()
  return changed
}

test('every open case once, in batches, by two processes too; closed ones and the record stay', async () => {
  const cases: string[] = []
  for (let made = 0; made < 45; made += 1) cases.push(await town.openCase())
  await town.sql`update town.case_file set status = 'granted' where case_id = ${cases[0]!}`
  expect(await sweep()).toBe(0)
  await town.legalClock.advance(MIDNIGHT, 'the decree')
  const [one, other] = await Promise.all([sweep(), sweep()])
  expect(one + other).toBe(44)
  expect(await sweep()).toBe(0)
  for (const caseId of cases.slice(1)) {
    const events = await town.caseflow.events({ authority: 'kite-office', caseId })
    expect(events.filter(({ kind }) => kind === 'termsRecounted')).toHaveLength(1)
  }
  expect((await town.caseflow.events({ authority: 'kite-office', caseId: cases[0]! })).at(-1)!.kind).toBe('taskStarted')
  const { total, opening } = (await town.caseflow.read(cases[1]!))!.state
  const events = await town.caseflow.events(opening!)
  expect(dueDateIn(inHistory(events), total!, { of: 'total' }).former!.due.due < total!.due).toBe(true)
  const report = await town.caseflow.audit()
  expect(report.faults.filter(({ caseId }) => caseId !== cases[0])).toEqual([])
  await town.caseflow.runOutbox()
}, 60_000)

test('killed before or after the commit, the case is counted once and everybody is told once', async () => {
  const caseId = await town.openCase()
  await town.legalClock.advance(MIDNIGHT, 'the decree')
  for (const mode of ['failAndNotPersist', 'failButPersist'] as const) {
    town.store.failNext(mode)
    await town.caseflow.runCalendars()
  }
  await sweep()
  expect(town.faults).toHaveLength(2)
  for (let runs = 0; runs < 3; runs += 1) await town.caseflow.runOutbox()
  expect(told).toEqual(['requestRegistered', 'termMoved'])
  expect((await town.caseflow.events({ authority: 'kite-office', caseId })).filter(({ kind }) => kind === 'termsRecounted')).toHaveLength(1)
})

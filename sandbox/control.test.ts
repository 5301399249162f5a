import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readScript } from './index.ts'
import { openWholeSandbox, type Press, pressOn, type WholeSandbox } from './testing.ts'

let database: TestDatabase
let whole: WholeSandbox
beforeAll(async () => {
  database = await openTestDatabase('control-room')
  whole = await openWholeSandbox(database)
})
afterAll(async () => {
  await whole?.close()
  await database?.drop()
})
const press: Press = (...asked) => pressOn(whole)(...asked)

test('makes a neighbour slow by any length, and says what is wrong with one that is none', async () => {
  const slow = await press('/kk/sandbox/switches', { registers: 'slow', 'registers-seconds': '42', bank: 'ok', 'bank-seconds': '7' })
  expect(slow.status).toBe(303)
  expect(await whole.switches.read('registers')).toEqual({ slowMs: 42_000 })
  expect(await whole.switches.read('bank')).toBe('ok')
  const wrong = await press('/kk/sandbox/switches', { registers: 'slow', 'registers-seconds': 'көп', messaging: 'down' })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('href="#field-registers-seconds"')
  expect(wrong.body).toContain('value="көп"')
  expect(await whole.switches.read('messaging')).toBe('ok')
  await press('/kk/sandbox/switches', { registers: 'ok' })
})

test('plans a bad week in legal time: a neighbour fails in its hours and comes back, and a switch by hand goes before it', async () => {
  expect((await press('/kk/sandbox/fault-plans', { script: 'bad-hour' })).location).toBe('/kk/sandbox?done=plan#plan')
  expect(await whole.switches.readAll()).toMatchObject({ bank: 'down', registers: 'down', ocsp: 'down', messaging: 'down' })
  await whole.switches.set('registers', 'slow', 1_000)
  expect(await whole.switches.read('registers')).toEqual({ slowMs: 1_000 })
  await whole.switches.set('registers', 'ok')
  expect((await whole.portal.inject({ url: '/en/sandbox' })).body).toContain('It fails now as planned.')
  await press('/kk/sandbox/legal-time-moves', { amount: '2', unit: 'hours' })
  expect(await whole.switches.readAll()).toMatchObject({ bank: 'ok', registers: 'ok', ocsp: 'ok', messaging: 'ok' })
  await press('/kk/sandbox/fault-plans', { script: 'bad-week' })
  expect((await whole.switches.planned()).length).toBeGreaterThan(10)
  await press('/kk/sandbox/fault-plans', { script: 'none' })
  expect(await whole.switches.planned()).toEqual([])
})

test('moves by hours or working days; a number that is none comes back', async () => {
  const before = Date.parse(await whole.legalClock.now())
  expect((await press('/kk/sandbox/legal-time-moves', { amount: '3', unit: 'workingDays' })).status).toBe(303)
  expect(Math.round((Date.parse(await whole.legalClock.now()) - before) / 3_600_000)).toBe(72)
  const wrong = await press('/kk/sandbox/legal-time-moves', { amount: '-1', unit: 'hours' })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toContain('href="#field-amount"')
})

test('a script of one’s own is read whole, or refused with every mistake and its place', async () => {
  const [now, { zone }] = [await whole.legalClock.now(), whole.deps]
  const read = (yaml: string) => readScript(yaml, 'mine.yaml', { now, zone })
  expect(read("name: mine\nfaults: [{ neighbour: bank, mode: slow, by: 40s, day: 2, at: '10:00', for: 30m }]")).toMatchObject([
    { script: 'mine', neighbour: 'bank', mode: 'slow', slowMs: 40_000, until: expect.stringContaining(':30:00') },
  ])
  expect(() =>
    read('name: mine\nfaults: [{ neighbour: bank, mode: refusing, for: 1h }, { neighbour: ocsp, mode: slow, by: 2d, for: 1h }]'),
  ).toThrow(/faults\.0: bank can be ok[^]*faults\.1: by is 1s to 10m/)
  expect(() => read('name: mine\nfaults: [{ neighbour: moon, mode: down, for: a while }]')).toThrow(
    /faults\.0\.neighbour[^]*faults\.0\.for: like 40s/,
  )
  expect(() => read('{')).toThrow('mine.yaml')
})

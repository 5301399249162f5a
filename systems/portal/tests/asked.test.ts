// Each person reads who asked about them, in which office, by which paragraph and for which request, and nothing about anybody else.
import type { Purpose, Question } from '@ruqsat/gateway/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AIGERIM, DAUREN, FIRM, openTestPortal, type TestPortal } from './harness.ts'
import { walksOf } from './registering.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal()
  portal.gateway.offer('persons', { answer: async () => ({ kind: 'absent' }) })
  portal.gateway.offer('firms', { answer: async () => ({ kind: 'found', value: '<firm/>' }) })
})
afterAll(() => portal.close())
const { registered } = walksOf(() => portal)

const purpose = (more: Partial<Purpose> = {}): Purpose => ({
  authority: 'aktobe-agriculture',
  asker: '7a1e0b52-0000-4000-8000-000000000001',
  role: 'officer',
  caseId: null,
  source: { act: 'grain', item: '10 5)', certainty: 'stated' },
  ...more,
})
const ask = (subject: string, more: Partial<Purpose> = {}, route: Question['route'] = 'persons') =>
  portal.gateway.gateway.ask({ route, payload: '<ask/>', subject, purpose: purpose(more) })
const rowsIn = (text: string) => text.split('<tr class="table__row"').slice(1)

test('two people see each their own, with the office, the paragraph and the answer; in every language', async () => {
  const [aigerim, dauren] = [await registered({ iin: AIGERIM.iin }), await registered({ iin: DAUREN.iin })]
  expect((await aigerim.get('/kk/cabinet/asked')).text).toContain('Әзірге сіз туралы ешкім сұраған жоқ')
  await ask(AIGERIM.iin)
  await ask(DAUREN.iin, { role: 'clerk' })
  const own = await aigerim.get('/kk/cabinet/asked')
  expect(rowsIn(own.text)).toHaveLength(1)
  for (const part of ['жауапты орындаушы', '10-тармақтың 5) тармақшасы', 'дерек табылмады']) expect(own.text).toContain(part)
  expect(own.text).not.toContain('7a1e0b52')
  const [row] = rowsIn((await dauren.get('/en/cabinet/asked')).text)
  expect(row).toContain('clerk')
  expect(row).toContain('nothing is known')
  expect((await aigerim.get('/ru/cabinet')).text).toContain('/ru/cabinet/asked')
})

test('who is registered for a firm sees who asked about the firm too', async () => {
  const head = await registered({ iin: AIGERIM.iin, bin: FIRM.bin, roles: ['legal-entity', 'first-head'] })
  const before = rowsIn((await head.get('/kk/cabinet/asked')).text).length
  await ask(FIRM.bin, { role: 'head' }, 'firms')
  expect(rowsIn((await head.get('/kk/cabinet/asked')).text)).toHaveLength(before + 1)
})

test('pages go on by key: a question that comes meanwhile moves nothing', async () => {
  const head = await registered({ iin: DAUREN.iin, bin: FIRM.bin, roles: ['legal-entity', 'employee'] })
  for (let place = 0; place < 23; place += 1)
    await ask(FIRM.bin, { source: { act: 'grain', item: `${place + 1}`, certainty: 'stated' } }, 'firms')
  const first = await head.get('/en/cabinet/asked')
  expect(rowsIn(first.text)).toHaveLength(20)
  const older = /href="([^"]+before=[^"]+)"/.exec(first.text)![1]!
  await ask(FIRM.bin, {}, 'firms')
  const second = await head.get(older)
  // Of the firm twenty-four, and one about the person: those that the first page did not have.
  expect(rowsIn(second.text).length).toBeGreaterThanOrEqual(4)
  expect(rowsIn(second.text).filter((row) => rowsIn(first.text).includes(row))).toEqual([])
  expect(second.text).toContain('href="/en/cabinet/asked"')
  for (const bad of ['before=1', 'before=2014-99-99T00:00:00.000Z_7a1e0b52-0000-4000-8000-000000000001'])
    expect((await head.get(`/en/cabinet/asked?${bad}`)).status).toBe(200)
})

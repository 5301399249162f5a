import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axeViolations, launchBrowser, missingBrowser } from '@ruqsat/web/testing'
import { csvCell } from '../pages/security-log.tsx'
import { openRooms } from './rooms.ts'

let open: Awaited<ReturnType<typeof openRooms>>
const OFFICIAL = '11111111-1111-4111-8111-111111111111'
beforeAll(async () => {
  open = await openRooms()
  const { security } = open
  for (let place = 0; place < 60; place += 1)
    await security.record({
      kind: 'case-read',
      outcome: 'done',
      realm: 'workstation',
      actor: OFFICIAL,
      role: 'officer',
      caseId: `case-${place}`,
      why: 'task',
    })
  await security.record({
    kind: 'sign-in',
    outcome: 'refused',
    realm: 'portal',
    visitor: 'digest',
    facts: { reason: 'sign-in-refused' },
  })
  await security.record({
    kind: 'file-read',
    outcome: 'done',
    realm: 'workstation',
    actor: open.staff.head.id,
    caseId: '=case',
    why: 'head',
  })
})
afterAll(() => open?.close())

const rowsOf = (text: string) => text.split('<tbody>')[1]?.split('</tbody>')[0]?.match(/<tr/g)?.length ?? 0

test('an administrator finds entries by kind, person and day; the page behind begins where this one ended', async () => {
  const aida = await open.browser('aida')
  const first = await aida.get('/security-log')
  expect([first.status, rowsOf(first.text)]).toEqual([200, 50])
  for (const said of ['Case read', 'refused', 'reason: sign-in-refused', 'Дәурен Әбілов']) expect(first.text).toContain(said)
  const [, before] = /before=(\d+)/.exec(first.text)!
  const second = await aida.get(`/security-log?before=${before}`)
  expect(rowsOf(second.text)).toBeGreaterThan(10)
  expect(second.text).not.toContain('reason: sign-in-refused')
  const read = await aida.get('/security-log?kind=file-read')
  expect([rowsOf(read.text), read.text.includes('=case')]).toEqual([1, true])
  expect(rowsOf((await aida.get(`/security-log?person=${open.staff.head.id}`)).text)).toBe(1)
  expect(rowsOf((await aida.get('/security-log?on=2025-03-03&kind=sign-in')).text)).toBeGreaterThan(0)
  expect((await aida.get('/security-log?on=2025-03-02')).text).toContain('There is no such entry.')
})

test('what is no account and no day is said at its field, and nothing is shown', async () => {
  const aida = await open.browser('aida')
  const wrong = await aida.get('/security-log?person=dauren&on=2025-02-30')
  expect(wrong.status).toBe(422)
  for (const said of ['This is no identifier of an account', 'Enter the day like', 'value="dauren"']) expect(wrong.text).toContain(said)
  expect((await aida.get('/security-log/csv?on=2025-02-30')).status).toBe(422)
  expect((await aida.get('/security-log?on=0001-01-01')).status).toBe(422)
})

test('it is taken out as CSV and JSON, whole and by the same filter, and that is an entry itself', async () => {
  const aida = await open.browser('aida')
  const csv = (await aida.get(`/security-log/csv?person=${OFFICIAL}`)).text.trim().split('\r\n')
  expect(csv[0]).toBe('number,at,kind,outcome,realm,actor,role,authority,subjectKind,subject,caseId,why,visitor,facts')
  expect(csv).toHaveLength(61)
  const json = JSON.parse((await aida.get('/security-log/json?kind=file-read')).text) as { caseId: string }[]
  expect(json.map(({ caseId }) => caseId)).toEqual(['=case'])
  const [last] = await open.security.newest({ limit: 1, kind: 'log-read' })
  expect(last).toMatchObject({ realm: 'administration', facts: { as: 'json', kind: 'file-read' } })
})

test('a spreadsheet runs nothing of it', () => {
  expect(csvCell('=1+1')).toBe(`"'=1+1"`)
  expect(csvCell('@a')).toBe(`"'@a"`)
  expect(csvCell('a "b", c')).toBe('"a ""b"", c"')
  expect(csvCell(null)).toBe('""')
})

test('who begins behind some entry leaves an entry too', async () => {
  const aida = await open.browser('aida')
  const newest = async () => (await open.security.newest({ limit: 1, kind: 'log-read' }))[0]!.number
  const before = await newest()
  expect((await aida.get('/security-log?before=999999999999999')).status).toBe(200)
  expect(await newest()).toBeGreaterThan(before)
})

test('nobody else opens it', async () => {
  const stranger = await open.browser(null)
  for (const path of ['/security-log', '/security-log/csv', '/security-log/json'])
    expect((await stranger.get(path)).location, path).toBe('/en/administration/sign-in')
})

describe.skipIf(missingBrowser() !== null)('in a browser', () => {
  test.each(['kk', 'ru', 'en'])('axe finds nothing in %s', async (language) => {
    const aida = await open.browser('aida')
    const { text } = await aida.at(`/${language}/administration/security-log`)
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage()
      await page.setContent(text)
      for (const [, href] of text.matchAll(/<link rel="stylesheet" href="([^"]+)"/g))
        await page.addStyleTag({ content: (await aida.at(href!)).text })
      expect((await axeViolations(page)).map(({ id }) => id)).toEqual([])
    } finally {
      await browser.close()
    }
  })
})

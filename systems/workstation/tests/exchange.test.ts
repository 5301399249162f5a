// The journal of the gateway, for heads: of their own authority, searched and paged by key, with the routes and their state.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk, type Desk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  desk.gateway.offer('firms', { answer: async () => ({ kind: 'absent' }) })
})
afterAll(() => desk?.close())

const ask = (caseId: string, more: { readonly authority?: string; readonly asker?: string; readonly role?: string } = {}) => {
  const purpose = { authority: desk.staff.head.authority, asker: desk.staff.officer.id, role: 'officer', caseId, ...more }
  const source = { act: 'kite', item: '3', certainty: 'stated' } as const
  return desk.gateway.gateway.ask({ route: 'firms', payload: '<ask/>', subject: '080340001111', purpose: { ...purpose, source } })
}
const rowsIn = (text: string) => text.split('<tr class="table__row"').slice(1)

test('a head reads who asked whom, for which case, by which place of the law; nobody else, and no other authority', async () => {
  await ask('KITE-1')
  await ask('KITE-2', { asker: 'someone', role: 'applicant' })
  await ask('OTHER-1', { authority: 'another-office' })
  const head = await desk.signIn('head')
  const page = await head.get('/work/exchange')
  expect(page.status).toBe(200)
  for (const part of ['KITE-1', 'KITE-2', desk.staff.officer.name, 'firms']) expect(page.text).toContain(part)
  for (const part of ['OTHER-1', 'someone', '080340001111']) expect(page.html).not.toContain(part)
  const found = await head.get('/work/exchange?term=KITE-1&route=firms&outcome=absent')
  expect(found.text).toContain('KITE-1')
  expect(found.text).not.toContain('KITE-2')
  expect((await head.get('/work/exchange?outcome=outage')).text).not.toContain('KITE-1')
  expect((await (await desk.signIn('clerk')).get('/work/exchange')).status).toBe(403)
})

test('pages go on by key', async () => {
  for (let place = 0; place < 30; place += 1) await ask(`MANY-${place}`)
  const head = await desk.signIn('head')
  const first = await head.get('/work/exchange')
  const older = /href="([^"]+before=[^"]+)"/.exec(first.html)![1]!.replaceAll('&amp;', '&').replace(/^\/kk/, '')
  const [one, two] = [first, await head.get(older)].map(({ html }) => new Set(html.match(/MANY-\d+/g)))
  expect(new Set([...one!, ...two!]).size).toBe(30)
  expect([...one!].filter((each) => two!.has(each))).toEqual([])
  expect(rowsIn(first.html).length).toBeGreaterThan(25)
})

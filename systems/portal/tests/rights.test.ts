// Rights in a firm: its head gives them and takes them back, the person accepts and goes over to the firm's cabinet, and what ended ends with the
// next click. At the pages.
import type { PowerOfAttorney } from '@ruqsat/registers/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { AIGERIM, DAUREN, FIRM, openTestPortal, type Answer, type Browser, type TestPortal } from './harness.ts'
import { walksOf } from './registering.ts'
import T from '../cabinet/rights/texts.yaml'

let portal: TestPortal
const { registered, signIn } = walksOf(() => portal)
const HEAD = { iin: DAUREN.iin, bin: FIRM.bin, roles: ['legal-entity', 'first-head'] } as const
const RIGHTS = '/kk/cabinet/rights'

beforeAll(async () => {
  portal = await openTestPortal()
})
afterAll(() => portal.close())
beforeEach(async () => {
  portal.registers.mode = 'ok'
  portal.registers.head = DAUREN
  portal.messaging.sent.length = 0
  portal.technicalClock.forwardMs(2 * 60 * 60_000)
  const { sql } = portal.database
  await sql`truncate portal.draft, portal.person, portal.firm_event, portal.firm_head_asked cascade`
  await sql`delete from portal_accounts.account`
})

type Days = Readonly<Record<string, string>>
async function invited(head: Browser, rights: readonly string[], days: Days = {}): Promise<Answer> {
  const page = await head.get(RIGHTS)
  const _once = /name="_once" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  return head.postAll(`${RIGHTS}/invite`, [
    ['_once', _once],
    ['iin', AIGERIM.iin],
    ...rights.map((right) => ['rights', right] as const),
    ...Object.entries(days),
  ])
}

const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? ''
async function answers(person: Browser, does: 'accept' | 'decline' | 'giveUp'): Promise<Answer> {
  const { text } = await person.get(RIGHTS)
  return person.post(`${RIGHTS}/${does}`, { bin: FIRM.bin, giving: hidden(text, 'giving') })
}
const goesOver = async (person: Browser) => {
  await person.get(RIGHTS)
  return person.post(`${RIGHTS}/act`, { bin: FIRM.bin })
}
async function takesBack(head: Browser): Promise<Answer> {
  return head.post(`${RIGHTS}/take-back`, { person: hidden((await head.get(RIGHTS)).text, 'person') })
}
async function start(browser: Browser): Promise<Answer> {
  await browser.get('/kk/services/grain/issue')
  return browser.post('/kk/drafts', { regulation: 'grain', variant: 'issue' })
}
const kinds = async () =>
  (await portal.database.sql`select kind, by_iin from portal.firm_event order by sequence`).map((row) => [row['kind'], row['by_iin']])

test('the head invites by IIN, the person accepts in an own cabinet, begins a request of the firm, and loses it with the next click', async () => {
  const [head, person] = [await registered(HEAD), await registered()]
  expect((await invited(head, ['draft', 'seeAll'])).location).toBe(RIGHTS)
  // Before the answer the head sees a number, and the person is let into nothing.
  const before = await head.get(RIGHTS)
  expect(before.text).toContain(AIGERIM.iin)
  expect(before.text).not.toContain(AIGERIM.surname)
  expect((await goesOver(person)).status).toBe(409)
  expect(portal.messaging.sent.some(({ text }) => text.kk.includes('ұсынылды'))).toBe(true)

  const invitation = 'Сізді ұйым атынан әрекет етуге шақырды'
  expect((await person.get('/kk/cabinet')).text).toContain(invitation)
  expect((await head.get('/kk/cabinet')).text).not.toContain(invitation)
  expect((await person.get(RIGHTS)).text).toContain(FIRM.name)
  expect((await answers(person, 'accept')).location).toBe(RIGHTS)
  expect((await person.get('/kk/cabinet')).text).not.toContain(invitation)
  expect((await goesOver(person)).location).toBe('/kk/cabinet')
  const draft = (await start(person)).location
  expect(draft).toContain('/kk/drafts/')
  const shown = await head.get('/kk/cabinet')
  expect(shown.text).toContain(draft)
  expect(shown.text).toContain(AIGERIM.surname)
  // Nothing of theirs can be taken away, and they cannot give rights to anybody.
  expect((await person.get('/kk/account/export')).status).toBe(403)
  expect((await invited(person, ['draft'])).text).toContain('басшысы ғана береді')

  expect((await takesBack(head)).location).toBe(RIGHTS)
  const after = await person.get(`${draft}/documents`)
  expect(after.status).toBe(403)
  expect(after.text).toContain('кері қайтарып алды')
  expect((await head.get('/kk/cabinet')).text).toContain(draft)
  expect(await kinds()).toEqual([
    ['headNamed', null],
    ['given', DAUREN.iin],
    ['accepted', AIGERIM.iin],
    ['takenBack', DAUREN.iin],
  ])
  const history = await person.get(RIGHTS)
  for (const words of [T.states.takenBack.kk, DAUREN.surname]) expect(history.text).toContain(words)
})

test('who sees only their own does not find a colleague’s draft, and who may not begin is told so', async () => {
  const [head, person] = [await registered(HEAD), await registered()]
  const of = (await start(head)).location
  await invited(head, ['receive'])
  await answers(person, 'accept')
  await goesOver(person)
  expect((await person.get(of)).status).toBe(404)
  expect((await person.get('/kk/cabinet')).text).not.toContain(of)
  expect((await start(person)).text).toContain('бұл құқықты бермеген')
})

test('a person declines, gives up, and works as themselves again; the head hears of it', async () => {
  const [head, person] = [await registered(HEAD), await registered()]
  await invited(head, ['draft'])
  await answers(person, 'decline')
  expect((await goesOver(person)).status).toBe(409)
  expect(portal.messaging.sent.some(({ text }) => text.kk.includes('құқықтардан бас тартты'))).toBe(true)

  await invited(head, ['draft'])
  await answers(person, 'accept')
  await goesOver(person)
  expect((await person.get(RIGHTS)).text).toContain(T.toSelf.kk)
  expect((await person.post(`${RIGHTS}/self`, {})).location).toBe('/kk/cabinet')
  expect((await person.get('/kk/cabinet')).text).not.toContain(FIRM.name)
  await answers(person, 'giveUp')
  expect((await goesOver(person)).status).toBe(409)
  // Nobody knows a password of the registration that the head's word made.
  expect((await signIn(portal.browser(), { who: 'firm', bin: FIRM.bin, iin: AIGERIM.iin, password: 'x' })).status).toBe(422)
})

test('rights begin and end by days, and a bad form loses nothing typed', async () => {
  const [head, person] = [await registered(HEAD), await registered()]
  const until = { 'until-day': '1', 'until-month': '9', 'until-year': '2014' }
  const wrong = await invited(head, ['draft'], until)
  expect(wrong.status).toBe(422)
  for (const part of ['field-until', AIGERIM.iin, 'value="2014"']) expect(wrong.text).toContain(part)
  expect((await invited(head, [])).text).toContain('field-rights')
  await invited(head, ['draft'], {
    'from-day': '3',
    'from-month': '10',
    'from-year': '2014',
    'until-day': '4',
    'until-month': '10',
    'until-year': '2014',
  })
  await answers(person, 'accept')
  expect((await goesOver(person)).status).toBe(409)
  expect((await person.get(RIGHTS)).text).toContain(T.states.notYet.kk)
  // The 3rd has begun in the east of the country and not in the west.
  await portal.legalClock.advance('2014-10-02T18:30:00.000Z', 'test')
  expect((await goesOver(person)).status).toBe(409)
  await portal.legalClock.advance('2014-10-02T19:00:00.000Z', 'test')
  expect((await goesOver(person)).location).toBe('/kk/cabinet')
  // The 4th is over in the east.
  await portal.legalClock.advance('2014-10-04T18:30:00.000Z', 'test')
  expect((await person.get('/kk/cabinet')).text).toContain('күшінде емес')
})

test('a colleague whom a certificate lets in is shut out and let in again; the head of tomorrow ends the head of today', async () => {
  const head = await registered(HEAD)
  const colleague = await registered({ iin: AIGERIM.iin, bin: FIRM.bin, roles: ['legal-entity', 'employee'] })
  expect((await colleague.get('/kk/cabinet')).status).toBe(200)
  await takesBack(head)
  expect((await colleague.get('/kk/cabinet')).status).toBe(403)
  await invited(head, ['draft', 'seeAll'])
  await answers(colleague, 'accept')
  expect((await colleague.get('/kk/cabinet')).status).toBe(200)

  portal.registers.head = AIGERIM
  portal.technicalClock.forwardMs(2 * 60_000)
  // The register is asked when whoever it now names opens the page.
  expect((await colleague.get(RIGHTS)).text).toContain(T.headMay.kk)
  const ended = await head.get('/kk/cabinet')
  expect(ended.status).toBe(403)
  expect(ended.text).toContain('басқа адам көрсетілген')
  expect((await kinds()).slice(-2)).toEqual([
    ['headLeft', null],
    ['headNamed', null],
  ])
})

test('a register that is silent gives nobody a right and takes none', async () => {
  const [head, person] = [await registered(HEAD), await registered()]
  await invited(head, ['draft'])
  portal.registers.mode = 'outage'
  portal.technicalClock.forwardMs(2 * 60_000)
  expect((await answers(person, 'accept')).text).toContain('жауап бермейді')
  expect((await invited(head, ['draft'])).status).toBe(422)
  expect((await head.get('/kk/cabinet')).status).toBe(200)
  portal.registers.mode = 'ok'
  expect((await answers(person, 'accept')).location).toBe(RIGHTS)
})

test('the door of programs asks for the head and the certificate as the pages do: neither a former head nor a revoked one submits', async () => {
  await registered(HEAD)
  const of = { id: crypto.randomUUID(), bin: FIRM.bin }
  const begin = (id: string) =>
    portal.intake.start({ ...of, id, iin: DAUREN.iin, regulation: 'grain', variant: 'issue', channel: 'portal', language: 'kk' })
  const submit = () => portal.intake.submit(of, { content: new Uint8Array(), cms: new Uint8Array() })
  const codeOf = (answer: object) => ('code' in answer ? answer.code : 'done')
  expect(codeOf(await begin(of.id))).toBe('done')
  expect(codeOf(await submit())).not.toBe('portal.firm-access-ended')
  portal.registers.head = AIGERIM
  portal.technicalClock.forwardMs(2 * 60_000)
  expect(codeOf(await submit())).toBe('portal.firm-access-ended')
  expect(codeOf(await begin(crypto.randomUUID()))).toBe('portal.firm-access-ended')
})

test('a person sees the powers of attorney that name them, with what became of each; a firm’s are for its head', async () => {
  const [person, head] = [await registered(), await registered(HEAD)]
  const power = (number: string, more: object = {}): PowerOfAttorney => ({
    ...{ number, scope: `${number} үшін`, givenOn: '2014-09-01', validUntil: null, revokedOn: null, notarised: true },
    ...{ representatives: [{ iin: AIGERIM.iin, name: 'С. Әйгерім' }], principal: DAUREN.iin },
    ...more,
  })
  portal.registers.powers = [
    power('NP-1', { validUntil: '2099-12-31' }),
    power('NP-2', { validUntil: '2014-09-30' }),
    power('NP-3', { revokedOn: '2014-09-20', notarised: false }),
    power('NP-4', { givenOn: '2099-10-20' }),
    power('NP-5', { principal: AIGERIM.iin, representatives: [{ iin: DAUREN.iin, name: 'Ә. Дәурен' }] }),
  ]
  const page = await person.get('/kk/cabinet/powers')
  const { states } = T.powers
  const rowOf = (number: string) => page.text.split('<tr').find((row) => row.includes(`>${number}<`)) ?? ''
  for (const [number, state] of [
    ['NP-1', states.held],
    ['NP-2', states.over],
    ['NP-3', states.revoked],
    ['NP-4', states.notYet],
  ] as const)
    for (const part of [DAUREN.iin, state.kk, `${number} үшін`]) expect(rowOf(number)).toContain(part)
  expect(rowOf('NP-5')).toContain('Ә. Дәурен')
  expect(page.text.indexOf('>NP-5<')).toBeGreaterThan(page.text.indexOf(T.powers.given.kk))
  expect((await person.get('/kk/cabinet')).text).toContain('href="/kk/cabinet/powers"')
  portal.registers.mode = 'outage'
  expect((await person.get('/kk/cabinet/powers')).status).toBe(503)
  portal.registers.mode = 'ok'
  portal.registers.powers = []
  expect((await head.get('/kk/cabinet/powers')).text).toContain(T.powers.none.kk)
  const colleague = await registered({ iin: AIGERIM.iin, bin: FIRM.bin, roles: ['legal-entity', 'employee'] })
  expect((await colleague.get('/kk/cabinet/powers')).status).toBe(403)
  expect((await colleague.get('/kk/cabinet')).text).not.toContain('/cabinet/powers')
})

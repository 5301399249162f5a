import { QUICK_PASSWORDS } from '@ruqsat/accounts/testing'
import type { StageAsked, StageSeen } from '@ruqsat/caseflow/host'
import { openLegalClock } from '@ruqsat/database'
import { openTestDatabase, standingTechnicalClock } from '@ruqsat/database/testing'
import { isRefusal, LANGUAGES, type Refusal } from '@ruqsat/foundation'
import { openActs } from '@ruqsat/regulations/testing'
import { createSite } from '@ruqsat/web'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startContact } from '../index.ts'

const START = '2026-11-23T05:00:00.000Z'
const NUMBER = 'AA-2026-000001'
const RIGHT = { number: NUMBER, identifierEnd: '0012', second: 'phone', phoneEnd: '4567' }
const STAGE = { kk: 'Аяқталды', ru: 'Завершено', en: 'Ended' }
const PASSWORD = 'a-long-password-of-the-tests'

const refused: Refusal = { kind: 'refusal', code: 'contact.nobody-to-ask' }

async function openRoom() {
  const database = await openTestDatabase('contact')
  const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: START })
  const technicalClock = standingTechnicalClock(START)
  const regulations = await openActs()
  const edition = regulations.editions.find(({ regulation }) => regulation.id === 'grain')!
  const zone = regulations.tables.zones[edition.regulation.authority.zone]!
  const log = pino({ level: 'silent' })
  const asked: StageAsked[] = []
  let isDown = false
  const due = { kind: 'due' } as never
  const seen: StageSeen = {
    kind: 'stageSeen',
    requestNumber: NUMBER,
    service: edition.regulation.service,
    variant: edition.regulation.variants[0]!.name,
    status: 'granted',
    stage: STAGE,
    registeredAt: START,
    total: due,
    editionHash: edition.hash,
    variantId: 'issue',
    isClockStopped: false,
    awaited: null,
  }
  const site = await createSite({
    origin: 'http://localhost:80',
    host: '127.0.0.1',
    port: 0,
    logger: log,
    sandbox: true,
    legalTime: async () => ({ date: '2026-11-23', time: '10:00', moved: false }),
  })
  const room = await startContact({
    site,
    database,
    legalClock,
    technicalClock,
    log,
    regulations,
    zone,
    offers: [{ regulation: 'grain', edition: edition.hash, from: '2014-06-01T00:00:00.000Z', to: null }],
    servicePage: (regulation, variant) => `/services/${regulation}/${variant}`,
    stages: [
      { stageFor: async () => refused },
      {
        stageFor: async (question) => {
          asked.push(question)
          if (isDown) throw new Error('The host is away')
          const { requestNumber, proof } = question
          const isRight =
            requestNumber === NUMBER && proof.identifierEnd === '0012' && proof.second.kind === 'phone' && proof.second.end === '4567'
          return isRight ? seen : refused
        },
      },
    ],
    messaging: { send: async () => undefined },
    secret: Buffer.alloc(32, 3),
    passwordCost: QUICK_PASSWORDS,
  })
  await site.ready()
  for (const login of ['laura', 'lidia'])
    if (isRefusal(await room.registerOperator({ login, password: PASSWORD, name: 'Мұратова Ләззат' }))) throw new Error(login)
  return {
    database,
    technicalClock,
    room,
    asked,
    regulation: edition.regulation,
    down: (is: boolean) => void (isDown = is),
    /** Somebody's browser, with cookies and the token of the page that was shown last. */
    async browser(login: string | null) {
      const cookies = new Map<string, string>()
      let page = ''
      const send = async (method: 'GET' | 'POST', url: string, fields: Readonly<Record<string, string>> = {}) => {
        const token = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? ''
        const answer = await site.inject({
          method,
          url,
          headers: {
            accept: 'text/html',
            host: 'localhost',
            cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded', referer: `http://localhost${url}` }),
          },
          ...(method === 'POST' && {
            payload: new URLSearchParams({ _csrf: token('_csrf'), _once: token('_once'), ...fields }).toString(),
          }),
        })
        for (const { name, value } of answer.cookies) cookies.set(name, value)
        if (answer.statusCode < 300) page = answer.body
        return { status: answer.statusCode, text: answer.body, location: String(answer.headers.location ?? '') }
      }
      const browser = {
        get: (url: string) => send('GET', url),
        loseSession: () => void cookies.delete('contact'),
        post: (url: string, fields?: Readonly<Record<string, string>>) => send('POST', url, fields),
      }
      if (login !== null) {
        await browser.get('/en/contact/sign-in')
        expect((await browser.post('/en/contact/sign-in', { login, password: PASSWORD })).location).toBe('/en/contact')
        await browser.get('/en/contact/request')
      }
      return browser
    },
    async close() {
      await room.stop()
      await site.close()
      await database.drop()
    },
  }
}

let open: Awaited<ReturnType<typeof openRoom>>
beforeAll(async () => {
  open = await openRoom()
})
afterAll(() => open.close())

const outcomes = () => open.database.sql<{ outcome: string }[]>`select outcome from contact.call order by asked_at, id`

test('nobody gets in who is no operator, and an operator who left is none', async () => {
  const stranger = await open.browser(null)
  for (const path of ['', '/request', '/services', '/account', '/calls/00000000-0000-4000-8000-000000000000'])
    expect((await stranger.get(`/en/contact${path}`)).location, path).toBe('/en/contact/sign-in')
  const laura = await open.browser('lidia')
  const [row] = await open.database.sql<{ id: string }[]>`select id from contact_accounts.account where login = 'lidia'`
  expect(await open.room.retireOperator(row!.id)).toMatchObject({ name: 'Мұратова Ләззат' })
  expect(await open.room.retireOperator(row!.id)).toBeNull()
  expect((await laura.get('/en/contact')).location).toBe('/en/contact/sign-in')
})

test('faults are said at their fields and nothing that was typed is lost', async () => {
  const laura = await open.browser('laura')
  const before = open.asked.length
  const bad = await laura.post('/en/contact/request', {
    number: 'not a number',
    identifierEnd: '12',
    second: 'day',
    'day-day': '31',
    'day-month': '2',
  })
  expect(bad.text).toContain('value="not a number"')
  expect(bad.text).toContain('value="12"')
  expect(bad.text).toContain('Enter four digits.')
  expect(bad.text).toMatch(/href="#day|href="#[^"]*day/)
  expect((await laura.post('/en/contact/request', { ...RIGHT, second: '' })).text).toContain('Choose the second answer.')
  expect(open.asked.length).toBe(before)
})

test('what was shown is in the log with the note, which holds no number of a person', async () => {
  const laura = await open.browser('laura')
  const { location } = await laura.post('/en/contact/request', RIGHT)
  expect(location).toMatch(/^\/en\/contact\/calls\/[0-9a-f-]{36}$/)
  const page = await laura.get(location)
  expect(page.text).toContain(NUMBER)
  expect(page.text).toContain('granted')
  const refusedNote = await laura.post(location, { note: 'IIN 850412 400012' })
  expect(refusedNote.text).toContain('twelve digits')
  expect(refusedNote.text).toContain('IIN 850412 400012</textarea>')
  expect((await laura.post(location, { note: 'Asked for the stage' })).location).toBe('/en/contact')
  await laura.get(location)
  expect((await laura.get('/en/contact')).text).toContain('Asked for the stage')
  const [row] = await open.database.sql<
    { shown: StageSeen; note: string }[]
  >`select shown, note from contact.call where outcome = 'shown' order by asked_at desc limit 1`
  expect(row).toMatchObject({ shown: { requestNumber: NUMBER, status: 'granted' }, note: 'Asked for the stage' })
})

test.each(LANGUAGES)('the stage of a request and the advice on a service are there in %s', async (language) => {
  const laura = await open.browser('laura')
  await laura.get(`/${language}/contact/request`)
  const { location } = await laura.post(`/${language}/contact/request`, RIGHT)
  const { text } = await laura.get(location)
  expect(location).toContain(`/${language}/contact/calls/`)
  const { service, variants } = open.regulation
  for (const shown of [NUMBER, STAGE[language], service[language], variants[0]!.name[language]]) expect(text).toContain(shown)
  const advice = await laura.get(`/${language}/contact/services`)
  for (const shown of [service[language], `/${language}/services/grain/issue`]) expect(advice.text).toContain(shown)
})

test('after five wrong answers within an hour a request is not shown, whoever asks; a host that died counts as wrong', async () => {
  await open.database.sql`delete from contact.call`
  const laura = await open.browser('laura')
  open.down(true)
  expect((await laura.post('/en/contact/request', RIGHT)).status).toBe(500)
  open.down(false)
  await laura.get('/en/contact/request')
  for (let wrong = 0; wrong < 4; wrong += 1) await laura.post('/en/contact/request', { ...RIGHT, phoneEnd: '0000' })
  expect((await outcomes()).map(({ outcome }) => outcome).toSorted()).toEqual(['asked', 'notShown', 'notShown', 'notShown', 'notShown'])
  const locked = await laura.post('/en/contact/request', RIGHT)
  expect(locked.text).toContain('Five wrong answers')
  expect(locked.text).toContain(`value="${NUMBER}"`)
  open.technicalClock.forwardMs(60 * 60_000 + 1)
  // The session has run out by then, too.
  const later = await open.browser('laura')
  expect((await later.post('/en/contact/request', RIGHT)).location).toContain('/en/contact/calls/')
})

test('of many who ask at once with wrong answers, five are asked', async () => {
  await open.database.sql`delete from contact.call`
  const laura = await open.browser('laura')
  const before = open.asked.length
  await Promise.all(Array.from({ length: 12 }, () => laura.post('/en/contact/request', { ...RIGHT, identifierEnd: '9999' })))
  expect(open.asked.length - before).toBe(5)
})

test('advice is kept once a form, on a service that is offered; one operator does not see another’s calls', async () => {
  const laura = await open.browser('laura')
  const page = await laura.get('/en/contact/services?q=grain')
  expect(page.text).toContain('/en/services/grain/issue')
  expect((await laura.get('/en/contact/services?q=submarine')).text).toContain('There is no such service')
  await laura.get('/en/contact/services')
  const given = await laura.post('/en/contact/services', { regulation: 'grain', variant: 'issue' })
  const again = await laura.post('/en/contact/services', { regulation: 'grain', variant: 'issue' })
  expect(again.location).toBe(given.location)
  expect((await laura.get(given.location)).text).toContain('Advice')
  await laura.get('/en/contact/services')
  expect((await laura.post('/en/contact/services', { regulation: 'grain', variant: 'nothing' })).text).toContain('not offered now')
  await open.room.registerOperator({ login: 'lena', password: PASSWORD, name: 'Ким Елена' })
  const lena = await open.browser('lena')
  expect((await lena.get(given.location)).status).toBe(404)
})

test('a note that is sent after the session has ended comes back to who wrote it, and to nobody else', async () => {
  const laura = await open.browser('laura')
  await laura.get('/en/contact/services')
  const { location } = await laura.post('/en/contact/services', { regulation: 'grain', variant: 'issue' })
  const lose = async (note: string) => {
    await laura.get(location)
    laura.loseSession()
    expect((await laura.post(location, { note })).location).toBe('/en/contact/sign-in')
    await laura.get('/en/contact/sign-in')
  }
  await lose('Asked about the fee')
  expect((await laura.post('/en/contact/sign-in', { login: 'laura', password: PASSWORD })).location).toBe(location)
  const page = await laura.get(location)
  expect([page.text.includes('Asked about the fee'), page.text.includes('Your session had ended')]).toEqual([true, true])
  // It stays in its form until it is sent.
  expect((await laura.get(location)).text).toContain('Asked about the fee')
  await lose('Of Laura alone')
  await laura.post('/en/contact/sign-in', { login: 'lena', password: PASSWORD })
  await laura.post('/en/contact/sign-out')
  await laura.get('/en/contact/sign-in')
  await laura.post('/en/contact/sign-in', { login: 'laura', password: PASSWORD })
  expect((await laura.get(location)).text).not.toContain('Of Laura alone')
})

test('the log is paged by key: every call is on one page, and once', async () => {
  await open.database.sql`delete from contact.call`
  const [operator] = await open.database.sql<{ id: string }[]>`select id from contact_accounts.account where login = 'laura'`
  // All at one instant: the key decides.
  await open.database.sql`
    insert into contact.call (id, operator_id, asked_at, counted_at, about, request_number, outcome)
    select gen_random_uuid(), ${operator!.id}, ${START}, ${START}, 'request', 'AA-2026-' || lpad(n::text, 6, '0'), 'notShown'
    from generate_series(1, 60) as n`
  const laura = await open.browser('laura')
  const seen: string[] = []
  for (let url = '/en/contact', pages = 0; url !== '' && pages < 5; pages += 1) {
    const { text } = await laura.get(url)
    seen.push(...[...text.matchAll(/AA-2026-(\d{6})/g)].map(([, number]) => number!))
    url = /href="([^"]+)">Older</.exec(text)?.[1] ?? ''
  }
  expect([seen.length, new Set(seen).size]).toEqual([60, 60])
})

test('a supervisor reads the calls of all operators, and nobody else does; a person sees when somebody asked about their request', async () => {
  await open.database.sql`delete from contact.call`
  // An operator of this test's own: the limit of a minute is by operator.
  await open.room.registerOperator({ login: 'lina', password: PASSWORD, name: 'Лина Оператор' })
  const lina = await open.browser('lina')
  const { location } = await lina.post('/en/contact/request', RIGHT)
  await lina.get(location)
  await lina.post(location, { note: 'Asked for the stage' })
  await lina.get('/en/contact/request')
  await lina.post('/en/contact/request', { ...RIGHT, phoneEnd: '0000' })
  expect((await lina.get('/en/contact/log')).status).toBe(404)
  expect((await lina.get('/en/contact')).text).not.toContain('All calls')
  await open.room.registerOperator({ login: 'sara', password: PASSWORD, name: 'Сара Жетекші', isSupervisor: true })
  const sara = await open.browser('sara')
  const log = await sara.get('/en/contact/log')
  for (const said of ['Лина Оператор', NUMBER, 'Asked for the stage', 'not reported']) expect(log.text).toContain(said)
  expect((await sara.get('/en/contact/log?number=aa2026000001')).text).toContain('Asked for the stage')
  for (const search of ['?number=AA-2026-000009', '?number=no', '?operator=00000000-0000-4000-8000-000000000000'])
    expect((await sara.get(`/en/contact/log${search}`)).text, search).toContain('There are no such calls')
  expect((await open.room.callsAbout(NUMBER)).map(({ isShown }) => isShown)).toEqual([false, true])
  expect(Object.keys((await open.room.callsAbout(NUMBER))[0]!).toSorted()).toEqual(['at', 'isShown'])
})

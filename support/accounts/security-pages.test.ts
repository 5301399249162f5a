// What an owner sees and does about their own sign-in, as a browser without script.
import { isRefusal } from '@ruqsat/foundation'
import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { createSite, localHref, languageOf, sendPage } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { Secret, TOTP } from 'otpauth'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Accounts, guardScope, migrateAccounts, openAccounts, sessionPlugin, toSignIn } from './index.ts'
import { nameSignInPages, securityPages } from './pages/index.ts'
import pageTexts from './pages/texts.yaml'
import texts from './texts.yaml'
import { QUICK_PASSWORDS } from './testing.ts'

const PASSWORD = 'дала жусаны 42'
const PATHS = { signIn: '/sign-in', signOut: '/sign-out', reset: '/reset' }
const SECURITY = '/en/account/security'
const clock = standingTechnicalClock('2026-11-22T05:00:00.000Z')
let database: TestDatabase
let accounts: Accounts
let site: FastifyInstance

beforeAll(async () => {
  database = await openTestDatabase('security_pages')
  await migrateAccounts(database, 'workstation_accounts')
  accounts = openAccounts({
    sql: database.sql,
    schema: 'workstation_accounts',
    technicalClock: clock,
    secret: Buffer.alloc(32, 9),
    notify: async () => undefined,
    onFault: () => undefined,
    passwordCost: QUICK_PASSWORDS,
  })
  site = await siteOf({})
})
afterAll(async () => {
  await site.close()
  await database.drop()
})

async function siteOf(more: { readonly isRequired?: boolean }): Promise<FastifyInstance> {
  const made = await createSite({
    origin: 'http://localhost:8080',
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    rateLimits: false,
  })
  await made.register(async (app) => {
    sessionPlugin(app, { accounts, cookieName: 'workstation' })
    const title = { kk: 'Кіру', ru: 'Вход', en: 'Sign in' }
    nameSignInPages(app, {
      accounts,
      paths: PATHS,
      texts: { title, lead: title, button: title },
      isSignedIn: (request) => request.account !== null,
      next: (request) => localHref(languageOf(request), '/account'),
    })
    await app.register(async (inner) => {
      guardScope(inner, { isSignedIn: (request) => request.account !== null, leadToSignIn: toSignIn(PATHS.signIn) })
      securityPages(inner, {
        accounts,
        path: '/account/security',
        back: { path: '/account', text: title },
        issuer: 'Ruqsat',
        zone: { kind: 'zone', id: 'Asia/Almaty', title, rules: [{ fromInstant: '1900-01-01T00:00:00.000Z', offsetMinutes: 300 }] } as never,
        send: sendPage,
        ...more,
      })
      inner.get('/:language(^(?:kk|ru|en)$)/account', async () => 'the account')
    })
  })
  return made
}

class Browser {
  readonly #app: FastifyInstance
  readonly #cookies = new Map<string, string>()
  constructor(app: FastifyInstance) {
    this.#app = app
  }
  async ask(method: 'GET' | 'POST', url: string, fields: Readonly<Record<string, string>> = {}) {
    const headers = {
      cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; '),
      'user-agent': 'Mozilla/5.0 (X11; Linux) Gecko Firefox/140.0',
    }
    const payload = new URLSearchParams(fields).toString()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await this.#app.inject({
      method,
      url,
      headers: method === 'POST' ? { ...headers, ...form } : headers,
      ...(method === 'POST' && { payload }),
    })
    for (const { name, value } of answer.cookies) {
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return answer
  }
  get(url: string) {
    return this.ask('GET', url)
  }
  /** Sends the form of a page with its own token. */
  async send(page: string, action: string, fields: Readonly<Record<string, string>>) {
    const { body } = await this.get(page)
    const form = body.split('<form').find((part, place) => place > 0 && part.includes(` action="${action}"`)) ?? ''
    const hidden = [...form.split('</form>')[0]!.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name!, value!],
    )
    return this.ask('POST', action, { ...Object.fromEntries(hidden), ...fields })
  }
  signIn(login: string) {
    return this.send('/en/sign-in', '/en/sign-in', { login, password: PASSWORD })
  }
}

async function register(login: string): Promise<string> {
  const made = await accounts.register({ login, displayName: 'Асқар', password: PASSWORD })
  if (isRefusal(made)) throw new Error(made.code)
  return made.id
}

async function setUp(browser: Browser) {
  const page = `${SECURITY}/second-factor`
  const secret = /name="secret" value="([A-Z2-7]{32})"/.exec((await browser.get(page)).body)![1]!
  const app = new TOTP({ secret: Secret.fromBase32(secret) })
  const code = () => app.generate({ timestamp: clock.ms() })
  return { secret, code, answer: await browser.send(page, page, { secret, code: code(), password: PASSWORD }) }
}

test('an owner sees where they are signed in, and ends one session or all others', async () => {
  await register('list')
  const [here, there, third] = [new Browser(site), new Browser(site), new Browser(site)]
  for (const browser of [here, there, third]) await browser.signIn('list')
  const { body } = await here.get(SECURITY)
  expect(body.match(/Firefox, Linux/g)).toHaveLength(3)
  const [end] = /\/en\/account\/security\/sessions\/[0-9a-f-]{36}\/end/.exec(body)!
  expect((await here.send(SECURITY, end, {})).statusCode).toBe(303)
  expect((await here.get(SECURITY)).body.match(/Firefox, Linux/g)).toHaveLength(2)
  expect((await here.send(SECURITY, `${SECURITY}/sessions/end`, {})).statusCode).toBe(303)
  expect((await here.get('/en/account')).body).toBe('the account')
  for (const browser of [there, third]) expect((await browser.get('/en/account')).headers.location).toBe('/en/sign-in')
})

test('nobody ends the session of another', async () => {
  const [owner, stranger] = [await register('owner'), await register('stranger')]
  const [one, other] = [new Browser(site), new Browser(site)]
  await one.signIn('owner')
  await other.signIn('stranger')
  const [session] = await accounts.sessions.listOf(owner)
  expect(await accounts.sessions.endOne(stranger, session!.id)).toBe(false)
  await other.ask('POST', `${SECURITY}/sessions/${session!.id}/end`)
  expect((await one.get('/en/account')).body).toBe('the account')
})

test('a second factor is set up with a code and the password, and asked for from then on', async () => {
  await register('factor')
  const browser = new Browser(site)
  await browser.signIn('factor')
  const page = `${SECURITY}/second-factor`
  const wrong = await browser.send(page, page, { code: '000000', password: PASSWORD })
  expect([wrong.statusCode, wrong.body]).toEqual([422, expect.stringContaining(texts.refusals['second-factor-code-wrong'].text.en)])
  const { code, answer } = await setUp(browser)
  expect(answer.headers.location).toBe(`${SECURITY}/recovery-codes`)
  const codes = [...(await browser.get(`${SECURITY}/recovery-codes`)).body.matchAll(/<code>([A-Z2-9]{5}-[A-Z2-9]{5})<\/code>/g)].map(
    ([, one]) => one!,
  )
  expect(codes).toHaveLength(10)
  expect((await browser.get(`${SECURITY}/recovery-codes`)).statusCode).toBe(303)
  clock.forwardMs(30_000)
  const second = new Browser(site)
  expect((await second.signIn('factor')).headers.location).toBe('/en/sign-in/second-factor')
  expect((await second.get('/en/account')).headers.location).toBe('/en/sign-in')
  expect((await second.send('/en/sign-in/second-factor', '/en/sign-in/second-factor', { code: '000000' })).statusCode).toBe(422)
  expect((await second.send('/en/sign-in/second-factor', '/en/sign-in/second-factor', { code: code() })).headers.location).toBe(
    '/en/account',
  )
  const third = new Browser(site)
  await third.signIn('factor')
  await third.send('/en/sign-in/second-factor', '/en/sign-in/second-factor', { code: codes[0]! })
  expect((await third.get(SECURITY)).body).toContain(pageTexts.secondFactor.recoveryUsed.en)
  clock.forwardMs(30_000)
  await third.send(SECURITY, `${SECURITY}/second-factor/remove`, { removePassword: PASSWORD, removeCode: code() })
  expect((await new Browser(site).signIn('factor')).headers.location).toBe('/en/account')
})

test('the password alone neither takes the second factor away nor makes new recovery codes', async () => {
  const id = await register('both')
  const browser = new Browser(site)
  await browser.signIn('both')
  const { code } = await setUp(browser)
  const shown = (await browser.get(`${SECURITY}/recovery-codes`)).body
  expect(shown).toContain(pageTexts.security.isOn.en)
  const [recovery] = /[A-Z2-9]{5}-[A-Z2-9]{5}/.exec(shown)!
  clock.forwardMs(30_000)
  const renew = (fields: Readonly<Record<string, string>>) => browser.send(SECURITY, `${SECURITY}/recovery-codes`, fields)
  const remove = (fields: Readonly<Record<string, string>>) => browser.send(SECURITY, `${SECURITY}/second-factor/remove`, fields)
  const { body } = await browser.get(SECURITY)
  for (const legend of [pageTexts.security.newCodes.en, pageTexts.security.remove.en]) expect(body).toContain(`${legend}</legend>`)
  // A wrong password uses up no code.
  expect((await renew({ password: 'wrong', code: recovery })).statusCode).toBe(422)
  expect((await remove({ removePassword: 'wrong', removeCode: recovery })).statusCode).toBe(422)
  expect((await renew({ password: PASSWORD })).body).toContain('href="#field-code"')
  expect((await remove({ removePassword: PASSWORD })).body).toContain('href="#field-removeCode"')
  expect((await renew({ password: PASSWORD, code: recovery })).headers.location).toBe(`${SECURITY}/recovery-codes`)
  expect((await browser.get(`${SECURITY}/recovery-codes`)).body).toContain(pageTexts.security.codesRenewed.en)
  expect((await remove({ removePassword: PASSWORD, removeCode: recovery })).statusCode).toBe(422)
  for (let wrong = 2; wrong <= 5; wrong++) await remove({ removePassword: PASSWORD, removeCode: '000000' })
  // Locked here and at sign-in: one count for one question.
  const locked = await remove({ removePassword: PASSWORD, removeCode: code() })
  expect([locked.statusCode, locked.body]).toEqual([422, expect.stringContaining(texts.refusals['code-locked'].text.en)])
  expect(await accounts.secondFactor.check(id, code())).toMatchObject({ code: 'code-locked' })
  expect((await accounts.find(id))!.hasSecondFactor).toBe(true)
  clock.forwardMs(61_000)
  const elsewhere = new Browser(site)
  await elsewhere.signIn('both')
  await elsewhere.send('/en/sign-in/second-factor', '/en/sign-in/second-factor', { code: code() })
  expect((await elsewhere.get('/en/account')).body).toBe('the account')
  clock.forwardMs(31_000)
  expect((await remove({ removePassword: PASSWORD, removeCode: code() })).statusCode).toBe(303)
  // Who took the password and was in with it is out; who acted stays.
  expect((await elsewhere.get('/en/account')).headers.location).toBe('/en/sign-in')
  expect((await browser.get('/en/account')).body).toBe('the account')
  expect((await accounts.find(id))!.hasSecondFactor).toBe(false)
})

test('whose role demands one sees nothing else before it is set, and cannot take it away', async () => {
  await register('needed')
  const strict = await siteOf({ isRequired: true })
  const browser = new Browser(strict)
  await browser.signIn('needed')
  expect((await browser.get('/en/account')).headers.location).toBe(`${SECURITY}/second-factor`)
  await setUp(browser)
  expect((await browser.get('/en/account')).body).toBe('the account')
  expect((await browser.get(SECURITY)).body).not.toContain(pageTexts.security.remove.en)
  await strict.close()
})

test('what a stranger posts to the second question opens nothing', async () => {
  const stranger = new Browser(site)
  expect((await stranger.get('/en/sign-in/second-factor')).headers.location).toBe('/en/sign-in')
  expect((await stranger.ask('POST', '/en/sign-in/second-factor', { code: '123456' })).statusCode).not.toBe(200)
})

import { isRefusal, type LocalText } from '@ruqsat/foundation'
import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { createSite, csrfToken, flash, localPath, readForm, redirectTo, sendPage } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Accounts,
  endSession,
  migrateAccounts,
  openAccounts,
  sessionPlugin,
  signOutEverywhere,
  startSession,
  takeReturnPath,
} from './index.ts'
import { QUICK_PASSWORDS } from './testing.ts'

const PASSWORD = 'дала жусаны 42'
const SAVED: LocalText = { kk: 'Сақталды', ru: 'Сохранено', en: 'Saved' }
let database: TestDatabase
let accounts: Accounts
let app: FastifyInstance
let browser: Browser

beforeAll(async () => {
  database = await openTestDatabase('sessions')
  await migrateAccounts(database, 'portal_accounts')
  const technicalClock = standingTechnicalClock('2026-11-22T05:00:00.000Z')
  accounts = openAccounts({
    sql: database.sql,
    schema: 'portal_accounts',
    technicalClock,
    secret: Buffer.alloc(32, 9),
    notify: async () => undefined,
    onFault: () => undefined,
    passwordCost: QUICK_PASSWORDS,
  })
  await accounts.register({ login: 'aigerim', displayName: 'Әйгерім Қожахметова', password: PASSWORD })
})
afterAll(() => database.drop())
beforeEach(async () => {
  app = await site('http://localhost:8080')
  browser = new Browser(app)
})
afterEach(() => app.close())

async function site(origin: string): Promise<FastifyInstance> {
  const site = await createSite({ origin, host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }) })
  await site.register(async (part) => {
    sessionPlugin(part, { accounts, cookieName: 'portal' })
    part.get(localPath('/'), (request, reply) => sendPage(request, reply, { title: 'Home' }, csrfToken(request, reply)))
    part.get(localPath('/cabinet'), async (request, reply) => {
      if (request.account !== null) return reply.send(`cabinet of ${request.account.displayName}`)
      request.session.set('returnTo', request.url)
      return redirectTo(reply, '/kk/sign-in')
    })
    part.post(localPath('/sign-in'), async (request, reply) => {
      const form = readForm(request)
      const account = await accounts.signIn({ login: form.text('login'), password: form.secret('password') })
      if (isRefusal(account)) return reply.code(422).send(account.code)
      await startSession(request, account)
      return redirectTo(reply, takeReturnPath(request, '/kk'))
    })
    part.post(localPath('/save'), async (request, reply) => {
      flash(request, 'success', SAVED)
      return redirectTo(reply, '/kk')
    })
    part.post(localPath('/sign-out'), async (request, reply) => {
      await endSession(request)
      return redirectTo(reply, '/kk')
    })
    part.post(localPath('/sign-out-everywhere'), async (request, reply) => {
      await signOutEverywhere(request, accounts)
      return redirectTo(reply, '/kk')
    })
  })
  return site
}

/** Cookies kept as a browser keeps them; tokens read from the page as a form would carry them. */
class Browser {
  readonly cookies = new Map<string, string>()
  readonly app: FastifyInstance
  constructor(app: FastifyInstance) {
    this.app = app
  }
  async get(url: string) {
    return this.#keep(await this.app.inject({ url, cookies: Object.fromEntries(this.cookies) }))
  }
  async post(url: string, form: Record<string, string> = {}) {
    const token = /<main[^>]*>(?:.*<\/section>)?([\w-]{43})<\/main>/s.exec((await this.get('/kk')).body)?.[1] ?? ''
    return this.postWith(token, url, form)
  }
  async postWith(token: string, url: string, form: Record<string, string> = {}) {
    const payload = new URLSearchParams({ ...form, _csrf: token }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return this.#keep(await this.app.inject({ method: 'POST', url, payload, headers, cookies: Object.fromEntries(this.cookies) }))
  }
  signIn() {
    return this.post('/kk/sign-in', { login: 'aigerim', password: PASSWORD })
  }
  #keep<T extends { cookies: { name: string; value: string; maxAge?: number; expires?: Date }[] }>(answer: T): T {
    for (const cookie of answer.cookies) {
      if (cookie.expires && cookie.expires.getTime() === 0) this.cookies.delete(cookie.name)
      else this.cookies.set(cookie.name, cookie.value)
    }
    return answer
  }
}

test('someone who only looks round leaves no session behind', async () => {
  const before = (await database.sql`select 1 from portal_accounts.session`).length
  await browser.get('/kk')
  expect((await database.sql`select 1 from portal_accounts.session`).length).toBe(before)
  expect(browser.cookies.has('portal')).toBe(false)
})

describe('signing in', () => {
  test('leads back to the page that asked for it', async () => {
    expect((await browser.get('/kk/cabinet?tab=2')).headers.location).toBe('/kk/sign-in')
    expect((await browser.signIn()).headers.location).toBe('/kk/cabinet?tab=2')
    expect((await browser.get('/kk/cabinet')).body).toBe('cabinet of Әйгерім Қожахметова')
    expect((await browser.get('/kk')).body).toContain('Әйгерім Қожахметова')
  })
  test('gives a new cookie, so that one planted before is worth nothing', async () => {
    await browser.get('/kk/cabinet')
    const planted = browser.cookies.get('portal') ?? ''
    await browser.signIn()
    expect(browser.cookies.get('portal')).not.toBe(planted)
    const attacker = new Browser(app)
    attacker.cookies.set('portal', planted)
    expect((await attacker.get('/kk/cabinet')).headers.location).toBe('/kk/sign-in')
  })
  test('makes forms of before the sign-in worthless, and those of another session', async () => {
    const token = /([\w-]{43})<\/main>/.exec((await browser.get('/kk')).body)?.[1] ?? ''
    await browser.signIn()
    expect((await browser.postWith(token, '/kk/save')).statusCode).toBe(403)
    expect((await browser.post('/kk/save')).statusCode).toBe(303)
  })
  test('sets a cookie that scripts cannot read and other sites cannot send with posts', async () => {
    const answer = await browser.signIn()
    const cookie = String([answer.headers['set-cookie']].flat().find((one) => one?.startsWith('portal=')))
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
  })
  test('under TLS the cookie is Secure and bound to the host', async () => {
    const secure = await site('https://portal.example')
    const answer = await new Browser(secure).signIn()
    const cookie = String([answer.headers['set-cookie']].flat().find((one) => one?.includes('portal=')))
    expect(cookie).toMatch(/^__Host-portal=.*Secure/)
    expect(answer.headers['strict-transport-security']).toContain('max-age=')
    await secure.close()
  })
})

test('a message is shown once after the redirect', async () => {
  expect((await browser.post('/kk/save')).statusCode).toBe(303)
  expect((await browser.get('/kk')).body).toContain('Сақталды')
  expect((await browser.get('/kk')).body).not.toContain('Сақталды')
})

describe('signing out', () => {
  test('ends the session on the server, not only in the browser', async () => {
    await browser.signIn()
    const stolen = new Browser(app)
    stolen.cookies.set('portal', browser.cookies.get('portal') ?? '')
    await browser.post('/kk/sign-out')
    expect(browser.cookies.has('portal')).toBe(false)
    expect((await stolen.get('/kk/cabinet')).statusCode).toBe(303)
  })
  test('everywhere ends the other browsers too', async () => {
    const other = new Browser(app)
    await other.signIn()
    await browser.signIn()
    await browser.post('/kk/sign-out-everywhere')
    expect((await other.get('/kk/cabinet')).statusCode).toBe(303)
  })
  test('a blocked account is out with its next request', async () => {
    await browser.signIn()
    const account = await accounts.findByLogin('aigerim')
    await database.sql`update portal_accounts.account set status = 'blocked'`
    expect((await browser.get('/kk/cabinet')).statusCode).toBe(303)
    await accounts.update(account?.id ?? '', { status: 'active' })
  })
})

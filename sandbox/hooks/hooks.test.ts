import type { ZoneRules } from '@ruqsat/clock'
import { openTestDatabase } from '@ruqsat/database/testing'
import { createSite } from '@ruqsat/web'
import pino from 'pino'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aqtobe } from '../testing.ts'
import { mountHookTwin } from './twin.ts'

// The scheme's own library signs: what it signs is good here, and nothing else is.

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
const BODY = JSON.stringify({ type: 'request.registered', timestamp: '2026-11-23T05:00:00.000Z', data: { sequence: 1 } })

let database: Awaited<ReturnType<typeof openTestDatabase>>
let site: Awaited<ReturnType<typeof createSite>>
let zone: ZoneRules
const deps = () => ({ database, site, zone, portalOrigin: 'http://localhost:1' })

beforeAll(async () => {
  database = await openTestDatabase('hook_twin')
  zone = await aqtobe()
  const log = pino({ level: 'silent' })
  site = await createSite({
    origin: 'http://127.0.0.1:1',
    host: '127.0.0.1',
    port: 1,
    logger: log,
    secret: Buffer.alloc(32, 7),
    sandbox: true,
  })
  await mountHookTwin({ ...deps(), mode: 'sandbox' })
})
afterAll(async () => {
  await site?.close()
  await database?.drop()
})

async function send(change: { readonly body?: string; readonly at?: Date; readonly headers?: Record<string, string> } = {}) {
  const at = change.at ?? new Date(performance.timeOrigin + performance.now())
  const headers = {
    host: '127.0.0.1:1',
    'content-type': 'application/json',
    'webhook-id': 'one',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': `v1,bm9uZQ== ${new Webhook(SECRET).sign('one', at, BODY)}`,
    ...change.headers,
  }
  const answer = await site.inject({ method: 'POST', url: '/hook-twin/program', headers, payload: change.body ?? BODY })
  return answer.statusCode
}

const page = async (language = 'en') => (await site.inject({ url: `/${language}/hook-twin`, headers: { host: '127.0.0.1:1' } })).body

test('without the secret nothing is taken; with it what the library signed, once changed or old nothing', async () => {
  expect(await send()).toBe(401)
  expect(await page()).toContain('the secret is not entered')
  await database.sql`insert into sandbox_hooks.receiver (name, secret, status) values ('program', ${SECRET}, 204)`
  expect(await send()).toBe(204)
  expect(await send()).toBe(204)
  expect(await send({ body: BODY.replace('1}', '2}') })).toBe(401)
  expect(await send({ at: new Date(performance.timeOrigin - 6 * 60_000) })).toBe(401)
  expect(await send({ headers: { 'webhook-signature': '' } })).toBe(401)
  await database.sql`update sandbox_hooks.receiver set status = 410`
  expect(await send({ headers: { 'webhook-id': 'one' } })).toBe(410)
  const shown = await page()
  for (const said of ['request.registered', '>good<', '>wrong<', 'more than five minutes', 'not signed', '(it had come before)'])
    expect(shown).toContain(said)
  expect(await page('kk')).toContain('қолтаңба жоқ')
  expect((await site.inject({ method: 'POST', url: '/hook-twin/No!', headers: { host: '127.0.0.1:1' } })).statusCode).toBe(404)
})

test('refused in production before anything is touched', async () => {
  await expect(mountHookTwin({ ...deps(), mode: 'production' })).rejects.toThrow('Expected no twin of a receiver')
})

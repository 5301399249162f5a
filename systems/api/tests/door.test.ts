import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endClient } from '../clients/client.ts'
import { openApiDocument } from '../index.ts'
import { FIRM, openDoor } from './house.ts'

/** What a firm has begun, as the portal lists it. */
const OPEN = ['2026-11-23T05:00:00.000Z', '2026-11-22T05:00:00.000Z'].map((changedAt, place) => ({
  id: `5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a1${place}`,
  regulation: 'grain',
  variant: 'issue',
  edition: 'ab',
  language: 'kk' as const,
  status: 'open' as const,
  step: { id: 'A3', action: 'fill', name: { kk: 'Толтыру', ru: 'Заполнение', en: 'Filling' } },
  isPaid: false,
  createdAt: changedAt,
  changedAt,
}))

let door: Awaited<ReturnType<typeof openDoor>>
beforeAll(async () => {
  door = await openDoor({
    intake: {
      listOpen: async ({ bin, after, limit }) =>
        (bin === FIRM ? OPEN : []).filter(({ changedAt }) => after === null || changedAt < after.changedAt).slice(0, limit),
    },
  })
})
afterAll(() => door.close())

test('anybody reads what a service asks, and a list goes on where it ended', async () => {
  const first = await door.call('/api/v1/services?limit=1')
  expect([first.status, first.type]).toEqual([200, 'application/json; charset=utf-8'])
  const { id, service } = door.edition.regulation
  expect(first.body.items).toMatchObject([{ regulation: id, service, edition: door.edition.hash }])
  const second = await door.call(`/api/v1/services?limit=50&after=${encodeURIComponent(first.body.next)}`)
  expect(second.body.items.map(({ variant }) => variant)).not.toContain(first.body.items[0]!.variant)
  expect(second.body.next).toBeNull()
  const one = await door.call(`/api/v1/services/${id}/${first.body.items[0]!.variant}`)
  expect(one.body.sections.flatMap(({ fields }) => fields)[0]).toMatchObject({ paragraph: { kk: expect.any(String) } })
  // Nobody has needed a token yet, so nothing of the authorization server was made.
  expect(door.keysAsked()).toBe(0)
})

test('a problem is in the language that was asked for, and names what is wrong', async () => {
  const inRussian = await door.call('/api/v1/services/none/none', { headers: { 'accept-language': 'de, ru;q=0.7, en;q=0.3' } })
  expect([inRussian.status, inRussian.type, inRussian.headers.get('content-language')]).toEqual([
    404,
    'application/problem+json; charset=utf-8',
    'ru',
  ])
  expect(inRussian.body).toMatchObject({
    type: 'urn:ruqsat:refusal:api.service-not-found',
    title: 'Такая услуга сейчас не оказывается.',
    status: 404,
    code: 'api.service-not-found',
  })
  const badly = await door.call('/api/v1/services?limit=many&more=1')
  expect([badly.status, badly.body.title]).toEqual([400, expect.stringContaining('Жіберілген дерек түсініксіз')])
  expect(badly.body.errors.map(({ field }) => field)).toEqual(['limit', undefined])
  expect((await door.call('/api/v1/nothing')).body.code).toBe('api.call-not-found')
  const noNumber = await door.call('/api/v1/register/x')
  expect([noNumber.status, noNumber.body.field]).toEqual([422, 'number'])
})

test('what is sent is bounded and has to be what the document says', async () => {
  const post = (body: string, type = 'application/json') =>
    door.call('/api/v1/register/checks', { method: 'POST', body, headers: { 'content-type': type, 'accept-language': 'en' } })
  expect((await post(`{"sha256":"${'a'.repeat(64)}"}`)).body).toEqual({ isIssued: false, issuedAt: null, entry: null, isLatest: null })
  expect((await post('{"sha256":')).body.code).toBe('api.not-understood')
  expect((await post(`{"sha256":"${'a'.repeat(5000)}"}`)).status).toBe(413)
  expect((await post('<a/>', 'text/xml')).body).toMatchObject({ status: 415, code: 'api.media-type' })
})

test('a token opens what its scopes name, and nothing once its client is ended', async () => {
  const firm = await door.client({ scopes: ['requests.read'], firm: FIRM })
  const wrong = await door.token({ ...firm, secret: 'x'.repeat(43) }, 'requests.read')
  expect([wrong.status, wrong.error]).toEqual([401, 'invalid_client'])
  const given = await door.token(firm, 'requests.read')
  expect([given.status, given.scope]).toEqual([200, 'requests.read'])
  const token = given.access_token
  expect((await door.call('/api/v1/requests', { token })).body).toEqual({ items: [], next: null })
  expect((await door.call('/api/v1/client', { token })).body).toMatchObject({ id: firm.id, owner: { kind: 'firm', id: FIRM } })
  const without = await door.call('/api/v1/requests')
  expect([without.status, without.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="/api/v1"'])
  const other = await door.call('/api/v1/tasks', { token, headers: { 'accept-language': 'en' } })
  expect([other.status, other.body.title]).toEqual([403, 'The token does not open this call, which needs the scope tasks.read.'])
  // Neither the token nor the secret is kept as it is.
  const [row] = await door.database.sql<{ text: string }[]>`
    select (select string_agg(g::text, ' ') from api.grant_record g) || (select string_agg(c::text, ' ') from api.client c) as text`
  expect(row!.text).not.toContain(token!)
  expect(row!.text).not.toContain(firm.secret)
  await endClient(door, firm.id, 'the test')
  expect((await door.call('/api/v1/requests', { token })).status).toBe(401)
  expect((await door.token(firm, 'requests.read')).error).toBe('invalid_client')
  const events = await door.database.sql`select kind, by from api.client_event where client_id = ${firm.id} order by sequence`
  expect(events).toEqual([
    { kind: 'added', by: 'the test' },
    { kind: 'ended', by: 'the test' },
  ])
})

test('a client is added only with what makes sense', async () => {
  const refusal = (wanted: Parameters<typeof door.client>[0]) =>
    door.client(wanted).then(
      () => 'added',
      (error: Error) => error.message,
    )
  expect(await refusal({ scopes: ['everything'] })).toBe('api.scope-unknown')
  expect(await refusal({ scopes: ['tasks.read'] })).toBe('api.scope-without-owner')
  expect(await refusal({ scopes: ['requests.read'], firm: '123456789012' })).toBe('value.bin-impossible')
  expect(await refusal({ scopes: ['openid'], redirectUris: ['http://example.kz/back'] })).toBe('api.return-address')
  expect(await refusal({ scopes: ['openid'] })).toBe('api.return-address-missing')
  expect(await refusal({ scopes: ['tasks.read'], authority: 'nobody' })).toBe('api.authority-not-here')
})

test('a program that calls too often is asked to wait, and others are not', async () => {
  const [busy, calm] = [
    await door.client({ scopes: ['requests.read'], firm: FIRM }),
    await door.client({ scopes: ['requests.read'], firm: FIRM }),
  ]
  const [{ access_token: token }, { access_token: other }] = [await door.token(busy), await door.token(calm)]
  const answers = await Promise.all(Array.from({ length: 45 }, () => door.call('/api/v1/client', { token })))
  const refused = answers.find(({ status }) => status === 429)!
  expect([refused.body.code, Number(refused.headers.get('retry-after'))]).toEqual(['api.too-many', expect.any(Number)])
  expect((await door.call('/api/v1/client', { token: other })).status).toBe(200)
})

test('the reference is read in each language without script', async () => {
  for (const [language, title] of [
    ['kk', 'Бағдарламаларға арналған анықтама'],
    ['ru', 'Справка для программ'],
    ['en', 'Reference for programs'],
  ]) {
    const page = await door.call(`/${language}/api`, { headers: { accept: 'text/html' } })
    expect([page.status, page.body]).toEqual([200, expect.stringContaining(`<h1>${title}</h1>`)])
    expect(page.body).toContain('/api/v1/requests/{number}')
  }
})

test('the OpenAPI document passes its judge', async () => {
  const served = await door.call('/api/openapi.json')
  expect(served.body).toEqual(JSON.parse(JSON.stringify(await openApiDocument(door.origin))))
  expect(served.body.openapi).toBe('3.1.1')
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-openapi-'))
  try {
    const file = join(folder, 'openapi.json')
    writeFileSync(file, JSON.stringify(await openApiDocument('https://ruqsat.example.kz')))
    const redocly = join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin/cli.js')
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [redocly, 'lint', file, '--format=json'], {
      cwd: folder,
      env,
    }).catch((error) => error)
    const { totals, problems } = JSON.parse(stdout.slice(stdout.indexOf('{')) || `"${stderr}"`)
    expect([totals, problems]).toEqual([{ errors: 0, warnings: 0, ignored: 0 }, []])
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 60_000)

test('a program applies under its key: repeated calls get one answer, another wish another key', async () => {
  const firm = await door.client({ scopes: ['applications.write'], firm: FIRM })
  const { access_token: token } = await door.token(firm, 'applications.write')
  const begin = (key: string | null, regulation = 'grain') =>
    door.call('/api/v1/applications', {
      method: 'POST',
      token,
      body: JSON.stringify({ regulation, variant: 'issue', signerIin: '850412400012', language: 'kk' }),
      headers: { 'content-type': 'application/json', 'accept-language': 'en', ...(key !== null && { 'idempotency-key': key }) },
    })
  expect((await begin(null)).body).toMatchObject({ status: 400, code: 'api.key-needed', field: 'Idempotency-Key' })
  const [first, second] = [await begin('a-wish-of-ours'), await begin('a-wish-of-ours')]
  expect(second.body).toEqual(first.body)
  expect(door.begun).toHaveLength(1)
  expect((await begin('a-wish-of-ours', 'scrap')).body.code).toBe('api.key-used-otherwise')
  await begin('another-wish')
  expect(new Set(door.begun).size).toBe(2)
  await expect
    .poll(() => door.database.sql`select operation, status from api.act where client_id = ${firm.id} order by sequence`)
    .toContainEqual({ operation: 'startApplication', status: 404 })
})

test('a program lists what its firm has begun, by the place of the page before', async () => {
  const firm = await door.client({ scopes: ['applications.write'], firm: FIRM })
  const { access_token: token } = await door.token(firm, 'applications.write')
  const first = await door.call('/api/v1/applications?limit=1', { token })
  expect(first).toMatchObject({ status: 200, body: { items: [{ id: OPEN[0]!.id, isPaid: false }], next: expect.stringContaining('~') } })
  const second = await door.call(`/api/v1/applications?limit=1&after=${encodeURIComponent(first.body.next)}`, { token })
  expect(second.body).toMatchObject({ items: [{ id: OPEN[1]!.id }], next: null })
  expect((await door.call('/api/v1/applications?after=x', { token })).body).toMatchObject({ status: 400, code: 'api.not-understood' })
})

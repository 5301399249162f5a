// A provider of sign-in that lies, another one that wants to be it, and somebody between them and the browser: nobody is signed in by any of it.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { technicalClock } from '@ruqsat/database'
import { inAll } from '@ruqsat/foundation'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { IdentityProvider } from '../identity/configuration.ts'
import { browserOf } from './browser.ts'
import { IIN_OF_PERSON, openDoor } from './house.ts'

type Claims = Record<string, unknown>
type Token = { header: Record<string, unknown>; claims: Claims }
/** What is honest until a test changes it; `said` is the whole token where it is no signed one. */
type Lies = {
  token?: (honest: Token) => Token
  said?: (honest: Token) => string
  answer?: (body: Record<string, unknown>) => Record<string, unknown>
  userinfo?: (claims: Claims) => Claims
}

const SECRET = 'secret-of-both'
let lies: Lies = {}
let servers: Server[] = []
let door: Awaited<ReturnType<typeof openDoor>>
let issuers: readonly string[]
/** Codes that were given away, with the nonce that the browser brought. */
const codes = new Map<string, string>()
let redeemed: string[] = []

const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
const signedBy = (key: typeof own, { header, claims }: Token) => {
  const text = `${encoded(header)}.${encoded(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key.privateKey).toString('base64url')}`
}

async function openProvider(hasUserinfo: boolean): Promise<string> {
  let issuer = ''
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', issuer)
    const send = (body: object, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (url.pathname === '/jwks')
      return send({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] })
    if (url.pathname === '/userinfo') {
      const claims = { sub: 'somebody', iin: IIN_OF_PERSON }
      return send(lies.userinfo?.(claims) ?? claims)
    }
    if (url.pathname !== '/token')
      return send({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        ...(hasUserinfo && { userinfo_endpoint: `${issuer}/userinfo` }),
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
      })
    let text = ''
    for await (const part of request) text += String(part)
    const code = new URLSearchParams(text).get('code') ?? ''
    const nonce = codes.get(code)
    redeemed.push(code)
    codes.delete(code)
    if (nonce === undefined) return send({ error: 'invalid_grant' }, 400)
    const now = Math.floor(technicalClock.ms() / 1000)
    const claims: Claims = { iss: issuer, aud: 'ruqsat', sub: 'somebody', iat: now, exp: now + 300, nonce, iin: IIN_OF_PERSON }
    const honest: Token = { header: { alg: 'RS256', kid: 'one' }, claims }
    const idToken = lies.said?.(honest) ?? signedBy(own, lies.token?.(honest) ?? honest)
    const body = { access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken }
    return send(lies.answer?.(body) ?? body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push(server)
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return issuer
}

beforeAll(async () => {
  issuers = [await openProvider(false), await openProvider(true)]
  const providers = issuers.map((issuer, place): IdentityProvider => {
    const common = { clientId: 'ruqsat', secret: SECRET, people: 'applicants', scope: 'openid', iinClaim: 'iin', binClaim: null } as const
    return { ...common, id: ['one', 'two'][place]!, name: inAll(() => 'One'), issuer }
  })
  door = await openDoor({ providers })
})
afterAll(async () => {
  await door.close()
  for (const server of servers) server.close()
  servers = []
})
beforeEach(() => {
  lies = {}
  redeemed = []
})

type Browser = ReturnType<typeof browserOf>
const who = async (browser: Browser) => (JSON.parse((await browser.open('/who/applicants')).text) as { account: string | null }).account

/** Begins a sign-in in this browser; answers with where the provider would send it back to, honest and whole. */
async function begun(browser: Browser, id: 'one' | 'two' = 'one', back = '?return=/who/applicants'): Promise<URL> {
  const asked = new URL((await browser.open(`/kk/sign-in-by/${id}${back}`)).url)
  const code = randomUUID()
  codes.set(code, asked.searchParams.get('nonce')!)
  const to = new URL(asked.searchParams.get('redirect_uri')!)
  to.searchParams.set('code', code)
  to.searchParams.set('state', asked.searchParams.get('state')!)
  to.searchParams.set('iss', asked.origin)
  return to
}
const back = (browser: Browser, { pathname, search }: URL) => browser.open(`${pathname}${search}`)

test.each(['one', 'two'] as const)('an honest provider signs the person in (%s)', async (id) => {
  const browser = browserOf(door.origin)
  expect([(await back(browser, await begun(browser, id))).status, await who(browser)]).toEqual([200, door.accountIds['applicants']])
})

describe('a token that proves nothing', () => {
  const changed = (claims: Claims) => (honest: Token) => ({ ...honest, claims: { ...honest.claims, ...claims } })
  const now = () => Math.floor(technicalClock.ms() / 1000)
  test.each<[string, Lies]>([
    ['of another sign-in (nonce)', { token: changed({ nonce: 'another' }) }],
    ['without a nonce', { token: changed({ nonce: undefined }) }],
    ['for another program (aud)', { token: changed({ aud: 'somebody-else' }) }],
    ['for several programs, given to another (azp)', { token: changed({ aud: ['ruqsat', 'else'], azp: 'else' }) }],
    ['by another issuer', { token: changed({ iss: 'https://id.example.kz' }) }],
    [
      'that is over',
      { token: () => changed({ exp: now() - 3_600, iat: now() - 7_200 })({ header: { alg: 'RS256', kid: 'one' }, claims: {} }) },
    ],
    ['that begins tomorrow', { token: changed({ nbf: now() + 86_400 }) }],
    ['without a subject', { token: changed({ sub: undefined }) }],
    ['signed by nobody (alg none)', { said: ({ claims }) => `${encoded({ alg: 'none' })}.${encoded(claims)}.` }],
    ['signed by a stranger under the same key id', { said: (honest) => signedBy(stranger, honest) }],
    [
      'signed by the public key as a secret (HS256)',
      {
        said: ({ claims }) => {
          const text = `${encoded({ alg: 'HS256', kid: 'one' })}.${encoded(claims)}`
          const key = own.publicKey.export({ type: 'spki', format: 'pem' })
          return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
        },
      },
    ],
    [
      'changed after it was signed',
      { said: (honest) => signedBy(own, honest).replace(/\.[^.]+\./, `.${encoded({ ...honest.claims, sub: 'else' })}.`) },
    ],
    ['that is missing', { answer: (body) => ({ ...body, id_token: undefined }) }],
    ['with an IIN that cannot be', { token: changed({ iin: '850412400013' }) }],
    ['with a list in place of the IIN', { token: changed({ iin: [IIN_OF_PERSON] }) }],
  ])('%s', async (_name, lie) => {
    lies = lie
    const browser = browserOf(door.origin)
    const page = await back(browser, await begun(browser))
    expect([page.status, await who(browser)]).toEqual([403, null])
  })

  test('a page about somebody else than the token is about', async () => {
    lies = { userinfo: (claims) => ({ ...claims, sub: 'another' }) }
    const browser = browserOf(door.origin)
    expect([(await back(browser, await begun(browser, 'two'))).status, await who(browser)]).toEqual([403, null])
  })
})

describe('what comes back to the browser', () => {
  const changed = (name: string, value: string | null) => (to: URL) => {
    if (value === null) to.searchParams.delete(name)
    else to.searchParams.set(name, value)
    return to
  }
  test.each<[string, (to: URL) => URL]>([
    ['of another sign-in (state)', changed('state', 'another')],
    ['without a state', changed('state', null)],
    ['from another provider (iss)', changed('iss', 'https://id.example.kz')],
    ['without its provider (iss)', changed('iss', null)],
    ['without a code', changed('code', null)],
    ['with a code that nobody gave', changed('code', 'guessed')],
    ['with a token in place of a code', (to) => changed('id_token', 'x')(changed('code', null)(to))],
    ['with the state twice', (to) => (to.searchParams.append('state', 'another'), to)],
  ])('%s', async (_name, change) => {
    const browser = browserOf(door.origin)
    const page = await back(browser, change(await begun(browser)))
    expect([page.status, await who(browser)]).toEqual([403, null])
  })

  test('in another browser, or a second time: a code is worth nothing to who did not begin', async () => {
    const [victim, thief] = [browserOf(door.origin), browserOf(door.origin)]
    const to = await begun(victim)
    expect([(await back(thief, to)).status, await who(thief)]).toEqual([403, null])
    // The thief has begun as well, and brings the code of the victim with the own state.
    const own = await begun(thief)
    own.searchParams.set('code', to.searchParams.get('code')!)
    expect([(await back(thief, own)).status, await who(thief)]).toEqual([403, null])
    const fresh = await begun(victim)
    await back(victim, fresh)
    expect(await who(victim)).toBe(door.accountIds['applicants'])
    redeemed = []
    expect((await back(victim, fresh)).status).toBe(403)
    expect(redeemed).toEqual([])
  })

  test('at the door of another provider: what one gave is not taken to the other', async () => {
    const browser = browserOf(door.origin)
    const to = await begun(browser, 'one')
    to.pathname = to.pathname.replace('/one/', '/two/')
    expect([(await back(browser, to)).status, await who(browser)]).toEqual([403, null])
    expect(redeemed).toEqual([])
  })

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/kk/../\\/evil.example'])(
    'leads to no other house afterwards: %s',
    async (target) => {
      const browser = browserOf(door.origin)
      const page = await back(browser, await begun(browser, 'one', `?return=${encodeURIComponent(target)}`))
      expect([new URL(page.url).origin, await who(browser)]).toEqual([door.origin, door.accountIds['applicants']])
    },
  )
})

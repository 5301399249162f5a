import * as openid from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endClient } from '../clients/client.ts'
import { browserOf } from './browser.ts'
import { IIN_OF_PERSON, NAME, openDoor } from './house.ts'

// Programs of others are played by openid-client, which judges each answer of the authorization server.

const BACK = 'http://localhost:1/back'
let door: Awaited<ReturnType<typeof openDoor>>
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door.close())

async function program(scopes: readonly string[], people: 'applicants' | 'officials' = 'applicants') {
  const client = await door.client({ name: 'Registry of «Ulgi»', scopes, redirectUris: [BACK], people })
  const insecure = { execute: [openid.allowInsecureRequests] }
  const issuer = new URL(`${door.origin}/identity`)
  const config = await openid.discovery(issuer, client.id, client.secret, openid.ClientSecretBasic(client.secret), insecure)
  const [verifier, state, nonce] = [openid.randomPKCECodeVerifier(), openid.randomState(), openid.randomNonce()]
  const parameters = { redirect_uri: BACK, scope: scopes.join(' '), state, nonce, code_challenge_method: 'S256' }
  const address = async (more: Record<string, string> = {}) =>
    openid.buildAuthorizationUrl(config, { ...parameters, code_challenge: await openid.calculatePKCECodeChallenge(verifier), ...more }).href
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
  return { client, config, address, tokens: (url: string) => openid.authorizationCodeGrant(config, new URL(url), checks) }
}

test('a person signs in here, allows it, and the program learns what was allowed and no more', async () => {
  const { config, address, tokens } = await program(['openid', 'profile', 'iin'])
  const browser = browserOf(door.origin)
  const page = await browser.open(await address({ scope: 'openid profile' }))
  expect(page.text).toContain('Басқа жүйеге кіру')
  expect(page.text).toContain('Registry of «Ulgi»')
  expect(page.text).toContain(NAME)
  // Not asked for, so not offered.
  expect(page.text).not.toContain('ЖСН-іңізді көру')
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://localhost:1")
  const back = await browser.send(page, { answer: 'yes' })
  const given = await tokens(back.url)
  const subject = `applicants.${door.accountIds['applicants']}`
  expect(given.claims()).toMatchObject({ sub: subject, iss: `${door.origin}/identity` })
  expect(given.claims()).not.toHaveProperty('name')
  expect(await openid.fetchUserInfo(config, given.access_token, subject)).toEqual({ sub: subject, name: NAME })
  // A code works once; used again, what it gave is over.
  await expect(tokens(back.url)).rejects.toThrow()
  await expect(openid.fetchUserInfo(config, given.access_token, subject)).rejects.toThrow()
  // Nor do two who show it at once both get something.
  const raced = await browser.send(await browser.open(await address()), { answer: 'yes' })
  const got = await Promise.allSettled(Array.from({ length: 4 }, () => tokens(raced.url)))
  expect(got.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(2)
  const again = await browser.open(await address())
  expect(again.text).toContain('ЖСН-іңізді көру')
  const whole = await tokens((await browser.send(again, { answer: 'yes' })).url)
  expect(await openid.fetchUserInfo(config, whole.access_token, subject)).toEqual({ sub: subject, name: NAME, iin: IIN_OF_PERSON })
  const kept = await door.database.sql`select direction, realm, outcome, detail from api.sign_in order by sequence`
  expect(kept).toEqual([
    { direction: 'to', realm: 'applicants', outcome: 'done', detail: 'openid profile' },
    { direction: 'to', realm: 'applicants', outcome: 'done', detail: 'openid profile iin' },
    { direction: 'to', realm: 'applicants', outcome: 'done', detail: 'openid profile iin' },
  ])
})

test('who does not allow it sends the program away with nothing; officials are other people', async () => {
  const { client, address, tokens } = await program(['openid'], 'officials')
  const browser = browserOf(door.origin)
  const page = await browser.open(await address())
  const back = new URL((await browser.send(page, { answer: 'no' })).url)
  expect(back.searchParams.get('error')).toBe('access_denied')
  const allowed = await browser.send(await browser.open(await address()), { answer: 'yes' })
  expect((await tokens(allowed.url)).claims()!.sub).toBe(`officials.${door.accountIds['officials']}`)
  // A step is over once it was answered, and another browser never had it.
  expect((await browser.open('/ru/sign-in-to/officials')).status).toBe(410)
  const entered = await browserOf(door.origin).open(page.url)
  expect([entered.status, entered.text]).toEqual([410, expect.stringContaining('Бұл кіру аяқталған')])
  await endClient(door, client.id, 'the test')
  const wrong = await browser.open(await address())
  expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('қате сұрады (invalid_client)')])
})

test('no code without PKCE, and none to another address', async () => {
  const { client } = await program(['openid'])
  const ask = (more: Record<string, string>) =>
    browserOf(door.origin).open(
      `/identity/authorization?${new URLSearchParams({ client_id: client.id, response_type: 'code', scope: 'openid', ...more }).toString()}`,
    )
  expect(new URL((await ask({ redirect_uri: BACK })).url).searchParams.get('error')).toBe('invalid_request')
  const byPage = await ask({
    redirect_uri: BACK,
    response_mode: 'form_post',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  })
  expect(byPage.status).toBe(400)
  for (const path of ['end', 'request', 'reg', 'device']) expect((await browserOf(door.origin).open(`/identity/${path}`)).status).toBe(404)
  const elsewhere = await ask({ redirect_uri: 'https://example.kz/back' })
  expect([elsewhere.status, elsewhere.text]).toEqual([400, expect.stringContaining('invalid_redirect_uri')])
})

test('a person signs in by a provider of others, by the IIN in its claim alone', async () => {
  const browser = browserOf(door.origin)
  const consent = await browser.open('/ru/sign-in-by/self-applicants?return=/who/applicants')
  expect(consent.text).toContain('The house itself')
  const home = await browser.send(consent, { answer: 'yes' })
  expect([home.url, home.text]).toEqual([`${door.origin}/who/applicants`, JSON.stringify({ account: door.accountIds['applicants'] })])
  expect(await door.database.sql`select provider, realm, account_id as account from api.link`).toEqual([
    { provider: 'self-applicants', realm: 'applicants', account: door.accountIds['applicants'] },
  ])
  // What came back works once, and in the browser that began.
  const again = await browserOf(door.origin).open('/sign-in-by/self-applicants/callback?code=x&state=y')
  expect([again.status, again.text]).toEqual([403, expect.stringContaining('Бұл кіру аяқталған')])
})

test('who is not known here, or did not allow it, stays outside and reads why', async () => {
  const begin = async (answer: string) => {
    const browser = browserOf(door.origin)
    const page = await browser.send(await browser.open('/en/sign-in-by/self-applicants'), { answer })
    return { page, who: (await browser.open('/who/applicants')).text }
  }
  const refused = await begin('no')
  expect([refused.page.status, refused.who]).toEqual([403, '{"account":null}'])
  expect(refused.page.text).toContain('You did not allow the sign-in at Self')
  door.known.iin = null
  const unknown = await begin('yes')
  expect([unknown.page.text, unknown.who]).toEqual([expect.stringContaining('There is no account with this IIN'), '{"account":null}'])
  door.known.iin = IIN_OF_PERSON
  await door.database.sql`update api.link set account_id = ${door.accountIds['officials']!}`
  expect((await begin('yes')).page.text).toContain('is linked with another person here')
  const kept = await door.database.sql`select detail from api.sign_in where direction = 'by' order by sequence desc limit 3`
  expect(kept.map(({ detail }) => detail as string)).toEqual(['api.linked-otherwise', 'api.no-account-here', 'api.sign-in-not-allowed'])
})

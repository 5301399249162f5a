// A provider of sign-in that knows one person: OpenID Connect by its letters and by no library. All of it is over TLS; people are
// sent back at once, without a password.
import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { technicalClock } from '@ruqsat/database'

export type TestProvider = { readonly issuer: string; readonly certificateFile: string; close(): void }

const KEY_ID = 'one'
const LASTS_SECONDS = 300

/** Its certificate is made in `folder`; `claims` are what it says of who signs in. */
export async function openProvider(
  folder: string,
  { clientId, secret, claims }: { readonly clientId: string; readonly secret: string; readonly claims: Readonly<Record<string, unknown>> },
): Promise<TestProvider> {
  const certificateFile = join(folder, 'provider.crt')
  const keyFile = join(folder, 'provider.key')
  const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', keyFile, '-out', certificateFile, '-days', '2', ...named],
    {
      stdio: 'ignore',
    },
  )
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const begun = new Map<string, { readonly nonce: string | null; readonly challenge: string | null }>()
  let issuer = ''

  const wire = createHttps({ key: readFileSync(keyFile), cert: readFileSync(certificateFile) }, async (request, response) => {
    if (request.url?.startsWith('/authorize') === true) return void response.writeHead(302, { location: backFrom(request.url) }).end()
    const { status, body } = await answer(request)
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
  })

  function backFrom(url: string): string {
    const { searchParams } = new URL(url, issuer)
    const code = randomUUID()
    begun.set(code, { nonce: searchParams.get('nonce'), challenge: searchParams.get('code_challenge') })
    const back = new URL(searchParams.get('redirect_uri')!)
    back.searchParams.set('code', code)
    back.searchParams.set('state', searchParams.get('state')!)
    return back.href
  }

  async function answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body: object }> {
    if (request.url === '/jwks')
      return { status: 200, body: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' }] } }
    if (request.url !== '/token') return { status: 200, body: description() }
    const form = new URLSearchParams(await textOf(request))
    const known = begun.get(form.get('code') ?? '')
    begun.delete(form.get('code') ?? '')
    const isClient = clientIn(request.headers.authorization) === `${clientId}:${secret}`
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!isClient || known === undefined || known.challenge !== proof) return { status: 400, body: { error: 'invalid_grant' } }
    return {
      status: 200,
      body: { access_token: randomUUID(), token_type: 'Bearer', expires_in: LASTS_SECONDS, id_token: idToken(known.nonce) },
    }
  }

  const description = () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  })

  function idToken(nonce: string | null): string {
    const now = Math.floor(technicalClock.ms() / 1000)
    const parts = [
      { alg: 'RS256', kid: KEY_ID },
      { iss: issuer, aud: clientId, sub: 'somebody-7', iat: now, exp: now + LASTS_SECONDS, nonce, ...claims },
    ]
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
  }

  await new Promise<void>((resolve) => wire.listen(0, 'localhost', resolve))
  issuer = `https://localhost:${(wire.address() as AddressInfo).port}`
  return {
    issuer,
    certificateFile,
    close: () => void wire.close(),
  }
}

/** RFC 6749, 2.3.1: name and secret are encoded as a form's are before they go into the header. */
function clientIn(authorization = ''): string {
  return decodeURIComponent(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString('utf8'))
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}

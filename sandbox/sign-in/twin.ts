// A twin of a provider of sign-in: real OpenID Connect by `oidc-provider`, whose people are fictional and choose who they are without a password.
// It is on the bank's site, for a provider is never on ours. Its code shares none with the house's own authorization server.
import { generateKeyPairSync } from 'node:crypto'
import { type Database, type InstallationMode, technicalClock } from '@ruqsat/database'
import { Fault, isLanguage, LANGUAGES, type LocalText } from '@ruqsat/foundation'
import type { FastifyInstance } from 'fastify'
import type * as Library from 'oidc-provider'
import type { Configuration, Provider } from 'oidc-provider'
import type { Logger } from 'pino'
import type { SandboxPerson } from '../people/republic.ts'
import { SignInRecords } from '../store/sign-in.ts'
import texts from '../pages/texts.yaml'
import { serveSteps, type TwinRealm } from './pages.tsx'

export const TWIN_PATH = '/sign-in-twin'

/** Applicants sign in to the portal, officials to the workstation: two clients of one provider. */
const CLIENTS = { applicants: 'twin-applicants', officials: 'twin-officials' } as const satisfies Record<TwinRealm, string>

export type SignInTwinDeps = {
  readonly mode: InstallationMode
  readonly database: Database
  readonly log: Logger
  /** The bank's site, which does not listen yet. */
  readonly site: FastifyInstance
  /** Where people come from and go back to. */
  readonly portalOrigin: string
  /** Of both clients. */
  readonly secret: string
  readonly people: readonly SandboxPerson[]
}

/** Of both clients; the same after a restart. */
export async function signInTwinSecret(secrets: { secret(name: string): Promise<Uint8Array> }): Promise<string> {
  return Buffer.from(await secrets.secret('sign-in-twin')).toString('base64url')
}

/** The twin in the words of the house's own file of providers. */
export function signInTwins(origin: string, secret: string) {
  return (Object.keys(CLIENTS) as TwinRealm[]).map((people) => ({
    id: CLIENTS[people],
    name: texts.signIn.name as LocalText,
    issuer: `${origin}${TWIN_PATH}`,
    clientId: CLIENTS[people],
    secret,
    people,
    scope: 'openid identity',
    iinClaim: 'iin',
    binClaim: people === 'applicants' ? 'bin' : null,
  }))
}

/** Throws a Fault in production. The library is loaded by the first sign-in. */
export async function mountSignInTwin(deps: SignInTwinDeps): Promise<void> {
  if (deps.mode === 'production')
    throw new Fault('Expected no twin of a provider of sign-in in production: whoever asks it is whom they like')
  let opening: Promise<Provider> | null = null
  const provider = () => {
    opening ??= import('oidc-provider').then((library) => openTwin(library, deps))
    opening.catch(() => (opening = null))
    return opening
  }
  await deps.site.register(async (app) => serveSteps(app, { provider, people: deps.people, realmOf, portalOrigin: deps.portalOrigin }))
  await deps.site.register(async (app) => serveProvider(app, provider))
}

function realmOf(clientId: unknown): TwinRealm | null {
  return (Object.keys(CLIENTS) as TwinRealm[]).find((realm) => CLIENTS[realm] === clientId) ?? null
}

function openTwin(library: typeof Library, deps: SignInTwinDeps): Provider {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = { ...privateKey.export({ format: 'jwk' }), kty: 'RSA', kid: 'twin', use: 'sig', alg: 'RS256' }
  const provider = new library.Provider(`${deps.site.site.origin}${TWIN_PATH}`, {
    ...configurationOf(library, deps),
    jwks: { keys: [key] },
  })
  // Addresses are those of the bank's site, whatever is before it.
  provider.proxy = true
  provider.on('server_error', (_context: unknown, err: Error) =>
    deps.log.error({ event: 'sign-in-twin', err }, 'the twin could not answer'),
  )
  return provider
}

function configurationOf(library: typeof Library, { database, people, portalOrigin, secret }: SignInTwinDeps): Configuration {
  return {
    adapter: (model) => new SignInRecords(database.sql, technicalClock, model),
    clients: Object.values(CLIENTS).map((id) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [`${portalOrigin}/sign-in-by/${id}/callback`],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    })),
    cookies: { keys: [secret], names: { session: 'twin_session', interaction: 'twin_step', resume: 'twin_resume' } },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    responseTypes: ['code'],
    scopes: ['openid', 'identity'],
    claims: { openid: ['sub'], identity: ['iin', 'bin', 'name'] },
    pkce: { required: () => true },
    findAccount: async (_context, id) => {
      const person = people.find(({ personId }) => personId === id)
      if (person === undefined) return undefined
      const { iin, organisation } = person
      const bin = person.group === 'applicant' ? (organisation?.bin ?? null) : null
      return { accountId: id, claims: async () => ({ sub: id, iin, ...(bin !== null && { bin }) }) }
    },
    interactions: {
      policy: askEachTime(library),
      url: async (_context, { uid, params }) => {
        const asked = String(params['ui_locales'] ?? '')
        return `/${isLanguage(asked) ? asked : LANGUAGES[0]!}${TWIN_PATH}/${uid}`
      },
    },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 3600, Grant: 3600, Session: 3600 },
  }
}

/** Whoever was one person a minute ago may want to be another now. */
function askEachTime({ interactionPolicy }: typeof Library) {
  const policy = interactionPolicy.base()
  const { Check } = interactionPolicy
  const check = new Check('asked_each_time', 'the person is asked each time', ({ oidc }) =>
    oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
  )
  policy.get('login')!.checks.add(check)
  return policy
}

/** Everything else below the path is the library's: it reads the request itself. */
function serveProvider(app: FastifyInstance, provider: () => Promise<Provider>): void {
  const origin = new URL(app.site.origin)
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: `${TWIN_PATH}/*`,
    config: { csrf: false },
    preValidation: async ({ raw }, reply) => {
      const answer = (await provider()).callback()
      reply.hijack()
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
      reply.raw.setHeader('cache-control', 'no-store')
      Object.assign(raw, { originalUrl: raw.url, url: raw.url!.slice(TWIN_PATH.length) })
      Object.assign(raw.headers, { 'x-forwarded-proto': origin.protocol.slice(0, -1), 'x-forwarded-host': origin.host })
      await answer(raw, reply.raw)
    },
    handler: () => undefined,
  })
}

// People sign in to this house by a provider of others (OpenID Connect: authorization code with PKCE, state and nonce). The IIN in its claim
// decides whose account it is; nobody is known by mail or name, and nobody gets an account by it.
import { sessionPlugin, startSession } from '@ruqsat/accounts'
import { type BIN, type IIN, isRefusal, parseBIN, parseIIN, type Refusal } from '@ruqsat/foundation'
import { languageOf, localHref, localPath, rateLimit, redirectTo, safeReturnPath, sendRefusal, sitePart } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type * as Openid from 'openid-client'
import type { ApiParts } from '../deps.ts'
import { refuseApi } from '../refusals.ts'
import { keepSignIn, linkSubject } from '../store/people.ts'
import type { IdentityProvider } from './configuration.ts'

/** Of the sign-in that this browser began, in its session. */
const BEGUN_KEY = 'signInBy'
type Begun = { readonly provider: string; readonly state: string; readonly nonce: string; readonly verifier: string; readonly back: string }

/** A person waits. */
const PROVIDER_WITHIN_S = 8

export const signInPath = (id: string): string => `/sign-in-by/${id}`

export async function mountSignInBy(parts: ApiParts, site: FastifyInstance): Promise<void> {
  for (const provider of parts.deps.signInBy) await site.register(async (app) => mountProvider(parts, provider, app))
}

function mountProvider(parts: ApiParts, provider: IdentityProvider, app: FastifyInstance): void {
  const people = parts.deps.people[provider.people]
  const known = openProvider(provider, app.site.sandbox)
  sitePart(app, { name: people.name, home: people.home })
  sessionPlugin(app, people)
  app.get(localPath(signInPath(provider.id)), { config: rateLimit('sign-in') }, async (request, reply) => {
    const library = await import('openid-client')
    const config = await known().catch((error: unknown) => refusalOf(parts, provider, error))
    if (isRefusal(config)) return sendNo(request, reply, config)
    const begun: Begun = {
      provider: provider.id,
      state: library.randomState(),
      nonce: library.randomNonce(),
      verifier: library.randomPKCECodeVerifier(),
      back: safeReturnPath((request.query as { return?: unknown }).return) ?? localHref(languageOf(request), people.home),
    }
    request.session.set(BEGUN_KEY, begun)
    const asked = {
      redirect_uri: callbackOf(app, provider),
      scope: provider.scope,
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: await library.calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: 'S256',
      ui_locales: languageOf(request),
    }
    try {
      return redirectTo(reply, library.buildAuthorizationUrl(config, asked).href)
    } catch (error) {
      // What the provider says of itself names no door that people may be sent to.
      return sendNo(request, reply, await refusalOf(parts, provider, error))
    }
  })
  app.get(`${signInPath(provider.id)}/callback`, { config: rateLimit('sign-in') }, async (request, reply) => {
    const begun = request.session.get(BEGUN_KEY) as Begun | undefined
    request.session.remove(BEGUN_KEY)
    if (begun?.provider !== provider.id) return sendNo(request, reply, refuseApi('step-over'))
    const identified = await identify(parts, provider, known, new URL(request.url, app.site.origin), begun)
    const account = isRefusal(identified) ? null : await people.accounts.find(identified)
    const outcome = isRefusal(identified) || account?.status === 'active' ? identified : refuseApi('no-account-here')
    const at = parts.deps.technicalClock.now()
    const one = { at, direction: 'by', partner: provider.id, realm: provider.people } as const
    if (isRefusal(outcome)) {
      await keepSignIn(parts.deps.database.sql, { ...one, accountId: null, outcome: 'refused', detail: outcome.code })
      return sendNo(request, reply, outcome)
    }
    await startSession(request, account!, 'provider')
    await keepSignIn(parts.deps.database.sql, { ...one, accountId: outcome, outcome: 'done', detail: 'iin' })
    return redirectTo(reply, begun.back)
  })
}

/** The account behind what the provider says, or why there is none. */
async function identify(
  parts: ApiParts,
  provider: IdentityProvider,
  known: () => Promise<Openid.Configuration>,
  address: URL,
  { verifier, state, nonce }: Begun,
): Promise<string | Refusal> {
  const library = await import('openid-client')
  try {
    const config = await known()
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
    const tokens = await library.authorizationCodeGrant(config, address, checks)
    const { sub, ...inToken } = tokens.claims()!
    const hasPage = config.serverMetadata().userinfo_endpoint !== undefined
    const claims = { ...inToken, ...(hasPage && (await library.fetchUserInfo(config, tokens.access_token, sub))) }
    return await accountBehind(parts, provider, sub, claims)
  } catch (error) {
    return refusalOf(parts, provider, error)
  }
}

/** The IIN decides. A subject stays with the account that it was linked with: a number that changes hands at the provider opens nothing. */
async function accountBehind(
  { deps }: ApiParts,
  provider: IdentityProvider,
  subject: string,
  claims: Readonly<Record<string, unknown>>,
): Promise<string | Refusal> {
  const people = deps.people[provider.people]
  const identity = identityIn(claims, provider)
  if (identity === null) return refuseApi('provider-names-nobody', { facts: { provider: provider.name } })
  const accountId = await people.accountOf(identity)
  if (accountId === null || (await people.person(accountId)) === null) return refuseApi('no-account-here')
  const partner = identity.bin === null ? subject : `${subject} ${identity.bin}`
  const link = { provider: provider.id, subject: partner, realm: provider.people, accountId }
  const linked = await linkSubject(deps.database.sql, link, deps.technicalClock.now())
  return linked === accountId ? accountId : refuseApi('linked-otherwise')
}

function identityIn(
  claims: Readonly<Record<string, unknown>>,
  { iinClaim, binClaim }: IdentityProvider,
): { iin: IIN; bin: BIN | null } | null {
  const textOf = (claim: string) => (typeof claims[claim] === 'string' ? claims[claim] : '')
  const iin = parseIIN(textOf(iinClaim))
  if (isRefusal(iin)) return null
  const written = binClaim === null ? '' : textOf(binClaim)
  if (written === '') return { iin, bin: null }
  const bin = parseBIN(written)
  return isRefusal(bin) ? null : { iin, bin }
}

/** Reads the description of the provider once; a failure is tried again with the next person. */
function openProvider({ issuer, clientId, secret }: IdentityProvider, isSandbox: boolean): () => Promise<Openid.Configuration> {
  let opening: Promise<Openid.Configuration> | null = null
  return () => {
    opening ??= import('openid-client').then(({ allowInsecureRequests, ClientSecretBasic, discovery, enableNonRepudiationChecks }) =>
      discovery(new URL(issuer), clientId, undefined, ClientSecretBasic(secret), {
        timeout: PROVIDER_WITHIN_S,
        // The token is judged by the key that the provider publishes, not by the connection on which it came: whoever ends TLS on the way could
        // write another IIN into it. A twin on this machine has no certificate; the file of production takes https alone.
        execute: [enableNonRepudiationChecks, ...(isSandbox ? [allowInsecureRequests] : [])],
      }),
    )
    opening.catch(() => (opening = null))
    return opening
  }
}

/** That the person did not allow it, that what came back proves nothing, or that the provider is silent: three different things. */
async function refusalOf({ deps }: ApiParts, { id, name }: IdentityProvider, error: unknown): Promise<Refusal> {
  const { AuthorizationResponseError, ClientError, ResponseBodyError } = await import('openid-client')
  const facts = { provider: name }
  if (error instanceof AuthorizationResponseError && error.error === 'access_denied') return refuseApi('sign-in-not-allowed', { facts })
  deps.log.warn(
    { event: 'sign-in-by', provider: id, error: (error as { code?: string }).code ?? (error as Error).name },
    'a sign-in was not proved',
  )
  const isAnswer = error instanceof AuthorizationResponseError || error instanceof ResponseBodyError
  const isSilent =
    !isAnswer && !(error instanceof ClientError && error.code !== 'OAUTH_TIMEOUT' && error.code !== 'OAUTH_RESPONSE_IS_NOT_CONFORM')
  return refuseApi(isSilent ? 'provider-silent' : 'sign-in-not-proved', { facts })
}

function callbackOf(app: FastifyInstance, { id }: IdentityProvider): string {
  return `${app.site.origin}${signInPath(id)}/callback`
}

function sendNo(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): Promise<unknown> {
  return sendRefusal(request, reply, refusal, { status: 403 })
}

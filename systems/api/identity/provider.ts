// oidc-provider as this house uses it: tokens for programs (client credentials), and people who sign in to programs of others (authorization
// code with PKCE, OpenID Connect Core 1.0). Loaded by `openIdentity` alone.
import { createHmac } from 'node:crypto'
import { interactionPolicy, Provider, type Configuration } from 'oidc-provider'
import { isSecretOf } from '../clients/client.ts'
import { API_SCOPES } from '../clients/scopes.ts'
import { IDENTITY_PATH, type ApiDeps } from '../deps.ts'
import { clientById } from '../store/clients.ts'
import { adapterOf } from './adapter.ts'
import { personOfSubject, stepEntry, WRONGLY_ASKED } from './steps.tsx'

const MINUTE_S = 60
/** A program asks for another token when this one is over; who has ended a client has ended its tokens at once. */
const TOKEN_SECONDS = 60 * MINUTE_S
/** Long enough to ask who it is. */
const PERSON_TOKEN_SECONDS = 10 * MINUTE_S
/** A person signs in, perhaps with a code by SMS, and reads. */
const STEP_SECONDS = 60 * MINUTE_S

export async function openProvider(deps: ApiDeps): Promise<Provider> {
  const provider = new Provider(`${deps.site.site.origin}${IDENTITY_PATH}`, {
    ...configuration(deps),
    jwks: { keys: [...(await deps.signingKeys())] },
  })
  // Addresses are those of the installation, whatever proxy is before it: the door writes these headers itself.
  provider.proxy = true
  compareDigests(provider)
  provider.on('server_error', (_context: unknown, error: Error) =>
    deps.log.error({ event: 'identity', err: error }, 'the authorization server could not answer'),
  )
  return provider
}

function configuration(deps: ApiDeps): Configuration {
  const cookieKey = createHmac('sha256', deps.secret).update('identity cookies').digest('base64url')
  return {
    adapter: adapterOf(deps),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    cookies: { keys: [cookieKey], names: { session: 'identity', interaction: 'identity_step', resume: 'identity_resume' } },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      // A person has no session at this server that a program could end, and no program needs the others.
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      resourceIndicators: { enabled: false },
    },
    responseTypes: ['code'],
    routes: {
      authorization: '/authorization',
      token: '/token',
      jwks: '/keys',
      userinfo: '/person',
      revocation: '/revocation',
      introspection: '/introspection',
    },
    scopes: [...API_SCOPES],
    // Only at the person's address, by a token; never in a token that passes through the browser.
    claims: { openid: ['sub'], profile: ['name'], iin: ['iin', 'bin'] },
    pkce: { required: () => true },
    findAccount: async (_context, subject) => {
      const person = await personOfSubject(deps.people, subject)
      if (person === null) return undefined
      const { name, iin, bin } = person
      return { accountId: subject, claims: async () => ({ sub: subject, name, iin, ...(bin !== null && { bin }) }) }
    },
    interactions: {
      policy: askEachTime(),
      url: async (_context, { uid, params }) => {
        const client = await clientById(deps.database.sql, String(params['client_id']))
        return stepEntry(client?.people ?? 'applicants', uid)
      },
    },
    renderError: (context, { error, error_description }) => {
      // A person is in front of it: a page in their language says what they can do, the log what the program did wrong.
      deps.log.warn({ event: 'identity', error, detail: error_description }, 'a program asked the authorization server wrongly')
      context.redirect(`${WRONGLY_ASKED}?error=${encodeURIComponent(error)}`)
    },
    ttl: {
      ClientCredentials: TOKEN_SECONDS,
      AccessToken: PERSON_TOKEN_SECONDS,
      AuthorizationCode: MINUTE_S,
      IdToken: PERSON_TOKEN_SECONDS,
      Interaction: STEP_SECONDS,
      Grant: STEP_SECONDS,
      Session: STEP_SECONDS,
    },
  }
}

/** A session of the authorization server gives nothing by itself: the person is asked, and is signed in here, each time. */
function askEachTime() {
  const policy = interactionPolicy.base()
  const { Check } = interactionPolicy
  const isAnswered = ({ oidc }: { readonly oidc: { readonly result?: { readonly login?: object } } }) => oidc.result?.login !== undefined
  policy
    .get('login')!
    .checks.add(
      new Check('asked_each_time', 'the person is asked each time', (context) =>
        isAnswered(context as unknown as Parameters<typeof isAnswered>[0]) ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    )
  return policy
}

/** Secrets are kept as digests: the library's own comparison would need the secret. */
function compareDigests({ Client }: Provider): void {
  const prototype = Client.prototype as unknown as { clientSecret: string; compareClientSecret(secret: string): boolean }
  prototype.compareClientSecret = function compare(secret) {
    return isSecretOf({ secretSha256: this.clientSecret }, secret)
  }
}

// oidc-provider as this house uses it: tokens for programs (client credentials). Loaded by `openIdentity` alone.
import { createHmac } from 'node:crypto'
import { Provider, type Configuration } from 'oidc-provider'
import { isSecretOf } from '../clients/client.ts'
import { API_SCOPES } from '../clients/scopes.ts'
import { IDENTITY_PATH, type ApiDeps } from '../deps.ts'
import { adapterOf } from './adapter.ts'

const MINUTE_S = 60
/** A program asks for another token when this one is over; who has ended a client has ended its tokens at once. */
const TOKEN_SECONDS = 60 * MINUTE_S

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
    },
    responseTypes: ['code'],
    routes: {
      authorization: '/authorization',
      token: '/token',
      jwks: '/keys',
      userinfo: '/person',
      end_session: '/end',
      revocation: '/revocation',
      introspection: '/introspection',
    },
    scopes: [...API_SCOPES],
    ttl: { ClientCredentials: TOKEN_SECONDS },
  }
}

/** Secrets are kept as digests: the library's own comparison would need the secret. */
function compareDigests({ Client }: Provider): void {
  const prototype = Client.prototype as unknown as { clientSecret: string; compareClientSecret(secret: string): boolean }
  prototype.compareClientSecret = function compare(secret) {
    return isSecretOf({ secretSha256: this.clientSecret }, secret)
  }
}

import type { AdapterPayload } from 'oidc-provider'
import { MACHINE_SCOPES, type ApiScope } from '../clients/scopes.ts'
import type { ApiClient } from '../store/clients.ts'

/**
 * A client as oidc-provider knows it (RFC 7591). The digest is in the place of the secret: only `isSecretOf` compares with it, and no method
 * that would compute with the secret itself is switched on.
 */
export function metadataOf({ id, name, secretSha256, scopes, redirectUris }: ApiClient): AdapterPayload {
  const isForPeople = redirectUris.length > 0
  const isMachine = scopes.some((scope) => (MACHINE_SCOPES as readonly ApiScope[]).includes(scope))
  return {
    client_id: id,
    client_name: name,
    client_secret: secretSha256,
    grant_types: [...(isMachine ? ['client_credentials'] : []), ...(isForPeople ? ['authorization_code'] : [])],
    redirect_uris: [...redirectUris],
    response_types: isForPeople ? ['code'] : [],
    // The other ways are pages of the library, which send themselves on by a script that our content policy forbids.
    ...(isForPeople && { response_modes: ['query'] }),
    scope: scopes.join(' '),
    token_endpoint_auth_method: 'client_secret_basic',
  }
}

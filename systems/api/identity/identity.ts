// The authorization server, opened when the first program needs it: its library costs a start what most starts never use.
import type { Provider } from 'oidc-provider'
import type { ApiDeps } from '../deps.ts'
import { clientById } from '../store/clients.ts'
import type { AuthorizationServer } from './server.ts'

/** Of our tokens: letters of base64url. Anything else asks no table. */
const TOKEN = /^[\w-]{20,100}$/

export function openIdentity(deps: ApiDeps): AuthorizationServer {
  let opening: Promise<Provider> | null = null
  const provider = () => {
    opening ??= import('./provider.ts').then(({ openProvider }) => openProvider(deps))
    // Keys that could not be read are asked for again with the next call.
    opening.catch(() => (opening = null))
    return opening
  }
  return {
    provider,
    async callerOf(token) {
      const found = TOKEN.test(token) ? await (await provider()).ClientCredentials.find(token) : undefined
      const client = found?.clientId === undefined ? null : await clientById(deps.database.sql, found.clientId)
      if (client === null || client.endedAt !== null) return null
      return { client, scopes: client.scopes.filter((scope) => found!.scope?.split(' ').includes(scope)) }
    },
    async answer(request, response) {
      await (await provider()).callback()(request, response)
    },
  }
}

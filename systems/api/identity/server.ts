// What the rest of the room knows of the authorization server.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import type { ApiScope } from '../clients/scopes.ts'
import type { ApiClient } from '../store/clients.ts'

/** A program that has shown its token, and what the token opens. */
export type KnownCaller = { readonly client: ApiClient; readonly scopes: readonly ApiScope[] }

export type AuthorizationServer = {
  /** Null for a token that is unknown, over, or of a client that has ended. */
  callerOf(token: string): Promise<KnownCaller | null>
  /** Answers a request below `IDENTITY_PATH`. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
  provider(): Promise<Provider>
}

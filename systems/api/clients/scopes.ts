/** What a token of a client may open. The last three are of people who sign in. */
export const API_SCOPES = ['requests.read', 'applications.write', 'tasks.read', 'openid', 'profile', 'iin'] as const
export type ApiScope = (typeof API_SCOPES)[number]

/** What a program may ask for without anybody who signs in. */
export const MACHINE_SCOPES = ['requests.read', 'applications.write', 'tasks.read'] as const satisfies readonly ApiScope[]

/** Whose requests or tasks the client may see. */
export type ClientOwner =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'firm'; readonly id: string }
  | { readonly kind: 'authority'; readonly id: string }

/** What each scope is about: a firm's own requests, or the work of an authority. Absent: either. */
export const OWNER_OF_SCOPE: { readonly [Scope in ApiScope]?: Exclude<ClientOwner['kind'], 'nobody'> } = {
  'requests.read': 'firm',
  'applications.write': 'firm',
  'tasks.read': 'authority',
}

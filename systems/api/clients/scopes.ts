/** What a token of a client may open. The last three are of people who sign in. */
export const API_SCOPES = [
  'requests.read',
  'applications.write',
  'tasks.read',
  'payments.read',
  'events.read',
  'hooks.write',
  'openid',
  'profile',
  'iin',
] as const
export type ApiScope = (typeof API_SCOPES)[number]

/** What a program may ask for without anybody who signs in. */
export const MACHINE_SCOPES = [
  'requests.read',
  'applications.write',
  'tasks.read',
  'payments.read',
  'events.read',
  'hooks.write',
] as const satisfies readonly ApiScope[]

/** Whose requests or tasks the client may see. */
export type ClientOwner =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'firm'; readonly id: string }
  | { readonly kind: 'authority'; readonly id: string }

type SomeOwner = Exclude<ClientOwner['kind'], 'nobody'>
const EITHER = ['firm', 'authority'] as const

/** What each scope is about: a firm's own requests, the work of an authority, or either's. Absent: nobody's. */
export const OWNERS_OF_SCOPE: { readonly [Scope in ApiScope]?: readonly SomeOwner[] } = {
  'requests.read': ['firm'],
  'applications.write': ['firm'],
  'tasks.read': ['authority'],
  'payments.read': EITHER,
  'events.read': EITHER,
  'hooks.write': EITHER,
}

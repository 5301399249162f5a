import type { Instant, Json } from '@ruqsat/foundation'

/** What the log knows. Retired words stay reserved. */
export const SECURITY_KINDS = [
  'sign-in', // somebody signed in, or was refused; `facts.way` and `facts.reason`
  'sign-out',
  'locked', // a login was locked after wrong passwords
  'password-changed',
  'password-reset', // by a code
  'reset-asked',
  'session-ended', // by its owner, from another browser
  'account-made',
  'account-blocked',
  'second-factor-set',
  'second-factor-removed',
  'recovery-code-used',
  'access', // refused: a page that is not theirs
  'case-read',
  'file-read', // an attachment of a case
  'document-read', // a paper that was made in a case
  'result-read', // at a window, for who came for it
  'stage-read', // by telephone
  'log-read', // by an administrator; `facts.as`: on the page or as a file
  'rights-changed', // a post, an order, an administrator, what is on offer
  'secret-rotated',
  'clock-set-back',
  'alert', // a rule was met; `subject` names it
] as const
export type SecurityKind = (typeof SECURITY_KINDS)[number]

/** Which system it happened in. */
export type Realm = 'portal' | 'workstation' | 'centre' | 'contact' | 'administration' | 'api' | 'command' | 'house'

/** One thing that happened. No name, no password, nothing typed, no address: ids, codes and digests. */
export type SecurityEntry = {
  readonly kind: SecurityKind
  readonly outcome: 'done' | 'refused'
  readonly realm: Realm
  /** The account that acted. */
  readonly actor?: string | null
  readonly role?: string | null
  readonly authority?: string | null
  readonly subject?: {
    readonly kind: 'account' | 'login' | 'route' | 'attachment' | 'document' | 'request' | 'rule' | 'setting' | 'session'
    readonly id: string
  } | null
  readonly caseId?: string | null
  /** By what right: a code such as `task`, `head`, `order`. */
  readonly why?: string | null
  /** A keyed digest of the address. */
  readonly visitor?: string | null
  readonly facts?: Readonly<Record<string, Json>>
}

export type KeptEntry = {
  readonly number: number
  readonly at: Instant
  readonly kind: string
  readonly outcome: 'done' | 'refused'
  readonly realm: string
  readonly actor: string | null
  readonly role: string | null
  readonly authority: string | null
  readonly subjectKind: string | null
  readonly subject: string | null
  readonly caseId: string | null
  readonly why: string | null
  readonly visitor: string | null
  readonly facts: Readonly<Record<string, Json>>
}

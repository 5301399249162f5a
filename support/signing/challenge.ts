import type { Instant } from '@ruqsat/foundation'

/**
 * What a person signs to prove that they hold a key. The server makes it, once, for one session, as RFC 8785 canonical JSON, and the
 * panel shows it in words. `origin` is the portal's own (`https://…`): the panel refuses a challenge that names another one.
 * Further members are allowed and shown as they are.
 */
export type ChallengeDocument = {
  readonly schema: 'ruqsat.challenge/1'
  readonly origin: string
  readonly purpose: 'register' | 'sign-in' | 'attach-certificate'
  readonly nonce: string
  readonly issuedAt: Instant
}

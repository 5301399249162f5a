import type { Accounts, PasswordCost } from '@ruqsat/accounts'
import type { StageRead } from '@ruqsat/caseflow/host'
import type { ZoneRules } from '@ruqsat/clock'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { ClockTables, Edition, Offer } from '@ruqsat/law'
import type { Messaging } from '@ruqsat/messaging/contract'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

export type ContactDeps = {
  /** The site that `/{language}/contact…` is added to. */
  readonly site: FastifyInstance
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock?: TechnicalClock
  readonly log: Logger
  readonly regulations: { edition(hash: string): Edition | null; readonly tables: ClockTables }
  /** On whose clock the log is shown. */
  readonly zone: ZoneRules
  /** Services that advice is given on. */
  readonly offers: readonly Offer[]
  /** Of every host of cases; the first that knows the request answers. */
  readonly stages: readonly StageRead[]
  readonly messaging: Pick<Messaging, 'send'>
  /** At least 32 bytes, the installation's own: passwords and digests depend on it. */
  readonly secret: Buffer
  /** Where the public page of a service is, without the language. */
  readonly servicePage: (regulation: string, variant: string) => string
  /** Nothing opens to an operator without a second factor; default: it is their choice. */
  readonly needsSecondFactor?: boolean
  /** What scrypt costs; leave it out but in tests that are not about passwords. */
  readonly passwordCost?: PasswordCost
}

/** What every page may ask. Made once by `startContact`. */
export type Contact = {
  readonly deps: ContactDeps
  readonly accounts: Accounts
  readonly technicalClock: TechnicalClock
}

export const SCHEMA = 'contact'
export const ACCOUNTS_SCHEMA = 'contact_accounts'
/** The tokens of forms that act once. */
export const ONCE_SCHEMA = 'contact_once'

export const PATHS = {
  home: '/contact',
  request: '/contact/request',
  services: '/contact/services',
  log: '/contact/log',
  account: '/contact/account',
  security: '/contact/account/security',
  signIn: '/contact/sign-in',
  signOut: '/contact/sign-out',
  reset: '/contact/password-reset',
  call: (id: string) => `/contact/calls/${id}`,
} as const

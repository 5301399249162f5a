import type { Accounts, PasswordCost } from '@ruqsat/accounts'
import type { TableEnd, ZoneRules } from '@ruqsat/clock'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { Instant, LocalText } from '@ruqsat/foundation'
import type { ShownSetting } from '@ruqsat/installation'
import type { Finding, Offer, Regulation } from '@ruqsat/law'
import type { FailedMessages, Messaging } from '@ruqsat/messaging/contract'
import type { SecurityLog } from '@ruqsat/security'
import type { StaffOffice } from '@ruqsat/workstation/contract'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

export type AdministrationDeps = {
  /** The site that `/{language}/administration…` is added to. */
  readonly site: FastifyInstance
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock?: TechnicalClock
  readonly log: Logger
  /** On whose clock the history is shown. */
  readonly zone: ZoneRules
  /** The directory of staff; every change of it is the workstation's own. */
  readonly office: StaffOffice
  /** The packages of this installation that have something to offer. */
  readonly services: readonly ServicePackage[]
  /** What the packages and the file of settings put on offer. */
  readonly offers: readonly Offer[]
  /** Puts into service what is left of it after what was closed and opened. */
  readonly putOnOffer: (offers: readonly Offer[]) => void
  /** The log that the page of the same name shows. */
  readonly security: Pick<SecurityLog, 'record' | 'newest'>
  readonly messaging: Pick<Messaging, 'send'>
  readonly failedMessages: Pick<FailedMessages, 'list' | 'retry'>
  /** Asked again by each look at the page; answers also where a neighbour is silent. */
  readonly neighbours: () => Promise<readonly NeighbourState[]>
  /** The tables that offered services are counted by, with what to add. */
  readonly tables: () => Promise<readonly EndingTable[]>
  /** What the file of settings says, the secrets without their values. */
  readonly settings: readonly ShownSetting[]
  /** By what each neighbour answers here, and the names that this installation has of its own. */
  readonly adapters: readonly BoundAdapter[]
  /** The certificates that signatures are trusted by. */
  readonly roots: () => Promise<readonly PinnedRoot[]>
  /** At least 32 bytes, the installation's own: passwords and digests depend on it. */
  readonly secret: Buffer
  /** Nothing opens to an administrator without a second factor; default: it is their choice. */
  readonly needsSecondFactor?: boolean
  /** What scrypt costs; leave it out but in tests that are not about passwords. */
  readonly passwordCost?: PasswordCost
}

/** A package that the installation has: offered, or kept out because of what nobody has decided. */
export type ServicePackage = {
  readonly regulation: Regulation
  /** Findings that nobody has decided; with one the package is not put into service. */
  readonly undecided: readonly Finding[]
  /** How many findings have a decided reading. */
  readonly decided: number
  /** False where the setting `offers` names other acts only. */
  readonly isNamed: boolean
}

export type NeighbourState = {
  readonly name: LocalText
  readonly state: 'answers' | 'silent' | 'trying' | 'unbound'
  readonly since: Instant | null
  /** For whoever looks after the installation: what to do. */
  readonly note: LocalText | null
}

export type EndingTable = { readonly end: TableEnd; readonly daysLeft: number; readonly text: LocalText }

/** `adapter`: the kind and, where it is elsewhere, its address; never a secret. `key`: of the file of settings. */
export type BoundAdapter = { readonly what: LocalText; readonly adapter: string; readonly key: string }

export type PinnedRoot = { readonly subject: string; readonly notAfter: Instant }

/** What every page may ask. Made once by `startAdministration`. */
export type Administration = {
  readonly deps: AdministrationDeps
  readonly accounts: Accounts
  readonly technicalClock: TechnicalClock
}

export const SCHEMA = 'administration'
export const ACCOUNTS_SCHEMA = 'administration_accounts'

const HOME = '/administration'

export const PATHS = {
  home: HOME,
  people: `${HOME}/people`,
  newPerson: `${HOME}/people/new`,
  person: (id: string) => `${HOME}/people/${id}`,
  change: (id: string, change: string) => `${HOME}/people/${id}/${change}`,
  rights: `${HOME}/rights`,
  services: `${HOME}/services`,
  service: (id: string) => `${HOME}/services/${id}`,
  contacts: (authority: string) => `${HOME}/authorities/${authority}`,
  installation: `${HOME}/installation`,
  neighbours: `${HOME}/neighbours`,
  history: `${HOME}/history`,
  securityLog: `${HOME}/security-log`,
  administrators: `${HOME}/administrators`,
  administrator: (id: string) => `${HOME}/administrators/${id}`,
  account: `${HOME}/account`,
  security: `${HOME}/account/security`,
  signIn: `${HOME}/sign-in`,
  signOut: `${HOME}/sign-out`,
  reset: `${HOME}/password-reset`,
} as const

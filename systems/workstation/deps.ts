import type { Accounts, PasswordCost } from '@ruqsat/accounts'
import type { SignInWay } from '@ruqsat/accounts/pages'
import type { CaseHost } from '@ruqsat/caseflow'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { LocalText } from '@ruqsat/foundation'
import type { GatewayJournal } from '@ruqsat/gateway/contract'
import type { ClockTables, Confirmation, Edition, Offer } from '@ruqsat/law'
import type { FailedMessages, Messaging } from '@ruqsat/messaging/contract'
import type { DeskPayments, PaymentDifferences } from '@ruqsat/payments/contract'
import type { Registers } from '@ruqsat/registers/contract'
import type { IslandManifest } from '@ruqsat/signing'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { StaffCard } from './contract.ts'

/** What the workstation depends on. Every neighbour is a contract, in this process or over HTTP. */
export type WorkstationDeps = {
  /** The site that `/{language}/work…` is added to. */
  readonly site: FastifyInstance
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock?: TechnicalClock
  readonly log: Logger
  /** The editions that this installation has (`openRegulations` gives this). */
  readonly regulations: { readonly editions: readonly Edition[]; edition(hash: string): Edition | null; readonly tables: ClockTables }
  /** What may be taken in at the counter now, read again with each request; what the editions hold out where left out. */
  readonly offers?: readonly Offer[]
  /** Grounds that departments confirm where a package only assumes them; none where absent. */
  readonly confirmations?: readonly Confirmation[]
  /** Names of people who act on cases and have no post here: operators of a hall. */
  readonly nameElsewhere?: (id: string) => Promise<string | null>
  /** Read again with each request: a host that needs this room's directory of staff may be added after the start. */
  readonly hosts: readonly CaseHost[]
  /** What is open with one official, the first to be due first; left out, nothing is looked up. */
  readonly openTasks?: (holder: { readonly authority: string; readonly id: string }) => Promise<StaffCard['open']>
  readonly islands: IslandManifest
  /** Providers of others that officials may sign in by; none where left out. */
  readonly signInWays?: readonly SignInWay[]
  /** Whom the counter asks; left out, nothing is taken at a counter. */
  readonly registers?: Pick<Registers, 'person' | 'legalEntity' | 'powerOfAttorney'>
  /** The journal of the gateway, for heads; left out, there is no page of it. */
  readonly gatewayJournal?: GatewayJournal
  readonly messaging: Messaging
  /** What could not be sent, for heads. */
  readonly failedMessages: FailedMessages
  /** What banks' statements and payments do not agree about, for heads; left out, there is no page of it. */
  readonly paymentDifferences?: PaymentDifferences
  /** Payment by the number of a receipt at the counter; left out, nobody types one. */
  readonly deskPayments?: DeskPayments
  /** At least 32 bytes, the installation's own: passwords and digests depend on it. */
  readonly secret: Buffer
  /** What whoever runs the installation has to see to; shown to heads. */
  readonly operatorWarnings?: () => Promise<readonly LocalText[]>
  /** Nothing opens to staff without a second factor; default: it is their choice. */
  readonly needsSecondFactor?: boolean
  /** What scrypt costs; leave it out but in tests that are not about passwords. */
  readonly passwordCost?: PasswordCost
}

/** What every page may ask. Made once by `startWorkstation`. */
export type WorkstationParts = {
  readonly deps: WorkstationDeps
  readonly accounts: Accounts
  readonly technicalClock: TechnicalClock
  readonly stylesheet: string
}

export const SCHEMA = 'workstation'
/** Accounts and sessions of staff: another realm than that of applicants, another cookie. */
export const ACCOUNTS_SCHEMA = 'workstation_accounts'

import type { Accounts, PasswordCost } from '@ruqsat/accounts'
import type { ZoneRules } from '@ruqsat/clock'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { LocalText } from '@ruqsat/foundation'
import type { CaseHost, ResultRead } from '@ruqsat/caseflow'
import type { CounterReceipts, CounterRegisters } from '@ruqsat/counter'
import type { ClockTables, Edition, Offer } from '@ruqsat/law'
import type { Messaging } from '@ruqsat/messaging/contract'
import type { PackageDoor } from '@ruqsat/regional/contract'
import type { IslandManifest } from '@ruqsat/signing'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { HallQueue } from './contract.ts'
import type { HallHours } from './core/booking.ts'
import type { HallService } from './core/services.ts'

/** A hall in which people are served. */
export type Hall = {
  /** In addresses: small Latin letters, digits and hyphens. */
  readonly id: string
  readonly name: LocalText
  readonly address: LocalText
  /** Windows are numbered from 1 to this. */
  readonly windows: number
  /** When it is open; without them no time can be booked there. */
  readonly hours?: HallHours
}

/** Whose halls these are. */
export type FrontOffice = {
  readonly id: string
  readonly name: LocalText
  /** Which day it is in its halls. */
  readonly zone: ZoneRules
  readonly halls: readonly Hall[]
}

/** What the front office depends on. */
export type CentreDeps = {
  /** The site that `/{language}/centre…` is added to. */
  readonly site: FastifyInstance
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock?: TechnicalClock
  readonly log: Logger
  readonly regulations: { readonly editions: readonly Edition[]; edition(hash: string): Edition | null; readonly tables: ClockTables }
  /** What packages and settings put on offer: on everything else that has a hall, advice is given. */
  readonly services: readonly Offer[]
  /** What is left of it on offer, read again with each request. */
  readonly offers: readonly Offer[]
  /** Where requests go that are taken at the windows. */
  readonly hosts: readonly CaseHost[]
  /** Of tables that send what is taken as a package: the way through the gateway. */
  readonly packages: PackageDoor
  /** Who is asked for results that are handed over at the windows; the first that knows the request answers. */
  readonly results: readonly ResultRead[]
  /** Whom the windows ask; left out, applications are taken nowhere. */
  readonly registers?: CounterRegisters
  /** Payment by the number of a bank's receipt; left out, the scan of the receipt is all that there is. */
  readonly receipts?: CounterReceipts
  readonly islands: IslandManifest
  readonly office: FrontOffice
  readonly messaging: Messaging
  /** At least 32 bytes, the installation's own: passwords and digests depend on it. */
  readonly secret: Buffer
  /** Nothing opens to an operator without a second factor; default: it is their choice. */
  readonly needsSecondFactor?: boolean
  /** What scrypt costs; leave it out but in tests that are not about passwords. */
  readonly passwordCost?: PasswordCost
}

/** What every page may ask. Made once by `startCentre`. */
export type CentreParts = {
  readonly deps: CentreDeps
  readonly accounts: Accounts
  readonly technicalClock: TechnicalClock
  readonly queue: HallQueue
  readonly services: readonly HallService[]
  readonly stylesheet: string
  /** Address of the script of the hall's screen. */
  readonly screenScript: string
  /** Address of the script that prints a ticket. */
  readonly printScript: string
}

/** Accounts and sessions of operators: a realm of their own, with a cookie of their own. */
export const ACCOUNTS_SCHEMA = 'centre_accounts'

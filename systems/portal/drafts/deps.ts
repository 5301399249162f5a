import type { Language, LocalText } from '@ruqsat/foundation'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { CaseHost } from '@ruqsat/caseflow'
import type { ClockTables, Edition } from '@ruqsat/law'
import type { Messaging } from '@ruqsat/messaging/contract'
import type { Payments } from '@ruqsat/payments/contract'
import type { Trust } from '@ruqsat/trust/contract'

/** What drafts need of the house. Everything outside is a contract. */
export type DraftDeps = {
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
  readonly tables: ClockTables
  /** The edition that the installation offers now; null where it no longer offers the service. */
  offered(regulation: string): Promise<Edition | null>
  edition(hash: string): Edition | null
  readonly trust: Pick<Trust, 'verifyDetached'>
  readonly payments: Payments
  readonly messaging: Messaging
  readonly hosts: Readonly<Record<string, CaseHost>>
  /** The portal's own address, without a slash at the end. */
  readonly origin: string
  /** Tells an engineer, without personal data. */
  warn(message: string, facts: Readonly<Record<string, string | number>>): void
}

export type Notice = { readonly subject: LocalText; readonly text: LocalText }
export type { Language }

import type { BIN, Instant, LocalText } from '@ruqsat/foundation'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { CaseHost } from '@ruqsat/caseflow'
import type { ClockTables, Edition } from '@ruqsat/law'
import type { Payments } from '@ruqsat/payments/contract'
import type { Registers } from '@ruqsat/registers/contract'
import type { Trust } from '@ruqsat/trust/contract'
import type { Person } from '../../registration/people/person.ts'

/** What drafts need of the house. Everything outside is a contract. */
export type DraftDeps = {
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
  readonly tables: ClockTables
  /** The edition that the installation offers now, or did at that instant; null where it does not offer the service. */
  offered(regulation: string, at?: Instant): Promise<Edition | null>
  edition(hash: string): Edition | null
  readonly trust: Pick<Trust, 'verifyDetached'>
  readonly payments: Payments
  readonly registers: Pick<Registers, 'legalEntity'>
  readonly hosts: Readonly<Partial<Record<string, CaseHost>>>
  /** Informs a person by SMS and e-mail, once for each key Durable when it answers. */
  tell(person: Person, message: PersonMessage): Promise<void>
  /** A registered person by account. */
  personOf(accountId: string): Promise<Person | null>
  /** Everybody who is registered for a firm, those too whose registration has ended. */
  peopleOfFirm(bin: BIN): Promise<readonly Person[]>
  /** The portal's own address, without a slash at the end. */
  readonly origin: string
  /** Reports to an engineer, without personal data. */
  warn(message: string, facts: Readonly<Record<string, string | number>>): void
}

export type PersonMessage = { readonly key: string; readonly subject: LocalText; readonly text: LocalText }

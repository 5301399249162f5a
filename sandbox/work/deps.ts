import type { Database, InstallationMode, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { ZoneRules } from '@ruqsat/clock'
import {
  type BIN,
  type IIN,
  type Instant,
  type Refusal,
  type LocalDate,
  type LocalText,
  type MailAddress,
  type MobileNumber,
  type Name,
} from '@ruqsat/foundation'
import type { StaffRole } from '@ruqsat/law'
import type { FailedMessages, KeptMessage } from '@ruqsat/messaging/contract'
import type { LegalEntity, PowerOfAttorney, RegisterPerson } from '@ruqsat/registers/contract'
import type { CertificationAuthority } from '@ruqsat/trust/contract'
import type { Logger } from 'pino'
import type { BankRoom } from '../bank/index.ts'
import type { Authorities, ContactOperator } from '../people/republic.ts'
import type { Switches } from './switches.ts'

/** A member of staff, for the room that keeps their accounts. */
export type StaffRegistration = {
  readonly login: string
  readonly name: string
  readonly role: StaffRole
  readonly authority: string
  readonly authorityName: LocalText
  readonly unit: string
  readonly position: LocalText
  readonly iin: IIN
  /** The authority's BIN, as the member's certificate states it. */
  readonly bin: BIN
  readonly password: string
  /** The sandbox's page shows it. */
  readonly isPasswordPublished: true
  readonly phone: MobileNumber
  readonly email: MailAddress
}

/** The applicant who is known from the start. */
export type ApplicantRegistration = {
  readonly kind: 'individual'
  readonly iin: IIN
  readonly name: Name
  readonly password: string
  readonly phone: MobileNumber
  readonly email: MailAddress
  readonly language: 'kk'
  readonly address: string
  /** The certificate of the good key, DER. */
  readonly certificate: Uint8Array
}

export type SandboxDeps = {
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock?: TechnicalClock
  readonly log: Logger
  readonly mode: InstallationMode
  readonly secrets: { secret(name: string): Promise<Uint8Array> }
  readonly switches: Switches
  readonly trust: {
    readonly authority: CertificationAuthority | null
  }
  readonly registers: {
    populateTwin(people: readonly RegisterPerson[], entities: readonly LegalEntity[]): Promise<void>
    populatePowers(powers: readonly PowerOfAttorney[]): Promise<void>
  }
  readonly messaging: { newest(limit: number): Promise<readonly KeptMessage[]>; readonly failed: Pick<FailedMessages, 'retry'> }
  readonly bank: Pick<BankRoom, 'held' | 'confirmHeld' | 'leaveStatements' | 'payAtCounter'>
  readonly authorities: Authorities
  /** Where the halls of the front office are, without the language; no link where absent. */
  readonly hallsPath?: string
  /** The site of the twin that takes web hooks; no link where absent. */
  readonly hooksOrigin?: string
  /** The zone in which legal time is shown and typed. */
  readonly zone: ZoneRules
  /** The same hour of the n-th working day after, by the first authority's calendar; a refusal where the calendar ends. */
  readonly workingDaysAfter: (from: Instant, days: number) => Instant | Refusal
  /** The last day that both the calendar and the table of the monthly index know. */
  readonly tablesEndOn: LocalDate
  /** This one and those below are called until they have succeeded once, and must take the same person twice for one. */
  readonly registerStaff: (staff: StaffRegistration) => Promise<void>
  /** Left out where no contact centre runs. */
  readonly registerContactOperator?: (operator: ContactOperator) => Promise<void>
  /** Left out where nobody administers by pages. */
  readonly registerAdministrator?: (administrator: ContactOperator) => Promise<void>
  readonly registerApplicant?: (applicant: ApplicantRegistration) => Promise<void>
}

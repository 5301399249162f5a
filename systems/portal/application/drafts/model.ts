import type { OneTimePasswords } from '@ruqsat/accounts'
import type { BIN, IIN, Instant, Language, MobileNumber, Tiyn, LocalText } from '@ruqsat/foundation'
import type { Edition, Step, Variant, View, ClockTables } from '@ruqsat/law'
import type { SignedRequest } from '@ruqsat/documents'
import type { MissingItem, WrittenBesides } from '@ruqsat/engine'
import type { Evidence, Trust } from '@ruqsat/trust/contract'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { CaseHost } from '@ruqsat/caseflow'
import type { Payments } from '@ruqsat/payments/contract'
import type { PublicRegister } from '@ruqsat/licensing/contract'
import type { PackageDoor } from '@ruqsat/regional/contract'
import type { Purpose, Registers } from '@ruqsat/registers/contract'
import type { DraftPower } from '../core/power.ts'
import type { RegisterAnswer } from '../core/register-facts.ts'
import type { PortalSeal } from '../../deps.ts'
import type { Person } from '../../registration/people/person.ts'
import type { NumberOwner } from '../../registration/people/subscriber.ts'

export type DraftStatus = 'open' | 'waiting' | 'registered' | 'abandoned'

/** What a draft corrects: asked for by whoever works on the case, and the request that it takes the place of. */
export type Corrects = WrittenBesides & {
  readonly caseId: string
  readonly requestNumber: string
  readonly askedId: string
  /** Digest of `before`. */
  readonly requestSha256: string
  readonly missing: readonly MissingItem[]
  readonly due: Instant
  readonly before: SignedRequest
  /** The applicant's answer in words. */
  readonly note: string
}

export type Draft = {
  readonly id: string
  /** Who is asked about it: the person who began it, or a colleague who took it over. An individual's draft is this person's. */
  readonly accountId: string
  /** The firm whose draft it is; null for an individual's. */
  readonly bin: BIN | null
  /** Who typed, attached or moved it last. */
  readonly changedBy: string | null
  /** For whom the frozen bytes were made: only this person's signature over them counts. */
  readonly signerAccountId: string | null
  /** By which a person acts for another here; null where they act for themselves or their firm. */
  readonly power: DraftPower | null
  readonly regulation: string
  readonly editionHash: string
  readonly variant: string
  readonly view: string
  readonly stepId: string
  readonly status: DraftStatus
  readonly version: number
  readonly language: Language
  readonly values: Readonly<Record<string, string>>
  readonly statements: readonly string[]
  readonly requirementsRead: boolean
  /** What registers said; null before the table asks any. */
  readonly registers: readonly RegisterAnswer[] | null
  readonly orderId: string | null
  readonly payment: { readonly orderId: string; readonly amountTiyn: Tiyn; readonly paidAt: Instant; readonly reference: string } | null
  readonly frozen: { readonly bytes: Uint8Array; readonly sha256: string } | null
  readonly cms: Uint8Array | null
  readonly evidence: Evidence | null
  readonly signedAt: Instant | null
  readonly registered: { readonly caseId: string; readonly requestNumber: string; readonly at: Instant } | null
  /** Null for a first request. */
  readonly corrects: Corrects | null
  readonly createdAt: Instant
  readonly changedAt: Instant
}

export type AttachmentInfo = {
  readonly id: string
  readonly slot: string
  readonly name: string
  readonly mediaType: 'application/pdf' | 'image/jpeg' | 'image/png'
  readonly sizeBytes: number
  readonly sha256: string
}

export type DraftMark = {
  readonly sequence: number
  readonly stepId: string
  readonly outcome: string | null
  readonly actor: string
  /** The person, where `actor` is the applicant. */
  readonly accountId: string | null
  readonly at: Instant
  readonly facts: Readonly<Record<string, string>>
}

/** A draft with its files and its trace. */
export type DraftWhole = { readonly draft: Draft; readonly attachments: readonly AttachmentInfo[]; readonly marks: readonly DraftMark[] }

/** Where a draft is in an edition. */
export type DraftPlace = { readonly edition: Edition; readonly variant: Variant; readonly view: View }

/** A draft with everything its pages show: where it is in which table, and what was attached. */
export type OpenDraft = DraftPlace & {
  readonly kind: 'openDraft'
  readonly draft: Draft
  readonly step: Step
  readonly attachments: readonly AttachmentInfo[]
  readonly marks: readonly DraftMark[]
}

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
  /** What confirms a request by a one-time password; null where this installation has no seal or no register of subscribers. */
  readonly confirming: Confirming | null
  readonly payments: Payments
  readonly registers: Pick<Registers, 'person' | 'legalEntity' | 'powerOfAttorney' | 'ask' | 'isBound'>
  /** Says whether the number that a request acts on can be acted on. */
  readonly publicRegister: Pick<PublicRegister, 'earlier'>
  readonly hosts: Readonly<Partial<Record<string, CaseHost>>>
  /** Where signed packages are handed over, of tables that send them. */
  readonly packages: PackageDoor
  /** The channels that are open here: a draft of another one waits. */
  readonly channels: readonly string[]
  /** Informs a person by SMS and e-mail, once for each key Durable when it answers. */
  tell(person: Person, message: PersonMessage): Promise<void>
  /** A registered person by account. */
  personOf(accountId: string): Promise<Person | null>
  /** The registered person with this IIN, for themselves; null where there is none. */
  personOfIin(iin: IIN): Promise<Person | null>
  /** Everybody who is registered for a firm, those too whose registration has ended. */
  peopleOfFirm(bin: BIN): Promise<readonly Person[]>
  /** The portal's own address, without a slash at the end. */
  readonly origin: string
  /** Reports to an engineer, without personal data. */
  warn(message: string, facts: Readonly<Record<string, string | number>>): void
}

export type Confirming = {
  readonly seal: PortalSeal
  readonly oneTime: Pick<OneTimePasswords, 'sendForRequest' | 'takeForRequest'>
  /** The confirmed telephone of an account; null where it has none. */
  phoneOf(accountId: string): Promise<MobileNumber | null>
  ownerOf(iin: IIN, phone: MobileNumber, purpose: Purpose): Promise<NumberOwner>
}

export type PersonMessage = { readonly key: string; readonly subject: LocalText; readonly text: LocalText }

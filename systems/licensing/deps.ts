import type { Caseflow, CheckpointKeeper } from '@ruqsat/caseflow'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import {
  type BIN,
  type IIN,
  type Instant,
  type Language,
  type LocalText,
  type MailAddress,
  type MobileNumber,
  type Printable,
  type Refusal,
  type Name,
} from '@ruqsat/foundation'
import type { Actor, Reminding } from '@ruqsat/engine'
import type { FileStore } from '@ruqsat/files'
import type { ClockTables, Confirmation, Edition, Offer, StaffRole } from '@ruqsat/law'
import type { Messaging } from '@ruqsat/messaging/contract'
import type { Payments } from '@ruqsat/payments/contract'
import type { Registers } from '@ruqsat/registers/contract'
import type { SecurityLog } from '@ruqsat/security'
import type { Trust } from '@ruqsat/trust/contract'
import type { FileShelf } from './store/attachments.ts'

/** A member of staff as the directory of the authority knows them. */
export type StaffRecord = {
  readonly id: string
  readonly iin: IIN
  readonly name: Name
  readonly position: LocalText
  /**
   * BIN of the authority. Where the directory knows it, only a certificate of this very organisation signs: the same person may
   * head a firm as well, and its certificate states the same IIN and the same role.
   */
  readonly bin?: BIN | null
  /** False where the right to sign was withdrawn from them, or from the post that they act in: nothing of theirs is signed. */
  readonly signs?: boolean
  /** The organisation outside the provider at whose windows they take requests in; left out where they are of the provider. */
  readonly operatorOf?: string
}
/** Who works in a role now. */
export type StaffOfRole = Pick<StaffRecord, 'id' | 'iin' | 'name' | 'position'>
export type StaffPost = { readonly role: StaffRole; readonly authority: string; readonly retiredAt: Instant | null }
export type LateTaskContact = {
  /** The member of staff; left out where the installation names an address alone. */
  readonly id?: string
  readonly email: MailAddress | null
  readonly phone: MobileNumber | null
  readonly language: Language
}

/** Sets results in type and looks them over before anybody signs (`openTypesetter`, `qrRows`, `lintPdf` of @ruqsat/typesetting). */
export type Typesetting = {
  /** Takes what was asked for printable signs (`parsePrintableData`) and nothing else. Refuses what cannot be set, with the name of the template or the sign that no font has. */
  render(
    template: { readonly name: string; readonly source: string },
    data: Printable<object>,
    options: { readonly creationTimestamp: Instant },
  ): Promise<Uint8Array | Refusal>
  qrRows(text: string): readonly string[]
  /** What is wrong with the file; empty when nothing is. */
  lintPdf(pdf: Uint8Array): readonly string[]
}

export type LicensingDeps = {
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
  /** `openRegulations` gives this. */
  readonly regulations: {
    readonly editions: readonly Edition[]
    edition(hash: string): Edition | null
    template(editionHash: string, file: string): string
    readonly tables: ClockTables
  }
  /** Where attached and signed files are kept; in the database where absent. */
  readonly files?: FileStore | null
  /** Grounds that departments confirm where a package only assumes them; none where absent. */
  readonly confirmations?: readonly Confirmation[]
  readonly offers: readonly Offer[]
  readonly trust: Pick<Trust, 'verifyDetached' | 'preparePdfSignature' | 'completePdfSignature' | 'verifyPdf'>
  /** BIN of the portal's own seal, over requests that a one-time password confirmed; where null such a request is refused. */
  readonly sealBin?: BIN | null
  /** The register of powers of attorney, for requests that a representative files; where absent such a request is refused. */
  readonly powers?: Pick<Registers, 'powerOfAttorney'>
  readonly messaging: Messaging
  /**
   * Where given, a payment is looked up as well as compared; without it, what the portal says is compared with the fee alone. An act that
   * returns the fee of a request that is not accepted needs it.
   */
  readonly payments?: Pick<Payments, 'readOrder' | 'requestRefund'>
  readonly typesetting: Typesetting
  /** The directory of staff, by the id of the actor. */
  staff(actorId: string): Promise<StaffRecord | null>
  /** The post of whom a head names for a case, also of who has left; anybody may be named where absent. */
  post?(id: string): Promise<StaffPost | null>
  /** Who works in this role of an authority now; where absent a complaint bars those alone whom the case complained of names. */
  staffOfRole?(authority: string, role: StaffRole): Promise<readonly StaffOfRole[]>
  /** Whether the directory keeps the order by which this member of staff acts for another, and it has not ended; every order where absent. */
  actsByOrder?(actor: Extract<Actor, { readonly kind: 'staff' }>): Promise<boolean>
  /** Who is informed of a task that is late, of one unit, or the one person and who acts for them, where named; nobody where absent. */
  staffContacts?(authority: string, role: StaffRole, unit?: string, person?: string): Promise<readonly LateTaskContact[]>
  /** Who is informed where a reminder goes to whoever is above the head; nobody where absent. */
  readonly superiors?: readonly LateTaskContact[]
  /** For acts that say nothing of reminders themselves. */
  readonly reminders?: readonly Reminding[]
  /** Keeps who read which case or file; nothing is kept where absent. */
  readonly security?: Pick<SecurityLog, 'record'>
  /** Signs checkpoints of all cases and keeps them outside the database. */
  readonly checkpoints?: CheckpointKeeper & { readonly everyMs: number; verify(bytes: Uint8Array, signature: Uint8Array): Promise<boolean> }
  /** The installation's own (32 bytes): the codes in the QR addresses of licences are made from it. */
  readonly registerSecret: Buffer
  /** Public address without a slash at the end; the licence's QR leads to `<origin>/kk/verify/<number>?code=…`. */
  readonly publicOrigin: string
  /** True in the sandbox: documents say so. */
  readonly sandbox: boolean
  /** Faults of the loops, for the log. */
  readonly onFault?: (error: unknown) => void
}

/** What the parts of this room share. */
export type LicensingParts = { readonly deps: LicensingDeps; readonly caseflow: Caseflow }

export const shelfOf = ({ database, files }: LicensingDeps): FileShelf => ({ sql: database.sql, files: files ?? null })

export const SCHEMA = 'licensing'

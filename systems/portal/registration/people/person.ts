import type { BIN, IIN, Instant, Language, MailAddress, MobileNumber } from '@ruqsat/foundation'
import type { ApplicantKind } from '@ruqsat/law'
import type { Representative } from '@ruqsat/documents'
import type { FirmRights, RightsEnd } from '../rights/rights.ts'

/** A registered person of the portal, acting alone or for a firm that the certificate names. */
export type Person = {
  readonly accountId: string
  readonly iin: IIN
  readonly bin: BIN | null
  readonly kind: ApplicantKind
  readonly name: string
  readonly organisation: string | null
  /** An employee without the right to sign may draft; only the signing step refuses. */
  readonly maySign: boolean
  readonly address: string
  readonly phone: MobileNumber
  readonly email: MailAddress
  readonly language: Language
  readonly registeredAt: Instant
  /** Null where they registered with IIN and password and have shown none. */
  readonly certificateSha256: string | null
  /** Of a registration for a firm: whether its certificate still counts. `unproven`: it was not kept and is to be shown once more. */
  readonly standing: RegistrationState
  /** What the head of the firm has given them; left out where the head has said nothing and the certificate decides. */
  readonly rights?: FirmRights
  /** Set while they act for another by a power of attorney: who they are themselves. Number, name, kind and address are then the principal's. */
  readonly representative?: Representative & { readonly iin: IIN }
  /** The register of firms names them as head. */
  readonly isHead?: true
  /** Why they act for the firm no longer, where it is not the certificate. */
  readonly rightsEnded?: RightsEnd
}

export type RegistrationState = 'current' | 'unproven' | 'ended'

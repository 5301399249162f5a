import type { BIN, IIN, Refusal } from '@ruqsat/foundation'
import type { ApplicantKind } from '@ruqsat/law'
import type { Evidence, SignerInfo, SignerRole } from '@ruqsat/trust/contract'
import { refusePortal } from '../../refusals.ts'

/** Whom a verified certificate, or a telephone of theirs, speaks for: a person alone, or a person for the firm that it names. */
export type Identity = {
  readonly iin: IIN
  readonly bin: BIN | null
  readonly kind: ApplicantKind
  readonly maySign: boolean
  /** Null where a telephone of theirs proved it and no certificate. */
  readonly certificateSha256: string | null
  /** The certificate itself, DER in base64: of a firm's person, to ask later whether it still counts. */
  readonly certificateBase64: string
}

/** Roles that may sign for a firm. Any other employee may register and draft; the signing step refuses them. */
const MAY_SIGN_FOR_FIRM: readonly SignerRole[] = ['first-head', 'signatory']

/** Refuses (`certificate-without-iin`, `certificate-number-impossible`) a certificate that names no person, or states a number that nobody has. */
export function identityOf(signer: SignerInfo, evidence: Pick<Evidence, 'chain'>): Identity | Refusal {
  // A firm's certificate with an impossible BIN must not pass for a person's own.
  if (signer.impossible.iin !== null || signer.impossible.bin !== null) return refusePortal('certificate-number-impossible')
  if (signer.iin === null) return refusePortal('certificate-without-iin')
  const { iin, bin, certificateSha256 } = signer
  const certificateBase64 = evidence.chain[0] ?? ''
  if (bin === null) return { iin, bin: null, kind: 'individual', maySign: true, certificateSha256, certificateBase64 }
  const maySign = signer.roles.some((role) => MAY_SIGN_FOR_FIRM.includes(role))
  return { iin, bin, kind: 'legalEntity', maySign, certificateSha256, certificateBase64 }
}

/** A person alone, whom the register of subscribers has under the telephone that answered. */
export function identityByPhone(iin: IIN): Identity {
  return { iin, bin: null, kind: 'individual', maySign: true, certificateSha256: null, certificateBase64: '' }
}

/** What a person signs in as: the IIN alone, or for a firm the BIN and the IIN. */
export function loginOf(identity: { readonly iin: IIN; readonly bin: BIN | null }): string {
  return identity.bin === null ? identity.iin : `${identity.bin}-${identity.iin}`
}

import { canonicalJson, type BIN, type Instant } from '@ruqsat/foundation'
import type { SignedRequest } from './request.ts'

/**
 * What the portal seals where the applicant confirmed the request by a one-time password: the request as it was shown, and besides how it
 * was confirmed. A seal proves that the portal says so; it is no signature of the applicant's. Frozen as a request is; versions are never edited.
 */
export type SealedRequest = Omit<SignedRequest, 'schema' | 'corrects' | 'representative'> & {
  readonly schema: 'ruqsat.sealed/1'
  readonly confirmation: RequestConfirmation
}

export type RequestConfirmation = {
  readonly by: 'oneTimePassword'
  /** Whose number it was, by the register of subscribers, and the number's last digits. */
  readonly iin: string
  readonly phoneEnding: string
  /** SHA-256, hex: of the request as it was shown (`ruqsat.request/1`), for which alone the password was sent. */
  readonly requestSha256: string
  /** SHA-256, hex: of the record of the one-time password that the portal keeps (canonical JSON). */
  readonly eventSha256: string
  /** Legal time at which the password came back. */
  readonly confirmedAt: Instant
}

export function sealedRequest(confirmed: SignedRequest, confirmation: RequestConfirmation): SealedRequest {
  const { schema: _schema, corrects: _corrects, representative: _representative, ...request } = confirmed
  return { ...request, schema: 'ruqsat.sealed/1', confirmation }
}

/** The request as its applicant saw and confirmed it. Its canonical JSON has the digest that the confirmation names. */
export function confirmedRequest({ confirmation: _confirmation, ...request }: SealedRequest): SignedRequest {
  return { ...request, schema: 'ruqsat.request/1' }
}

/** The text that `requestSha256` is the digest of. */
export function confirmedText(sealed: SealedRequest): string {
  return canonicalJson(confirmedRequest(sealed))
}

/** Whose seal counts: an information system's, of the portal's own organisation. */
export function expectedSeal(bin: BIN) {
  return { bin, purpose: 'sign', roles: ['information-system'] } as const
}

import { ALGORITHM, type Certificate, digestName, hasStrongKey, KEY_USAGE, sameBytes, signatureAlgorithm, USAGE } from '@ruqsat/asn1'
import type { RevocationList } from '../wire/crl.ts'
import type { BasicResponse, SingleResponse } from '../wire/ocsp.ts'
import { type Cryptography } from './algorithms.ts'
import { isSignedBy } from './path.ts'

/** What a signed statement says of one certificate. `unusable`: it proves nothing, so somebody else must be asked; never read as "not revoked". */
export type RevocationFinding =
  | { readonly kind: 'good'; readonly thisUpdateMs: number; readonly nextUpdateMs: number | null }
  | { readonly kind: 'revoked'; readonly atMs: number; readonly thisUpdateMs: number; readonly nextUpdateMs: number | null }
  /** The authority's own responder has no such certificate: one that was never issued, so no list can clear it. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unusable'; readonly why: string }

/**
 * Which statements count. `fresh`: it must be current now. `stored`: it must speak about the instant `atMs`, being current then or made later.
 */
export type Moment = { readonly kind: 'fresh'; readonly nowMs: number } | { readonly kind: 'stored'; readonly atMs: number }

/** Clocks of two houses differ by so much at most. */
export const CLOCK_SKEW_MS = 5 * 60_000
/** How old an answer without nextUpdate may be. */
export const MAX_AGE_WITHOUT_NEXT_UPDATE_MS = 24 * 3_600_000

function notCurrent(thisUpdateMs: number, nextUpdateMs: number | null, moment: Moment): string | null {
  const end = nextUpdateMs ?? thisUpdateMs + MAX_AGE_WITHOUT_NEXT_UPDATE_MS
  if (moment.kind === 'stored') return end + CLOCK_SKEW_MS >= moment.atMs ? null : 'the stored statement is older than the signature'
  if (thisUpdateMs > moment.nowMs + CLOCK_SKEW_MS) return 'the statement comes from the future'
  return end + CLOCK_SKEW_MS >= moment.nowMs ? null : 'the statement is out of date'
}

/** RFC 6960 3.2 and 4.2.2.2: right certificate, right responder, right signature, current. */
export function judgeOcsp(
  basic: BasicResponse,
  certificate: Certificate,
  issuer: Certificate,
  moment: Moment,
  cryptography: Cryptography,
  nonce: Uint8Array | null = null,
): RevocationFinding {
  const single = basic.responses.find((response) => isAbout(response, certificate, issuer, cryptography))
  if (single === undefined) return { kind: 'unusable', why: 'the answer is about another certificate' }
  if (single.hasUnknownCritical) return { kind: 'unusable', why: 'the answer has a critical extension that is not understood' }
  // A responder may leave the nonce out (answers made in advance), but not change it.
  if (nonce !== null && basic.nonce !== null && !sameBytes(nonce, basic.nonce))
    return { kind: 'unusable', why: 'the answer is to another question' }
  const stale = notCurrent(single.thisUpdateMs, single.nextUpdateMs, moment)
  if (stale !== null) return { kind: 'unusable', why: stale }
  if (!isSignedByResponder(basic, issuer, cryptography))
    return { kind: 'unusable', why: 'the answer is not signed by an authorised responder' }
  const { thisUpdateMs, nextUpdateMs, status } = single
  if (status.kind === 'unknown') return { kind: 'unknown' }
  return status.kind === 'good'
    ? { kind: 'good', thisUpdateMs, nextUpdateMs }
    : { kind: 'revoked', atMs: status.atMs, thisUpdateMs, nextUpdateMs }
}

function isAbout(response: SingleResponse, certificate: Certificate, issuer: Certificate, cryptography: Cryptography): boolean {
  const { id } = response
  const hash = id.hashOid === ALGORITHM.sha1 ? 'sha1' : digestName(id.hashOid)
  return (
    hash !== null &&
    id.serial === certificate.serial &&
    sameBytes(id.issuerNameHash, cryptography.digest(hash, issuer.subject.der)) &&
    sameBytes(id.issuerKeyHash, cryptography.digest(hash, issuer.publicKeyBits))
  )
}

function isSignedByResponder(basic: BasicResponse, issuer: Certificate, cryptography: Cryptography): boolean {
  const algorithm = signatureAlgorithm(basic.signatureOid)
  if (algorithm === null) return false
  const signer = isNamed(basic, issuer, cryptography)
    ? issuer
    : basic.certificates.find((candidate) => isDelegate(candidate, basic, issuer, cryptography))
  return signer !== undefined && hasStrongKey(signer) && cryptography.verify(algorithm, signer.publicKey, basic.tbs, basic.signature)
}

function isNamed(basic: BasicResponse, certificate: Certificate, cryptography: Cryptography): boolean {
  return basic.responder.kind === 'name'
    ? basic.responder.comparable === certificate.subject.comparable
    : sameBytes(basic.responder.hash, cryptography.digest('sha1', certificate.publicKeyBits))
}

/** A delegate is issued by the same authority, for this one purpose, and valid when it answered. */
function isDelegate(candidate: Certificate, basic: BasicResponse, issuer: Certificate, cryptography: Cryptography): boolean {
  return (
    isNamed(basic, candidate, cryptography) &&
    candidate.issuer.comparable === issuer.subject.comparable &&
    candidate.extendedKeyUsages?.includes(USAGE.ocspSigning) === true &&
    basic.producedAtMs >= candidate.notBeforeMs &&
    basic.producedAtMs <= candidate.notAfterMs &&
    isSignedBy(candidate, issuer, cryptography)
  )
}

/** RFC 5280 6.3.3 for complete lists signed by the issuer itself. */
export function judgeRevocationList(
  list: RevocationList,
  certificate: Certificate,
  issuer: Certificate,
  moment: Moment,
  cryptography: Cryptography,
): Exclude<RevocationFinding, { kind: 'unknown' }> {
  const algorithm = signatureAlgorithm(list.signatureOid)
  if (list.issuer.comparable !== issuer.subject.comparable) return { kind: 'unusable', why: 'the list is of another issuer' }
  if (issuer.keyUsage !== null && !issuer.keyUsage.has(KEY_USAGE.crlSign)) return { kind: 'unusable', why: 'the issuer may not sign lists' }
  const stale = notCurrent(list.thisUpdateMs, list.nextUpdateMs, moment)
  if (algorithm === null || !hasStrongKey(issuer) || !cryptography.verify(algorithm, issuer.publicKey, list.tbs, list.signature)) {
    return { kind: 'unusable', why: 'the list is not signed by the issuer' }
  }
  const { thisUpdateMs, nextUpdateMs } = list
  const entry = list.revoked.get(certificate.serial)
  // An entry speaks even in a list that could not prove the contrary, or that is old: only a hold (6) can end. Reason 8 (removeFromCRL) ends it.
  if (entry !== undefined && entry.reason !== 8 && (stale === null || entry.reason !== 6))
    return { kind: 'revoked', atMs: entry.atMs, thisUpdateMs, nextUpdateMs }
  if (stale !== null) return { kind: 'unusable', why: stale }
  if (list.limitation !== null) return { kind: 'unusable', why: `the list is ${list.limitation}` }
  const isAuthority = certificate.basicConstraints?.ca === true
  if (list.scope === (isAuthority ? 'users' : 'authorities'))
    return { kind: 'unusable', why: 'the list covers another kind of certificate' }
  return { kind: 'good', thisUpdateMs, nextUpdateMs }
}

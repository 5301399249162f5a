import { ALGORITHM, type Certificate, digestName, KEY_USAGE, sameBytes, USAGE } from '@ruqsat/asn1'
import type { RevocationList } from '../wire/crl.ts'
import type { BasicResponse, SingleResponse } from '../wire/ocsp.ts'
import { type Cryptography } from './algorithms.ts'
import { isSignedBy } from './path.ts'

export type Unusable = { readonly kind: 'unusable'; readonly why: string }

/** What a signed statement says of one certificate. `unusable`: it proves nothing, so somebody else must be asked; never read as "not revoked". */
export type RevocationFinding =
  | { readonly kind: 'good'; readonly thisUpdateMs: number; readonly nextUpdateMs: number | null }
  | { readonly kind: 'revoked'; readonly atMs: number; readonly thisUpdateMs: number; readonly nextUpdateMs: number | null }
  /** The authority's own responder has no such certificate: one that was never issued, so no list can clear it. */
  | { readonly kind: 'unknown' }
  | Unusable

/**
 * Which statements count. `fresh`: it must be current now. `stored`: it must speak about the instant `atMs`, being current then or made later.
 */
export type Moment = { readonly kind: 'fresh'; readonly nowMs: number } | { readonly kind: 'stored'; readonly atMs: number }

/** Which certificate is asked about, and with which mathematics. */
export type StatusQuestion = {
  readonly certificate: Certificate
  readonly issuer: Certificate
  readonly moment: Moment
  readonly cryptography: Cryptography
  /** What a fresh answer of OCSP must repeat, if it repeats any. */
  readonly nonce?: Uint8Array
}

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
export function judgeOcsp(basic: BasicResponse, asked: StatusQuestion): RevocationFinding {
  const { issuer, moment, cryptography, nonce } = asked
  const single = basic.responses.find((response) => isAbout(response, asked))
  if (single === undefined) return { kind: 'unusable', why: 'the answer is about another certificate' }
  const { status, thisUpdateMs, nextUpdateMs } = single
  // A responder may leave the nonce out (answers made in advance), but not change it.
  const isOtherNonce = nonce !== undefined && basic.nonce !== null && !sameBytes(nonce, basic.nonce)
  const why =
    (single.hasUnknownCritical && 'the answer has a critical extension that is not understood') ||
    (isOtherNonce && 'the answer is to another question') ||
    notCurrent(thisUpdateMs, nextUpdateMs, moment) ||
    (!isSignedByResponder(basic, issuer, cryptography) && 'the answer is not signed by an authorised responder')
  if (why) return { kind: 'unusable', why }
  return status.kind === 'unknown' ? status : { ...status, thisUpdateMs, nextUpdateMs }
}

function isAbout({ id }: SingleResponse, { certificate, issuer, cryptography }: StatusQuestion): boolean {
  const hash = id.hashOid === ALGORITHM.sha1 ? 'sha1' : digestName(id.hashOid)
  return (
    hash !== null &&
    id.serial === certificate.serial &&
    sameBytes(id.issuerNameHash, cryptography.digest(hash, issuer.subject.der)) &&
    sameBytes(id.issuerKeyHash, cryptography.digest(hash, issuer.publicKeyBits))
  )
}

function isSignedByResponder(basic: BasicResponse, issuer: Certificate, cryptography: Cryptography): boolean {
  const signer = isNamed(basic, issuer, cryptography)
    ? issuer
    : basic.certificates.find((candidate) => isDelegate(candidate, basic, issuer, cryptography))
  return signer !== undefined && isSignedBy(basic, signer, cryptography)
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
  { certificate, issuer, moment, cryptography }: StatusQuestion,
): Exclude<RevocationFinding, { kind: 'unknown' }> {
  const foreign =
    (list.issuer.comparable !== issuer.subject.comparable && 'the list is of another issuer') ||
    (issuer.keyUsage?.has(KEY_USAGE.crlSign) === false && 'the issuer may not sign lists') ||
    (!isSignedBy(list, issuer, cryptography) && 'the list is not signed by the issuer')
  if (foreign) return { kind: 'unusable', why: foreign }
  const { thisUpdateMs, nextUpdateMs, limitation } = list
  const stale = notCurrent(thisUpdateMs, nextUpdateMs, moment)
  const entry = list.revoked.get(certificate.serial)
  // An entry speaks even in a list that could not prove the contrary, or that is old: only a hold (6) can end. Reason 8 (removeFromCRL) ends it.
  if (entry !== undefined && entry.reason !== 8 && (stale === null || entry.reason !== 6))
    return { kind: 'revoked', atMs: entry.atMs, thisUpdateMs, nextUpdateMs }
  const others = certificate.basicConstraints?.ca === true ? 'users' : 'authorities'
  const gap =
    stale ||
    (limitation !== null && `the list is ${limitation}`) ||
    (list.scope === others && 'the list covers another kind of certificate')
  return gap ? { kind: 'unusable', why: gap } : { kind: 'good', thisUpdateMs, nextUpdateMs }
}

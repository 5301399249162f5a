import { ALGORITHM, type Certificate, digestName, EXTENSION, KEY_USAGE, sameBytes, USAGE } from '@ruqsat/asn1'
import type { RevocationList } from '../wire/crl.ts'
import type { BasicResponse, SingleResponse } from '../wire/ocsp.ts'
import { type Cryptography } from './algorithms.ts'
import { isSignedBy, type CertificatePath } from './path.ts'

export type Unusable = { readonly kind: 'unusable'; readonly why: string }

type Stated = {
  readonly thisUpdateMs: number
  readonly nextUpdateMs: number | null
  /** A delegate of the authority who signed it and whose own revocation must be looked at (RFC 6960 4.2.2.2.1); null where nobody's must. */
  readonly delegate: Certificate | null
}

/** What a signed statement says of one certificate. `unusable`: it proves nothing, so somebody else must be asked; never read as "not revoked". */
export type RevocationFinding =
  | ({ readonly kind: 'good' } & Stated)
  | ({ readonly kind: 'revoked'; readonly atMs: number } & Stated)
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
  /** Paths to the same root of those who may sign this list with a key of its own, or for another authority. */
  readonly listSigners?: (list: RevocationList) => readonly CertificatePath[]
  /** What a fresh answer of OCSP must repeat, if it repeats any. */
  readonly nonce?: Uint8Array
}

/** Clocks of two houses differ by so much at most. */
export const CLOCK_SKEW_MS = 5 * 60_000
/** How old an answer without nextUpdate may be. */
export const MAX_AGE_WITHOUT_NEXT_UPDATE_MS = 24 * 3_600_000

export function notCurrent(thisUpdateMs: number, nextUpdateMs: number | null, moment: Moment): string | null {
  const end = nextUpdateMs ?? thisUpdateMs + MAX_AGE_WITHOUT_NEXT_UPDATE_MS
  if (moment.kind === 'stored') return end + CLOCK_SKEW_MS >= moment.atMs ? null : 'the stored statement is older than the signature'
  if (thisUpdateMs > moment.nowMs + CLOCK_SKEW_MS) return 'the statement comes from the future'
  return end + CLOCK_SKEW_MS >= moment.nowMs ? null : 'the statement is out of date'
}

/** RFC 6960 3.2 and 4.2.2.2: right certificate, right responder, right signature, current. Of several statements "revoked" wins. */
export function judgeOcsp(basic: BasicResponse, asked: StatusQuestion): RevocationFinding {
  const { certificate, moment, nonce } = asked
  const about = basic.responses.filter((response) => isAbout(response, asked))
  const single = about.find(({ status }) => status.kind === 'revoked') ?? about[0]
  if (single === undefined) return { kind: 'unusable', why: 'the answer is about another certificate' }
  const { status, thisUpdateMs, nextUpdateMs, archiveCutoffMs } = single
  // A responder may leave the nonce out (answers made in advance), but not change it.
  const isOtherNonce = nonce !== undefined && basic.nonce !== null && !sameBytes(nonce, basic.nonce)
  const isFromFuture = moment.kind === 'fresh' && basic.producedAtMs > moment.nowMs + CLOCK_SKEW_MS
  // RFC 6960 4.4.4: what ran out may be forgotten, unless the responder states how long it remembers.
  const { notAfterMs } = certificate
  const isForgotten = status.kind === 'good' && thisUpdateMs > notAfterMs && !(archiveCutoffMs !== null && archiveCutoffMs <= notAfterMs)
  const why =
    ((single.hasUnknownCritical || basic.hasUnknownCritical) && 'the answer has a critical extension that is not understood') ||
    (isOtherNonce && 'the answer is to another question') ||
    (isFromFuture && 'the answer was made in the future') ||
    notCurrent(thisUpdateMs, nextUpdateMs, moment) ||
    (isForgotten && 'the answer was made after the certificate ran out')
  if (why) return { kind: 'unusable', why }
  const signer = responderOf(basic, asked)
  if (signer === null) return { kind: 'unusable', why: 'the answer is not signed by an authorised responder' }
  const delegate = signer === asked.issuer || isTrustedForLife(signer) ? null : signer
  return status.kind === 'unknown' ? status : { ...status, thisUpdateMs, nextUpdateMs, delegate }
}

/** The authority may state so (id-pkix-ocsp-nocheck), or name no place where its revocation could be seen. */
function isTrustedForLife({ extensions, crlUrls }: Certificate): boolean {
  return extensions.has(EXTENSION.ocspNoCheck) || crlUrls.length === 0
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

/** The authority itself, or its delegate; null where neither signed. */
function responderOf(basic: BasicResponse, asked: StatusQuestion): Certificate | null {
  const { issuer, cryptography } = asked
  if (isNamed(basic, issuer, cryptography) && isSignedBy(basic, issuer, cryptography)) return issuer
  return basic.certificates.find((candidate) => isDelegate(candidate, basic, asked) && isSignedBy(basic, candidate, cryptography)) ?? null
}

function isNamed(basic: BasicResponse, certificate: Certificate, cryptography: Cryptography): boolean {
  return basic.responder.kind === 'name'
    ? basic.responder.comparable === certificate.subject.comparable
    : sameBytes(basic.responder.hash, cryptography.digest('sha1', certificate.publicKeyBits))
}

const UNDERSTOOD_OF_DELEGATE = new Set<string>([
  EXTENSION.basicConstraints,
  EXTENSION.keyUsage,
  EXTENSION.extendedKeyUsage,
  EXTENSION.certificatePolicies,
  EXTENSION.subjectAltName,
  EXTENSION.ocspNoCheck,
])

/** A delegate is issued by the same authority, for this one purpose, and valid when it answered and when it is believed (RFC 6960 4.2.2.2). */
function isDelegate(candidate: Certificate, basic: BasicResponse, { issuer, cryptography, moment }: StatusQuestion): boolean {
  const isValidAt = (ms: number): boolean => ms >= candidate.notBeforeMs && ms <= candidate.notAfterMs
  return (
    isNamed(basic, candidate, cryptography) &&
    candidate.issuer.comparable === issuer.subject.comparable &&
    candidate.extendedKeyUsages?.includes(USAGE.ocspSigning) === true &&
    candidate.keyUsage?.has(KEY_USAGE.digitalSignature) !== false &&
    [...candidate.extensions.values()].every(({ critical, oid }) => !critical || UNDERSTOOD_OF_DELEGATE.has(oid)) &&
    isValidAt(basic.producedAtMs) &&
    (moment.kind === 'stored' || isValidAt(moment.nowMs)) &&
    isSignedBy(candidate, issuer, cryptography)
  )
}

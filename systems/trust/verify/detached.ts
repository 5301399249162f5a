import {
  ALGORITHM,
  type Certificate,
  CONTENT,
  digestName,
  type DigestName,
  hex,
  type MessageSigner,
  readCertificate,
  readSignedData,
  sameBytes,
  type SignatureAlgorithm,
  signatureAlgorithm,
  type SignedData,
  signerCertificate,
} from '@ruqsat/asn1'
import { Fault, instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import type { CertificateCheck, DetachedCheck, FileReport, TrustFindingCode, SignatureVerdict, Undecided } from '../contract.ts'
import { unacceptedAlgorithm } from '../core/algorithms.ts'
import { trustFault, type TrustFault } from '../core/path.ts'
import { CLOCK_SKEW_MS } from '../core/revocation.ts'
import type { RevocationList } from '../wire/crl.ts'
import { judgeCertificate, type CertificateQuestion, type Verifier } from './certificate.ts'
import { isRefused, reading, refused, refusedFor, undecided } from './verdict.ts'

export type JudgedTime = NonNullable<FileReport['judgedFor']>

export type DetachedOptions = {
  readonly offline?: boolean | undefined
  readonly lists?: readonly RevocationList[] | undefined
  readonly time?: CertificateQuestion['time']
  readonly others?: CertificateQuestion['others']
}

/** A signature that is handed in: what cannot be decided is refused, whoever signs can do it again. */
export async function verifyDetached(verifier: Verifier, check: DetachedCheck): Promise<SignatureVerdict> {
  return decided(await judgeDetached(verifier, check))
}

function decided(verdict: SignatureVerdict | Undecided): SignatureVerdict {
  if (verdict.kind !== 'undecided') return verdict
  throw new Fault(`Expected a decision where the time is proved but found ${verdict.finding.code}`)
}

/** The faults that make a signature in a file undecided: nothing is wrong with it as far as we can see, but we cannot see all. */
export const UNDECIDED_FAULTS: ReadonlySet<string> = new Set<TrustFindingCode>([
  'algorithm-not-supported',
  'no-signing-certificate-attribute',
  'content-elsewhere',
  'no-signer-certificate',
])

/** A signature in a file that somebody holds and cannot have signed again. */
export async function judgeKept(verifier: Verifier, check: DetachedCheck, options: DetachedOptions): Promise<SignatureVerdict | Undecided> {
  const verdict = await judgeDetached(verifier, check, options)
  return verdict.kind === 'refused' && UNDECIDED_FAULTS.has(verdict.finding.code) ? undecided(verdict.finding, null) : verdict
}

/** CMS against content, mathematics first, then the certificate behind it. */
async function judgeDetached(
  verifier: Verifier,
  check: DetachedCheck,
  options: DetachedOptions = {},
): Promise<SignatureVerdict | Undecided> {
  const signed = reading(() => readSignedData(check.cms))
  if (isRefused(signed)) return signed
  const leaf = signerCertificate(signed)
  if (leaf === null) return refused('malformed', 'no-signer-certificate')
  const fault = unboundContent(verifier, signed, check.content) ?? unboundCertificate(verifier, signed, leaf) ?? wrongTime(signed, check)
  if (fault !== null) return refusedFor(fault)
  return judgeCertificate(verifier, {
    leaf,
    pool: signed.certificates,
    at: check.at,
    expect: check.expect,
    evidence: check.evidence,
    ...options,
    signingTime: signed.signingTimeMs === null ? null : instantFromMs(signed.signingTimeMs),
    contentSha256: hex(verifier.cryptography.digest('sha256', check.content)),
  })
}

export async function checkCertificate(verifier: Verifier, check: CertificateCheck): Promise<SignatureVerdict> {
  const read = reading(() => ({ leaf: readCertificate(check.certificate), pool: (check.chain ?? []).map(readCertificate) }))
  if (isRefused(read)) return read
  return decided(await judgeCertificate(verifier, { ...read, at: check.at, expect: check.expect, signingTime: null, contentSha256: null }))
}

/** The time that a signature states of itself; null where it states none or cannot be read. */
export function statedTime(cms: Uint8Array): Instant | null {
  const signed = reading(() => readSignedData(cms))
  return isRefused(signed) || signed.signingTimeMs === null ? null : instantFromMs(signed.signingTimeMs)
}

/** The instant that is judged, and whose word it is: of whoever asked, else of the signer, else the present. */
export async function timeOf(verifier: Verifier, asked: Instant | undefined, stated: Instant | null): Promise<JudgedTime> {
  if (asked !== undefined) return { at: asked, statedBy: 'asker' }
  return stated === null ? { at: await verifier.now(), statedBy: 'nobody' } : { at: stated, statedBy: 'signature' }
}

/** What each way of knowing a time is worth. */
export const TIME_OF = { asker: 'proved', 'time-stamp': 'proved', signature: 'stated', nobody: 'unknown' } as const

/** The content is the one that was signed (RFC 5652 5.4, 5.6). */
function unboundContent(verifier: Verifier, signed: SignedData, content: Uint8Array): TrustFault | null {
  if (signed.attached !== null) return trustFault('malformed', 'not-detached')
  if (signed.contentType !== CONTENT.data) return trustFault('malformed', 'content-type-not-data')
  const digest = digestName(signed.digestOid)
  if (digest === null) return unaccepted(signed.digestOid)
  if (sameBytes(verifier.cryptography.digest(digest, content), signed.messageDigest)) return null
  return trustFault('changed-content', 'digest-differs')
}

export function unaccepted(oid: string): TrustFault {
  const { code, algorithm } = unacceptedAlgorithm(oid)
  return trustFault('malformed', code, { algorithm })
}

type BoundSigner = Omit<MessageSigner, 'signedBytes'> & { readonly signedBytes: Uint8Array }

/** The certificate is the one the signer meant, and its key made the signature. */
export function unboundCertificate(verifier: Verifier, signed: BoundSigner, leaf: Certificate): TrustFault | null {
  const named = signed.signingCertificate
  const digest = named === null ? null : digestName(named.digestOid)
  if (named !== null && (digest === null || !sameBytes(verifier.cryptography.digest(digest, leaf.der), named.hash)))
    return trustFault('changed-content', 'certificate-swapped')
  const algorithm = signerAlgorithm(signed)
  if (algorithm === null) return unaccepted(signed.pss?.digestOid ?? signed.signatureOid)
  if (!verifier.cryptography.verify(algorithm, leaf.publicKey, signed.signedBytes, signed.signature))
    return trustFault('changed-content', 'value-does-not-fit')
  // Last, so that it is said of a sound signature only: one and the same key may have a second certificate with another name in it.
  return named === null ? trustFault('malformed', 'no-signing-certificate-attribute') : null
}

/** CMS may name the key alone and leave the digest to its own field. */
function signerAlgorithm(signed: BoundSigner): SignatureAlgorithm | null {
  const digest = digestName(signed.digestOid)
  if (digest === null) return null
  if (signed.signatureOid === ALGORITHM.rsaEncryption) return { key: 'rsa', digest }
  if (signed.signatureOid === ALGORITHM.gost2015Key) return digest === 'streebog-512' ? { key: 'gost-2015-512' } : null
  if (signed.pss !== null)
    return signed.pss.digestOid === signed.digestOid ? { key: 'rsa-pss', digest, saltBytes: signed.pss.saltBytes } : null
  const algorithm = signatureAlgorithm(signed.signatureOid)
  return algorithm !== null && digestOf(algorithm) === digest ? algorithm : null
}

/** The digest that goes with an algorithm: Ed25519 takes SHA-512 (RFC 8419 2.3). DSA goes with none here. */
function digestOf(algorithm: SignatureAlgorithm): DigestName | null {
  if (algorithm.key === 'dsa') return null
  if (algorithm.key === 'gost-2015-512') return 'streebog-512'
  return algorithm.key === 'ed25519' ? 'sha512' : algorithm.digest
}

/** The signer states this time alone. A false one would be in the file for ever, and strangers judge the certificate by it. */
function wrongTime({ signingTimeMs }: SignedData, { at, madeAt }: DetachedCheck): TrustFault | null {
  if (signingTimeMs === null) return null
  if (signingTimeMs > msFromInstant(at) + CLOCK_SKEW_MS) return trustFault('malformed', 'signing-time-after')
  if (madeAt !== undefined && signingTimeMs < msFromInstant(madeAt) - CLOCK_SKEW_MS)
    return trustFault('malformed', 'signing-time-before-made')
  return null
}

import { instantFromMs, msFromInstant } from '@ruqsat/foundation'
import type { CertificateCheck, DetachedCheck, SignatureVerdict } from '../contract.ts'
import { digestName, signatureAlgorithm, type SignatureAlgorithm } from '../core/algorithms.ts'
import type { TrustFault } from '../core/path.ts'
import { CLOCK_SKEW_MS } from '../core/revocation.ts'
import { readCertificate, type Certificate } from '../wire/certificate.ts'
import { readSignedData, signerCertificate, type SignedData } from '../wire/cms.ts'
import { hex, sameBytes } from '../wire/der.ts'
import { OID } from '../wire/oids.ts'
import { judgeCertificate, type Verifier } from './certificate.ts'
import { isRefused, reading, refused, refusedFor } from './verdict.ts'

export type DetachedOptions = { readonly offline?: boolean | undefined }

/** CMS against content, mathematics first, then the certificate behind it. */
export async function verifyDetached(verifier: Verifier, check: DetachedCheck, options: DetachedOptions = {}): Promise<SignatureVerdict> {
  const signed = reading(() => readSignedData(check.cms))
  if (isRefused(signed)) return signed
  const leaf = signerCertificate(signed)
  if (leaf === null) return refused('malformed', "the signer's certificate is not in the signature")
  const fault = unboundContent(verifier, signed, check.content) ?? unboundCertificate(verifier, signed, leaf) ?? wrongTime(signed, check)
  if (fault !== null) return refusedFor(fault)
  return judgeCertificate(verifier, {
    leaf,
    pool: signed.certificates,
    at: check.at,
    expect: check.expect,
    evidence: check.evidence,
    offline: options.offline,
    signingTime: signed.signingTimeMs === null ? null : instantFromMs(signed.signingTimeMs),
    contentSha256: hex(verifier.cryptography.digest('sha256', check.content)),
  })
}

export async function checkCertificate(verifier: Verifier, check: CertificateCheck): Promise<SignatureVerdict> {
  const read = reading(() => ({ leaf: readCertificate(check.certificate), pool: (check.chain ?? []).map(readCertificate) }))
  if (isRefused(read)) return read
  return judgeCertificate(verifier, { ...read, at: check.at, expect: check.expect, signingTime: null, contentSha256: null })
}

/** The content is the one that was signed (RFC 5652 5.4, 5.6). */
function unboundContent(verifier: Verifier, signed: SignedData, content: Uint8Array): TrustFault | null {
  if (signed.attached !== null) return { reason: 'malformed', detail: 'the signature must be detached' }
  if (signed.contentType !== OID.data) return { reason: 'malformed', detail: 'the signed content type is not data' }
  const digest = digestName(signed.digestOid)
  if (digest === null) return { reason: 'malformed', detail: `digest algorithm ${signed.digestOid} is not accepted` }
  if (sameBytes(verifier.cryptography.digest(digest, content), signed.messageDigest)) return null
  return { reason: 'changed-content', detail: 'the digest of the content is not the signed one' }
}

/** The certificate is the one the signer meant, and its key made the signature. */
function unboundCertificate(verifier: Verifier, signed: SignedData, leaf: Certificate): TrustFault | null {
  if (signed.signingCertificate === null) return { reason: 'malformed', detail: 'the signed attribute signingCertificateV2 is missing' }
  const digest = digestName(signed.signingCertificate.digestOid)
  if (digest === null || !sameBytes(verifier.cryptography.digest(digest, leaf.der), signed.signingCertificate.hash)) {
    return { reason: 'changed-content', detail: 'the certificate was swapped: it is not the one named in the signed attributes' }
  }
  const algorithm = signerAlgorithm(signed)
  if (algorithm === null) return { reason: 'malformed', detail: `signature algorithm ${signed.signatureOid} is not accepted` }
  if (verifier.cryptography.verify(algorithm, leaf.publicKey, signed.signedBytes, signed.signature)) return null
  return { reason: 'changed-content', detail: 'the signature value does not fit the key and the signed attributes' }
}

/** CMS may name the key alone (`rsaEncryption`) and leave the digest to its own field. */
function signerAlgorithm(signed: SignedData): SignatureAlgorithm | null {
  const digest = digestName(signed.digestOid)
  if (digest === null) return null
  if (signed.signatureOid === OID.rsaEncryption) return { key: 'rsa', digest }
  const algorithm = signatureAlgorithm(signed.signatureOid)
  return algorithm?.digest === digest ? algorithm : null
}

/** The signer states this time alone. A false one would stand in the file for ever, and strangers judge the certificate by it. */
function wrongTime({ signingTimeMs }: SignedData, { at, madeAt }: DetachedCheck): TrustFault | null {
  if (signingTimeMs === null) return null
  if (signingTimeMs > msFromInstant(at) + CLOCK_SKEW_MS)
    return { reason: 'malformed', detail: 'the stated signing time lies after the instant of the check' }
  if (madeAt !== undefined && signingTimeMs < msFromInstant(madeAt) - CLOCK_SKEW_MS)
    return { reason: 'malformed', detail: 'the stated signing time lies before what was signed was made' }
  return null
}

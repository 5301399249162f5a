import { sha256SignatureAlgorithm } from './certificate-build.ts'
import type { Certificate } from './certificate.ts'
import { ALGORITHM, CONTENT } from './oids.ts'
import type { Bytes } from './read.ts'
import { context, integer, octetString, oid, retagged, sequence, serialFromHex, setOf, time } from './write.ts'

// CMS SignedData with one signer (RFC 5652), SHA-256, signing-certificate-v2 (RFC 5035): what CAdES and PAdES ask for. In two steps,
// because digests and signatures are computed by whoever calls: first the attributes, which are signed, then the message around them.

export type SignedAttributes = {
  readonly signer: Certificate
  /** SHA-256 of the signer's certificate and of the content. */
  readonly certificateSha256: Uint8Array
  readonly contentSha256: Uint8Array
  /** Null leaves the attribute out, as PAdES prefers (the time then is in the PDF's /M). */
  readonly signingTimeMs: number | null
  /** What kind of content is signed; `data` where not given. */
  readonly contentType?: string
}

/** The bytes that the signature covers: a SET OF with its own tag; in the message its tag is [0] (RFC 5652 5.4). */
export function signedAttributes({ signer, certificateSha256, contentSha256, signingTimeMs, contentType }: SignedAttributes): Bytes {
  // GeneralNames with one directoryName [4]; the hash algorithm is the default, SHA-256, and so is left out.
  const issuerSerial = sequence(sequence(context(4, signer.issuer.der)), serialFromHex(signer.serial))
  return setOf(
    signerAttribute(CONTENT.contentType, oid(contentType ?? CONTENT.data)),
    signerAttribute(CONTENT.messageDigest, octetString(contentSha256)),
    signerAttribute(CONTENT.signingCertificateV2, sequence(sequence(sequence(octetString(certificateSha256), issuerSerial)))),
    ...(signingTimeMs === null ? [] : [signerAttribute(CONTENT.signingTime, time(signingTimeMs))]),
  )
}

export function signerAttribute(type: string, value: Uint8Array): Bytes {
  return sequence(oid(type), setOf(value))
}

export type SignedMessage = {
  readonly signer: Certificate
  /** DER, the signer's own among them. */
  readonly certificates: readonly Uint8Array[]
  readonly attributes: Uint8Array
  readonly signature: Uint8Array
  /** Put inside, and of which type; detached data where not given. */
  readonly content?: { readonly type: string; readonly bytes: Uint8Array }
}

export function signedMessage({ signer, certificates, attributes, signature, content }: SignedMessage): Bytes {
  const sha256 = sequence(oid(ALGORITHM.sha256))
  const signerInfo = sequence(
    integer(1),
    sequence(signer.issuer.der, serialFromHex(signer.serial)),
    sha256,
    retagged(0xa0, attributes),
    sha256SignatureAlgorithm(signer.keyKind === 'rsa' ? 'rsa' : 'ecdsa'),
    octetString(signature),
  )
  const signedData = sequence(
    // RFC 5652 5.1: content that is no plain data asks for version 3.
    integer(content === undefined || content.type === CONTENT.data ? 1 : 3),
    setOf(sha256),
    content === undefined ? sequence(oid(CONTENT.data)) : sequence(oid(content.type), context(0, octetString(content.bytes))),
    ...(certificates.length === 0 ? [] : [retagged(0xa0, setOf(...certificates))]),
    setOf(signerInfo),
  )
  return sequence(oid(CONTENT.signedData), context(0, signedData))
}

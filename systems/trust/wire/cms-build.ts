import { context, integer, nothing, octetString, oid, readCertificate, sequence, serialFromHex, setOf, time } from '@ruqsat/asn1'
import * as OID from '@ruqsat/asn1/oids'
import { createHash, type KeyObject } from 'node:crypto'
import { msFromInstant, type Instant } from '@ruqsat/foundation'
import { signatureAlgorithmFor, signBytes } from './certificate-build.ts'

export type DetachedSigning = {
  readonly content: Uint8Array
  readonly key: KeyObject
  /** The signer's certificate first, then those above it; DER. */
  readonly certificates: readonly Uint8Array[]
  /** Null leaves the attribute out, as PAdES prefers (the time then stands in the PDF's /M). */
  readonly signingTime: Instant | null
}

/**
 * CMS SignedData, detached, one signer, as the signing page makes it too: signed attributes contentType, messageDigest, signingTime and
 * signingCertificateV2, SHA-256. For the sandbox's automatic signers, for measurements and for tests; people sign in their browser.
 */
export function signDetached(signing: DetachedSigning): Uint8Array<ArrayBuffer> {
  const own = readCertificate(signing.certificates[0]!)
  const attributes = [
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octetString(sha256(signing.content))),
    ...(signing.signingTime === null ? [] : [attribute(OID.signingTime, time(msFromInstant(signing.signingTime)))]),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octetString(sha256(own.der)))))),
  ]
  const signedAttributes = setOf(...attributes)
  const retagged = signedAttributes.slice()
  retagged[0] = 0xa0
  const sha256Algorithm = sequence(oid(OID.sha256))
  const signerInfo = sequence(
    integer(1),
    sequence(own.issuer.der, serialFromHex(own.serial)),
    sha256Algorithm,
    retagged,
    signing.key.asymmetricKeyType === 'rsa' ? sequence(oid(OID.rsaEncryption), nothing()) : signatureAlgorithmFor(signing.key),
    octetString(signBytes(signedAttributes, signing.key)),
  )
  const signedData = sequence(
    integer(1),
    setOf(sha256Algorithm),
    sequence(oid(OID.data)),
    context(0, ...signing.certificates),
    setOf(signerInfo),
  )
  return sequence(oid(OID.signedData), context(0, signedData))
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), setOf(value))
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

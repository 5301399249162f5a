// Detached CMS SignedData with one signer (RFC 5652), SHA-256, signing-certificate-v2 (RFC 5035): what CAdES and PAdES ask for.

import { Fault, type Instant } from '@ruqsat/foundation'
import { readCertificate } from './certificate.ts'
import { type Bytes, der, equalBytes, oid, sequence, setOf, TAG, unsignedInteger } from './der.ts'
import { ALGORITHMS, sha256, type SigningKey } from './signing-key.ts'

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
}

/** What is needed of a key; a `SigningKey` has it. */
export type Signer = Pick<SigningKey, 'privateKey' | 'algorithm' | 'certificate' | 'chain'>

/**
 * Signs bytes: hashes them itself and returns the CMS in DER. `signingTime` is legal time; null leaves the attribute out.
 * The signer's certificate and its authorities (without a root that nobody needs) travel inside.
 */
export async function signDetached(key: Signer, bytes: Bytes, signingTime: Instant | null): Promise<Bytes> {
  const attributes = await signedAttributes(key, bytes, signingTime)
  const certificate = readCertificate(key.certificate)
  // What is signed is the SET OF with its own tag; in the message it stands under [0] (RFC 5652, 5.4).
  const raw = new Uint8Array(await crypto.subtle.sign(ALGORITHMS[key.algorithm].sign, key.privateKey, setOf(TAG.set, attributes)))
  const signerInfo = sequence(
    unsignedInteger(Uint8Array.of(1)),
    sequence(certificate.issuer, certificate.serialNumber),
    sequence(oid(OID.sha256)),
    setOf(0xa0, attributes),
    key.algorithm === 'rsa' ? sequence(oid(OID.sha256WithRsa), der(TAG.null)) : sequence(oid(OID.ecdsaWithSha256)),
    der(TAG.octetString, key.algorithm === 'rsa' ? raw : ecdsaDer(raw)),
  )
  const signedData = sequence(
    unsignedInteger(Uint8Array.of(1)),
    der(TAG.set, sequence(oid(OID.sha256))),
    sequence(oid(OID.data)),
    setOf(0xa0, [key.certificate, ...embeddedAuthorities(key.chain)]),
    der(TAG.set, signerInfo),
  )
  return sequence(oid(OID.signedData), der(0xa0, signedData))
}

async function signedAttributes(key: Signer, bytes: Bytes, signingTime: Instant | null): Promise<Bytes[]> {
  const certificate = readCertificate(key.certificate)
  // GeneralNames with one directoryName [4]; the hash algorithm is the default, SHA-256, and so is left out.
  const issuerSerial = sequence(sequence(der(0xa4, certificate.issuer)), certificate.serialNumber)
  const essCertificate = sequence(der(TAG.octetString, await sha256(key.certificate)), issuerSerial)
  return [
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, der(TAG.octetString, await sha256(bytes))),
    attribute(OID.signingCertificateV2, sequence(sequence(essCertificate))),
    ...(signingTime === null ? [] : [attribute(OID.signingTime, timeElement(signingTime))]),
  ]
}

const attribute = (type: string, value: Bytes): Bytes => sequence(oid(type), der(TAG.set, value))

/** RFC 5652, 11.3: UTCTime for 1950 to 2049, GeneralizedTime beyond; whole seconds. */
function timeElement(instant: Instant): Bytes {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/.exec(instant)
  if (parts === null) throw new Fault(`Expected a signing time as an instant but found '${instant}'`)
  const digits = `${parts.slice(1).join('')}Z`
  const year = Number(parts[1])
  const short = year >= 1950 && year < 2050
  return der(short ? TAG.utcTime : TAG.generalizedTime, new TextEncoder().encode(short ? digits.slice(2) : digits))
}

/** The issuing authority always; those above it while they are no self-issued roots: a root inside proves nothing. */
function embeddedAuthorities(chain: readonly Bytes[]): readonly Bytes[] {
  return chain.filter((bytes, place) => {
    const { issuer, subject } = readCertificate(bytes)
    return place === 0 || !equalBytes(issuer, subject)
  })
}

/** WebCrypto gives r and s side by side; CMS wants a SEQUENCE of two INTEGERs (RFC 5753). */
function ecdsaDer(raw: Bytes): Bytes {
  const half = raw.length / 2
  return sequence(unsignedInteger(raw.subarray(0, half)), unsignedInteger(raw.subarray(half)))
}

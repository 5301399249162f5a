import {
  bitString,
  bitStringBytes,
  context,
  contextPrimitive,
  enter,
  type Extension,
  ia5String,
  integer,
  type NameAttribute,
  namedBits,
  nothing,
  octetString,
  oid,
  readElement,
  sequence,
  serialFromHex,
  sha256SignatureAlgorithm,
  time,
  writeName,
  yes,
} from '@ruqsat/asn1'
import * as OID from '@ruqsat/asn1/oids'
import { createHash, sign, type KeyObject } from 'node:crypto'

/** What is signed into a certificate, before its extensions are encoded. */
export type CertificatePlan = {
  readonly serial: string
  readonly issuer: Uint8Array
  readonly subject: readonly NameAttribute[]
  readonly notBeforeMs: number
  readonly notAfterMs: number
  readonly publicKey: Uint8Array
  readonly extensions: readonly Uint8Array[]
}

export function buildCertificate(plan: CertificatePlan, issuerKey: KeyObject): Uint8Array<ArrayBuffer> {
  const algorithm = signatureAlgorithmFor(issuerKey)
  const tbs = sequence(
    context(0, integer(2)),
    serialFromHex(plan.serial),
    algorithm,
    plan.issuer,
    sequence(time(plan.notBeforeMs), time(plan.notAfterMs)),
    writeName(plan.subject),
    plan.publicKey,
    context(3, sequence(...plan.extensions)),
  )
  return sequence(tbs, algorithm, bitString(signBytes(tbs, issuerKey)))
}

/** AlgorithmIdentifier of the key's signature with SHA-256. */
export function signatureAlgorithmFor(key: KeyObject): Uint8Array<ArrayBuffer> {
  return sha256SignatureAlgorithm(key.asymmetricKeyType === 'rsa' ? 'rsa' : 'ecdsa')
}

export function signBytes(bytes: Uint8Array, key: KeyObject): Uint8Array {
  return sign('sha256', bytes, key)
}

export function spkiOf(publicKey: KeyObject): Uint8Array {
  return publicKey.export({ format: 'der', type: 'spki' })
}

/** RFC 5280 4.2.1.2 method 1: SHA-1 of the key's bits; a name, not a protection. */
export function keyIdentifier(publicKey: Uint8Array): Uint8Array {
  const cursor = enter(readElement(publicKey))
  cursor.next()
  return createHash('sha1').update(bitStringBytes(cursor.next())).digest()
}

function extension(type: string, critical: boolean, value: Uint8Array): Uint8Array<ArrayBuffer> {
  return critical ? sequence(oid(type), yes(), octetString(value)) : sequence(oid(type), octetString(value))
}

/** An extension as another certificate has it. */
export function copyExtension(original: Extension): Uint8Array<ArrayBuffer> {
  return extension(original.oid, original.critical, original.value)
}

const address = (url: string) => contextPrimitive(6, new TextEncoder().encode(url))

/** One small function per extension, so that a profile reads as a list. */
export const EXTENSIONS = {
  authority: (pathLength: number | null) =>
    extension(OID.basicConstraints, true, pathLength === null ? sequence(yes()) : sequence(yes(), integer(pathLength))),
  endEntity: () => extension(OID.basicConstraints, true, sequence()),
  keyUsage: (bits: readonly number[]) => extension(OID.keyUsage, true, namedBits(bits)),
  extendedKeyUsage: (usages: readonly string[], critical = false) =>
    extension(OID.extendedKeyUsage, critical, sequence(...usages.map(oid))),
  subjectKey: (publicKey: Uint8Array) => extension(OID.subjectKeyIdentifier, false, octetString(keyIdentifier(publicKey))),
  authorityKey: (publicKey: Uint8Array) =>
    extension(OID.authorityKeyIdentifier, false, sequence(contextPrimitive(0, keyIdentifier(publicKey)))),
  policies: (policies: readonly string[], practiceStatement: string) =>
    extension(
      OID.certificatePolicies,
      false,
      sequence(
        ...policies.map((policy) => sequence(oid(policy), sequence(sequence(oid('1.3.6.1.5.5.7.2.1'), ia5String(practiceStatement))))),
      ),
    ),
  crlAt: (url: string) => extension(OID.crlDistributionPoints, false, sequence(sequence(context(0, context(0, address(url)))))),
  accessAt: (ocspUrl: string, issuerUrl: string) =>
    extension(
      OID.authorityInfoAccess,
      false,
      sequence(sequence(oid(OID.accessOcsp), address(ocspUrl)), sequence(oid(OID.accessCaIssuers), address(issuerUrl))),
    ),
  ocspNoCheck: () => extension(OID.ocspNoCheck, false, nothing()),
  alternativeEmail: (email: string) => extension(OID.subjectAltName, false, sequence(contextPrimitive(1, new TextEncoder().encode(email)))),
} as const

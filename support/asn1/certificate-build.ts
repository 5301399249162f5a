import type { Extension } from './certificate.ts'
import { type NameAttribute, writeName } from './name.ts'
import { ACCESS, ALGORITHM, EXTENSION } from './oids.ts'
import type { Bytes } from './read.ts'
import {
  bitString,
  context,
  contextPrimitive,
  ia5String,
  integer,
  namedBits,
  nothing,
  octetString,
  oid,
  sequence,
  serialFromHex,
  time,
  yes,
} from './write.ts'

/** A key that signs with SHA-256. This room computes nothing, so whoever has the key signs. */
export type KeySigner = { readonly key: 'rsa' | 'ecdsa'; readonly sign: (bytes: Uint8Array) => Uint8Array }

/** AlgorithmIdentifier of a key's signature with SHA-256. */
export function sha256SignatureAlgorithm(key: KeySigner['key']): Bytes {
  return key === 'rsa' ? sequence(oid(ALGORITHM.sha256WithRsa), nothing()) : sequence(oid(ALGORITHM.ecdsaWithSha256))
}

/** What certificates, revocation lists and OCSP answers have in common: a body, the algorithm, the signature over the body. */
export function signedStructure(signer: KeySigner, bodyOf: (algorithm: Bytes) => Uint8Array, ...after: readonly Uint8Array[]): Bytes {
  const algorithm = sha256SignatureAlgorithm(signer.key)
  const body = bodyOf(algorithm)
  return sequence(body, algorithm, bitString(signer.sign(body)), ...after)
}

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

export function buildCertificate(plan: CertificatePlan, signer: KeySigner): Bytes {
  return signedStructure(signer, (algorithm) =>
    sequence(
      context(0, integer(2)),
      serialFromHex(plan.serial),
      algorithm,
      plan.issuer,
      sequence(time(plan.notBeforeMs), time(plan.notAfterMs)),
      writeName(plan.subject),
      plan.publicKey,
      context(3, sequence(...plan.extensions)),
    ),
  )
}

export function extension(type: string, critical: boolean, value: Uint8Array): Uint8Array<ArrayBuffer> {
  return critical ? sequence(oid(type), yes(), octetString(value)) : sequence(oid(type), octetString(value))
}

/** An extension as another certificate has it. */
export function copyExtension(original: Extension): Uint8Array<ArrayBuffer> {
  return extension(original.oid, original.critical, original.value)
}

/** A GeneralName: mail address [1], DNS name [2], address of the web [6], IP address [7]. */
export const generalMail = (mail: string) => contextPrimitive(1, new TextEncoder().encode(mail))
export const generalDns = (host: string) => contextPrimitive(2, new TextEncoder().encode(host))
export const generalUri = (url: string) => contextPrimitive(6, new TextEncoder().encode(url))
export const generalIp = (bytes: Uint8Array) => contextPrimitive(7, bytes)

/** One small function per extension, so that a profile reads as a list. */
export const EXTENSIONS = {
  authority: (pathLength: number | null) =>
    extension(EXTENSION.basicConstraints, true, pathLength === null ? sequence(yes()) : sequence(yes(), integer(pathLength))),
  endEntity: () => extension(EXTENSION.basicConstraints, true, sequence()),
  keyUsage: (bits: readonly number[]) => extension(EXTENSION.keyUsage, true, namedBits(bits)),
  extendedKeyUsage: (usages: readonly string[], critical = false) =>
    extension(EXTENSION.extendedKeyUsage, critical, sequence(...usages.map(oid))),
  subjectKey: (identifier: Uint8Array) => extension(EXTENSION.subjectKeyIdentifier, false, octetString(identifier)),
  authorityKey: (identifier: Uint8Array) => extension(EXTENSION.authorityKeyIdentifier, false, sequence(contextPrimitive(0, identifier))),
  policies: (policies: readonly string[], practiceStatement: string) =>
    extension(
      EXTENSION.certificatePolicies,
      false,
      sequence(
        ...policies.map((policy) => sequence(oid(policy), sequence(sequence(oid('1.3.6.1.5.5.7.2.1'), ia5String(practiceStatement))))),
      ),
    ),
  crlAt: (url: string) => extension(EXTENSION.crlDistributionPoints, false, sequence(sequence(context(0, context(0, generalUri(url)))))),
  accessAt: (ocspUrl: string, issuerUrl: string) =>
    extension(
      EXTENSION.authorityInfoAccess,
      false,
      sequence(sequence(oid(ACCESS.ocsp), generalUri(ocspUrl)), sequence(oid(ACCESS.caIssuers), generalUri(issuerUrl))),
    ),
  ocspNoCheck: () => extension(EXTENSION.ocspNoCheck, false, nothing()),
  alternativeNames: (...names: readonly Uint8Array[]) => extension(EXTENSION.subjectAltName, false, sequence(...names)),
} as const

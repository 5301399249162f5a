import { type Algorithm, readAlgorithm, readSigning, type SignatureAlgorithm } from './algorithms.ts'
import { type DistributionPoint, readDistributionPoint, urlsOfPoint } from './distribution-point.ts'
import {
  bitStringBytes,
  boolean,
  type Bytes,
  children,
  content,
  type Cursor,
  type Element,
  enter,
  expectTag,
  expectThat,
  octets,
  raw,
  readAll,
  readElement,
  readNamedBits,
  readOid,
  readWhole,
  sameBytes,
  serialHex,
  smallInteger,
  TAG,
  timeMs,
} from './read.ts'
import { readGeneralNames, readNameConstraints, type GeneralName, type NameConstraints } from './general-name.ts'
import { attribute, readName, type DistinguishedName } from './name.ts'
import { ACCESS, ALGORITHM, ATTRIBUTE, EXTENSION } from './oids.ts'
import { bitString, sequence } from './write.ts'

/** Real ones state two or three; more would only cost time. */
const MAX_POLICIES = 128

/** The largest certificate we read; real ones are 1 to 3 KiB. */
const MAX_CERTIFICATE_BYTES = 32 * 1024

export type Extension = { readonly oid: string; readonly critical: boolean; readonly value: Uint8Array }

/** RFC 5280 4.2.1.3, by bit. */
export const KEY_USAGE = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  keyAgreement: 4,
  keyCertSign: 5,
  crlSign: 6,
} as const

export type CertificateKeyKind = 'rsa' | 'ecdsa-p256' | 'ecdsa-p384' | 'ecdsa-p521' | 'ed25519' | 'gost-2015-512' | 'dsa' | 'unknown'

export type Certificate = {
  readonly der: Bytes
  readonly tbs: Uint8Array
  readonly version: number
  readonly serial: string
  readonly issuer: DistinguishedName
  readonly subject: DistinguishedName
  readonly notBeforeMs: number
  readonly notAfterMs: number
  readonly publicKey: Bytes
  /** The bits of the subject's key without its algorithm: what key identifiers and OCSP hash. */
  readonly publicKeyBits: Uint8Array
  readonly keyKind: CertificateKeyKind
  readonly keyBits: number
  /** DSA only: its parameters are those of the key above it (RFC 3279 2.3.2), so that `publicKey` alone verifies nothing. */
  readonly inheritsParameters: boolean
  readonly keyOid: string
  readonly signatureOid: string
  /** How it was signed; null where that is unknown or too weak. */
  readonly signing: SignatureAlgorithm | null
  readonly signature: Uint8Array
  readonly extensions: ReadonlyMap<string, Extension>
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null
  readonly keyUsage: ReadonlySet<number> | null
  readonly extendedKeyUsages: readonly string[] | null
  readonly subjectKeyIdentifier: Uint8Array | null
  readonly authorityKeyIdentifier: Uint8Array | null
  /** Null where the extension is absent: no policy at all. */
  readonly policies: readonly string[] | null
  readonly policyMappings: readonly { readonly issuerPolicy: string; readonly subjectPolicy: string }[]
  readonly policyConstraints: { readonly requireExplicit: number | null; readonly inhibitMapping: number | null } | null
  readonly inhibitAnyPolicy: number | null
  readonly alternativeNames: readonly GeneralName[]
  readonly nameConstraints: NameConstraints | null
  readonly distributionPoints: readonly DistributionPoint[]
  readonly crlUrls: readonly string[]
  readonly ocspUrls: readonly string[]
}

/** What certificates, revocation lists and OCSP answers have in common: a body, the algorithm, the signature over the body. */
export type SignedStructure = {
  readonly body: Element
  readonly algorithm: Element
  readonly signatureOid: string
  readonly signing: SignatureAlgorithm | null
  readonly signature: Bytes
  /** What follows, of OCSP the certificates. */
  readonly after: readonly Element[]
}

export function readSignedStructure(der: Uint8Array, maxBytes: number): SignedStructure {
  const [body, algorithm, signature, ...after] = children(readWhole(der, TAG.sequence, maxBytes))
  expectThat(body !== undefined && algorithm !== undefined && signature !== undefined, 'a signed structure')
  return {
    body,
    algorithm,
    signatureOid: readAlgorithm(algorithm).oid,
    signing: readSigning(algorithm),
    signature: bitStringBytes(signature),
    after,
  }
}

/** Within the body of certificates and lists the algorithm is written again, or it could be exchanged unseen (RFC 5280 4.1.1.2, 5.1.1.2). */
export function expectSameAlgorithm({ algorithm, after }: SignedStructure, inside: Element): void {
  const isSame = sameBytes(raw(algorithm), raw(inside)) || isSameWithoutParameters(algorithm, inside)
  expectThat(isSame, 'the same signature algorithm inside and outside')
  expectThat(after.length === 0, 'no further element')
}

/** Some authorities write NULL in one place and nothing in the other, which says the same. */
function isSameWithoutParameters(left: Element, right: Element): boolean {
  const [one, other] = [left, right].map(readAlgorithm) as [Algorithm, Algorithm]
  return (
    one.oid === other.oid &&
    [one, other].every(({ parameters }) => parameters === null || (parameters.tag === TAG.null && raw(parameters).length === 2))
  )
}

/** Throws Malformed. Strict where RFC 5280 is: versions, repeated extensions, both signature algorithms the same. */
export function readCertificate(der: Uint8Array): Certificate {
  const signed = readSignedStructure(der, MAX_CERTIFICATE_BYTES)
  const { extensions, ...body } = readAll(signed.body, (cursor) => {
    const version = (cursor.explicit(0, smallInteger) ?? 0) + 1
    const serial = serialHex(cursor.next(TAG.integer))
    expectSameAlgorithm(signed, cursor.next(TAG.sequence))
    const issuer = readName(cursor.next(TAG.sequence))
    const validity = enter(cursor.next())
    const [notBeforeMs, notAfterMs] = [timeMs(validity.next()), timeMs(validity.next())]
    const subject = readName(cursor.next(TAG.sequence))
    const key = readPublicKey(cursor.next(TAG.sequence))
    cursor.optional(0x81)
    cursor.optional(0x82)
    return { version, serial, issuer, notBeforeMs, notAfterMs, subject, ...key, extensions: cursor.explicit(3, readExtensions) }
  })
  expectThat(extensions === null || body.version === 3, 'version 3 of a certificate with extensions')
  return {
    der: der as Bytes,
    tbs: raw(signed.body),
    signatureOid: signed.signatureOid,
    signing: signed.signing,
    signature: signed.signature,
    ...body,
    extensions: extensions ?? new Map<string, Extension>(),
    ...interpret(extensions ?? new Map<string, Extension>()),
  }
}

export type PublicKey = Pick<Certificate, 'publicKey' | 'publicKeyBits' | 'keyKind' | 'keyBits' | 'keyOid' | 'inheritsParameters'>

const CURVES: Readonly<Record<string, readonly [CertificateKeyKind, bits: number]>> = {
  [ALGORITHM.prime256v1]: ['ecdsa-p256', 256],
  [ALGORITHM.secp384r1]: ['ecdsa-p384', 384],
  [ALGORITHM.secp521r1]: ['ecdsa-p521', 521],
}

/** SubjectPublicKeyInfo. Throws Malformed. */
export function readPublicKey(element: Element): PublicKey {
  const { oid, parameters, publicKeyBits } = readAll(element, (cursor) => ({
    ...readAlgorithm(cursor.next()),
    publicKeyBits: bitStringBytes(cursor.next()),
  }))
  const common = { publicKey: raw(element), publicKeyBits, keyOid: oid, inheritsParameters: false }
  if (oid === ALGORITHM.rsaEncryption)
    return { ...common, keyKind: 'rsa', keyBits: firstIntegerBits(enter(readWhole(publicKeyBits, TAG.sequence, MAX_CERTIFICATE_BYTES))) }
  if (oid === ALGORITHM.ed25519) return { ...common, keyKind: 'ed25519', keyBits: 256 }
  if (oid === ALGORITHM.gost2015Key && isGostSetA(parameters)) return { ...common, keyKind: 'gost-2015-512', keyBits: 512 }
  if (oid === ALGORITHM.dsa)
    return {
      ...common,
      keyKind: 'dsa',
      keyBits: parameters === null ? 0 : firstIntegerBits(enter(parameters)),
      inheritsParameters: parameters === null,
    }
  const curve = oid === ALGORITHM.ecPublicKey && parameters?.tag === TAG.objectIdentifier ? readOid(parameters) : ''
  const [keyKind, keyBits] = Object.hasOwn(CURVES, curve) ? CURVES[curve]! : (['unknown', 0] as const)
  return { ...common, keyKind, keyBits }
}

/** The curve comes first in the parameters; what follows, where anything does, is the digest. */
function isGostSetA(parameters: Element | null): boolean {
  return parameters?.tag === TAG.sequence && readOid(enter(parameters).next()) === ALGORITHM.gost2015Parameters
}

/** The size of an RSA modulus or of DSA's prime, which come first. */
function firstIntegerBits(cursor: Cursor): number {
  const number = content(cursor.next(TAG.integer))
  const first = number.findIndex((byte) => byte !== 0)
  expectThat(first >= 0, 'a modulus')
  return (number.length - first) * 8 - Math.clz32(number[first]!) + 24
}

/** The key with the parameters of the one above it, which it left out (RFC 5280 6.1.4 f). */
export function withParametersOf<T extends PublicKey>(key: T, above: PublicKey): T {
  if (!key.inheritsParameters || above.keyKind !== key.keyKind || above.inheritsParameters) return key
  const algorithm = raw(enter(readElement(above.publicKey)).next())
  return { ...key, publicKey: sequence(algorithm, bitString(key.publicKeyBits)), keyBits: above.keyBits, inheritsParameters: false }
}

export function readExtensions(list: Element): Map<string, Extension> {
  const found = new Map<string, Extension>()
  for (const item of children(expectTag(list, TAG.sequence))) {
    const extension = readAll(item, (cursor) => ({
      oid: readOid(cursor.next()),
      critical: cursor.optionalAs(TAG.boolean, boolean) ?? false,
      value: octets(cursor.next(TAG.octetString)),
    }))
    expectThat(!found.has(extension.oid), `extension ${extension.oid} once`)
    found.set(extension.oid, extension)
  }
  return found
}

/** The value of an extension, read; null where it is absent. */
export function readExtension<T>(extensions: ReadonlyMap<string, Extension>, type: string, read: (element: Element) => T): T | null {
  const value = extensions.get(type)?.value
  if (value === undefined) return null
  const element = readElement(value)
  expectThat(element.end === value.length, `one value in extension ${type}`)
  return read(element)
}

function interpret(extensions: ReadonlyMap<string, Extension>) {
  const read = <T>(type: string, parse: (element: Element) => T): T | null => readExtension(extensions, type, parse)
  const access = read(EXTENSION.authorityInfoAccess, readAccess) ?? []
  const points = read(EXTENSION.crlDistributionPoints, (element) => children(element).map(readDistributionPoint)) ?? []
  return {
    basicConstraints: read(EXTENSION.basicConstraints, readBasicConstraints),
    keyUsage: read(EXTENSION.keyUsage, readNamedBits),
    extendedKeyUsages: read(EXTENSION.extendedKeyUsage, (element) => children(element).map(readOid)),
    subjectKeyIdentifier: read(EXTENSION.subjectKeyIdentifier, octets),
    authorityKeyIdentifier: read(EXTENSION.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    alternativeNames: read(EXTENSION.subjectAltName, readGeneralNames) ?? [],
    nameConstraints: read(EXTENSION.nameConstraints, readNameConstraints),
    policies: read(EXTENSION.certificatePolicies, (element) =>
      children(element, MAX_POLICIES).map((policy) => readOid(enter(policy).next())),
    ),
    policyMappings: read(EXTENSION.policyMappings, (element) => children(element, MAX_POLICIES).map(readMapping)) ?? [],
    policyConstraints: read(EXTENSION.policyConstraints, readPolicyConstraints),
    inhibitAnyPolicy: read(EXTENSION.inhibitAnyPolicy, smallInteger),
    distributionPoints: points,
    crlUrls: points.flatMap(urlsOfPoint),
    ocspUrls: access.filter((entry) => entry.method === ACCESS.ocsp).map((entry) => entry.url),
  }
}

function readBasicConstraints(element: Element) {
  return readAll(element, (cursor) => ({
    ca: cursor.optionalAs(TAG.boolean, boolean) ?? false,
    pathLength: cursor.optionalAs(TAG.integer, smallInteger),
  }))
}

export function readAuthorityKeyIdentifier(element: Element): Uint8Array | null {
  return enter(element).optionalAs(0x80, content)
}

function readAccess(element: Element): { method: string; url: string }[] {
  return children(element).flatMap((entry) => {
    const cursor = enter(entry)
    const method = readOid(cursor.next())
    return urlsOf(cursor.next()).map((url) => ({ method, url }))
  })
}

function readMapping(element: Element) {
  return readAll(element, (cursor) => ({ issuerPolicy: readOid(cursor.next()), subjectPolicy: readOid(cursor.next()) }))
}

function readPolicyConstraints(element: Element) {
  return readAll(element, (cursor) => ({
    requireExplicit: cursor.optionalAs(0x80, (value) => smallInteger(value, 0x80)),
    inhibitMapping: cursor.optionalAs(0x81, (value) => smallInteger(value, 0x81)),
  }))
}

/** Nothing for a name of another form. */
function urlsOf(general: Element): string[] {
  if (general.tag !== 0x86) return []
  const bytes = content(general)
  expectThat(bytes.length <= 2048, 'an address of at most 2048 bytes')
  return [String.fromCharCode(...bytes)]
}

/** Issued by itself, judged by its names. */
export function isSelfIssued(certificate: Certificate): boolean {
  return certificate.issuer.comparable === certificate.subject.comparable
}

export function commonName(certificate: Certificate): string {
  return attribute(certificate.subject, ATTRIBUTE.commonName) ?? ''
}

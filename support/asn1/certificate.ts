import {
  bitStringBytes,
  boolean,
  BOOLEAN,
  children,
  content,
  Cursor,
  enter,
  INTEGER,
  Malformed,
  readNamedBits,
  OCTET_STRING,
  octets,
  readOid,
  only,
  raw,
  readElement,
  readWhole,
  SEQUENCE,
  serialHex,
  smallInteger,
  timeMs,
  sameBytes,
  type Bytes,
  type Element,
} from './read.ts'
import { readGeneralNames, readNameConstraints, type GeneralName, type NameConstraints } from './general-name.ts'
import { attribute, readName, type Name } from './name.ts'
import { ACCESS, ALGORITHM, ATTRIBUTE, EXTENSION } from './oids.ts'

/** The largest certificate we read; real ones are 1 to 3 KiB. */
export const MAX_CERTIFICATE_BYTES = 32 * 1024

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

export type Certificate = {
  readonly der: Bytes
  readonly tbs: Uint8Array
  readonly version: number
  readonly serial: string
  readonly issuer: Name
  readonly subject: Name
  readonly notBeforeMs: number
  readonly notAfterMs: number
  readonly publicKey: Bytes
  /** The bits of the subject's key without its algorithm: what key identifiers and OCSP hash. */
  readonly publicKeyBits: Uint8Array
  readonly keyKind: 'rsa' | 'ecdsa-p256' | 'unknown'
  readonly keyBits: number
  readonly signatureOid: string
  readonly signature: Uint8Array
  readonly extensions: ReadonlyMap<string, Extension>
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null
  readonly keyUsage: ReadonlySet<number> | null
  readonly extendedKeyUsages: readonly string[] | null
  readonly subjectKeyIdentifier: Uint8Array | null
  readonly authorityKeyIdentifier: Uint8Array | null
  readonly policies: readonly string[]
  readonly alternativeNames: readonly GeneralName[]
  readonly nameConstraints: NameConstraints | null
  readonly crlUrls: readonly string[]
  readonly ocspUrls: readonly string[]
}

/** Throws Malformed. Strict where RFC 5280 is: versions, repeated extensions, both signature algorithms the same. */
export function readCertificate(der: Uint8Array): Certificate {
  const whole = readWhole(der, SEQUENCE, MAX_CERTIFICATE_BYTES)
  const outer = enter(whole)
  const tbs = outer.next(SEQUENCE)
  const algorithm = outer.next(SEQUENCE)
  const signature = bitStringBytes(outer.next())
  outer.finish()

  const cursor = new Cursor(tbs)
  const versionElement = cursor.optional(0xa0)
  const version = versionElement === null ? 1 : smallInteger(only(versionElement)) + 1
  const serial = serialHex(cursor.next(INTEGER))
  const innerAlgorithm = cursor.next(SEQUENCE)
  if (!sameBytes(raw(algorithm), raw(innerAlgorithm))) throw new Malformed('Expected the same signature algorithm inside and outside')
  const issuer = readName(cursor.next(SEQUENCE))
  const validity = enter(cursor.next())
  const notBeforeMs = timeMs(validity.next())
  const notAfterMs = timeMs(validity.next())
  const subject = readName(cursor.next(SEQUENCE))
  const key = readPublicKey(cursor.next(SEQUENCE))
  cursor.optional(0x81)
  cursor.optional(0x82)
  const extensionsElement = cursor.optional(0xa3)
  cursor.finish()
  if (extensionsElement !== null && version !== 3) throw new Malformed('Expected version 3 of a certificate with extensions')
  const extensions = extensionsElement === null ? new Map<string, Extension>() : readExtensions(only(extensionsElement, SEQUENCE))
  return {
    der: raw(whole),
    tbs: raw(tbs),
    version,
    serial,
    issuer,
    subject,
    notBeforeMs,
    notAfterMs,
    ...key,
    signatureOid: readOid(enter(algorithm).next()),
    signature,
    extensions,
    ...interpret(extensions),
  }
}

function readPublicKey(element: Element): Pick<Certificate, 'publicKey' | 'publicKeyBits' | 'keyKind' | 'keyBits'> {
  const cursor = enter(element)
  const algorithm = enter(cursor.next())
  const type = readOid(algorithm.next())
  const publicKeyBits = bitStringBytes(cursor.next())
  cursor.finish()
  const common = { publicKey: raw(element), publicKeyBits }
  if (type === ALGORITHM.rsaEncryption) {
    const modulus = content(enter(readWhole(publicKeyBits, SEQUENCE, MAX_CERTIFICATE_BYTES)).next(INTEGER))
    const first = modulus.findIndex((byte) => byte !== 0)
    if (first < 0) throw new Malformed('Expected a modulus')
    return { ...common, keyKind: 'rsa', keyBits: (modulus.length - first) * 8 - Math.clz32(modulus[first]!) + 24 }
  }
  if (type === ALGORITHM.ecPublicKey && algorithm.more() && readOid(algorithm.next()) === ALGORITHM.prime256v1) {
    return { ...common, keyKind: 'ecdsa-p256', keyBits: 256 }
  }
  return { ...common, keyKind: 'unknown', keyBits: 0 }
}

export function readExtensions(list: Element): Map<string, Extension> {
  const found = new Map<string, Extension>()
  for (const item of children(list)) {
    const cursor = enter(item)
    const type = readOid(cursor.next())
    const criticalElement = cursor.optional(BOOLEAN)
    const value = octets(cursor.next(OCTET_STRING))
    cursor.finish()
    if (found.has(type)) throw new Malformed(`Expected extension ${type} once`)
    found.set(type, { oid: type, critical: criticalElement !== null && boolean(criticalElement), value })
  }
  return found
}

function interpret(extensions: ReadonlyMap<string, Extension>) {
  const read = <T>(type: string, parse: (element: Element) => T): T | null => {
    const extension = extensions.get(type)
    if (extension === undefined) return null
    const element = readElement(extension.value)
    if (element.end !== extension.value.length) throw new Malformed(`Expected one value in extension ${type}`)
    return parse(element)
  }
  const access = read(EXTENSION.authorityInfoAccess, readAccess) ?? []
  return {
    basicConstraints: read(EXTENSION.basicConstraints, readBasicConstraints),
    keyUsage: read(EXTENSION.keyUsage, readNamedBits),
    extendedKeyUsages: read(EXTENSION.extendedKeyUsage, (element) => children(element).map(readOid)),
    subjectKeyIdentifier: read(EXTENSION.subjectKeyIdentifier, octets),
    authorityKeyIdentifier: read(EXTENSION.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    alternativeNames: read(EXTENSION.subjectAltName, readGeneralNames) ?? [],
    nameConstraints: read(EXTENSION.nameConstraints, readNameConstraints),
    policies: read(EXTENSION.certificatePolicies, (element) => children(element).map((policy) => readOid(enter(policy).next()))) ?? [],
    crlUrls: read(EXTENSION.crlDistributionPoints, readDistributionPoints) ?? [],
    ocspUrls: access.filter((entry) => entry.method === ACCESS.ocsp).map((entry) => entry.url),
  }
}

function readBasicConstraints(element: Element) {
  const cursor = enter(element)
  const caElement = cursor.optional(BOOLEAN)
  const lengthElement = cursor.optional(INTEGER)
  cursor.finish()
  return { ca: caElement !== null && boolean(caElement), pathLength: lengthElement === null ? null : smallInteger(lengthElement) }
}

function readAuthorityKeyIdentifier(element: Element): Uint8Array | null {
  const identifier = enter(element).optional(0x80)
  return identifier === null ? null : content(identifier)
}

function readAccess(element: Element): { method: string; url: string }[] {
  return children(element).flatMap((entry) => {
    const cursor = enter(entry)
    const method = readOid(cursor.next())
    const location = cursor.next()
    return location.tag === 0x86 ? [{ method, url: asciiUrl(location) }] : []
  })
}

/** The http addresses of full names; other forms of distribution point are passed over. */
function readDistributionPoints(element: Element): string[] {
  return children(element).flatMap((point) => {
    const pointName = enter(point).optional(0xa0)
    if (pointName === null) return []
    const full = new Cursor(pointName).optional(0xa0)
    if (full === null) return []
    return children(full).flatMap((general) => (general.tag === 0x86 ? [asciiUrl(general)] : []))
  })
}

function asciiUrl(element: Element): string {
  const bytes = content(element)
  if (bytes.length > 2048) throw new Malformed('Expected an address of at most 2048 bytes')
  return String.fromCharCode(...bytes)
}

/** Issued by itself, judged by its names. */
export function isSelfIssued(certificate: Certificate): boolean {
  return certificate.issuer.comparable === certificate.subject.comparable
}

export function commonName(certificate: Certificate): string {
  return attribute(certificate.subject, ATTRIBUTE.commonName) ?? ''
}

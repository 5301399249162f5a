import {
  children,
  content,
  Cursor,
  type Element,
  enter,
  expectFound,
  expectThat,
  octets,
  only,
  raw,
  readAll,
  readOid,
  readWhole,
  sameBytes,
  serialHex,
  smallInteger,
  TAG,
  timeMs,
} from './read.ts'
import { algorithmOid, digestName, expectParameters, type PssParameters, readAlgorithm, readPss, signatureAlgorithm } from './algorithms.ts'
import { firstElement } from './ber.ts'
import { retagged } from './write.ts'
import { readCertificate, type Certificate } from './certificate.ts'
import { readName, type DistinguishedName } from './name.ts'
import { ALGORITHM, CONTENT } from './oids.ts'

/** A signature with its chain is 3 to 6 KiB, with evidence inside some tens; more is an attack or not a signature. */
const MAX_CMS_BYTES = 256 * 1024
const MAX_CMS_CERTIFICATES = 10

/** CMS SignedData (RFC 5652) with one signer and signed attributes. */
export type SignedData = {
  /** The content where it was put inside; null for a detached signature. */
  readonly attached: Uint8Array | null
  readonly certificates: readonly Certificate[]
  readonly signer: SignerIdentifier
  readonly digestOid: string
  readonly signatureOid: string
  /** Of RSASSA-PSS, which states its digest and salt itself; else null. */
  readonly pss: PssParameters | null
  readonly signature: Uint8Array
  /** The signed attributes re-tagged as SET OF: the bytes that the signature covers (RFC 5652 5.4). */
  readonly signedBytes: Uint8Array
  readonly contentType: string
  readonly messageDigest: Uint8Array
  readonly signingTimeMs: number | null
  /** ESSCertIDv2 (RFC 5035): which certificate the signer meant; null where absent. */
  readonly signingCertificate: { readonly digestOid: string; readonly hash: Uint8Array } | null
}

export type SignerIdentifier =
  | { readonly kind: 'issuer-and-serial'; readonly issuer: DistinguishedName; readonly serial: string }
  | { readonly kind: 'key-identifier'; readonly identifier: Uint8Array }

/** Throws Malformed. */
export function readSignedData(der: Uint8Array): SignedData {
  expectThat(der.length <= MAX_CMS_BYTES, `at most ${MAX_CMS_BYTES} bytes but found ${der.length}`)
  const { der: definite, end } = firstElement(der)
  expectThat(end === der.length, 'nothing after the outer element')
  const { type, message } = readAll(readWhole(definite, TAG.sequence, MAX_CMS_BYTES), (cursor) => ({
    type: readOid(cursor.next()),
    message: only(cursor.next(0xa0), TAG.sequence),
  }))
  expectThat(type === CONTENT.signedData, 'CMS SignedData')
  const { version, digestOids, signers, ...found } = readAll(message, (cursor) => ({
    version: smallInteger(cursor.next(TAG.integer)),
    digestOids: children(cursor.next(TAG.set)).map(digestOidOf),
    attached: readEncapsulated(cursor.next(TAG.sequence)),
    certificates: cursor.optionalAs(0xa0, readCertificates) ?? [],
    lists: cursor.optional(0xa1),
    signers: children(cursor.next(TAG.set)),
  }))
  expectThat(signers.length === 1, `one signer but found ${signers.length}`)
  const signer = readSigner(signers[0]!)
  // RFC 5652 5.1, 5.3: the versions follow from what is inside. Strictness here leaves no byte of a signature that could be changed unseen.
  expectThat(version === (signer.signer.kind === 'key-identifier' ? 3 : 1), 'the version that the content asks for')
  expectThat(digestOids.includes(signer.digestOid), "the signer's digest among the digests of the message")
  return { attached: found.attached, certificates: found.certificates, ...signer }
}

function readCertificates(set: Element): Certificate[] {
  return children(set, MAX_CMS_CERTIFICATES).map((item) => readCertificate(raw(item)))
}

function readSignatureAlgorithm(element: Element): Pick<SignedData, 'signatureOid' | 'pss'> {
  const algorithm = readAlgorithm(element)
  const signatureOid = algorithm.oid
  if (signatureOid === ALGORITHM.rsaPss) return { signatureOid, pss: readAll(expectParameters(algorithm), readPss) }
  // Algorithms that we do not know may have parameters of any kind: they are named, not read.
  const isComputed = signatureOid === ALGORITHM.rsaEncryption || signatureAlgorithm(signatureOid) !== null
  return { signatureOid: isComputed ? algorithmOid(element) : signatureOid, pss: null }
}

/** Unknown digests may have any parameters; they are named, not computed. */
function digestOidOf(element: Element): string {
  const { oid } = readAlgorithm(element)
  return digestName(oid) === null ? oid : algorithmOid(element)
}

function readEncapsulated(element: Element): Uint8Array | null {
  const { type, inside } = readAll(element, (cursor) => ({ type: readOid(cursor.next()), inside: cursor.explicit(0, octets) }))
  expectThat(type === CONTENT.data, 'content of type data')
  return inside
}

function readSigner(element: Element): Omit<SignedData, 'attached' | 'certificates'> {
  const { version, attributes, algorithm, ...found } = readAll(element, (cursor) => ({
    version: smallInteger(cursor.next(TAG.integer)),
    signer: readIdentifier(cursor.next()),
    digestOid: digestOidOf(cursor.next()),
    attributes: cursor.optional(0xa0),
    algorithm: readSignatureAlgorithm(cursor.next()),
    signature: octets(cursor.next(TAG.octetString)),
    unsigned: cursor.optional(0xa1),
  }))
  const { signer, digestOid, signature } = found
  expectThat(version === (signer.kind === 'key-identifier' ? 3 : 1), 'the signer version that its identifier asks for')
  expectThat(attributes !== null, 'signed attributes')
  const values = readAttributes(attributes)
  const required = (type: string): Element => expectFound(values.get(type), `signed attribute ${type}`)
  const optional = <T>(type: string, read: (value: Element) => T): T | null => (values.has(type) ? read(values.get(type)!) : null)
  return {
    signer,
    digestOid,
    ...algorithm,
    signature,
    signedBytes: retagged(TAG.set, raw(attributes)),
    contentType: readOid(required(CONTENT.contentType)),
    messageDigest: octets(required(CONTENT.messageDigest)),
    signingTimeMs: optional(CONTENT.signingTime, timeMs),
    signingCertificate: optional(CONTENT.signingCertificateV2, readSigningCertificate),
  }
}

function readIdentifier(element: Element): SignerIdentifier {
  if (element.tag === 0x80) return { kind: 'key-identifier', identifier: content(element) }
  return readAll(element, (cursor) => ({
    kind: 'issuer-and-serial' as const,
    issuer: readName(cursor.next(TAG.sequence)),
    serial: serialHex(cursor.next(TAG.integer)),
  }))
}

function readAttributes(element: Element): Map<string, Element> {
  const found = new Map<string, Element>()
  for (const item of children(element)) {
    const { type, values } = readAll(item, (cursor) => ({ type: readOid(cursor.next()), values: children(cursor.next(TAG.set)) }))
    expectThat(!found.has(type) && values.length === 1, `attribute ${type} once, with one value`)
    found.set(type, values[0]!)
  }
  return found
}

function readSigningCertificate(element: Element): { digestOid: string; hash: Uint8Array } {
  const [first] = children(enter(element).next(TAG.sequence))
  const cursor = new Cursor(expectFound(first, 'a certificate identifier'))
  const digestOid = cursor.optionalAs(TAG.sequence, readAlgorithm)?.oid ?? ALGORITHM.sha256
  return { digestOid, hash: octets(cursor.next(TAG.octetString)) }
}

/** A certificate meant by the signer info, or null. */
export function signerCertificate(signed: SignedData): Certificate | null {
  const { signer } = signed
  const matches = (certificate: Certificate): boolean =>
    signer.kind === 'issuer-and-serial'
      ? certificate.serial === signer.serial && sameBytes(certificate.issuer.der, signer.issuer.der)
      : certificate.subjectKeyIdentifier !== null && sameBytes(certificate.subjectKeyIdentifier, signer.identifier)
  return signed.certificates.find(matches) ?? null
}

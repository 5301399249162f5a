import { algorithmOid, digestName, expectParameters, type PssParameters, readAlgorithm, readPss, signatureAlgorithm } from './algorithms.ts'
import { readName, type DistinguishedName } from './name.ts'
import { ALGORITHM, CONTENT } from './oids.ts'
import {
  type Bytes,
  children,
  content,
  Cursor,
  type Element,
  enter,
  expectFound,
  expectThat,
  octets,
  raw,
  readAll,
  readOid,
  serialHex,
  smallInteger,
  TAG,
  timeMs,
} from './read.ts'
import { retagged, setOf } from './write.ts'

export type SignerIdentifier =
  | { readonly kind: 'issuer-and-serial'; readonly issuer: DistinguishedName; readonly serial: string }
  | { readonly kind: 'key-identifier'; readonly identifier: Uint8Array }

/** SignerInfo (RFC 5652 5.3), of a message or of a counter-signature. */
export type MessageSigner = {
  readonly version: number
  readonly signer: SignerIdentifier
  readonly digestOid: string
  readonly signatureOid: string
  /** Of RSASSA-PSS, which states its digest and salt itself; else null. */
  readonly pss: PssParameters | null
  readonly signature: Bytes
  /** The signed attributes re-tagged as SET OF: the bytes that the signature covers (RFC 5652 5.4). Null: the content itself is signed. */
  readonly signedBytes: Bytes | null
  /** The same, sorted as DER wants it, where the writer did not sort them; else null. */
  readonly sortedBytes: Bytes | null
  readonly contentType: string | null
  readonly messageDigest: Bytes | null
  readonly signingTimeMs: number | null
  /** ESSCertIDv2 (RFC 5035): which certificate the signer meant; null where absent. */
  readonly signingCertificate: { readonly digestOid: string; readonly hash: Uint8Array } | null
  /** Values of unsigned attributes, DER, by type. */
  readonly unsigned: ReadonlyMap<string, readonly Bytes[]>
}

/** Throws Malformed. */
export function readMessageSigner(element: Element): MessageSigner {
  const { attributes, algorithm, unsigned, ...found } = readAll(element, (cursor) => ({
    version: smallInteger(cursor.next(TAG.integer)),
    signer: readIdentifier(cursor.next()),
    digestOid: digestOidOf(cursor.next()),
    attributes: cursor.optional(0xa0),
    algorithm: readSignatureAlgorithm(cursor.next()),
    signature: octets(cursor.next(TAG.octetString)),
    unsigned: cursor.optional(0xa1),
  }))
  const values = attributes === null ? new Map<string, Element>() : readAttributes(attributes)
  const optional = <T>(type: string, read: (value: Element) => T): T | null => (values.has(type) ? read(values.get(type)!) : null)
  const signedBytes = attributes === null ? null : retagged(TAG.set, raw(attributes))
  const sorted = attributes === null ? null : setOf(...children(attributes).map(raw))
  return {
    ...found,
    ...algorithm,
    signedBytes,
    sortedBytes: sorted !== null && sorted.some((byte, index) => byte !== signedBytes![index]) ? sorted : null,
    contentType: optional(CONTENT.contentType, readOid),
    messageDigest: optional(CONTENT.messageDigest, octets),
    signingTimeMs: optional(CONTENT.signingTime, timeMs),
    signingCertificate: optional(CONTENT.signingCertificateV2, readSigningCertificate),
    unsigned: unsigned === null ? new Map<string, Bytes[]>() : readUnsigned(unsigned),
  }
}

function readSignatureAlgorithm(element: Element): Pick<MessageSigner, 'signatureOid' | 'pss'> {
  const algorithm = readAlgorithm(element)
  const signatureOid = algorithm.oid
  if (signatureOid === ALGORITHM.rsaPss) return { signatureOid, pss: readAll(expectParameters(algorithm), readPss) }
  // Algorithms that we do not know may have parameters of any kind: they are named, not read.
  const isComputed = signatureOid === ALGORITHM.rsaEncryption || signatureAlgorithm(signatureOid) !== null
  return { signatureOid: isComputed ? algorithmOid(element) : signatureOid, pss: null }
}

/** Unknown digests may have any parameters; they are named, not computed. */
export function digestOidOf(element: Element): string {
  const { oid } = readAlgorithm(element)
  return digestName(oid) === null ? oid : algorithmOid(element)
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
    const { type, values } = readAttribute(item)
    expectThat(!found.has(type) && values.length === 1, `attribute ${type} once, with one value`)
    found.set(type, values[0]!)
  }
  return found
}

function readUnsigned(element: Element): Map<string, Bytes[]> {
  const found = new Map<string, Bytes[]>()
  for (const item of children(element)) {
    const { type, values } = readAttribute(item)
    found.set(type, [...(found.get(type) ?? []), ...values.map(raw)])
  }
  return found
}

function readAttribute(item: Element): { readonly type: string; readonly values: readonly Element[] } {
  return readAll(item, (cursor) => ({ type: readOid(cursor.next()), values: children(cursor.next(TAG.set)) }))
}

function readSigningCertificate(element: Element): { digestOid: string; hash: Uint8Array } {
  const [first] = children(enter(element).next(TAG.sequence))
  const cursor = new Cursor(expectFound(first, 'a certificate identifier'))
  const digestOid = cursor.optionalAs(TAG.sequence, readAlgorithm)?.oid ?? ALGORITHM.sha256
  return { digestOid, hash: octets(cursor.next(TAG.octetString)) }
}

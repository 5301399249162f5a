import {
  children,
  content,
  Cursor,
  enter,
  INTEGER,
  Malformed,
  NULL,
  OCTET_STRING,
  octets,
  readOid,
  only,
  raw,
  readWhole,
  sameBytes,
  SEQUENCE,
  serialHex,
  SET,
  smallInteger,
  timeMs,
  type Element,
} from './read.ts'
import { digestName, signatureAlgorithm } from './algorithms.ts'
import { firstElement } from './ber.ts'
import { concat } from './write.ts'
import { readCertificate, type Certificate } from './certificate.ts'
import { readName, type Name } from './name.ts'
import { ALGORITHM, CONTENT } from './oids.ts'

/** A signature with its chain is 3 to 6 KiB, with evidence inside some tens; more is an attack or not a signature. */
export const MAX_CMS_BYTES = 256 * 1024
export const MAX_CMS_CERTIFICATES = 10

/** CMS SignedData (RFC 5652) with one signer and signed attributes. */
export type SignedData = {
  /** The content where it was put inside; null for a detached signature. */
  readonly attached: Uint8Array | null
  readonly certificates: readonly Certificate[]
  readonly signer: SignerIdentifier
  readonly digestOid: string
  readonly signatureOid: string
  /** Of RSASSA-PSS, which states its digest and salt itself; else null. */
  readonly pss: { readonly digestOid: string; readonly saltBytes: number } | null
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
  | { readonly kind: 'issuer-and-serial'; readonly issuer: Name; readonly serial: string }
  | { readonly kind: 'key-identifier'; readonly identifier: Uint8Array }

/** Throws Malformed. */
export function readSignedData(der: Uint8Array): SignedData {
  if (der.length > MAX_CMS_BYTES) throw new Malformed(`Expected at most ${MAX_CMS_BYTES} bytes but found ${der.length}`)
  const { der: definite, end } = firstElement(der)
  if (end !== der.length) throw new Malformed('Expected nothing after the outer element')
  const outer = enter(readWhole(definite, SEQUENCE, MAX_CMS_BYTES))
  if (readOid(outer.next()) !== CONTENT.signedData) throw new Malformed('Expected CMS SignedData')
  const signedData = enter(only(outer.next(0xa0), SEQUENCE))
  outer.finish()
  const version = smallInteger(signedData.next(INTEGER))
  const digestOids = children(expectSet(signedData.next())).map(digestOidOf)
  const attached = readEncapsulated(signedData.next(SEQUENCE))
  const certificatesElement = signedData.optional(0xa0)
  signedData.optional(0xa1)
  const signers = children(expectSet(signedData.next()))
  signedData.finish()
  if (signers.length !== 1) throw new Malformed(`Expected one signer but found ${signers.length}`)
  const signer = readSigner(signers[0]!)
  // RFC 5652 5.1, 5.3: the versions follow from what is inside. Strictness here leaves no byte of a signature that could be changed unseen.
  if (version !== (signer.signer.kind === 'key-identifier' ? 3 : 1)) throw new Malformed('Expected the version that the content asks for')
  if (!digestOids.includes(signer.digestOid)) throw new Malformed("Expected the signer's digest among the digests of the message")
  const certificates = certificatesElement === null ? [] : children(certificatesElement, MAX_CMS_CERTIFICATES)
  return {
    attached,
    certificates: certificates.map((item) => readCertificate(raw(item))),
    ...signer,
  }
}

function readSignatureAlgorithm(element: Element): Pick<SignedData, 'signatureOid' | 'pss'> {
  const cursor = enter(element)
  const signatureOid = readOid(cursor.next())
  if (signatureOid !== ALGORITHM.rsaPss) {
    // Algorithms that we do not know may have parameters of any kind: they are named, not read.
    const isComputed = signatureOid === ALGORITHM.rsaEncryption || signatureAlgorithm(signatureOid) !== null
    return { signatureOid: isComputed ? algorithmOid(element) : signatureOid, pss: null }
  }
  const parameters = enter(cursor.next(SEQUENCE))
  cursor.finish()
  return { signatureOid, pss: readPss(parameters) }
}

/** RFC 4055 3.1. What is left out means SHA-1, which is not accepted. */
function readPss(parameters: Cursor): { digestOid: string; saltBytes: number } {
  const digest = parameters.optional(0xa0)
  const mask = parameters.optional(0xa1)
  const salt = parameters.optional(0xa2)
  const trailer = parameters.optional(0xa3)
  parameters.finish()
  const digestOid = digest === null ? ALGORITHM.sha1 : algorithmOid(only(digest, SEQUENCE))
  const masking = mask === null ? null : enter(only(mask, SEQUENCE))
  if (masking !== null && readOid(masking.next()) !== ALGORITHM.mgf1) throw new Malformed('Expected the mask MGF1')
  const maskDigest = masking === null ? ALGORITHM.sha1 : algorithmOid(masking.next(SEQUENCE))
  if (maskDigest !== digestOid) throw new Malformed('Expected the same digest for the mask as for the signature')
  if (trailer !== null && smallInteger(only(trailer)) !== 1) throw new Malformed('Expected the trailer field 1')
  return { digestOid, saltBytes: salt === null ? 20 : smallInteger(only(salt)) }
}

/** An algorithm without parameters, or with NULL. */
function algorithmOid(element: Element): string {
  const cursor = enter(element)
  const type = readOid(cursor.next())
  const parameters = cursor.optional(NULL)
  if (parameters !== null && content(parameters).length > 0) throw new Malformed('Expected NULL to be empty')
  cursor.finish()
  return type
}

/** Unknown digests may have any parameters; they are named, not computed. */
function digestOidOf(element: Element): string {
  const found = readOid(enter(element).next())
  return digestName(found) === null ? found : algorithmOid(element)
}

function expectSet(element: Element): Element {
  if (element.tag !== SET) throw new Malformed('Expected a SET')
  return element
}

function readEncapsulated(element: Element): Uint8Array | null {
  const cursor = enter(element)
  if (readOid(cursor.next()) !== CONTENT.data) throw new Malformed('Expected content of type data')
  const inside = cursor.optional(0xa0)
  cursor.finish()
  return inside === null ? null : octets(only(inside, OCTET_STRING))
}

function readSigner(element: Element): Omit<SignedData, 'attached' | 'certificates'> {
  const cursor = enter(element)
  const version = smallInteger(cursor.next(INTEGER))
  const signer = readIdentifier(cursor.next())
  if (version !== (signer.kind === 'key-identifier' ? 3 : 1))
    throw new Malformed('Expected the signer version that its identifier asks for')
  const digestOid = digestOidOf(cursor.next())
  const signedAttributes = cursor.optional(0xa0)
  if (signedAttributes === null) throw new Malformed('Expected signed attributes')
  const { signatureOid, pss } = readSignatureAlgorithm(cursor.next())
  const signature = octets(cursor.next(OCTET_STRING))
  cursor.optional(0xa1)
  cursor.finish()
  const attributes = readAttributes(signedAttributes)
  const body = raw(signedAttributes)
  return {
    signer,
    digestOid,
    signatureOid,
    pss,
    signature,
    signedBytes: concat([Uint8Array.of(SET), body.subarray(1)]),
    contentType: readOid(required(attributes, CONTENT.contentType)),
    messageDigest: octets(required(attributes, CONTENT.messageDigest)),
    signingTimeMs: attributes.has(CONTENT.signingTime) ? timeMs(attributes.get(CONTENT.signingTime)!) : null,
    signingCertificate: attributes.has(CONTENT.signingCertificateV2)
      ? readSigningCertificate(attributes.get(CONTENT.signingCertificateV2)!)
      : null,
  }
}

function readIdentifier(element: Element): SignerIdentifier {
  if (element.tag === 0x80) return { kind: 'key-identifier', identifier: content(element) }
  const cursor = enter(element)
  const issuer = readName(cursor.next(SEQUENCE))
  const serial = serialHex(cursor.next(INTEGER))
  cursor.finish()
  return { kind: 'issuer-and-serial', issuer, serial }
}

function readAttributes(element: Element): Map<string, Element> {
  const found = new Map<string, Element>()
  for (const item of children(element)) {
    const cursor = enter(item)
    const type = readOid(cursor.next())
    const values = children(expectSet(cursor.next()))
    cursor.finish()
    if (found.has(type) || values.length !== 1) throw new Malformed(`Expected attribute ${type} once, with one value`)
    found.set(type, values[0]!)
  }
  return found
}

function required(attributes: ReadonlyMap<string, Element>, type: string): Element {
  const value = attributes.get(type)
  if (value === undefined) throw new Malformed(`Expected signed attribute ${type}`)
  return value
}

function readSigningCertificate(element: Element): { digestOid: string; hash: Uint8Array } {
  const first = children(enter(element).next(SEQUENCE))[0]
  if (first === undefined) throw new Malformed('Expected a certificate identifier')
  const cursor = new Cursor(first)
  const algorithm = cursor.optional(SEQUENCE)
  return { digestOid: algorithm === null ? ALGORITHM.sha256 : readOid(enter(algorithm).next()), hash: octets(cursor.next(OCTET_STRING)) }
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

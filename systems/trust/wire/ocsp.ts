import {
  ACCESS,
  ALGORITHM,
  bitStringBytes,
  type Certificate,
  children,
  context,
  Cursor,
  type Element,
  enter,
  ENUMERATED,
  type Extension,
  EXTENSION,
  extension,
  GENERALIZED_TIME,
  INTEGER,
  Malformed,
  nothing,
  octets,
  octetString,
  oid,
  only,
  raw,
  readCertificate,
  readElement,
  readExtensions,
  readName,
  readOid,
  readWhole,
  sequence,
  SEQUENCE,
  serialFromHex,
  serialHex,
  smallInteger,
  timeMs,
} from '@ruqsat/asn1'

/** RFC 6960. A request of ours is 120 bytes, an answer with the responder's certificate 1 to 2 KiB. */
export const MAX_OCSP_BYTES = 64 * 1024
export const MAX_NONCE_BYTES = 128

export type CertificateId = {
  readonly hashOid: string
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  readonly serial: string
  readonly der: Uint8Array
}

export type OcspRequest = { readonly ids: readonly CertificateId[]; readonly nonce: Uint8Array | null }

export type OcspStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly atMs: number; readonly reason: number | null }
  | { readonly kind: 'unknown' }

export type SingleResponse = {
  readonly id: CertificateId
  readonly status: OcspStatus
  readonly thisUpdateMs: number
  readonly nextUpdateMs: number | null
  readonly hasUnknownCritical: boolean
}

export type BasicResponse = {
  readonly tbs: Uint8Array
  readonly responder: { readonly kind: 'name'; readonly comparable: string } | { readonly kind: 'key'; readonly hash: Uint8Array }
  readonly producedAtMs: number
  readonly responses: readonly SingleResponse[]
  readonly nonce: Uint8Array | null
  readonly signatureOid: string
  readonly signature: Uint8Array
  readonly certificates: readonly Certificate[]
}

/** What the responder said: an answer, or one of its own words for "not now" and "not so". */
export type OcspResponse = { readonly kind: 'answer'; readonly basic: BasicResponse } | { readonly kind: 'error'; readonly status: number }

export const OCSP_STATUS = { successful: 0, malformedRequest: 1, internalError: 2, tryLater: 3, sigRequired: 5, unauthorized: 6 } as const

/** Throws Malformed. */
export function readOcspRequest(der: Uint8Array): OcspRequest {
  const tbs = enter(enter(readWhole(der, SEQUENCE, MAX_OCSP_BYTES)).next(SEQUENCE))
  tbs.optional(0xa0)
  tbs.optional(0xa1)
  const ids = children(tbs.next(SEQUENCE)).map((request) => readCertificateId(enter(request).next(SEQUENCE)))
  const extensionsElement = tbs.optional(0xa2)
  tbs.finish()
  if (ids.length === 0) throw new Malformed('Expected at least one certificate in an OCSP request')
  return { ids, nonce: nonceOf(extensionsElement === null ? null : readExtensions(only(extensionsElement))) }
}

function readCertificateId(element: Element): CertificateId {
  const cursor = enter(element)
  const hashOid = readOid(enter(cursor.next()).next())
  const issuerNameHash = octets(cursor.next())
  const issuerKeyHash = octets(cursor.next())
  const serial = serialHex(cursor.next(INTEGER))
  cursor.finish()
  return { hashOid, issuerNameHash, issuerKeyHash, serial, der: raw(element) }
}

function nonceOf(extensions: ReadonlyMap<string, Extension> | null): Uint8Array | null {
  const nonceExtension = extensions?.get(EXTENSION.ocspNonce)
  if (nonceExtension === undefined) return null
  const nonce = octets(readElement(nonceExtension.value))
  if (nonce.length === 0 || nonce.length > MAX_NONCE_BYTES) throw new Malformed('Expected a nonce of 1 to 128 bytes')
  return nonce
}

/** Throws Malformed. */
export function readOcspResponse(der: Uint8Array): OcspResponse {
  const outer = enter(readWhole(der, SEQUENCE, MAX_OCSP_BYTES))
  const status = smallInteger(outer.next(), ENUMERATED)
  if (status !== OCSP_STATUS.successful) return { kind: 'error', status }
  const body = enter(only(outer.next(0xa0), SEQUENCE))
  if (readOid(body.next()) !== ACCESS.ocspBasic) throw new Malformed('Expected a basic OCSP response')
  return { kind: 'answer', basic: readBasic(octets(body.next())) }
}

function readBasic(der: Uint8Array): BasicResponse {
  const outer = enter(readWhole(der, SEQUENCE, MAX_OCSP_BYTES))
  const tbs = outer.next(SEQUENCE)
  const signatureOid = readOid(enter(outer.next()).next())
  const signature = bitStringBytes(outer.next())
  const certificatesElement = outer.optional(0xa0)
  outer.finish()
  const cursor = new Cursor(tbs)
  cursor.optional(0xa0)
  const responder = readResponder(cursor.next())
  const producedAtMs = timeMs(cursor.next(GENERALIZED_TIME))
  const responses = children(cursor.next(SEQUENCE)).map(readSingle)
  const extensionsElement = cursor.optional(0xa1)
  cursor.finish()
  return {
    tbs: raw(tbs),
    responder,
    producedAtMs,
    responses,
    nonce: nonceOf(extensionsElement === null ? null : readExtensions(only(extensionsElement))),
    signatureOid,
    signature,
    certificates:
      certificatesElement === null ? [] : children(only(certificatesElement, SEQUENCE), 8).map((item) => readCertificate(raw(item))),
  }
}

function readResponder(element: Element): BasicResponse['responder'] {
  if (element.tag === 0xa1) return { kind: 'name', comparable: readName(only(element, SEQUENCE)).comparable }
  if (element.tag === 0xa2) return { kind: 'key', hash: octets(only(element)) }
  throw new Malformed('Expected a responder by name or by key')
}

function readSingle(element: Element): SingleResponse {
  const cursor = enter(element)
  const id = readCertificateId(cursor.next(SEQUENCE))
  const status = readStatus(cursor.next())
  const thisUpdateMs = timeMs(cursor.next(GENERALIZED_TIME))
  const nextElement = cursor.optional(0xa0)
  const extensionsElement = cursor.optional(0xa1)
  cursor.finish()
  const extensions = extensionsElement === null ? [] : [...readExtensions(only(extensionsElement)).values()]
  return {
    id,
    status,
    thisUpdateMs,
    nextUpdateMs: nextElement === null ? null : timeMs(only(nextElement)),
    hasUnknownCritical: extensions.some((extension) => extension.critical),
  }
}

function readStatus(element: Element): OcspStatus {
  if (element.tag === 0x80) return { kind: 'good' }
  if (element.tag === 0x82) return { kind: 'unknown' }
  if (element.tag !== 0xa1) throw new Malformed('Expected good, revoked or unknown')
  const cursor = new Cursor(element)
  const atMs = timeMs(cursor.next(GENERALIZED_TIME))
  const reason = cursor.optional(0xa0)
  return { kind: 'revoked', atMs, reason: reason === null ? null : smallInteger(only(reason), ENUMERATED) }
}

/** The name under which a certificate is asked about; SHA-1, because that is what every responder knows. */
export function certificateId(serial: string, issuer: Certificate, sha1: (bytes: Uint8Array) => Uint8Array): Uint8Array<ArrayBuffer> {
  return sequence(
    sequence(oid(ALGORITHM.sha1), nothing()),
    octetString(sha1(issuer.subject.der)),
    octetString(sha1(issuer.publicKeyBits)),
    serialFromHex(serial),
  )
}

export function writeOcspRequest(id: Uint8Array, nonce: Uint8Array): Uint8Array<ArrayBuffer> {
  return sequence(sequence(sequence(sequence(id)), context(2, sequence(extension(EXTENSION.ocspNonce, false, octetString(nonce))))))
}

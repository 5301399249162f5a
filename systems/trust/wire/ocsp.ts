import {
  ACCESS,
  ALGORITHM,
  type Certificate,
  children,
  context,
  Cursor,
  type Element,
  enter,
  expectTag,
  extension,
  EXTENSION,
  type Extension,
  expectThat,
  Malformed,
  nothing,
  octets,
  octetString,
  oid,
  only,
  raw,
  readAlgorithm,
  readAll,
  readCertificate,
  readExtension,
  readExtensions,
  readName,
  readOid,
  readSignedStructure,
  readWhole,
  sequence,
  serialFromHex,
  serialHex,
  type SignatureAlgorithm,
  smallInteger,
  TAG,
  timeMs,
} from '@ruqsat/asn1'

/** RFC 6960. A request of ours is 120 bytes, an answer with the responder's certificate 1 to 2 KiB. */
export const MAX_OCSP_BYTES = 64 * 1024
export const MAX_NONCE_BYTES = 128
const MAX_OCSP_CERTIFICATES = 8

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
  /** Certificates that ran out since this instant are still known (RFC 6960 4.4.4); null where it is not stated. */
  readonly archiveCutoffMs: number | null
}

export type BasicResponse = {
  readonly tbs: Uint8Array
  readonly responder: { readonly kind: 'name'; readonly comparable: string } | { readonly kind: 'key'; readonly hash: Uint8Array }
  readonly producedAtMs: number
  readonly responses: readonly SingleResponse[]
  readonly nonce: Uint8Array | null
  readonly hasUnknownCritical: boolean
  readonly signatureOid: string
  readonly signing: SignatureAlgorithm | null
  readonly signature: Uint8Array
  readonly certificates: readonly Certificate[]
}

/** What the responder said: an answer, or one of its own words for "not now" and "not so". */
export type OcspResponse = { readonly kind: 'answer'; readonly basic: BasicResponse } | { readonly kind: 'error'; readonly status: number }

export const OCSP_STATUS = { successful: 0, malformedRequest: 1, internalError: 2, tryLater: 3, sigRequired: 5, unauthorized: 6 } as const

/** Throws Malformed. A signature on the request, which nobody needs, is passed over. */
export function readOcspRequest(der: Uint8Array): OcspRequest {
  const body = enter(readWhole(der, TAG.sequence, MAX_OCSP_BYTES)).next(TAG.sequence)
  const { ids, extensions } = readAll(body, (cursor) => ({
    version: cursor.optional(0xa0),
    requestor: cursor.optional(0xa1),
    ids: children(cursor.next(TAG.sequence)).map((request) => readCertificateId(enter(request).next(TAG.sequence))),
    extensions: cursor.explicit(2, readExtensions),
  }))
  expectThat(ids.length !== 0, 'at least one certificate in an OCSP request')
  return { ids, nonce: nonceOf(extensions) }
}

function readCertificateId(element: Element): CertificateId {
  return readAll(element, (cursor) => ({
    hashOid: readAlgorithm(cursor.next()).oid,
    issuerNameHash: octets(cursor.next()),
    issuerKeyHash: octets(cursor.next()),
    serial: serialHex(cursor.next(TAG.integer)),
    der: raw(element),
  }))
}

function nonceOf(extensions: ReadonlyMap<string, Extension> | null): Uint8Array | null {
  const nonce = extensions && readExtension(extensions, EXTENSION.ocspNonce, octets)
  expectThat(nonce === null || (nonce.length !== 0 && nonce.length <= MAX_NONCE_BYTES), 'a nonce of 1 to 128 bytes')
  return nonce
}

/** Throws Malformed. */
export function readOcspResponse(der: Uint8Array): OcspResponse {
  const outer = enter(readWhole(der, TAG.sequence, MAX_OCSP_BYTES))
  const status = smallInteger(outer.next(), TAG.enumerated)
  if (status !== OCSP_STATUS.successful) return { kind: 'error', status }
  const body = enter(only(outer.next(0xa0), TAG.sequence))
  expectThat(readOid(body.next()) === ACCESS.ocspBasic, 'a basic OCSP response')
  return { kind: 'answer', basic: readBasic(octets(body.next())) }
}

function readBasic(der: Uint8Array): BasicResponse {
  const { body, signatureOid, signing, signature, after } = readSignedStructure(der, MAX_OCSP_BYTES)
  expectThat(after.length <= 1, 'no further element')
  const {
    extensions,
    version: _,
    ...answer
  } = readAll(body, (cursor) => ({
    version: cursor.optional(0xa0),
    responder: readResponder(cursor.next()),
    producedAtMs: timeMs(cursor.next(TAG.generalizedTime)),
    responses: children(cursor.next(TAG.sequence)).map(readSingle),
    extensions: cursor.explicit(1, readExtensions),
  }))
  const certificates = after.flatMap((given) => children(only(expectTag(given, 0xa0), TAG.sequence), MAX_OCSP_CERTIFICATES))
  return {
    tbs: raw(body),
    ...answer,
    nonce: nonceOf(extensions),
    hasUnknownCritical: hasUnknownCritical(extensions, EXTENSION.ocspNonce),
    signatureOid,
    signing,
    signature,
    certificates: certificates.map((item) => readCertificate(raw(item))),
  }
}

function readResponder(element: Element): BasicResponse['responder'] {
  if (element.tag === 0xa1) return { kind: 'name', comparable: readName(only(element, TAG.sequence)).comparable }
  if (element.tag === 0xa2) return { kind: 'key', hash: octets(only(element)) }
  throw new Malformed('Expected a responder by name or by key')
}

function readSingle(element: Element): SingleResponse {
  const { extensions, ...single } = readAll(element, (cursor) => ({
    id: readCertificateId(cursor.next(TAG.sequence)),
    status: readStatus(cursor.next()),
    thisUpdateMs: timeMs(cursor.next(TAG.generalizedTime)),
    nextUpdateMs: cursor.explicit(0, timeMs),
    extensions: cursor.explicit(1, readExtensions),
  }))
  return {
    ...single,
    hasUnknownCritical: hasUnknownCritical(extensions, EXTENSION.archiveCutoff),
    archiveCutoffMs: extensions && readExtension(extensions, EXTENSION.archiveCutoff, timeMs),
  }
}

function hasUnknownCritical(extensions: ReadonlyMap<string, Extension> | null, known: string): boolean {
  return [...(extensions?.values() ?? [])].some(({ critical, oid }) => critical && oid !== known)
}

function readStatus(element: Element): OcspStatus {
  if (element.tag === 0x80) return { kind: 'good' }
  if (element.tag === 0x82) return { kind: 'unknown' }
  expectThat(element.tag === 0xa1, 'good, revoked or unknown')
  const cursor = new Cursor(element)
  return {
    kind: 'revoked',
    atMs: timeMs(cursor.next(TAG.generalizedTime)),
    reason: cursor.explicit(0, (reason) => smallInteger(reason, TAG.enumerated)),
  }
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

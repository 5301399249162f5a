import {
  ALGORITHM,
  boolean,
  children,
  Cursor,
  type Bytes,
  type Certificate,
  CONTENT,
  context,
  type DigestName,
  element,
  type Element,
  enter,
  expectThat,
  generalizedTime,
  integer,
  isText,
  nothing,
  octets,
  octetString,
  oid,
  raw,
  readAlgorithm,
  readAll,
  readElement,
  readOid,
  readWhole,
  sequence,
  serialFromHex,
  serialHex,
  signedAttributes,
  signedMessage,
  smallInteger,
  TAG,
  text,
  unsignedInteger,
  utf8String,
  yes,
} from '@ruqsat/asn1'
import { hash, type KeyObject } from 'node:crypto'
import { keySigner } from './keys.ts'

/** RFC 3161: what is asked of a time-stamping authority, and what it answers. */

/** A request is some 70 bytes. */
export const MAX_STAMP_REQUEST_BYTES = 4 * 1024
/** PKIStatus (2.4.2). */
export const STAMP_STATUS = { granted: 0, grantedWithMods: 1, rejection: 2 } as const
/** PKIFailureInfo: the number of the bit. */
export const STAMP_FAILURE = {
  badAlgorithm: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
} as const
export type StampFailure = keyof typeof STAMP_FAILURE

const DIGEST_OIDS = { sha256: ALGORITHM.sha256, sha384: ALGORITHM.sha384, sha512: ALGORITHM.sha512 } as const
type StampDigest = Exclude<DigestName, 'streebog-512'>

export function writeStampRequest(digest: StampDigest, imprint: Uint8Array, nonce: Uint8Array): Bytes {
  const message = sequence(sequence(oid(DIGEST_OIDS[digest]), nothing()), octetString(imprint))
  return sequence(integer(1), message, unsignedInteger(nonce), yes())
}

export type StampRequest = {
  /** MessageImprint as it was asked, echoed byte for byte. */
  readonly imprintDer: Bytes
  readonly digestOid: string
  readonly imprint: Uint8Array
  readonly policy: string | null
  /** INTEGER, DER. */
  readonly nonceDer: Bytes | null
  readonly wantsCertificate: boolean
  readonly hasExtensions: boolean
}

/** Throws Malformed. */
export function readStampRequest(der: Uint8Array): StampRequest {
  return readAll(readWhole(der, TAG.sequence, MAX_STAMP_REQUEST_BYTES), (cursor) => {
    expectThat(smallInteger(cursor.next(TAG.integer)) === 1, 'a request of version 1')
    const message = cursor.next(TAG.sequence)
    const { digestOid, imprint } = readAll(message, (inside) => ({
      digestOid: readAlgorithm(inside.next()).oid,
      imprint: octets(inside.next()),
    }))
    const policy = cursor.optionalAs(TAG.objectIdentifier, readOid)
    const nonce = cursor.optional(TAG.integer)
    expectThat(nonce === null || nonce.end - nonce.contentStart <= 33, 'a nonce of at most 32 bytes')
    const wantsCertificate = cursor.optionalAs(TAG.boolean, boolean) ?? false
    const hasExtensions = cursor.optional(0xa0) !== null
    return { imprintDer: raw(message), digestOid, imprint, policy, nonceDer: nonce && raw(nonce), wantsCertificate, hasExtensions }
  })
}

export type StampPlan = {
  readonly request: StampRequest
  readonly policy: string
  readonly serial: string
  readonly atMs: number
  readonly accuracySeconds: number
  readonly stamper: { readonly certificate: Certificate; readonly key: KeyObject; readonly chain: readonly Uint8Array[] }
}

/** A granted answer: status, then the token, which is CMS around what it states (2.4.2), with signing-certificate-v2 (RFC 5816). */
export function buildStampResponse(plan: StampPlan): Bytes {
  const { request, stamper, atMs } = plan
  const { certificate, key, chain } = stamper
  const info = sequence(
    integer(1),
    oid(plan.policy),
    request.imprintDer,
    serialFromHex(plan.serial),
    generalizedTime(atMs),
    sequence(integer(plan.accuracySeconds)),
    ...(request.nonceDer === null ? [] : [request.nonceDer]),
    context(0, context(4, certificate.subject.der)),
  )
  const attributes = signedAttributes({
    signer: certificate,
    certificateSha256: hash('sha256', certificate.der, 'buffer'),
    contentSha256: hash('sha256', info, 'buffer'),
    signingTimeMs: atMs,
    contentType: CONTENT.timeStampInfo,
  })
  const token = signedMessage({
    signer: certificate,
    certificates: request.wantsCertificate ? [certificate.der, ...chain] : [],
    attributes,
    signature: keySigner(key).sign(attributes),
    content: { type: CONTENT.timeStampInfo, bytes: info },
  })
  return sequence(sequence(integer(STAMP_STATUS.granted)), token)
}

/** A refusal, with its reason as a bit and in English. */
export function buildStampRefusal(failure: StampFailure, why: string): Bytes {
  const bit = STAMP_FAILURE[failure]
  const bytes = new Uint8Array((bit >> 3) + 1)
  bytes[bit >> 3] = 0x80 >> (bit & 7)
  const info = element(TAG.bitString, Uint8Array.of(7 - (bit & 7)), bytes)
  return sequence(sequence(integer(STAMP_STATUS.rejection), sequence(utf8String(why)), info))
}

/** The token of a granted answer, or what the authority said instead. Throws Malformed. */
export function readStampResponse(der: Uint8Array, maxBytes: number): { readonly token: Bytes } | { readonly refused: string } {
  const outer = enter(readWhole(der, TAG.sequence, maxBytes))
  const status = outer.next(TAG.sequence)
  const token = outer.optional(TAG.sequence)
  outer.finish()
  const number = smallInteger(new Cursor(status).next(TAG.integer))
  if (number <= STAMP_STATUS.grantedWithMods && token !== null) return { token: raw(token) }
  return { refused: `status ${number}${textOf(status)}` }
}

function textOf(status: Element): string {
  const cursor = new Cursor(status)
  cursor.next()
  const [first] = cursor.optionalAs(TAG.sequence, children) ?? []
  return first !== undefined && isText(first) ? ` (${text(first).slice(0, 100)})` : ''
}

/** A nonce as a token states it: hexadecimal digits without leading zeros. */
export function nonceHex(nonce: Uint8Array): string {
  return serialHex(readElement(unsignedInteger(nonce)))
}

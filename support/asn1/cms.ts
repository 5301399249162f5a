import { firstElement, toDefinite } from './ber.ts'
import { readCertificate, type Certificate } from './certificate.ts'
import { digestOidOf, type MessageSigner, readMessageSigner } from './cms-signer.ts'
import { CONTENT } from './oids.ts'
import {
  type Bytes,
  children,
  type Element,
  expectFound,
  expectThat,
  Malformed,
  octets,
  only,
  raw,
  readAll,
  readOid,
  readWhole,
  sameBytes,
  smallInteger,
  TAG,
  tryToRead,
} from './read.ts'

/** A signature with its chain is 3 to 6 KiB, with evidence inside some tens; more is an attack or not a signature. */
const MAX_CMS_BYTES = 256 * 1024
const MAX_CMS_CERTIFICATES = 10

/** CMS SignedData (RFC 5652) with one signer and signed attributes. */
export type SignedData = MessageSigner & {
  /** The content where it was put inside; null for a detached signature. */
  readonly attached: Uint8Array | null
  readonly certificates: readonly Certificate[]
  /** The signed attributes re-tagged as SET OF: the bytes that the signature covers (RFC 5652 5.4). */
  readonly signedBytes: Bytes
  readonly contentType: string
  readonly messageDigest: Bytes
}

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
  const signer = readMessageSigner(signers[0]!)
  const { signedBytes } = signer
  // RFC 5652 5.1, 5.3: the versions follow from what is inside. Strictness here leaves no byte of a signature that could be changed unseen.
  const wanted = signer.signer.kind === 'key-identifier' ? 3 : 1
  expectThat(version === wanted, 'the version that the content asks for')
  expectThat(signer.version === wanted, 'the signer version that its identifier asks for')
  expectThat(digestOids.includes(signer.digestOid), "the signer's digest among the digests of the message")
  expectThat(signedBytes !== null, 'signed attributes')
  const contentType = expectFound(signer.contentType, `signed attribute ${CONTENT.contentType}`)
  const messageDigest = expectFound(signer.messageDigest, `signed attribute ${CONTENT.messageDigest}`)
  return { ...signer, attached: found.attached, certificates: found.certificates, signedBytes, contentType, messageDigest }
}

function readCertificates(set: Element): Certificate[] {
  return children(set, MAX_CMS_CERTIFICATES).map((item) => readCertificate(raw(item)))
}

function readEncapsulated(element: Element): Uint8Array | null {
  const { type, inside } = readAll(element, (cursor) => ({ type: readOid(cursor.next()), inside: cursor.explicit(0, octets) }))
  expectThat(type === CONTENT.data, 'content of type data')
  return inside
}

/** A certificate meant by the signer info, or null. */
export function signerCertificate({
  signer,
  certificates,
}: Pick<MessageSigner, 'signer'> & { readonly certificates: readonly Certificate[] }): Certificate | null {
  const matches = (certificate: Certificate): boolean =>
    signer.kind === 'issuer-and-serial'
      ? certificate.serial === signer.serial && sameBytes(certificate.issuer.der, signer.issuer.der)
      : certificate.subjectKeyIdentifier !== null && sameBytes(certificate.subjectKeyIdentifier, signer.identifier)
  return certificates.find(matches) ?? null
}

/** A message that others wrote may hold a whole document. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024
const MAX_MESSAGE_CERTIFICATES = 40
/** Each costs a path and questions to services. */
const MAX_MESSAGE_SIGNERS = 20

/** CMS as anybody may write it: BER, any number of signers, content of any type. */
export type CmsMessage =
  | { readonly kind: 'other'; readonly type: string }
  | {
      readonly kind: 'signed'
      readonly contentType: string
      /** Null where the content is elsewhere. */
      readonly attached: Bytes | null
      readonly certificates: readonly Certificate[]
      /** Revocation lists that came along, DER. */
      readonly lists: readonly Bytes[]
      /** OCSP answers that came along (RFC 5940), DER. */
      readonly answers: readonly Bytes[]
      readonly signers: readonly MessageSigner[]
    }

/** Throws Malformed. */
export function readMessage(bytes: Uint8Array): CmsMessage {
  expectThat(bytes.length <= MAX_MESSAGE_BYTES, `at most ${MAX_MESSAGE_BYTES} bytes but found ${bytes.length}`)
  const { der, end } = toDefinite(bytes)
  expectThat(end === bytes.length, 'nothing after the outer element')
  return readAll(readWhole(der, TAG.sequence, MAX_MESSAGE_BYTES), (cursor) => {
    const type = readOid(cursor.next())
    const inside = cursor.next(0xa0)
    return type === CONTENT.signedData ? readSignedMessage(only(inside, TAG.sequence)) : { kind: 'other', type }
  })
}

function readSignedMessage(message: Element): CmsMessage {
  return readAll(message, (cursor) => {
    smallInteger(cursor.next(TAG.integer))
    cursor.next(TAG.set)
    const { type, inside } = readAll(cursor.next(TAG.sequence), (content) => ({
      type: readOid(content.next()),
      inside: content.explicit(0, octets),
    }))
    const certificates = cursor.optional(0xa0)
    const lists = cursor.optional(0xa1)
    return {
      kind: 'signed' as const,
      contentType: type,
      attached: inside,
      certificates: certificates === null ? [] : children(certificates, MAX_MESSAGE_CERTIFICATES).flatMap(readableCertificate),
      ...readRevocation(lists),
      signers: children(cursor.next(TAG.set), MAX_MESSAGE_SIGNERS).map(readMessageSigner),
    }
  })
}

function readRevocation(element: Element | null): { lists: Bytes[]; answers: Bytes[] } {
  const items = element === null ? [] : children(element, MAX_MESSAGE_CERTIFICATES)
  const answers = items
    .filter(({ tag }) => tag === 0xa1)
    .flatMap((item) => {
      const [type, value] = children(item)
      const isAnswer =
        type !== undefined && value !== undefined && type.tag === TAG.objectIdentifier && readOid(type) === CONTENT.ocspAnswer
      return isAnswer ? [raw(value)] : []
    })
  return { lists: items.filter(({ tag }) => tag === TAG.sequence).map(raw), answers }
}

/** Attribute certificates and what cannot be read lead to no path. */
function readableCertificate(item: Element): Certificate[] {
  const read = tryToRead(() => readCertificate(raw(item)))
  return read instanceof Malformed ? [] : [read]
}

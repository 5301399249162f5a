import {
  boolean,
  content,
  CONTENT,
  type Element,
  expectThat,
  octets,
  readAlgorithm,
  readAll,
  readExtensions,
  readMessage,
  readOid,
  readWhole,
  serialHex,
  smallInteger,
  TAG,
  timeMs,
  type CmsMessage,
} from '@ruqsat/asn1'

/** A token is 2 to 6 KiB, with a chain inside some more. */
export const MAX_TOKEN_BYTES = 64 * 1024

/** What a time stamp states (RFC 3161 2.4.2, TSTInfo). */
export type TimeStampInfo = {
  readonly policy: string
  readonly digestOid: string
  readonly digest: Uint8Array
  readonly serial: string
  readonly atMs: number
  /** The instant may be wrong by so much. */
  readonly accuracyMs: number
  readonly nonce: string | null
  readonly hasUnknownCritical: boolean
}

export type TimeStamp = {
  readonly message: Extract<CmsMessage, { kind: 'signed' }>
  readonly info: TimeStampInfo
  readonly infoBytes: Uint8Array
}

/** A time-stamp token: CMS around what it states. Throws Malformed. */
export function readTimeStamp(bytes: Uint8Array): TimeStamp {
  expectThat(bytes.length <= MAX_TOKEN_BYTES, `at most ${MAX_TOKEN_BYTES} bytes but found ${bytes.length}`)
  const message = readMessage(bytes)
  expectThat(message.kind === 'signed' && message.contentType === CONTENT.timeStampInfo, 'a time-stamp token')
  expectThat(message.attached !== null && message.signers.length === 1, 'a time-stamp token with its content and one signer')
  return { message, infoBytes: message.attached, info: readInfo(readWhole(message.attached, TAG.sequence, MAX_TOKEN_BYTES)) }
}

function readInfo(element: Element): TimeStampInfo {
  return readAll(element, (cursor) => {
    smallInteger(cursor.next(TAG.integer))
    const policy = readOid(cursor.next())
    const imprint = readAll(cursor.next(), (inside) => ({ digestOid: readAlgorithm(inside.next()).oid, digest: octets(inside.next()) }))
    const serial = serialHex(cursor.next(TAG.integer))
    const atMs = timeMs(withoutFraction(cursor.next(TAG.generalizedTime)))
    const accuracyMs = cursor.optionalAs(TAG.sequence, readAccuracy) ?? 0
    cursor.optionalAs(TAG.boolean, boolean)
    const nonce = cursor.optionalAs(TAG.integer, serialHex)
    cursor.optional(0xa0)
    const extensions = cursor.optionalAs(0xa1, (list) => readExtensions({ ...list, tag: TAG.sequence }))
    const hasUnknownCritical = [...(extensions?.values() ?? [])].some(({ critical }) => critical)
    return { policy, ...imprint, serial, atMs, accuracyMs, nonce, hasUnknownCritical }
  })
}

/** Fractions of a second are allowed here (RFC 3161 2.4.2); they are cut off. */
function withoutFraction(element: Element): Element {
  const written = new TextDecoder('latin1').decode(content(element))
  const match = /^(\d{14})\.\d{1,9}Z$/.exec(written)
  if (match === null) return element
  const bytes = new TextEncoder().encode(`${match[1]}Z`)
  return { bytes, tag: element.tag, start: 0, contentStart: 0, end: bytes.length }
}

function readAccuracy(element: Element): number {
  return readAll(element, (cursor) => {
    const seconds = cursor.optionalAs(TAG.integer, smallInteger) ?? 0
    const millis = cursor.optionalAs(0x80, (value) => smallInteger(value, 0x80)) ?? 0
    cursor.optional(0x81)
    return seconds * 1000 + millis
  })
}

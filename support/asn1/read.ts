import { Fault } from '@ruqsat/foundation'

/** Of a memory that no other thread writes to, as WebCrypto wants it: nobody here reads from another. */
export type Bytes = Uint8Array<ArrayBuffer>

/**
 * A reader for untrusted DER (X.690). It copies nothing: an element is a window on the bytes. Only what a caller steps into is looked at,
 * so depth is bounded by the callers' own structure and no input can make it recurse. Indefinite lengths, padded lengths and tags of more
 * than one byte are refused.
 */
export type Element = {
  readonly bytes: Uint8Array
  /** The identifier byte: class, constructed bit and number. */
  readonly tag: number
  readonly start: number
  readonly contentStart: number
  readonly end: number
}

/** The bytes are not what they claim to be. Thrown by parsers, caught at the room's doors, where it becomes the refusal `signature-malformed`. */
export class Malformed extends Fault {
  constructor(message: string) {
    super(message)
    this.name = 'Malformed'
  }
}

/** What untrusted bytes must be to be read on; `what` completes "Expected ...". */
export function expectThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Malformed(`Expected ${what}`)
}

/** The same of what must be there. */
export function expectFound<T>(value: T | null | undefined, what: string): T {
  expectThat(value !== null && value !== undefined, what)
  return value
}

/** What was read, or why it cannot be; every other error is ours and goes on. */
export function tryToRead<T>(read: () => T): T | Malformed {
  try {
    return read()
  } catch (error) {
    if (error instanceof Malformed) return error
    throw error
  }
}

/** Identifier bytes of universal types. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** No list that we read (certificates, attributes, extensions) is honestly longer; revocation lists are walked without this limit. */
export const MAX_CHILDREN = 64

export function readElement(bytes: Uint8Array, start = 0, limit = bytes.length): Element {
  const { tag, contentStart, length, isShortest } = readHeader(bytes, start, limit)
  expectThat(length !== null, 'a definite length')
  expectThat(isShortest, 'the shortest form of a length')
  expectThat(contentStart + length <= limit, 'a DER element but it is longer than what holds it')
  return { bytes, tag, start, contentStart, end: contentStart + length }
}

export type DerHeader = {
  readonly tag: number
  readonly contentStart: number
  /** Null where it is not stated: BER's indefinite form. */
  readonly length: number | null
  readonly isShortest: boolean
}

/** Tag and length as BER writes them; for all but `toDefinite` there is `readElement`. */
export function readHeader(bytes: Uint8Array, start: number, limit: number): DerHeader {
  expectThat(start + 2 <= limit, 'a DER element but the bytes end')
  const tag = bytes[start]!
  expectThat((tag & 0x1f) !== 0x1f, 'a tag of one byte')
  const first = bytes[start + 1]!
  const isStated = first !== 0x80
  if (first <= 0x80) return { tag, contentStart: start + 2, length: isStated ? first : null, isShortest: isStated }
  const contentStart = start + 2 + (first & 0x7f)
  expectThat(first <= 0x84 && contentStart <= limit, 'a length of at most 4 bytes')
  const length = bigEndian(bytes.subarray(start + 2, contentStart))
  return { tag, contentStart, length, isShortest: length >= 0x80 && bytes[start + 2] !== 0 }
}

export function bigEndian(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** One element and nothing after it. */
export function readWhole(bytes: Uint8Array, tag: number, maxBytes: number): Element {
  expectThat(bytes.length <= maxBytes, `at most ${maxBytes} bytes but found ${bytes.length}`)
  const element = expectTag(readElement(bytes), tag)
  expectThat(element.end === bytes.length, 'nothing after the outer element')
  return element
}

export function expectTag(element: Element, tag: number): Element {
  if (element.tag !== tag) throw new Malformed(`Expected tag 0x${tag.toString(16)} but found 0x${element.tag.toString(16)}`)
  return element
}

/** Steps through the children of a constructed element in order. */
export class Cursor {
  readonly bytes: Uint8Array
  readonly end: number
  position: number
  constructor(element: Element) {
    this.bytes = element.bytes
    this.position = element.contentStart
    this.end = element.end
  }

  more(): boolean {
    return this.position < this.end
  }

  next(tag?: number): Element {
    const element = readElement(this.bytes, this.position, this.end)
    if (tag !== undefined) expectTag(element, tag)
    this.position = element.end
    return element
  }

  /** The next element where it has this tag, else null. */
  optional(tag: number): Element | null {
    return this.more() && this.bytes[this.position] === tag ? this.next() : null
  }

  /** The same, read; null where it is absent. */
  optionalAs<T>(tag: number, read: (element: Element) => T): T | null {
    const found = this.optional(tag)
    return found === null ? null : read(found)
  }

  /** What the next `[number]` EXPLICIT holds, read; null where it is absent. */
  explicit<T>(number: number, read: (element: Element) => T): T | null {
    return this.optionalAs(0xa0 | number, (found) => read(only(found)))
  }

  finish(): void {
    expectThat(!this.more(), 'no further element')
  }
}

export function enter(element: Element, tag: number = TAG.sequence): Cursor {
  return new Cursor(expectTag(element, tag))
}

/** Reads a whole element, part after part: nothing may be left over. */
export function readAll<T>(element: Element, read: (cursor: Cursor) => T, tag: number = TAG.sequence): T {
  const cursor = enter(element, tag)
  const found = read(cursor)
  cursor.finish()
  return found
}

export function children(element: Element, max = MAX_CHILDREN): Element[] {
  const cursor = new Cursor(element)
  const found: Element[] = []
  while (cursor.more()) {
    if (found.length >= max) throw new Malformed(`Expected at most ${max} elements in a list`)
    found.push(cursor.next())
  }
  return found
}

export function content(element: Element): Bytes {
  return element.bytes.subarray(element.contentStart, element.end) as Bytes
}

export function raw(element: Element): Bytes {
  return element.bytes.subarray(element.start, element.end) as Bytes
}

/** The child of an EXPLICIT tag. */
export function only(element: Element, tag?: number): Element {
  return readAll(element, (cursor) => cursor.next(tag), element.tag)
}

export function octets(element: Element): Bytes {
  return content(expectTag(element, TAG.octetString))
}

/** Bits of a BIT STRING that holds whole bytes. */
export function bitStringBytes(element: Element): Bytes {
  const bytes = content(expectTag(element, TAG.bitString))
  expectThat(bytes[0] === 0, 'a bit string of whole bytes')
  return bytes.subarray(1)
}

/** Named bits (KeyUsage): the numbers of those that are set. */
export function readNamedBits(element: Element, tag: number = TAG.bitString): ReadonlySet<number> {
  const bytes = content(expectTag(element, tag))
  expectThat(bytes.length > 0 && bytes.length <= 5 && bytes[0]! <= 7, 'a short string of named bits')
  const bits = Array.from({ length: (bytes.length - 1) * 8 - bytes[0]! }, (_, bit) => bit)
  return new Set(bits.filter((bit) => (bytes[1 + (bit >> 3)]! & (0x80 >> (bit & 7))) !== 0))
}

export function boolean(element: Element): boolean {
  const bytes = content(expectTag(element, TAG.boolean))
  expectThat(bytes.length === 1 && (bytes[0] === 0xff || bytes[0] === 0), 'a boolean of one byte')
  return bytes[0] === 0xff
}

/** A small non-negative integer (versions, path lengths). */
export function smallInteger(element: Element, tag: number = TAG.integer): number {
  const bytes = content(expectTag(element, tag))
  expectThat(bytes.length > 0 && bytes.length <= 4 && bytes[0]! < 0x80, 'a small non-negative integer')
  return bigEndian(bytes)
}

/**
 * A serial number as lower-case hexadecimal without leading zeros; at most 20 bytes (RFC 5280 4.1.2.2). One below zero, which some authorities
 * gave out, has a minus before it: it is another number than the positive one of the same bytes.
 */
export function serialHex(element: Element): string {
  const bytes = content(expectTag(element, TAG.integer))
  expectThat(bytes.length > 0 && bytes.length <= 21, 'a serial number of at most 20 bytes')
  const isNegative = bytes[0]! >= 0x80
  const digits = isNegative ? (-BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex(bytes)}`))).toString(16) : hex(bytes)
  return `${isNegative ? '-' : ''}${digits.replace(/^0+(?=.)/, '')}`
}

export function readOid(element: Element): string {
  const bytes = content(expectTag(element, TAG.objectIdentifier))
  expectThat(bytes.length > 0 && bytes.length <= 64, 'an object identifier of at most 64 bytes')
  expectThat(bytes[bytes.length - 1]! < 0x80, 'the last arc to end')
  const arcs: number[] = []
  let arc = 0
  for (const byte of bytes) {
    expectThat(arc > 0 || byte !== 0x80, 'the shortest form of an object identifier')
    arc = arc * 128 + (byte & 0x7f)
    expectThat(arc <= Number.MAX_SAFE_INTEGER / 256, 'an arc below 2^45')
    if (byte >= 0x80) continue
    arcs.push(arc)
    arc = 0
  }
  const [first, ...rest] = arcs as [number, ...number[]]
  const root = Math.min(2, Math.floor(first / 40))
  return [root, first - root * 40, ...rest].join('.')
}

const latin1 = new TextDecoder('latin1')
const DECODERS: Readonly<Record<number, TextDecoder>> = {
  [TAG.utf8String]: new TextDecoder('utf-8', { fatal: true }),
  [TAG.printableString]: latin1,
  [TAG.ia5String]: latin1,
  [TAG.teletexString]: latin1,
  [TAG.bmpString]: new TextDecoder('utf-16be', { fatal: true }),
}

export function isText({ tag }: Element): boolean {
  return tag === TAG.universalString || DECODERS[tag] !== undefined
}

/** A directory string or IA5String as text. */
export function text(element: Element): string {
  if (element.tag === TAG.universalString) return fourByteText(content(element))
  const decoder = expectFound(DECODERS[element.tag], `a text but found tag 0x${element.tag.toString(16)}`)
  try {
    return decoder.decode(content(element))
  } catch {
    throw new Malformed('Expected well-formed text')
  }
}

/** UniversalString: four bytes for each character. */
function fourByteText(bytes: Uint8Array): string {
  expectThat(bytes.length % 4 === 0, 'four bytes for each character')
  const points = Array.from({ length: bytes.length / 4 }, (_, index) => bigEndian(bytes.subarray(index * 4, index * 4 + 4)))
  expectThat(
    points.every((point) => point <= 0x10_ff_ff && (point < 0xd8_00 || point > 0xdf_ff)),
    'characters that exist',
  )
  return points.map((point) => String.fromCodePoint(point)).join('')
}

const TIME_FORMS: Readonly<Record<number, RegExp>> = {
  [TAG.utcTime]: /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/,
  [TAG.generalizedTime]: /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/,
}

/** UTCTime or GeneralizedTime in the only forms RFC 5280 allows (with seconds, Zulu), as milliseconds. */
export function timeMs(element: Element): number {
  const match = expectFound(TIME_FORMS[element.tag]?.exec(latin1.decode(content(element))), 'a time in Zulu with seconds')
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number]
  const fullYear = element.tag === TAG.generalizedTime ? year : year < 50 ? 2000 + year : 1900 + year
  const ms = Date.UTC(fullYear, month - 1, day, hour, minute, second)
  const isTime = month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59
  expectThat(isTime && new Date(ms).getUTCDate() === day, 'a time that exists')
  return ms
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => HEX[byte]).join('')
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}

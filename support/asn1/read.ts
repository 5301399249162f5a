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

export const BOOLEAN = 0x01
export const INTEGER = 0x02
const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const NULL = 0x05
const OBJECT_IDENTIFIER = 0x06
export const ENUMERATED = 0x0a
export const UTF8_STRING = 0x0c
const PRINTABLE_STRING = 0x13
const TELETEX_STRING = 0x14
const IA5_STRING = 0x16
export const UTC_TIME = 0x17
export const GENERALIZED_TIME = 0x18
const BMP_STRING = 0x1e
export const SEQUENCE = 0x30
export const SET = 0x31

/** No list that we read (certificates, attributes, extensions) is honestly longer; revocation lists are walked without this limit. */
export const MAX_CHILDREN = 64

export function readElement(bytes: Uint8Array, start = 0, limit = bytes.length): Element {
  const { tag, contentStart, length, isShortest } = readHeader(bytes, start, limit)
  if (length === null) throw new Malformed('Expected a definite length')
  if (!isShortest) throw new Malformed('Expected the shortest form of a length')
  return within({ bytes, tag, start, contentStart, end: contentStart + length }, limit)
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
  if (start + 2 > limit) throw new Malformed('Expected a DER element but the bytes end')
  const tag = bytes[start]!
  if ((tag & 0x1f) === 0x1f) throw new Malformed('Expected a tag of one byte')
  const first = bytes[start + 1]!
  if (first === 0x80) return { tag, contentStart: start + 2, length: null, isShortest: false }
  if (first < 0x80) return { tag, contentStart: start + 2, length: first, isShortest: true }
  const contentStart = start + 2 + (first & 0x7f)
  if (first > 0x84 || contentStart > limit) throw new Malformed('Expected a length of at most 4 bytes')
  let length = 0
  for (let place = start + 2; place < contentStart; place++) length = length * 256 + bytes[place]!
  return { tag, contentStart, length, isShortest: length >= 0x80 && bytes[start + 2] !== 0 }
}

function within(element: Element, limit: number): Element {
  if (element.end > limit) throw new Malformed('Expected a DER element but it is longer than what holds it')
  return element
}

/** One element and nothing after it. */
export function readWhole(bytes: Uint8Array, tag: number, maxBytes: number): Element {
  if (bytes.length > maxBytes) throw new Malformed(`Expected at most ${maxBytes} bytes but found ${bytes.length}`)
  const element = expectTag(readElement(bytes), tag)
  if (element.end !== bytes.length) throw new Malformed('Expected nothing after the outer element')
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
    if (this.more()) throw new Malformed('Expected no further element')
  }
}

export function enter(element: Element, tag: number = SEQUENCE): Cursor {
  return new Cursor(expectTag(element, tag))
}

/** Reads a whole element, part after part: nothing may be left over. */
export function readAll<T>(element: Element, read: (cursor: Cursor) => T, tag: number = SEQUENCE): T {
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
  return content(expectTag(element, OCTET_STRING))
}

/** Bits of a BIT STRING that holds whole bytes. */
export function bitStringBytes(element: Element): Bytes {
  const bytes = content(expectTag(element, BIT_STRING))
  if (bytes.length === 0 || bytes[0] !== 0) throw new Malformed('Expected a bit string of whole bytes')
  return bytes.subarray(1)
}

/** Named bits (KeyUsage): the numbers of those that are set. */
export function readNamedBits(element: Element): ReadonlySet<number> {
  const bytes = content(expectTag(element, BIT_STRING))
  if (bytes.length === 0 || bytes.length > 5 || bytes[0]! > 7) throw new Malformed('Expected a short string of named bits')
  const found = new Set<number>()
  for (let bit = 0; bit < (bytes.length - 1) * 8 - bytes[0]!; bit++) {
    if ((bytes[1 + (bit >> 3)]! & (0x80 >> (bit & 7))) !== 0) found.add(bit)
  }
  return found
}

export function boolean(element: Element): boolean {
  const bytes = content(expectTag(element, BOOLEAN))
  if (bytes.length !== 1 || (bytes[0] !== 0xff && bytes[0] !== 0)) throw new Malformed('Expected a boolean of one byte')
  return bytes[0] === 0xff
}

/** A small non-negative integer (versions, path lengths). */
export function smallInteger(element: Element, tag: number = INTEGER): number {
  const bytes = content(expectTag(element, tag))
  if (bytes.length === 0 || bytes.length > 4 || bytes[0]! >= 0x80) throw new Malformed('Expected a small non-negative integer')
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** A serial number as lower-case hexadecimal without leading zeros; at most 20 bytes (RFC 5280 4.1.2.2). */
export function serialHex(element: Element): string {
  const bytes = content(expectTag(element, INTEGER))
  if (bytes.length === 0 || bytes.length > 21) throw new Malformed('Expected a serial number of at most 20 bytes')
  return hex(bytes).replace(/^0+(?=.)/, '')
}

const oidCache = new Map<string, string>()

export function readOid(element: Element): string {
  const bytes = content(expectTag(element, OBJECT_IDENTIFIER))
  if (bytes.length === 0 || bytes.length > 64) throw new Malformed('Expected an object identifier of at most 64 bytes')
  const key = String.fromCharCode(...bytes)
  const known = oidCache.get(key)
  if (known !== undefined) return known
  const text = decodeOid(bytes)
  // The cache holds what real certificates use; an attacker's inventions must not make it grow.
  if (oidCache.size < 512) oidCache.set(key, text)
  return text
}

function decodeOid(bytes: Uint8Array): string {
  const arcs: number[] = []
  let arc = 0
  for (const [index, byte] of bytes.entries()) {
    if (arc === 0 && byte === 0x80) throw new Malformed('Expected the shortest form of an object identifier')
    arc = arc * 128 + (byte & 0x7f)
    if (arc > Number.MAX_SAFE_INTEGER / 256) throw new Malformed('Expected an arc below 2^45')
    if (byte < 0x80) {
      arcs.push(arc)
      arc = 0
    } else if (index === bytes.length - 1) throw new Malformed('Expected the last arc to end')
  }
  const first = arcs[0]!
  const root = Math.min(2, Math.floor(first / 40))
  return [root, first - root * 40, ...arcs.slice(1)].join('.')
}

const latin1 = new TextDecoder('latin1')
const DECODERS: Readonly<Record<number, TextDecoder>> = {
  [UTF8_STRING]: new TextDecoder('utf-8', { fatal: true }),
  [PRINTABLE_STRING]: latin1,
  [IA5_STRING]: latin1,
  [TELETEX_STRING]: latin1,
  [BMP_STRING]: new TextDecoder('utf-16be', { fatal: true }),
}

export function isText({ tag }: Element): boolean {
  return DECODERS[tag] !== undefined
}

/** A directory string or IA5String as text. */
export function text(element: Element): string {
  const decoder = DECODERS[element.tag]
  if (decoder === undefined) throw new Malformed(`Expected a text but found tag 0x${element.tag.toString(16)}`)
  try {
    return decoder.decode(content(element))
  } catch {
    throw new Malformed('Expected well-formed text')
  }
}

/** UTCTime or GeneralizedTime in the only forms RFC 5280 allows (with seconds, Zulu), as milliseconds. */
export function timeMs(element: Element): number {
  const value = latin1.decode(content(element))
  const match =
    element.tag === UTC_TIME
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(value)
      : element.tag === GENERALIZED_TIME
        ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(value)
        : null
  if (match === null) throw new Malformed('Expected a time in Zulu with seconds')
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number]
  const fullYear = element.tag === UTC_TIME ? (year < 50 ? 2000 + year : 1900 + year) : year
  const ms = Date.UTC(fullYear, month - 1, day, hour, minute, second)
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59 || new Date(ms).getUTCDate() !== day) {
    throw new Malformed('Expected a time that exists')
  }
  return ms
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function hex(bytes: Uint8Array): string {
  let result = ''
  for (const byte of bytes) result += HEX[byte]
  return result
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false
  return true
}

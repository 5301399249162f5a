// Reads BER (definite and indefinite lengths, strings in pieces: old .p12 files have both) and writes DER.
// ITU-T X.690. Only low tag numbers occur in PKCS#12, X.509 and CMS; anything else is a broken file.

import { Fault } from '@ruqsat/foundation'

export type Bytes = Uint8Array<ArrayBuffer>

/** One element. `raw` is the element as it stood in the file, `content` what is inside; `children` where it is constructed. */
export type Element = { readonly tag: number; readonly content: Bytes; readonly raw: Bytes; readonly children: readonly Element[] }

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

const CONSTRUCTED = 0x20
/** Deeper nesting than this is an attack on the parser: a real .p12 needs about twelve. */
const MAX_DEPTH = 40

/** The one element that fills these bytes. Throws a Fault for anything that is not BER. */
export function readElement(bytes: Bytes): Element {
  const reader = { bytes, at: 0 }
  const element = next(reader, 0)
  if (reader.at !== bytes.length) throw new Fault(`Expected the end after one BER element but found ${bytes.length - reader.at} more bytes`)
  return element
}

type Reader = { readonly bytes: Bytes; at: number }

function next(reader: Reader, depth: number): Element {
  if (depth > MAX_DEPTH) throw new Fault(`Expected BER nested at most ${MAX_DEPTH} deep but found more`)
  const start = reader.at
  const tag = octet(reader)
  if ((tag & 0x1f) === 0x1f) throw new Fault('Expected a low BER tag number but found a high one')
  const length = readLength(reader)
  if (length === 'indefinite') return indefinite(reader, tag, start, depth)
  const contentStart = reader.at
  const end = contentStart + length
  if (end > reader.bytes.length) throw new Fault(`Expected ${length} bytes of content but the data ends before`)
  const children: Element[] = []
  if (tag & CONSTRUCTED) {
    const inner = { bytes: reader.bytes.subarray(0, end), at: contentStart }
    while (inner.at < end) children.push(next(inner, depth + 1))
  }
  reader.at = end
  return { tag, content: reader.bytes.subarray(contentStart, end), raw: reader.bytes.subarray(start, end), children }
}

function indefinite(reader: Reader, tag: number, start: number, depth: number): Element {
  if (!(tag & CONSTRUCTED)) throw new Fault('Expected a constructed element with indefinite length but found a primitive one')
  const contentStart = reader.at
  const children: Element[] = []
  while (!(reader.bytes[reader.at] === 0 && reader.bytes[reader.at + 1] === 0)) children.push(next(reader, depth + 1))
  const contentEnd = reader.at
  reader.at += 2
  return { tag, content: reader.bytes.subarray(contentStart, contentEnd), raw: reader.bytes.subarray(start, reader.at), children }
}

function octet(reader: Reader): number {
  const value = reader.bytes[reader.at]
  if (value === undefined) throw new Fault('Expected another BER byte but found the end')
  reader.at += 1
  return value
}

function readLength(reader: Reader): number | 'indefinite' {
  const first = octet(reader)
  if (first < 0x80) return first
  if (first === 0x80) return 'indefinite'
  const count = first & 0x7f
  if (count > 4) throw new Fault(`Expected a BER length of at most 4 bytes but found ${count}`)
  let length = 0
  for (let i = 0; i < count; i++) length = length * 256 + octet(reader)
  return length
}

/** The child at a place, with the tag it must have. */
export function child(element: Element, place: number, tag?: number): Element {
  const found = element.children[place]
  if (found === undefined) throw new Fault(`Expected a BER element at place ${place} but found ${element.children.length} elements`)
  if (tag !== undefined && found.tag !== tag) throw new Fault(`Expected BER tag ${tag} at place ${place} but found ${found.tag}`)
  return found
}

/** The bytes of an octet string, also where it comes in pieces. `implicitTag` for `[0] IMPLICIT OCTET STRING`. */
export function octets(element: Element): Bytes {
  return element.children.length > 0 && element.tag & CONSTRUCTED ? concat(element.children.map(octets)) : element.content
}

export function oidText(element: Element): string {
  if (element.tag !== TAG.objectIdentifier) throw new Fault(`Expected an object identifier but found BER tag ${element.tag}`)
  const parts: number[] = []
  let value = 0
  for (const byte of element.content) {
    value = value * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    if (parts.length === 0) {
      const first = Math.min(2, Math.floor(value / 40))
      parts.push(first, value - first * 40)
    } else parts.push(value)
    value = 0
  }
  return parts.join('.')
}

/** A small non-negative INTEGER (versions, iteration counts). */
export function smallInteger(element: Element): number {
  if (element.tag !== TAG.integer || element.content.length > 5) throw new Fault('Expected a small integer in the BER data')
  return element.content.reduce((sum, byte) => sum * 256 + byte, 0)
}

export function concat(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number)
  return difference === 0
}

// --- Writing ---

export function der(tag: number, ...parts: readonly Uint8Array[]): Bytes {
  const content = concat(parts)
  return concat([Uint8Array.of(tag, ...lengthOctets(content.length)), content])
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length]
  const octetsOfLength: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octetsOfLength.unshift(rest % 256)
  return [0x80 | octetsOfLength.length, ...octetsOfLength]
}

export const sequence = (...parts: readonly Uint8Array[]): Bytes => der(TAG.sequence, ...parts)

/** SET OF in DER: the members sorted by their encoding (X.690, 11.6). */
export const setOf = (tag: number, members: readonly Uint8Array[]): Bytes => der(tag, ...[...members].sort(compareBytes))

export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) {
    const difference = (a[i] as number) - (b[i] as number)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

export function oid(text: string): Bytes {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return der(TAG.objectIdentifier, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(value: number): number[] {
  const digits = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(0x80 | (rest % 128))
  return digits
}

/** An INTEGER from an unsigned big-endian number. */
export function unsignedInteger(bytes: Uint8Array): Bytes {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start++
  const digits = bytes.subarray(start)
  return der(TAG.integer, (digits[0] ?? 0) & 0x80 ? Uint8Array.of(0) : Uint8Array.of(), digits)
}

import { Fault } from '@ruqsat/foundation'
import type { Bytes } from './read.ts'

/** Writes DER (X.690). Each function returns one complete element. */

export function concat(parts: readonly Uint8Array[]): Bytes {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let position = 0
  for (const part of parts) {
    result.set(part, position)
    position += part.length
  }
  return result
}

export function element(tag: number, ...contents: readonly Uint8Array[]): Bytes {
  const length = contents.reduce((sum, part) => sum + part.length, 0)
  return concat([header(tag, length), ...contents])
}

function header(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length)
  const bytes = fromHex(evenHex(length.toString(16)))
  return Uint8Array.of(tag, 0x80 | bytes.length, ...bytes)
}

export const sequence = (...parts: readonly Uint8Array[]) => element(0x30, ...parts)
export const octetString = (bytes: Uint8Array) => element(0x04, bytes)
export const nothing = () => element(0x05)
export const yes = () => element(0x01, Uint8Array.of(0xff))
export const enumerated = (value: number) => element(0x0a, Uint8Array.of(value))
export const utf8String = (value: string) => element(0x0c, new TextEncoder().encode(value))
export const printableString = (value: string) => element(0x13, new TextEncoder().encode(value))
export const ia5String = (value: string) => element(0x16, new TextEncoder().encode(value))
export const bitString = (bytes: Uint8Array) => element(0x03, Uint8Array.of(0), bytes)
/** Two bytes for each character, as PKCS#12 wants its friendly names and its passwords. */
export function bmpText(value: string): Bytes {
  return Uint8Array.from({ length: value.length * 2 }, (_, place) => (value.charCodeAt(place >> 1) >> (place % 2 === 0 ? 8 : 0)) & 0xff)
}

export const bmpString = (value: string) => element(0x1e, bmpText(value))

/** `[number]` EXPLICIT, or IMPLICIT of something constructed. */
export const context = (number: number, ...parts: readonly Uint8Array[]) => element(0xa0 | number, ...parts)
/** `[number]` IMPLICIT of something primitive. */
export const contextPrimitive = (number: number, bytes: Uint8Array) => element(0x80 | number, bytes)

/** The same element under another tag, IMPLICIT. */
export function retagged(tag: number, whole: Uint8Array): Bytes {
  return concat([Uint8Array.of(tag), whole.subarray(1)])
}

/** SET OF: DER sorts the encodings. */
export function setOf(...parts: readonly Uint8Array[]): Bytes {
  return element(0x31, ...[...parts].sort(compareBytes))
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const at = left.findIndex((byte, index) => byte !== right[index])
  return at < 0 ? left.length - right.length : left[at]! - (right[at] ?? -1)
}

export function integer(value: number): Bytes {
  return serialFromHex(value.toString(16))
}

/** Big-endian bytes of a non-negative number; a zero is put before a set top bit. */
export function unsignedInteger(bytes: Uint8Array): Bytes {
  const trimmed = bytes.subarray(bytes.findIndex((byte, index) => byte !== 0 || index === bytes.length - 1))
  return trimmed[0]! >= 0x80 ? element(0x02, Uint8Array.of(0), trimmed) : element(0x02, trimmed)
}

export function serialFromHex(serial: string): Bytes {
  if (serial.startsWith('-')) return negativeInteger(BigInt(`0x${serial.slice(1)}`))
  return unsignedInteger(fromHex(evenHex(serial)))
}

/** Minus so much, in the fewest bytes of two's complement. */
function negativeInteger(magnitude: bigint): Bytes {
  let bytes = 1
  while (magnitude > 1n << BigInt(bytes * 8 - 1)) bytes++
  return element(
    0x02,
    fromHex(
      BigInt.asUintN(bytes * 8, -magnitude)
        .toString(16)
        .padStart(bytes * 2, '0'),
    ),
  )
}

function evenHex(digits: string): string {
  return digits.length % 2 === 0 ? digits : `0${digits}`
}

export function fromHex(text: string): Bytes {
  if (!/^([0-9a-fA-F]{2})*$/.test(text)) throw new Fault('Expected hexadecimal pairs')
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** Named bits in the shortest form, e.g. KeyUsage. */
export function namedBits(bits: readonly number[]): Bytes {
  const last = Math.max(...bits)
  const bytes = new Uint8Array((last >> 3) + 1)
  for (const bit of bits) bytes[bit >> 3]! |= 0x80 >> (bit & 7)
  return element(0x03, Uint8Array.of(7 - (last & 7)), bytes)
}

export function oid(dotted: string): Bytes {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]]
  return element(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(arc: number): number[] {
  const bytes = [arc % 128]
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest % 128) | 0x80)
  return bytes
}

/** RFC 5280 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050. Fractions of a second are dropped. */
export function time(ms: number): Bytes {
  const date = new Date(ms)
  const isShort = date.getUTCFullYear() >= 1950 && date.getUTCFullYear() < 2050
  return isShort ? element(0x17, new TextEncoder().encode(stamp(date).slice(2))) : generalizedTime(ms)
}

export function generalizedTime(ms: number): Bytes {
  return element(0x18, new TextEncoder().encode(stamp(new Date(ms))))
}

function stamp(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
}

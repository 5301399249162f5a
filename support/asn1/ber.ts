import { type Bytes, expectThat, octets, readElement, readHeader } from './read.ts'
import { concat, element, octetString } from './write.ts'

// Some writers (OpenSSL when it streams, mail programs, old .p12 files) write lengths that are not known in advance: BER's indefinite form,
// ended by two zero bytes, padded lengths, and strings in pieces (X.690 8.1.3, 8.7.3). The reader takes DER only; here BER becomes definite.

/** Real messages nest less than ten deep, a .p12 about twelve. */
const MAX_DEPTH = 32
/** A chain of certificates has some hundred elements. */
const MAX_ELEMENTS = 20_000
const CONSTRUCTED = 0x20
const OCTET_STRING_IN_PIECES = 0x24

export type Definite = { readonly der: Bytes; readonly end: number }
/** `isSame`: it was definite, and `der` is a window on the given bytes. */
type Walked = Definite & { readonly isSame: boolean }

/** The first element and where it ended: of DER a window on the bytes; made definite where its own length is not stated. Throws Malformed. */
export function firstElement(bytes: Uint8Array): Definite {
  if (bytes[1] === 0x80) return toDefinite(bytes)
  const { end } = readElement(bytes)
  return { der: bytes.subarray(0, end) as Bytes, end }
}

/** The first element with definite lengths throughout, and where it ended in the given bytes. Throws Malformed. */
export function toDefinite(bytes: Uint8Array): Definite {
  let elements = 0
  const walk = (start: number, limit: number, depth: number): Walked => {
    expectThat(depth <= MAX_DEPTH && ++elements <= MAX_ELEMENTS, 'a message of fewer parts')
    const { tag, contentStart, length, isShortest } = readHeader(bytes, start, limit)
    const isConstructed = (tag & CONSTRUCTED) !== 0
    expectThat(length !== null || isConstructed, 'a length with a primitive element')
    const contentEnd = length === null ? null : contentStart + length
    expectThat(contentEnd === null || contentEnd <= limit, 'an element but it is longer than what holds it')
    const parts: Walked[] = []
    let position = contentStart
    const isDone = (): boolean =>
      contentEnd === null ? bytes[position] === 0 && bytes[position + 1] === 0 : position >= contentEnd || !isConstructed
    while (!isDone()) {
      const part = walk(position, contentEnd ?? limit, depth + 1)
      parts.push(part)
      position = part.end
    }
    const end = contentEnd ?? position + 2
    expectThat(end <= limit, 'an element but the bytes end')
    const isSame = isShortest && tag !== OCTET_STRING_IN_PIECES && parts.every((part) => part.isSame)
    if (isSame) return { der: bytes.subarray(start, end) as Bytes, end, isSame }
    const inside = isConstructed ? parts.map((part) => part.der) : [bytes.subarray(contentStart, end)]
    return { der: written(tag, inside), end, isSame }
  }
  return walk(0, bytes.length, 0)
}

function written(tag: number, parts: readonly Uint8Array[]): Bytes {
  if (tag !== OCTET_STRING_IN_PIECES) return element(tag, ...parts)
  return octetString(concat(parts.map((part) => octets(readElement(part)))))
}

import { element } from './write.ts'
import { Malformed, readElement } from './read.ts'

// Some signers (OpenSSL when it streams, mail programs) write lengths that are not known in advance: BER's indefinite form, ended by two zero
// bytes, and strings in pieces (X.690 8.1.3.6, 8.7.3). The reader of everything else takes DER only; here such a message becomes definite.

/** Real messages nest less than ten deep. */
const MAX_DEPTH = 32
/** A chain of certificates has some hundred elements. */
const MAX_ELEMENTS = 20_000
const OCTET_STRING_IN_PIECES = 0x24

/** True where the outer length is not stated. */
export function isIndefinite(bytes: Uint8Array): boolean {
  return bytes[1] === 0x80
}

export type Definite = { readonly der: Uint8Array; readonly end: number }

/** The first element with definite lengths throughout, and where it ended in the given bytes. Throws Malformed. */
export function toDefinite(bytes: Uint8Array): Definite {
  let elements = 0
  const walk = (start: number, limit: number, depth: number): Definite => {
    if (depth > MAX_DEPTH || ++elements > MAX_ELEMENTS) throw new Malformed('Expected a message of fewer parts')
    if (start + 2 > limit) throw new Malformed('Expected an element but the bytes end')
    const tag = bytes[start]!
    if ((tag & 0x1f) === 0x1f) throw new Malformed('Expected a tag of one byte')
    const isOpen = bytes[start + 1] === 0x80
    if (!isOpen && (tag & 0x20) === 0) {
      const { end } = readElement(bytes, start, limit)
      return { der: bytes.subarray(start, end), end }
    }
    if (isOpen && (tag & 0x20) === 0) throw new Malformed('Expected a length with a primitive element')
    const outer = isOpen ? null : readElement(bytes, start, limit)
    const parts: Uint8Array[] = []
    let position = outer?.contentStart ?? start + 2
    const isDone = (): boolean => (outer === null ? bytes[position] === 0 && bytes[position + 1] === 0 : position >= outer.end)
    while (!isDone()) {
      const part = walk(position, outer?.end ?? limit, depth + 1)
      parts.push(part.der)
      position = part.end
    }
    return { der: written(tag, parts), end: outer?.end ?? position + 2 }
  }
  return walk(0, bytes.length, 0)
}

function written(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  if (tag !== OCTET_STRING_IN_PIECES) return element(tag, ...parts)
  return element(tag & ~0x20, ...parts.map((part) => part.subarray(readElement(part).contentStart)))
}

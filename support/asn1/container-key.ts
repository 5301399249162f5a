import type { Bytes } from './read.ts'
import { bmpText, concat } from './write.ts'

/** A hash that is handed in: this room computes none. */
export type ContainerHash = { readonly hash: (bytes: Uint8Array) => Uint8Array; readonly blockBytes: number }

export const DERIVE = { key: 1, iv: 2, mac: 3 } as const

export type KeyDerivation = ContainerHash & {
  readonly purpose: (typeof DERIVE)[keyof typeof DERIVE]
  readonly salt: Uint8Array
  readonly iterations: number
  readonly length: number
  /** Called after each so many rounds, so that a page can live meanwhile. */
  readonly breathe?: () => Promise<void>
}

const ROUNDS_BETWEEN_BREATHS = 5_000

/** A password as PKCS#12 wants it: two bytes for each character, and two zeros. */
export function containerPassword(text: string): Bytes {
  return bmpText(`${text}\0`)
}

/** PKCS#12's own derivation of a key from a password (RFC 7292, appendix B.2). */
export async function containerKey(password: Uint8Array, derivation: KeyDerivation): Promise<Bytes> {
  const { hash, blockBytes, purpose, salt, iterations, length, breathe } = derivation
  const diversifier = new Uint8Array(blockBytes).fill(purpose)
  const input = concat([stretch(salt, blockBytes), stretch(password, blockBytes)])
  const blocks: Uint8Array[] = []
  for (let made = 0; made < length;) {
    let block = hash(concat([diversifier, input]))
    for (let round = 1; round < iterations; round++) {
      block = hash(block)
      if (round % ROUNDS_BETWEEN_BREATHS === 0) await breathe?.()
    }
    blocks.push(block)
    made += block.length
    addToEachBlock(input, stretch(block, blockBytes), blockBytes)
  }
  return concat(blocks).slice(0, length)
}

/** Repeats until the next full block; nothing stays nothing. */
function stretch(bytes: Uint8Array, blockBytes: number): Bytes {
  return Uint8Array.from({ length: Math.ceil(bytes.length / blockBytes) * blockBytes }, (_, place) => bytes[place % bytes.length]!)
}

/** I_j = (I_j + B + 1) mod 2^v, big-endian, in place. */
function addToEachBlock(input: Bytes, addend: Bytes, blockBytes: number): void {
  for (let start = 0; start < input.length; start += blockBytes) {
    let carry = 1
    for (let place = blockBytes - 1; place >= 0; place--) {
      const sum = input[start + place]! + addend[place]! + carry
      input[start + place] = sum & 255
      carry = sum >> 8
    }
  }
}

// What the fuzz tests of this room share: a seed that is printed, and changes that follow from it.
import { randomInt } from 'node:crypto'

/** `RUQSAT_FUZZ_SEED=… npx vitest run systems/trust/verify/fuzz.test.ts` repeats a run. */
export const SEED = Number(process.env['RUQSAT_FUZZ_SEED'] ?? randomInt(1, 2 ** 31))
export const ROUNDS = Number(process.env['RUQSAT_FUZZ_ROUNDS'] ?? 1_500)

/** mulberry32: small, and the same on every machine. */
export function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** One to three changes: a bit, a byte, bytes left out, a byte more, bytes copied elsewhere. */
export function mutate(original: Uint8Array, below: (limit: number) => number): Uint8Array {
  let bytes = Buffer.from(original)
  for (let change = 0; change <= below(3); change++) {
    const place = below(bytes.length)
    const kind = below(5)
    if (kind === 0) bytes[place]! ^= 1 << below(8)
    else if (kind === 1) bytes[place] = below(256)
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1 + below(8))])
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from([below(256)]), bytes.subarray(place)])
    else bytes.copyWithin(place, below(bytes.length), Math.min(bytes.length, place + below(32)))
    if (bytes.length === 0) bytes = Buffer.from([0x30])
  }
  return bytes
}

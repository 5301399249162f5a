import { hash } from 'node:crypto'

/** Numbers from 0 (included) to 1 (excluded), the same for the same seed and place, however many were drawn for others. */
export type Dice = () => number

/** Seeded by SHA-256; then mulberry32, which is fast and good enough for people who do not exist. */
export function diceOf(seed: number, what: string, place: number): Dice {
  let state = hash('sha256', `${seed} ${what} ${place}`, 'buffer').readUInt32BE(0)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function pick<T>(dice: Dice, from: readonly T[]): T {
  return from[Math.floor(dice() * from.length)]!
}

/** A name in the form of a UUID (version 8, RFC 9562), the same for the same seed, kind and place. */
export function idOf(seed: number, what: string, place: number | string): string {
  const hex = hash('sha256', `${seed} ${what} ${place}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

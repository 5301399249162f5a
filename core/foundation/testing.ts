/** Numbers from a seed (mulberry32): the same seed gives the same run. */
export type SeededRandom = {
  /** 0 up to, not including, `below`. */
  whole(below: number): number
  pick<T>(from: readonly T[]): T
  /** True so many times in a hundred. */
  chance(percent: number): boolean
}

export function randomFrom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (below: number) => Math.floor(next() * below)
  return { whole, pick: (from) => from[whole(from.length)]!, chance: (percent) => whole(100) < percent }
}

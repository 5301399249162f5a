// Numbers that look random and come again with their seed (mulberry32).
export type Random = { below(limit: number): number; oneOf<T>(all: readonly T[]): T }

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  return { below, oneOf: (all) => all[below(all.length)]! }
}

/** `RUQSAT_SEED` repeats a run; otherwise each run has a seed of its own. */
export function seedOfRun(): number {
  return Number(process.env['RUQSAT_SEED'] ?? Math.floor(performance.now() * 1e6) % 2 ** 31)
}

/** The seed of the committed measurement. */
export const MEASURED_SEED = 8

// The seeds of runs over mutated packages.
/** `RUQSAT_SEED` repeats a run; otherwise each run has a seed of its own. */
export function seedOfRun(): number {
  return Number(process.env['RUQSAT_SEED'] ?? Math.floor(performance.now() * 1e6) % 2 ** 31)
}

/** The seed of the committed measurement. */
export const MEASURED_SEED = 8

// A million random terms by the clock and by the slow reference, in runs with tables of their own. RUQSAT_SEED=<number> repeats it all.
import { expect, it } from 'vitest'
import { compareClocks, seedOfRun } from './random-terms.ts'

const seed = seedOfRun()
const [RUNS, TERMS] = [100, 10_000]
console.log(`core/clock against the reference, ${RUNS * TERMS} terms: RUQSAT_SEED=${seed}`)

it('agrees with a clock that counts minute by minute and day by day, a million times', () => {
  let terms = 0
  for (let run = 0; run < RUNS; run++) for (const count of compareClocks(seed + run, TERMS).values()) terms += count
  expect(terms).toBe(RUNS * TERMS)
})

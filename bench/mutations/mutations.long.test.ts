// A thousand mutations of the acts by a seed of their own each time; RUQSAT_SEED=<number> repeats a run, `npm run bench -- mutations` lists them.
import { expect, test } from 'vitest'
import { seedOfRun } from './seeds.ts'
import { mutationRun, scoreOf } from './run.ts'

const seed = seedOfRun()
console.log(`mutations of the acts: RUQSAT_SEED=${seed}`)

test('slips of a writer are reported as often as was measured, a thousand times', async () => {
  const { judged } = await mutationRun({ count: 1_000, seed })
  // Measured: 0.891 of 851 that are not harmless; three deviations less.
  expect(scoreOf(judged)).toBeGreaterThan(0.855)
})

// A thousand mutated packages of the acts and the fair, by a seed of their own each time; RUQSAT_SEED=<number> repeats a run.
import { expect, test } from 'vitest'
import { seedOfRun } from '../mutations/seeds.ts'
import { agreementOn } from './agreement.ts'

const seed = seedOfRun()
console.log(`two checkers: RUQSAT_SEED=${seed}`)

test('the two checkers agree on a thousand mutated packages', async () => {
  const { compared, differences } = await agreementOn(1_000, seed)
  expect(compared).toBe(1_000)
  expect(differences).toEqual([])
})

// The same games, a million acts; RUQSAT_SEED=<number> repeats a run.
import { expect, test } from 'vitest'
import { playWholeGames } from './whole-game.ts'

const seed = Number(process.env['RUQSAT_SEED'] ?? Math.floor(performance.timeOrigin) % 2 ** 31)
console.log(`whole games of the engine, 1000000 acts: RUQSAT_SEED=${seed}`)

test('whatever happens in a million acts, each case keeps to its invariants and comes to an end', () => {
  expect(playWholeGames(1_000_000, seed).acts).toBeGreaterThanOrEqual(1_000_000)
})

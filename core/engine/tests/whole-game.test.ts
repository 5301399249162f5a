// Ten thousand acts on made-up cases, other ones each time; RUQSAT_SEED=<number> repeats a run, `npm run test:long` has a million.
import { expect, test } from 'vitest'
import { playWholeGames } from './whole-game.ts'

const seed = Number(process.env['RUQSAT_SEED'] ?? Math.floor(performance.timeOrigin) % 2 ** 31)
console.log(`whole games of the engine: RUQSAT_SEED=${seed}`)

test('whatever happens, a case has something to do or is over, does nothing twice, is recomputed as it was kept, and takes what is offered', () => {
  const { kinds } = playWholeGames(10_000, seed)
  // A canary: games that never come there prove nothing.
  const rare = [
    'correctionGiven',
    'correctionMissed',
    'hearingEnded',
    'oralHearingAsked',
    'silenceCounted',
    'silenceDecided',
    'reassigned',
    'workSigned',
    'withdrawn',
    'branchesLeft',
    'stepsResumed',
    'acceptanceRefused',
    'returned',
  ] as const
  expect(rare.filter((kind) => !kinds.has(kind))).toEqual([])
})

// What a request that is taken back leaves behind: no open work, no question to the applicant, nothing that the clock still waits for.
import { fillText, type LocalText } from '@ruqsat/foundation'
import type { CounterExample, ProofSubject } from './claims.ts'
import { replay, scenarioOf } from './replay.ts'
import texts from '../texts.yaml'

const WORDS = texts.proof

type Withdrawn = { readonly facts: readonly LocalText[]; readonly counterExamples: readonly CounterExample[] }

/** Tried at every open place of every cell; where the act or the engine lets it be, the case must be over with it. */
export function withdrawals({ cells, edition, tables }: ProofSubject): Withdrawn {
  const tried = cells.flatMap(({ cell, explored: { places, start } }) =>
    [...places.values()]
      .filter(({ sample: { state } }) => state.status === 'open')
      .map((place) => {
        const sample = place.sample.fork()
        const isRefused = sample.actOfApplicant('withdraws', start) !== null
        return { cell, start, place, sample, isRefused }
      }),
  )
  if (tried.length === 0) return { facts: [], counterExamples: [] }
  const done = tried.filter(({ isRefused }) => !isRefused)
  const left = done.filter(({ sample: { state } }) => state.status !== 'withdrawn' || state.tasks.length + (state.asked ?? []).length > 0)
  return {
    facts: [
      fillText(done.length === 0 ? WORDS.neverWithdrawn : WORDS.withdrawn, { done: done.length, places: tried.length, left: left.length }),
    ],
    counterExamples: left.slice(0, 1).map(({ cell, start, place }) => {
      const { lines } = replay({ cell, start, taken: place.taken }, { edition, tables })
      return { text: WORDS.workLeft, scenario: scenarioOf('work is left behind', lines) }
    }),
  }
}

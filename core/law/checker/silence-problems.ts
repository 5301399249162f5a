// What silence leads to: an answer that somebody can give, a ground that exists, a term that ends.
import { NOTHING } from '../package/errors.ts'
import type { Step, Variant } from '../package/model.ts'
import { branchesOf } from '../tables/branches.ts'
import { leadingTo, reach } from '../tables/paths.ts'
import { idsOf, problem, problemIf, strangers, type Problem } from './problem.ts'
import texts from '../texts.yaml'

const WORDS = texts.silenceProblems

export function silenceProblems(variant: Variant): readonly Problem[] {
  return [...providerProblems(variant), ...variant.procedure.steps.flatMap((step) => bodyProblems(step, variant))]
}

/** The silence of the provider: it ends the whole term, and what is left is the paper about it. */
function providerProblems({ silence, term, grounds, procedure }: Variant): readonly Problem[] {
  if (silence === undefined) return []
  const { means, ground, to } = silence
  const says = means !== 'nothing'
  return [
    ...problemIf(says && term === null, 'silence-impossible', silence, 'means', WORDS.aTerm, NOTHING),
    ...problemIf(means === 'refusal' && ground === undefined, 'missing-key', silence, 'means', 'ground', NOTHING),
    ...problemIf(means !== 'refusal' && ground !== undefined, 'silence-impossible', silence, 'ground', 'means: refusal', means),
    ...problemIf(says && to === undefined, 'missing-key', silence, 'means', 'to', NOTHING),
    ...problemIf(!says && to !== undefined, 'silence-impossible', silence, 'to', 'means: grant, refusal', means),
    ...strangers('unknown-reference', silence, 'ground', idsOf(grounds), [ground]),
    ...strangers('unknown-reference', silence, 'to', idsOf(procedure.steps), [to]),
    ...leadProblems(silence, procedure.steps),
  ]
}

/** From there a paper is signed, and nothing else is going on at the same time. */
function leadProblems(silence: NonNullable<Variant['silence']>, steps: readonly Step[]): readonly Problem[] {
  const { to } = silence
  const known = idsOf(steps)
  if (to === undefined || !known.includes(to)) return []
  // Rows that lead nowhere have a problem of their own.
  if (steps.some(({ next }) => next.some((row) => row.to !== 'end' && !known.includes(row.to)))) return []
  const signing = steps.filter(({ action }) => action === 'signResult').map(({ id }) => id)
  if (!reach(signing, leadingTo(steps)).has(to)) return [problem('silence-impossible', silence, 'to', WORDS.aStepThatSigns, to)]
  return problemIf(branchesOf(steps).lies(to).length > 0, 'silence-impossible', silence, 'to', WORDS.noBranch, to)
}

/** A ground of silence belongs to an objection that binds: nothing else refuses by it. */
function bodyProblems({ silence, objection }: Step, { grounds }: Variant): readonly Problem[] {
  if (silence?.ground === undefined) return []
  const binds = silence.means === 'objection' && objection?.effect === 'binds'
  return [
    ...problemIf(!binds, 'silence-impossible', silence, 'ground', 'means: objection, effect: binds', silence.means),
    ...strangers('unknown-reference', silence, 'ground', idsOf(grounds), [silence.ground]),
  ]
}

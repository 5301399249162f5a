import type { Step } from '../index.ts'

/**
 * What work is under way: one piece at a step, or the branches of a split, each with its own work. A branch that is at a join
 * waits; when all branches of a split are at the same join, they become one piece of work there, and its step is done.
 */
type Work = { readonly at: string } | { readonly branches: readonly Work[] }

/** More than this is taken as never settling: the tables of the tests have some ten steps. */
const MOST_STATES = 20_000
const DEEPEST = 6

/**
 * Tries every order of everything. Sound: from every state the case can come to its end with no work left anywhere, and every step
 * is done in some course. Only for tests: the number of states grows with the power of the branches.
 */
export function playToEnd(steps: readonly Step[]): 'sound' | 'unsound' | 'unsettled' {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const done = new Set<string>()
  const first: Work = { at: steps[0]!.id }
  const states = new Map<string, Work>([[JSON.stringify(first), first]])
  const before = new Map<string, string[]>()
  for (const [key, state] of states) {
    for (const next of moves(state, byId, done)) {
      const other = JSON.stringify(next)
      before.set(other, [...(before.get(other) ?? []), key])
      if (!states.has(other)) states.set(other, next)
      if (depth(next) > DEEPEST || states.size > MOST_STATES) return 'unsettled'
    }
  }
  return endsFromEverywhere(states, before) && done.size === steps.length ? 'sound' : 'unsound'
}

/** All that can come of one move. A join at the top, with no split around it, waits for ever. */
function moves(work: Work, steps: ReadonlyMap<string, Step>, done: Set<string>): readonly Work[] {
  if ('at' in work) {
    const step = steps.get(work.at)
    return step === undefined || step.joins === true ? [] : finish(step, done)
  }
  const inner = work.branches.flatMap((branch, index) =>
    moves(branch, steps, done).map((moved): Work => ({ branches: work.branches.with(index, moved) })),
  )
  const join = meetingPlace(work.branches, steps)
  return join === null ? inner : [...inner, ...finish(join, done)]
}

function finish(step: Step, done: Set<string>): readonly Work[] {
  done.add(step.id)
  const targets: readonly Work[] = step.next.map((row) => ({ at: row.to }))
  return step.splits === true ? [{ branches: targets }] : targets
}

function meetingPlace(branches: readonly Work[], steps: ReadonlyMap<string, Step>): Step | null {
  const places = new Set(branches.map((branch) => ('at' in branch ? branch.at : null)))
  const [place] = places
  const step = places.size === 1 && typeof place === 'string' ? steps.get(place) : undefined
  return step?.joins === true ? step : null
}

function depth(work: Work): number {
  return 'at' in work ? 0 : 1 + Math.max(...work.branches.map(depth))
}

function endsFromEverywhere(states: ReadonlyMap<string, Work>, before: ReadonlyMap<string, readonly string[]>): boolean {
  const ending = new Set([JSON.stringify({ at: 'end' })])
  for (const key of ending) for (const earlier of before.get(key) ?? []) ending.add(earlier)
  return [...states.keys()].every((key) => ending.has(key))
}

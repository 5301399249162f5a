import type { Source } from '@ruqsat/foundation'
import type { Step } from './model.ts'

/** A step table with its name for findings: a channel's or the staff procedure's. */
export type Table = { readonly name: string; readonly kind: 'view' | 'procedure'; readonly steps: readonly Step[]; readonly source: Source }

/** `from` holds a shortest path from the first step to each step that can be reached; `ending` the steps from which the end can be. */
export type Paths = { readonly from: ReadonlyMap<string, readonly string[]>; readonly ending: ReadonlySet<string> }

export function pathsOf(steps: readonly Step[]): Paths {
  return { from: shortestPaths(steps), ending: endingSteps(steps) }
}

function shortestPaths(steps: readonly Step[]): ReadonlyMap<string, readonly string[]> {
  const first = steps[0]
  if (first === undefined) return new Map()
  const paths = new Map<string, readonly string[]>([[first.id, [first.id]]])
  const waiting = [first.id]
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    for (const target of targets(steps, id)) {
      if (target === 'end' || paths.has(target)) continue
      paths.set(target, [...paths.get(id)!, target])
      waiting.push(target)
    }
  }
  return paths
}

/** Grows the set of steps that lead to the end until it grows no more; at most one round per step. */
function endingSteps(steps: readonly Step[]): ReadonlySet<string> {
  const ending = new Set<string>()
  for (let before = -1; before !== ending.size;) {
    before = ending.size
    for (const step of steps) if (step.next.some((row) => row.to === 'end' || ending.has(row.to))) ending.add(step.id)
  }
  return ending
}

function targets(steps: readonly Step[], id: string): readonly string[] {
  const step = steps.find((each) => each.id === id)
  if (step === undefined) return []
  const onward = step.next.map((row) => row.to)
  return step.returnTo === undefined ? onward : [...onward, step.returnTo]
}

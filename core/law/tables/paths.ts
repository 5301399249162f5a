import type { Step } from '../package/model.ts'

/** The steps of one table as a graph. A return is a way onward too: whoever signs may take it. */
export type Graph = {
  readonly steps: readonly Step[]
  readonly byId: ReadonlyMap<string, Step>
  readonly onward: (id: string) => readonly string[]
}

export function graphOf(steps: readonly Step[]): Graph {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const onward = (id: string) => {
    const step = byId.get(id)
    if (step === undefined) return []
    const targets = step.next.map((row) => row.to)
    return step.returnTo === undefined ? targets : [...targets, step.returnTo]
  }
  return { steps, byId, onward }
}

/** `before` holds for each step that can be reached the step before it on a shortest path; `ending` the steps from which the end can be. */
export type Paths = { readonly before: ReadonlyMap<string, string | null>; readonly ending: ReadonlySet<string> }

export function pathsOf(graph: Graph): Paths {
  return { before: stepsBefore(graph), ending: endingSteps(graph) }
}

/** A shortest path from the first step to this one. */
export function wayTo(paths: Paths, id: string): readonly string[] {
  const way: string[] = []
  for (let at: string | null | undefined = id; at !== null && at !== undefined; at = paths.before.get(at)) way.unshift(at)
  return way
}

function stepsBefore(graph: Graph): ReadonlyMap<string, string | null> {
  const first = graph.steps[0]
  if (first === undefined) return new Map()
  const before = new Map<string, string | null>([[first.id, null]])
  const waiting = [first.id]
  for (const id of waiting) {
    for (const target of graph.onward(id)) {
      if (!graph.byId.has(target) || before.has(target)) continue
      before.set(target, id)
      waiting.push(target)
    }
  }
  return before
}

/** Walks back from the end over the rows of `next`; a return alone ends nothing. */
function endingSteps(graph: Graph): ReadonlySet<string> {
  const into = new Map<string, string[]>()
  for (const step of graph.steps) for (const row of step.next) into.set(row.to, [...(into.get(row.to) ?? []), step.id])
  const ending = new Set<string>()
  const waiting = [...(into.get('end') ?? [])]
  for (const id of waiting) {
    if (ending.has(id)) continue
    ending.add(id)
    waiting.push(...(into.get(id) ?? []))
  }
  return ending
}

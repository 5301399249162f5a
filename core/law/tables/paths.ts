import type { Step } from '../package/model.ts'

/** What can be reached, nearest first, each with what comes before it on a shortest path; null for what it begins with. */
export type Reached = ReadonlyMap<string, string | null>

export function reach(from: readonly string[], onward: (id: string) => readonly string[]): Reached {
  const before = new Map<string, string | null>(from.map((id) => [id, null]))
  for (const id of before.keys()) for (const next of onward(id)) if (!before.has(next)) before.set(next, id)
  return before
}

/** A shortest path to this one. */
export function wayTo(reached: Reached, id: string): readonly string[] {
  const way: string[] = []
  for (let at: string | null = id; at !== null; at = reached.get(at) ?? null) way.push(at)
  return way.toReversed()
}

/** The steps of one table as a graph. A return is a way onward too: whoever signs may take it. */
export type Graph = {
  readonly steps: readonly Step[]
  readonly byId: ReadonlyMap<string, Step>
  readonly onward: (id: string) => readonly string[]
}

export function graphOf(steps: readonly Step[]): Graph {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const onward = (id: string) => {
    const { next = [], returnTo = [] } = byId.get(id) ?? {}
    return [...next.map(({ to }) => to), returnTo].flat()
  }
  return { steps, byId, onward }
}

/** `before` holds the steps that can be reached from the first; `ending` those from which the end can be: a return alone ends nothing. */
export type Paths = { readonly before: Reached; readonly ending: Reached }

export function pathsOf({ steps, byId, onward }: Graph): Paths {
  const known = (id: string) => onward(id).filter((each) => byId.has(each))
  return {
    before: reach(
      steps.slice(0, 1).map(({ id }) => id),
      known,
    ),
    ending: reach(['end'], leadingTo(steps)),
  }
}

/** The steps of which a row leads to the one that is asked for. */
export function leadingTo(steps: readonly Step[]): (id: string) => readonly string[] {
  const rows = steps.flatMap(({ id, next }) => next.map(({ to }) => ({ id, to })))
  const into = Map.groupBy(rows, ({ to }) => to)
  return (id) => (into.get(id) ?? []).map((row) => row.id)
}

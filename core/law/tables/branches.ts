import type { Step } from '../package/model.ts'
import { splitRows, stepById } from '../package/steps.ts'

/** One branch of a split: the row of the step `split` that begins with the step `first`. */
export type Branch = { readonly split: string; readonly first: string }

export type Branches = {
  /** The branches that a step lies in, outermost first; empty for most. A sound table gives each step the same over all its rows. */
  lies(stepId: string): readonly Branch[]
  /** The branches that come out of this split, as its rows name them. */
  outOf(splitId: string): readonly Branch[]
  /** The step at which the branches of this split meet; null where they do not, which the checker refuses. */
  joinOf(splitId: string): Step | null
}

const known = new WeakMap<readonly Step[], Branches>()

/** Where the parallel branches of a table run: read from its structure, each row once, and remembered with the table. */
export function branchesOf(steps: readonly Step[]): Branches {
  const found = known.get(steps) ?? readBranches(steps)
  known.set(steps, found)
  return found
}

function readBranches(steps: readonly Step[]): Branches {
  const lies = new Map<string, readonly Branch[]>(steps.slice(0, 1).map(({ id }) => [id, []]))
  const joins = new Map<string, Step>()
  for (const [id, within] of lies) {
    const step = stepById(steps, id)
    const split = splitRows(step)
    for (const row of step.next) {
      if (row.to === 'end') continue
      const target = stepById(steps, row.to)
      const branch = split.includes(row) ? [...within, { split: id, first: row.to }] : within
      if (target.joins === true && branch.length > 0) joins.set(branch.at(-1)!.split, target)
      if (!lies.has(row.to)) lies.set(row.to, target.joins === true ? branch.slice(0, -1) : branch)
    }
    if (step.returnTo !== undefined && !lies.has(step.returnTo)) lies.set(step.returnTo, within)
  }
  return {
    lies: (stepId) => lies.get(stepId) ?? [],
    outOf: (splitId) => splitRows(stepById(steps, splitId)).map(({ to }) => ({ split: splitId, first: to })),
    joinOf: (splitId) => joins.get(splitId) ?? null,
  }
}

/** The branches that the step at which they meet waits for: all, or those that the act names by a step in them. */
export function awaitedBranches(branches: Branches, splitId: string): readonly Branch[] {
  const waitsFor = branches.joinOf(splitId)?.waitsFor
  const all = branches.outOf(splitId)
  if (waitsFor === undefined) return all
  return all.filter((branch) =>
    waitsFor.some((stepId) => stepId === branch.first || branches.lies(stepId).some((each) => isSameBranch(each, branch))),
  )
}

export function isSameBranch(one: Branch, other: Branch): boolean {
  return one.split === other.split && one.first === other.first
}

import { awaitedBranches, branchesOf, isSameBranch, type Branch, type Step } from '@ruqsat/law'
import { END, type BpmnPlace } from './places.ts'
import { isAfterSilence, PROCEDURE } from './after-silence.ts'
import type { Whole } from './whole.ts'

// Where the work is. A split starts one branch for each of its rows, and they meet at its join: what is between is one part of the drawing, with
// one way in and one way out. The token of a branch belongs to the participant who splits (its home): where a step of the branch is another
// participant's, that one is asked and home waits for the answer.

/** The branches that a step is in, outermost first. */
export type Level = readonly Branch[]

/** What is at one level: a step, or everything between a split and its join. */
export type BpmnStop = { readonly kind: 'step' | 'branches'; readonly id: string }

/** Where a way leads, seen from the level that it leaves: to a stop there, to the join of its own branch, out of the branch, or to the end. */
export type Goal = BpmnStop | { readonly kind: 'join' } | { readonly kind: 'out'; readonly id: string } | { readonly kind: 'end' }

export type Levels = {
  of(stepId: string): Level
  isSplit(stepId: string): boolean
  joinOf(splitId: string): string
  branches(splitId: string): readonly Branch[]
  isAwaited(branch: Branch): boolean
  goal(to: string, level: Level): Goal
  /** Steps outside to which the work may leave the branches of this split, other than by their join. */
  outOf(splitId: string): readonly string[]
  /** Steps inside to which the work may come back from outside. */
  into(splitId: string): readonly string[]
  /** Where the work may go on from a stop. */
  onward(stop: BpmnStop, level: Level): readonly Goal[]
  pool(stop: BpmnStop): string
  /** Who holds the token of a branch. */
  home(level: Level): string | null
}

/** A split whose branches do not meet is a finding of the checker; its rows are then taken as if each were one of several answers. */
export function levelsOf(steps: readonly Step[], places: readonly BpmnPlace[], whole: Whole | null): Levels {
  const table = branchesOf(steps)
  const late = steps.find(({ id }) => id === whole?.borders.find(({ to }) => to !== null)?.to)
  const after = late === undefined ? table : branchesOf([late, ...steps])
  const tableOf = (id: string) => (isAfterSilence(id) ? after : table)
  const procedure: Level = whole === null ? [] : [{ split: PROCEDURE, first: whole.first }]
  const placeOf = (id: string) => (id === PROCEDURE ? whole!.place : places.find(({ step }) => step.id === id)!)
  const joinOf = (split: string) => (split === PROCEDURE ? whole?.join : tableOf(split).joinOf(split)?.id)
  const of = (id: string): Level => [
    ...(whole?.holds(id) === true ? procedure : []),
    ...tableOf(id)
      .lies(id)
      .filter(({ split }) => joinOf(split) !== undefined),
  ]
  const goal = (to: string, level: Level): Goal => {
    const own = level.at(-1)
    if (own !== undefined && joinOf(own.split) === to) return { kind: 'join' }
    if (to === END) return { kind: 'end' }
    const target = of(to)
    const isInside = level.every((branch, at) => target[at] !== undefined && isSameBranch(target[at], branch))
    if (!isInside) return { kind: 'out', id: to }
    const deeper = target[level.length]
    return deeper === undefined ? { kind: 'step', id: to } : { kind: 'branches', id: deeper.split }
  }
  const isSplit = (id: string) => joinOf(id) !== undefined
  const ways = places.flatMap(({ step, ways: all }) =>
    all.filter(({ startsBranch }) => !(startsBranch && isSplit(step.id))).map(({ to }) => ({ from: of(step.id), to })),
  )
  const outOf = (split: string): readonly string[] => {
    const leaving = ways.filter(({ from, to }) => {
      const depth = from.findIndex((branch) => branch.split === split)
      // Out of this branch, and not by the joins of the branches within it.
      return depth >= 0 && from.slice(depth).every((_, at) => goal(to, from.slice(0, depth + at + 1)).kind === 'out')
    })
    return [...new Set(leaving.map(({ to }) => to))]
  }
  const into = (split: string): readonly string[] => [
    // Into the procedure the work comes by its beginning alone.
    ...new Set(split === PROCEDURE ? [] : ways.filter(({ from, to }) => isIn(of(to), split) && !isIn(from, split)).map(({ to }) => to)),
  ]
  const onward = (stop: BpmnStop, level: Level): readonly Goal[] => {
    if (stop.kind === 'branches') return [joinOf(stop.id)!, ...outOf(stop.id)].map((to) => goal(to, level))
    const { ways: all } = placeOf(stop.id)
    const plain = all.filter(({ startsBranch }) => !(startsBranch && isSplit(stop.id))).map(({ to }) => goal(to, level))
    return isSplit(stop.id) ? [...plain, { kind: 'branches', id: stop.id }] : plain
  }
  return {
    of,
    isSplit,
    joinOf: (split) => joinOf(split)!,
    branches: (split) => (split === PROCEDURE ? procedure : tableOf(split).outOf(split)),
    isAwaited: (branch) =>
      branch.split === PROCEDURE || awaitedBranches(tableOf(branch.split), branch.split).some((each) => isSameBranch(each, branch)),
    goal,
    outOf,
    into,
    onward,
    pool: ({ id }) => placeOf(id).pool,
    home: (level) => (level.length === 0 ? null : placeOf(level.at(-1)!.split).pool),
  }
}

export function isSameLevel(one: Level, other: Level): boolean {
  return one.length === other.length && one.every((branch, at) => isSameBranch(branch, other[at]!))
}

function isIn(level: Level, split: string): boolean {
  return level.some((branch) => branch.split === split)
}

export function goalKey(goal: Goal): string {
  return 'id' in goal ? `${goal.kind}_${goal.id}` : goal.kind
}

/** What another participant was asked to do in a branch, and the ways in which the work comes back to the home of the branch. */
export type Errand = {
  readonly first: BpmnStop
  readonly level: Level
  /** Stops of others that the work may pass meanwhile. */
  readonly passes: readonly BpmnStop[]
  /** By `goalKey`: where it comes back to, and whose answer that is. */
  readonly answers: ReadonlyMap<string, { readonly goal: Goal; readonly from: readonly BpmnStop[] }>
}

export function errandOf(first: BpmnStop, level: Level, levels: Levels): Errand {
  const home = levels.home(level)
  const passes = new Map<string, BpmnStop>([[goalKey(first), first]])
  const answers = new Map<string, { goal: Goal; from: BpmnStop[] }>()
  for (const stop of passes.values())
    for (const goal of levels.onward(stop, level)) {
      const key = goalKey(goal)
      if (goal.kind === 'end') continue
      if ((goal.kind === 'step' || goal.kind === 'branches') && levels.pool(goal) !== home) passes.set(key, goal)
      else answers.set(key, { goal, from: [...(answers.get(key)?.from ?? []), stop] })
    }
  return { first, level, passes: [...passes.values()], answers }
}

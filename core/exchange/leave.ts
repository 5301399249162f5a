import type { Language } from '@ruqsat/foundation'
import { outcomeText, type Step } from '@ruqsat/law'
import type { Cast } from './cast.ts'
import { errandOf, goalKey, isSameLevel, type Errand, type Goal, type Level, type Levels, type BpmnStop } from './levels.ts'
import { END, type BpmnPlace } from './places.ts'
import { actStepId, PROCEDURE } from './after-silence.ts'
import type { Whole } from './whole.ts'
import type { BpmnCell, FlowNode } from './graph-model.ts'
import { answerId, arrivalKey, flowInto, flowTo, NOTHING, partId, startId, type Piece } from './sketch.ts'

export type GraphScene = {
  readonly places: readonly BpmnPlace[]
  readonly cast: Cast
  readonly language: Language
  readonly levels: Levels
  /** By the key of the stop that others are asked to begin with. */
  readonly errands: ReadonlyMap<string, Errand>
  /** The procedure as one part, where something may end it from outside. */
  readonly whole: Whole | null
  /** The pool of who is asked; null where the applicant is no part of the drawing. */
  readonly applicant: string | null
}

/** Where a token is. */
export type Spot = BpmnCell & { readonly step: Step; readonly level: Level }

export type Leaving = {
  readonly from: string
  readonly goal: Goal
  readonly name: string
  readonly at: number
  /** The stop that is left, as those who wait for its answer know it. */
  readonly sender: BpmnStop
  /** Of the event, where the way ends in this pool. */
  readonly end: { readonly id: string; readonly slot: number; readonly rise: number; readonly outcome: string }
}

/** The cell of a step: in the part of its own branch, where it is its home that acts, else in the process of its pool. */
export function spotOf(step: Step, { cast, levels }: Pick<GraphScene, 'cast' | 'levels'>): Spot {
  const pool = cast.poolOf(step.unit)
  const level = levels.of(step.id)
  const row = cast.pools.find(({ id }) => id === pool)!.lanes.length > 0 ? `lane_${step.unit}` : pool
  const isAtHome = levels.home(level) === pool
  return { pool, row, column: step.id, container: isAtHome ? partId(level.at(-1)!.split) : null, step, level }
}

/** The cell of what belongs to a branch and to no step of it: in the lane of whoever splits. */
export function spotInBranch(level: Level, column: string, scene: GraphScene): Spot {
  const { split } = level.at(-1)!
  const { step, pool, row } = spotOf(placeOf(split, scene).step, scene)
  return { pool, row, column, container: partId(split), step, level }
}

export function placeOf(id: string, { places, whole }: Pick<GraphScene, 'places' | 'whole'>): BpmnPlace {
  return id === PROCEDURE ? whole!.place : places.find(({ step }) => step.id === id)!
}

export function titleOf({ id, name }: Step, language: Language): string {
  return `${actStepId(id)}. ${name[language]}`
}

/** What errands there are: each begins where a branch leaves its home. */
export function errandsOf(places: readonly BpmnPlace[], levels: Levels, whole: Whole | null): ReadonlyMap<string, Errand> {
  const errands = new Map<string, Errand>()
  const add = (goal: Goal, level: Level): void => {
    if (goal.kind !== 'step' && goal.kind !== 'branches') return
    if (level.length > 0 && levels.pool(goal) !== levels.home(level)) errands.set(goalKey(goal), errandOf(goal, level, levels))
  }
  for (const { step, pool } of [...places, ...(whole === null ? [] : [whole.place])]) {
    const level = levels.of(step.id)
    const stops: readonly BpmnStop[] = [
      { kind: 'step', id: step.id },
      ...(levels.isSplit(step.id) ? [{ kind: 'branches', id: step.id } as const] : []),
    ]
    if (levels.home(level) === pool) for (const goal of stops.flatMap((stop) => levels.onward(stop, level))) add(goal, level)
    if (!levels.isSplit(step.id)) continue
    for (const branch of levels.branches(step.id))
      for (const to of [branch.first, ...levels.into(step.id)]) add(levels.goal(to, [...level, branch]), [...level, branch])
  }
  return errands
}

/** One way on from a node: within its pool by a sequence flow, to another participant by a message. */
export function leave(spot: Spot, leaving: Leaving, scene: GraphScene): Piece {
  const { from, goal, name, at } = leaving
  const { levels } = scene
  const home = levels.home(spot.level)
  const isAtHome = home === spot.pool
  if (goal.kind === 'end') return ending(spot, leaving, leaving.end.outcome)
  if (goal.kind === 'join' || goal.kind === 'out') {
    if (!isAtHome) return answering(spot, leaving, scene)
    if (goal.kind === 'out') return ending(spot, leaving, titleOfGoal(goal, spot, scene), { kind: 'error', code: goal.id })
    const own = spot.level.at(-1)!
    return { ...NOTHING, flows: [flowInto(from, arrivalKey(own.split, own.first), name, at)] }
  }
  const pool = levels.pool(goal)
  if (pool === spot.pool) return { ...NOTHING, flows: [flowInto(from, goalKey(goal), name, at)] }
  if (isAtHome) return asking(spot, leaving, goal, scene)
  if (pool === home) return answering(spot, leaving, scene)
  return sending(spot, leaving, [startId(goal)], scene)
}

function titleOfGoal(goal: Goal, { level }: Spot, scene: GraphScene): string {
  const id = goal.kind === 'join' ? scene.levels.joinOf(level.at(-1)!.split) : 'id' in goal ? goal.id : null
  if (id === END) return outcomeText('done')[scene.language]
  return id === null ? '' : titleOf(placeOf(id, scene).step, scene.language)
}

function ending(spot: Spot, { from, name, at, end }: Leaving, title: string, event?: FlowNode['event']): Piece {
  const { level: _, ...cell } = spot
  const node: FlowNode = { ...cell, id: end.id, kind: 'endEvent', name: title, slot: end.slot, rise: end.rise, ...(event && { event }) }
  return { ...NOTHING, nodes: [node], flows: [flowTo(from, end.id, name, at)] }
}

/** The part in this pool ends with a message. */
function sending(spot: Spot, leaving: Leaving, targets: readonly string[], scene: GraphScene): Piece {
  const piece = ending(spot, leaving, titleOfGoal(leaving.goal, spot, scene), { kind: 'message' })
  return { ...piece, messages: targets.map((to) => ({ from: leaving.end.id, to, title: titleOf(spot.step, scene.language) })) }
}

/** The home of the branch waits for it. */
function answering(spot: Spot, leaving: Leaving, scene: GraphScene): Piece {
  const key = goalKey(leaving.goal)
  const waiting = [...scene.errands.values()].filter(
    ({ level, answers }) =>
      isSameLevel(level, spot.level) && answers.get(key)?.from.some((stop) => goalKey(stop) === goalKey(leaving.sender)),
  )
  return sending(
    spot,
    leaving,
    waiting.map(({ first }) => answerId(first, leaving.goal)),
    scene,
  )
}

/** The branch stays in its home and asks another participant. */
function asking(spot: Spot, { from, name, at }: Leaving, goal: BpmnStop, scene: GraphScene): Piece {
  const id = `ask_${from}_${goalKey(goal)}`
  const { level: _, ...cell } = spotInBranch(spot.level, `errand_${goalKey(goal)}`, scene)
  const node: FlowNode = {
    ...cell,
    id,
    kind: 'intermediateThrowEvent',
    name: titleOf(placeOf(goal.id, scene).step, scene.language),
    slot: 0,
    rise: 0,
    event: { kind: 'message' },
  }
  return {
    nodes: [node],
    flows: [flowTo(from, id, name, at), flowInto(id, waitKey(goal))],
    messages: [{ from: id, to: startId(goal), title: titleOf(spot.step, scene.language) }],
  }
}

export const waitKey = (first: BpmnStop): string => `wait_${goalKey(first)}`

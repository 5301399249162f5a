import { goalKey, type Goal, type BpmnStop } from './levels.ts'
import type { Flow, FlowNode } from './graph-model.ts'

// A drawing in the making. A flow may lead to a stop before it is known how many do: where several meet, they meet in a gateway.

/** Where a flow leads: to a node, or to whatever is the first node of a stop. */
export type Target = { readonly node: string } | { readonly entry: string }
export type LooseFlow = { readonly from: string; readonly to: Target; readonly name: string; readonly at: number }
export type SketchedMessage = { readonly from: string; readonly to: string; readonly title: string }

export type Piece = {
  readonly nodes: readonly FlowNode[]
  readonly flows: readonly LooseFlow[]
  readonly messages: readonly SketchedMessage[]
}

export const NOTHING: Piece = { nodes: [], flows: [], messages: [] }

export function together(...pieces: readonly Piece[]): Piece {
  return {
    nodes: pieces.flatMap(({ nodes }) => nodes),
    flows: pieces.flatMap(({ flows }) => flows),
    messages: pieces.flatMap(({ messages }) => messages),
  }
}

export function flowTo(from: string, to: string, name = '', at = 0): LooseFlow {
  return { from, to: { node: to }, name, at }
}

export function flowInto(from: string, entry: string, name = '', at = 0): LooseFlow {
  return { from, to: { entry }, name, at }
}

export const startId = (stop: BpmnStop): string => `start_${stop.kind === 'step' ? stop.id : goalKey(stop)}`
export const answerId = (first: BpmnStop, goal: Goal): string => `answer_${goalKey(first)}_${goalKey(goal)}`
export const partId = (split: string): string => `branches_${split}`
export const taskId = (step: string): string => `step_${step}`
/** The entry at which a branch has come to its join. */
export const arrivalKey = (split: string, first: string): string => `arrival_${split}_${first}`

/** Flows with their last node; an entry that has no gateway is the node itself. */
export function fixed(flows: readonly LooseFlow[], first: ReadonlyMap<string, string>): readonly Flow[] {
  return flows.map(({ from, to, name, at }) => {
    const target = 'node' in to ? to.node : first.get(to.entry)!
    return { id: `flow_${from}_${target}${at === 0 ? '' : `_${at + 1}`}`, from, to: target, name }
  })
}

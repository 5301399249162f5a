import type { Step } from '@ruqsat/law'
import type { Pool } from './cast.ts'

export type NodeKind =
  | 'startEvent'
  | 'endEvent'
  | 'intermediateThrowEvent'
  | 'intermediateCatchEvent'
  | 'boundaryEvent'
  | 'userTask'
  | 'serviceTask'
  | 'sendTask'
  | 'subProcess'
  | 'exclusiveGateway'
  | 'parallelGateway'
  | 'eventBasedGateway'

/** Where a node is: the cell of a column in a lane of a pool or in a pool without lanes; in the process or in a part of it. */
export type BpmnCell = {
  readonly pool: string
  readonly row: string
  readonly column: string
  /** The part of the drawing between a split and its join; null: in the process itself. */
  readonly container: string | null
}

export type FlowNode = BpmnCell & {
  readonly id: string
  readonly kind: NodeKind
  readonly name: string
  readonly step: Step
  /** Orders the nodes of one cell from the left. */
  readonly slot: number
  /** How far from the middle of its lane: 0 on it, else in turns above and below. */
  readonly rise: number
  /** Of an event. */
  readonly event?:
    | { readonly kind: 'message' | 'terminate' }
    | { readonly kind: 'error'; readonly code: string }
    | { readonly kind: 'timer'; readonly lasts: string }
  /** Of an event on the border of a part. */
  readonly attachedTo?: string
  /** Of an event on a border: what is in the part goes on. */
  readonly goesOn?: boolean
  /** What the act says of it and its name has no room for. */
  readonly about?: string
}

export type Flow = { readonly id: string; readonly from: string; readonly to: string; readonly name: string }

/** Everything between a split and its join, drawn as one part: its columns from the first to the last. */
export type BpmnPart = { readonly id: string; readonly first: string; readonly last: string }

export type FlowGraph = {
  readonly pools: readonly Pool[]
  readonly nodes: readonly FlowNode[]
  readonly sequence: readonly Flow[]
  /** Between nodes of different pools, or between a node and a pool. */
  readonly messages: readonly Flow[]
  readonly columns: readonly string[]
  readonly parts: readonly BpmnPart[]
}

export const SLOTS = { start: 0, meet: 1, task: 2, choice: 3, ends: 5 } as const

/** The first on the middle where nothing else is there, then in turns below and above it. */
export function riseAt(index: number): number {
  return (Math.floor(index / 2) + 1) * (index % 2 === 0 ? 1 : -1)
}
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export type BpmnPoint = { readonly x: number; readonly y: number }
/** Between two lines that run side by side. */
export const LINE = 10

export type Columns = {
  readonly width: number
  readonly left: ReadonlyMap<string, number>
  readonly right: ReadonlyMap<string, number>
  readonly at: ReadonlyMap<string, number>
}

export function nodeOf(graph: FlowGraph, id: string): FlowNode {
  return graph.nodes.find((node) => node.id === id)!
}

import { type Box, type BpmnPart, type Columns, type Flow, type FlowGraph, type FlowNode, LINE, nodeOf } from './graph-model.ts'

// The boxes of the branches of splits: over all lanes of their pool, one inside another where a branch splits again. Below each is the room for
// the lines that lead past it.

const MARGIN = 40
const HEAD = 20
const BORDER_EVENT = 36
const BETWEEN_BORDER_EVENTS = 60

export type PartsLayout = {
  /** How much higher the first lane of a pool is, and the last. */
  head(pool: string): number
  foot(pool: string): number
  /** Whether the flow leads past a part: in the same process or part, from one side of it to the other, or off its border. */
  isPast(flow: Flow): boolean
  /** The height at which such a flow runs. */
  lineOf(flow: Flow, pools: ReadonlyMap<string, Box>): number
  /** Of the parts and of the events on their borders. */
  boxes(pools: ReadonlyMap<string, Box>): readonly (readonly [string, Box])[]
}

export function partsLayout(graph: FlowGraph, columns: Columns): PartsLayout {
  const parts = graph.parts.map((part) => ({ part, node: nodeOf(graph, part.id) }))
  const past = graph.sequence.filter((flow) => leadsPast(flow, graph, parts, columns))
  const rowOf = (flow: Flow) => nodeOf(graph, flow.from)
  const linesIn = ({ container, pool }: Pick<FlowNode, 'container' | 'pool'>) =>
    past.filter((flow) => rowOf(flow).container === container && rowOf(flow).pool === pool)
  /** Room between the bottom of a process or part and the boxes in it. */
  const room = (node: FlowNode): number => MARGIN + linesIn(node).length * LINE
  const around = (node: FlowNode): FlowNode | null => (node.container === null ? null : nodeOf(graph, node.container))
  const depth = (node: FlowNode): number => 1 + (around(node) === null ? 0 : depth(around(node)!))
  const below = (node: FlowNode): number => room(node) + (around(node) === null ? 0 : below(around(node)!))
  const inPool = (pool: string) => parts.filter(({ node }) => node.pool === pool)
  const bottomOf = (node: FlowNode, pools: ReadonlyMap<string, Box>): number => {
    const pool = pools.get(node.pool)!
    return pool.y + pool.height - below(node)
  }
  return {
    head: (pool) => Math.max(0, ...inPool(pool).map(({ node }) => depth(node) * HEAD)),
    foot: (pool) => Math.max(0, ...inPool(pool).map(({ node }) => below(node))),
    isPast: (flow) => past.includes(flow),
    lineOf: (flow, pools) => {
      const from = rowOf(flow)
      const pool = pools.get(from.pool)!
      const bottom = from.container === null ? pool.y + pool.height : bottomOf(nodeOf(graph, from.container), pools)
      return bottom - LINE - linesIn(from).indexOf(flow) * LINE
    },
    boxes: (pools) =>
      parts.flatMap(({ part, node }) => {
        const y = pools.get(node.pool)!.y + depth(node) * HEAD - HEAD / 2
        const x = columns.left.get(part.first)! - MARGIN
        const box = { x, y, width: columns.right.get(part.last)! + MARGIN - x, height: bottomOf(node, pools) - y }
        return [[part.id, box] as const, ...borderEvents(part, box, graph)]
      }),
  }
}

/** On the lower border, from the right. */
function borderEvents(part: BpmnPart, box: Box, graph: FlowGraph): readonly (readonly [string, Box])[] {
  return (
    graph.nodes
      .filter(({ attachedTo }) => attachedTo === part.id)
      // What comes from another pool is outside of all columns, so that its line meets no node.
      .toSorted((one, other) => Number(other.event?.kind === 'message') - Number(one.event?.kind === 'message'))
      .map(({ id, event }, at) => [
        id,
        {
          x: box.x + box.width - (event?.kind === 'message' ? BORDER_EVENT + 2 : BETWEEN_BORDER_EVENTS * (at + 1)),
          y: box.y + box.height - BORDER_EVENT / 2,
          width: BORDER_EVENT,
          height: BORDER_EVENT,
        },
      ])
  )
}

function leadsPast(flow: Flow, graph: FlowGraph, parts: readonly { part: BpmnPart; node: FlowNode }[], columns: Columns): boolean {
  const [from, to] = [nodeOf(graph, flow.from), nodeOf(graph, flow.to)]
  if (from.kind === 'boundaryEvent') return true
  const at = (column: string) => columns.at.get(column)!
  const leaves = at(graph.parts.find(({ id }) => id === from.id)?.last ?? from.column)
  const enters = at(graph.parts.find(({ id }) => id === to.id)?.first ?? to.column)
  const [left, right] = [Math.min(leaves, enters), Math.max(leaves, enters)]
  return (
    parts.some(
      ({ part, node }) =>
        node.container === from.container &&
        node.pool === from.pool &&
        left <= at(part.last) &&
        at(part.first) <= right &&
        from !== node &&
        to !== node,
    ) ||
    (leaves > enters && (from.kind === 'subProcess' || to.kind === 'subProcess'))
  )
}

// Geometry that a person can follow: nothing is over anything else, and everything is inside of what it belongs to.
import type { Box, BpmnPoint, FlowGraph, FlowNode } from '../graph-model.ts'
import { layoutOf } from '../layout.ts'

export function misplaced(graph: FlowGraph): readonly string[] {
  const layout = layoutOf(graph)
  const nodes = graph.nodes.map((node) => ({ node, at: layout.nodes.get(node.id)! }))
  const within = (id: string | null): readonly string[] =>
    id === null ? [] : [id, ...within(graph.nodes.find((node) => node.id === id)!.container)]
  /** A part is around what is in it, and on its border are its events. */
  const belong = (one: FlowNode, other: FlowNode) =>
    within(one.container).includes(other.id) ||
    within(other.container).includes(one.id) ||
    one.attachedTo === other.id ||
    other.attachedTo === one.id
  const faults: string[] = []
  nodes.forEach(({ node, at }, index) => {
    const pool = layout.pools.get(node.pool)!
    if (!(at.y >= pool.y && at.y + at.height <= pool.y + pool.height && at.x + at.width <= pool.x + pool.width))
      faults.push(`${node.id} is out of its pool`)
    const part = node.container === null ? null : layout.nodes.get(node.container)!
    if (
      part !== null &&
      !(at.x > part.x && at.y > part.y && at.x + at.width < part.x + part.width && at.y + at.height < part.y + part.height)
    )
      faults.push(`${node.id} is out of its part`)
    for (const other of nodes.slice(index + 1))
      if (!belong(node, other.node) && overlap(at, other.at)) faults.push(`${node.id} and ${other.node.id}`)
  })
  const ends = (id: string) => graph.nodes.find((node) => node.id === id)
  for (const flow of [...graph.sequence, ...graph.messages]) {
    const own = [
      flow.from,
      flow.to,
      ...within(ends(flow.from)?.container ?? null),
      ...within(ends(flow.to)?.container ?? null),
      ends(flow.from)?.attachedTo,
    ]
    const isMessage = graph.messages.includes(flow)
    for (const { node, at } of nodes)
      if (!own.includes(node.id) && !(isMessage && node.kind === 'subProcess') && crosses(layout.edges.get(flow.id)!, at))
        faults.push(`${flow.id} over ${node.id}`)
  }
  return faults
}

function overlap(one: Box, other: Box): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height
}

/** Lines are upright or level; one that only touches an edge crosses nothing. */
function crosses(points: readonly BpmnPoint[], box: Box): boolean {
  return points.slice(1).some((end, at) => {
    const start = points[at]!
    const line = {
      x: Math.min(start.x, end.x),
      y: Math.min(start.y, end.y),
      width: Math.abs(end.x - start.x),
      height: Math.abs(end.y - start.y),
    }
    return overlap({ ...line, width: Math.max(line.width, 0.1), height: Math.max(line.height, 0.1) }, box)
  })
}

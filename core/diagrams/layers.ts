// Which layer of the flow and which column of its lane each node takes.
import type { Diagram, DiagramEdge, DiagramNode } from './model.ts'

export type Cell = { readonly layer: number; readonly column: number }
/** `laneOf` says for each column which lane it belongs to. */
export type Grid = { readonly cells: ReadonlyMap<string, Cell>; readonly laneOf: readonly number[]; readonly layers: number }

export function gridOf(diagram: Diagram): Grid {
  const layers = layersOf(diagram.nodes, forwardEdges(diagram))
  const places = placesInLanes(diagram, layers)
  const counts = diagram.lanes.map(
    (_, lane) => 1 + Math.max(0, ...[...places.values()].filter((each) => each.lane === lane).map((each) => each.place)),
  )
  const firstOf = counts.map((_, lane) => counts.slice(0, lane).reduce((sum, count) => sum + count, 0))
  return {
    cells: new Map(
      diagram.nodes.map((node) => [node.id, { layer: layers.get(node.id)!, column: columnOf(places.get(node.id)!, firstOf) }]),
    ),
    laneOf: counts.flatMap((count, lane) => Array.from({ length: count }, () => lane)),
    layers: 1 + Math.max(0, ...layers.values()),
  }
}

function columnOf({ lane, place }: GridPlace, firstOf: readonly number[]): number {
  return firstOf[lane]! + place
}

/** All edges but those that close a loop. */
function forwardEdges({ nodes, edges }: Diagram): readonly DiagramEdge[] {
  const state = new Map<string, 'open' | 'done'>()
  const closing = new Set<DiagramEdge>()
  const outs = Map.groupBy(edges, (edge) => edge.from)
  const visit = (id: string): void => {
    state.set(id, 'open')
    for (const edge of outs.get(id) ?? []) {
      const seen = state.get(edge.to)
      if (seen === 'open') closing.add(edge)
      else if (seen === undefined) visit(edge.to)
    }
    state.set(id, 'done')
  }
  for (const node of nodes) if (!state.has(node.id)) visit(node.id)
  return edges.filter((edge) => !closing.has(edge))
}

/** One more than the latest of the nodes before it: every forward edge runs along the flow. */
function layersOf(nodes: readonly DiagramNode[], edges: readonly DiagramEdge[]): ReadonlyMap<string, number> {
  const layers = new Map<string, number>()
  const ins = Map.groupBy(edges, (edge) => edge.to)
  const layer = (id: string): number => {
    const known = layers.get(id)
    if (known !== undefined) return known
    const found = Math.max(-1, ...(ins.get(id) ?? []).map((edge) => layer(edge.from))) + 1
    layers.set(id, found)
    return found
  }
  for (const node of nodes) layer(node.id)
  return layers
}

type GridPlace = { readonly lane: number; readonly place: number }

/** The main path keeps the first column of a lane; what branches off stays below what it branches from. */
function placesInLanes({ nodes, lanes, edges }: Diagram, layers: ReadonlyMap<string, number>): ReadonlyMap<string, GridPlace> {
  const places = new Map<string, GridPlace>()
  const taken = new Set<string>()
  const before = (node: DiagramNode) => edges.filter((edge) => edge.to === node.id).map((edge) => places.get(edge.from))
  const ordered = nodes
    .map((node, index) => ({ node, index, layer: layers.get(node.id)! }))
    .toSorted((a, b) => a.layer - b.layer || Number(b.node.isMain) - Number(a.node.isMain) || a.index - b.index)
  for (const { node, layer } of ordered) {
    const lane = lanes.findIndex((each) => each.id === node.lane)
    const wished = node.isMain ? 0 : (before(node).find((place) => place?.lane === lane)?.place ?? 0)
    let place = taken.has(key(lane, wished, layer)) ? 0 : wished
    while (taken.has(key(lane, place, layer))) place += 1
    taken.add(key(lane, place, layer))
    places.set(node.id, { lane, place })
  }
  return places
}

function key(lane: number, place: number, layer: number): string {
  return `${lane}/${place}/${layer}`
}

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
  const laneOf = counts.flatMap((count, lane) => Array.from({ length: count }, () => lane))
  const cellOf = ({ id }: DiagramNode): Cell => {
    const { lane, place } = places.get(id)!
    return { layer: layers.get(id)!, column: laneOf.indexOf(lane) + place }
  }
  return { cells: new Map(diagram.nodes.map((node) => [node.id, cellOf(node)])), laneOf, layers: 1 + Math.max(0, ...layers.values()) }
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
    if (!layers.has(id)) layers.set(id, Math.max(-1, ...(ins.get(id) ?? []).map((edge) => layer(edge.from))) + 1)
    return layers.get(id)!
  }
  for (const node of nodes) layer(node.id)
  return layers
}

type GridPlace = { readonly lane: number; readonly place: number }

/** The main path keeps the first column of a lane; what branches off stays below what it branches from. */
function placesInLanes({ nodes, lanes, edges }: Diagram, layers: ReadonlyMap<string, number>): ReadonlyMap<string, GridPlace> {
  const places = new Map<string, GridPlace>()
  const taken = new Set<string>()
  const ordered = nodes.toSorted((a, b) => layers.get(a.id)! - layers.get(b.id)! || Number(b.isMain) - Number(a.isMain))
  for (const { id, isMain, lane: laneId } of ordered) {
    const lane = lanes.findIndex((each) => each.id === laneId)
    const cell = (place: number) => `${lane}/${place}/${layers.get(id)}`
    const before = edges.filter((edge) => edge.to === id).map((edge) => places.get(edge.from))
    const wished = isMain ? 0 : (before.find((place) => place?.lane === lane)?.place ?? 0)
    let place = taken.has(cell(wished)) ? 0 : wished
    while (taken.has(cell(place))) place += 1
    taken.add(cell(place))
    places.set(id, { lane, place })
  }
  return places
}

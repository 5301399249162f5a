// Everything about a diagram that is known before channels and coordinates: cells, sizes, routes, out ports.
import { type Grid, gridOf } from './layers.ts'
import { longestWord } from './headers.ts'
import type { Density, Diagram, DiagramNode, Orientation } from './model.ts'
import { type EdgePlan, plansOf } from './plans.ts'
import { sizeOf, type Sized, widthsFor } from './sizes.ts'

const HEADER_WIDTH = 132

export type Frame = {
  readonly diagram: Diagram
  readonly orientation: Orientation
  readonly isDown: boolean
  readonly hasHeaders: boolean
  /** Of a lane's name that is at its left. */
  readonly headerWidth: number
  readonly grid: Grid
  readonly sizes: ReadonlyMap<string, Sized>
  readonly shapes: ReadonlyMap<string, DiagramNode>
  readonly plans: readonly EdgePlan[]
  /** Offset of the out port of each edge from the middle of its node. */
  readonly outs: ReadonlyMap<EdgePlan, number>
}

export function frameOf(whole: Diagram, orientation: Orientation, density: Density): Frame {
  const diagram = orientation === 'phone' ? withoutLanes(whole) : whole
  const grid = gridOf(diagram)
  const isAlone = diagram.lanes.length <= 1 && (orientation !== 'phone' || grid.laneOf.length === 1)
  const widths = widthsFor(orientation, density, isAlone)
  const columns = Map.groupBy(diagram.nodes, (node) => grid.cells.get(node.id)!.column)
  const plans = plansOf(diagram, grid)
  const bare = {
    diagram,
    orientation,
    isDown: orientation !== 'landscape',
    hasHeaders: diagram.lanes.some((lane) => lane.name !== ''),
    headerWidth: Math.max(HEADER_WIDTH, ...diagram.lanes.map(longestWord)),
    grid,
    sizes: new Map(diagram.nodes.map((node) => [node.id, sizeOf(node, widths, columns.get(grid.cells.get(node.id)!.column)!)])),
    shapes: new Map(diagram.nodes.map((node) => [node.id, node])),
    plans,
  }
  return { ...bare, outs: outPorts(bare) }
}

/**
 * On a phone pools are no bands: each step names its pool itself. A diamond has little room: it names its pool by the shorter of its names,
 * and only where the flow comes from another pool.
 */
function withoutLanes(diagram: Diagram): Diagram {
  if (diagram.lanes.length <= 1) return diagram
  const lanes = new Map(diagram.lanes.map((lane) => [lane.id, lane]))
  const laneOf = new Map(diagram.nodes.map((node) => [node.id, node.lane]))
  const notesOf = (node: DiagramNode): readonly string[] => {
    const name = lanes.get(node.lane)?.name ?? ''
    const others = node.notes.filter((note) => note !== name)
    if (node.shape === 'process') return [name, ...others]
    if (node.shape !== 'condition') return others
    const isEntered = diagram.edges.some((edge) => edge.to === node.id && laneOf.get(edge.from) !== node.lane)
    const short = lanes.get(node.lane)?.note ?? ''
    return [...(isEntered ? [short !== '' && short.length < name.length ? short : name] : []), ...others]
  }
  return {
    ...diagram,
    lanes: [{ id: '', name: '', note: '', isSystem: false }],
    nodes: diagram.nodes.map((node) => ({
      ...node,
      lane: '',
      text: node.shape === 'informationSystem' ? (lanes.get(node.lane)?.name ?? node.text) : node.text,
      notes: notesOf(node),
    })),
  }
}

/** Size across the lanes and along the flow. */
export function spanOf(frame: Pick<Frame, 'sizes' | 'isDown'>, id: string): { readonly du: number; readonly dv: number } {
  const { width, height } = frame.sizes.get(id)!
  return frame.isDown ? { du: width, dv: height } : { du: height, dv: width }
}

/**
 * A straight edge leaves in the middle, the others next to it on the side to which they go; without a straight one they share the side
 * evenly.
 */
function outPorts(frame: Omit<Frame, 'outs'>): ReadonlyMap<EdgePlan, number> {
  const ports = new Map<EdgePlan, number>()
  for (const plans of Map.groupBy(frame.plans, (plan) => plan.edge.from).values()) {
    const { du } = spanOf(frame, plans[0]!.edge.from)
    const onward = plans.filter((plan) => plan.exit === 'end').toSorted((a, b) => columnTo(frame, a) - columnTo(frame, b))
    const straight = onward.findIndex((plan) => plan.path === 'straight')
    if (straight < 0) onward.forEach((plan, index) => ports.set(plan, Math.round((du * (index + 1)) / (onward.length + 1) - du / 2)))
    else {
      const gap = Math.floor(du / 2 / Math.max(straight + 1, onward.length - straight))
      onward.forEach((plan, index) => ports.set(plan, (index - straight) * gap))
    }
  }
  return ports
}

export function columnTo(frame: Pick<Frame, 'grid'>, plan: EdgePlan): number {
  return frame.grid.cells.get(plan.edge.to)!.column
}

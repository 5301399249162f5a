// Everything about a diagram that is known before channels and coordinates: cells, sizes, routes, out ports.
import { type Grid, gridOf } from './layers.ts'
import { longestWord } from './headers.ts'
import type { Density, Diagram, DiagramNode, Lane, Orientation } from './model.ts'
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
    sizes: new Map(
      diagram.nodes.map((node) => [
        node.id,
        sizeOf(node, widths, columns.get(grid.cells.get(node.id)!.column)!, orientation !== 'landscape'),
      ]),
    ),
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
  const notesOf = (node: DiagramNode, { name, note }: Lane): readonly string[] => {
    const isEntered = diagram.edges.some((edge) => edge.to === node.id && laneOf.get(edge.from) !== node.lane)
    const short = note !== '' && note.length < name.length ? note : name
    const own = node.shape === 'process' ? [name] : node.shape === 'condition' && isEntered ? [short] : []
    return [...own, ...node.notes.filter((each) => each !== name)]
  }
  return {
    ...diagram,
    lanes: [{ id: '', name: '', note: '', isSystem: false }],
    nodes: diagram.nodes.map((node) => {
      const lane = lanes.get(node.lane)!
      return { ...node, lane: '', text: node.shape === 'informationSystem' ? lane.name : node.text, notes: notesOf(node, lane) }
    }),
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
  const ports = [...Map.groupBy(frame.plans, (plan) => plan.edge.from)].flatMap(([id, plans]) => {
    const { du } = spanOf(frame, id)
    const onward = plans.filter((plan) => plan.exit === 'end').toSorted((a, b) => a.to.column - b.to.column)
    const straight = onward.findIndex((plan) => plan.path === 'straight')
    const gap = Math.floor(du / 2 / Math.max(straight + 1, onward.length - straight))
    return onward.map((plan, index) => {
      const even = Math.round((du * (index + 1)) / (onward.length + 1) - du / 2)
      return [plan, straight < 0 ? even : (index - straight) * gap] as const
    })
  })
  return new Map(ports)
}

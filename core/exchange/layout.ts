import { partsLayout, type PartsLayout } from './part-boxes.ts'
import {
  type Box,
  type BpmnPoint,
  type Columns,
  type Flow,
  type FlowGraph,
  type FlowNode,
  LINE,
  nodeOf,
  type NodeKind,
} from './graph-model.ts'

// Where everything is placed. Each step has a column of its own, in every pool; a column holds nodes in one lane only. So a vertical line
// in a column meets no node of another lane, and a horizontal one meets none where it runs below a lane's nodes or between pools. The branches
// of a split are a box over all lanes of their pool: what leads past it runs below the box.

export type BpmnLayout = {
  readonly pools: ReadonlyMap<string, Box>
  readonly lanes: ReadonlyMap<string, Box>
  readonly nodes: ReadonlyMap<string, Box>
  readonly edges: ReadonlyMap<string, readonly BpmnPoint[]>
}

const EVENT = { width: 36, height: 36 }
const TASK = { width: 150, height: 90 }
const GATEWAY = { width: 50, height: 50 }
const SIZES: Readonly<Record<NodeKind, { readonly width: number; readonly height: number }>> = {
  startEvent: EVENT,
  endEvent: EVENT,
  intermediateThrowEvent: EVENT,
  intermediateCatchEvent: EVENT,
  boundaryEvent: { width: 0, height: 0 },
  subProcess: { width: 0, height: 0 },
  userTask: TASK,
  serviceTask: TASK,
  sendTask: TASK,
  exclusiveGateway: GATEWAY,
  parallelGateway: GATEWAY,
  eventBasedGateway: GATEWAY,
}
const GAP = 50
const COLUMN_GAP = 80
/** Between the border of a part and what is in it or next to it. */
const BORDER_GAP = 60
const LABELS_WIDTH = 60
const ROW_HEIGHT = 130
const POOL_GAP = 40
const BLACK_BOX_HEIGHT = 60
const RISE = 60

type LayoutScene = { readonly graph: FlowGraph; readonly columns: Columns; readonly rows: Rows; readonly parts: PartsLayout }

export function layoutOf(graph: FlowGraph): BpmnLayout {
  const columns = columnsOf(graph)
  const parts = partsLayout(graph, columns)
  const rows = rowsOf(graph, columns, parts)
  const scene = { graph, columns, rows, parts }
  const stack = stackOf(scene, columns.width + LABELS_WIDTH)
  const boxes = graph.nodes.filter(isPlaced).map((node) => [node.id, boxOf(node, scene, stack.middles)] as const)
  const nodes = new Map([...boxes, ...parts.boxes(stack.pools)])
  const lines = graph.sequence.map((flow) => [flow.id, sequenceLine(flow, nodes, scene, stack)] as const)
  return { pools: stack.pools, lanes: stack.lanes, nodes, edges: new Map([...lines, ...messageLines(graph, nodes, stack)]) }
}

/** A part and the events on its border have no cell. */
function isPlaced({ kind }: FlowNode): boolean {
  return kind !== 'subProcess' && kind !== 'boundaryEvent'
}

/** A column is as wide as the nodes of its cell, side by side. */
function columnsOf(graph: FlowGraph): Columns {
  const left = new Map<string, number>()
  const right = new Map<string, number>()
  let x = LABELS_WIDTH + COLUMN_GAP / 2
  for (const id of graph.columns) {
    if (graph.parts.some(({ first }) => first === id)) x += BORDER_GAP
    left.set(id, x)
    const cell = graph.nodes.filter((node) => node.column === id && isPlaced(node))
    const width = cell.reduce((sum, node) => sum + SIZES[node.kind].width + GAP, -GAP)
    right.set(id, x + width)
    x += width + COLUMN_GAP
    if (graph.parts.some(({ last }) => last === id)) x += BORDER_GAP
  }
  return { width: x, left, right, at: new Map(graph.columns.map((id, at) => [id, at])) }
}

/** A lane's own rows: the row of the nodes, then one line for each flow that has to run below them. */
type Rows = { readonly below: ReadonlyMap<string, readonly Flow[]>; readonly rise: ReadonlyMap<string, number> }

function rowsOf(graph: FlowGraph, columns: Columns, parts: PartsLayout): Rows {
  const bent = graph.sequence.filter((flow) => {
    const [from, to] = [nodeOf(graph, flow.from), nodeOf(graph, flow.to)]
    return !isOnward(from, to) && !parts.isPast(flow) && !isPlain(from, to, graph, columns)
  })
  const rises = [...Map.groupBy(graph.nodes, (node) => node.row)].map(
    ([row, nodes]) => [row, Math.max(...nodes.map(({ rise }) => Math.abs(rise))) * RISE] as const,
  )
  return { below: Map.groupBy(bent, ({ to }) => nodeOf(graph, to).row), rise: new Map(rises) }
}

/** To the right in one cell. */
function isOnward(from: FlowNode, to: FlowNode): boolean {
  return from.column === to.column && isPlaced(from) && isPlaced(to) && from.slot < to.slot
}

/** Whether the line may run straight along the lane: nothing is between the two. */
function isPlain(from: FlowNode, to: FlowNode, graph: FlowGraph, columns: Columns): boolean {
  const first = (node: FlowNode) => columns.at.get(graph.parts.find(({ id }) => id === node.id)?.first ?? node.column)!
  const last = (node: FlowNode) => columns.at.get(graph.parts.find(({ id }) => id === node.id)?.last ?? node.column)!
  return (
    from.row === to.row &&
    from.rise === to.rise &&
    last(from) < first(to) &&
    !graph.nodes.some(
      (node) =>
        isPlaced(node) &&
        ((node.row === from.row && first(node) > last(from) && first(node) < first(to)) ||
          (isPlaced(to) && node.column === to.column && node.slot < to.slot && (node.kind === 'startEvent' || node.rise === to.rise)) ||
          (isPlaced(from) && node.column === from.column && node.slot > from.slot && node.rise === from.rise)),
    )
  )
}

type Stack = {
  readonly pools: ReadonlyMap<string, Box>
  readonly lanes: ReadonlyMap<string, Box>
  readonly middles: ReadonlyMap<string, number>
  /** Where each message between two nodes runs along: a line of its own in the gap next to its pool. */
  readonly runs: ReadonlyMap<string, number>
}

/** Pools one under another, each gap as high as the messages that run in it need. */
function stackOf({ graph, rows, parts }: LayoutScene, width: number): Stack {
  const pools = new Map<string, Box>()
  const lanes = new Map<string, Box>()
  const middles = new Map<string, number>()
  const runs = new Map<string, number>()
  const gaps = gapsOf(graph)
  let y = 0
  graph.pools.forEach((pool, at) => {
    y = gapUnder(y, gaps.get(at) ?? [], runs)
    const top = y
    const keys = pool.lanes.length > 0 ? pool.lanes.map(({ id }) => id) : [pool.id]
    keys.forEach((key, index) => {
      const head = index === 0 ? parts.head(pool.id) : 0
      const foot = index === keys.length - 1 ? parts.foot(pool.id) : 0
      const row = pool.isBlackBox ? BLACK_BOX_HEIGHT : Math.max(ROW_HEIGHT, (rows.rise.get(key) ?? 0) * 2 + 60)
      const height = head + row + (rows.below.get(key)?.length ?? 0) * LINE + (pool.isBlackBox ? 0 : LINE) + foot
      middles.set(key, y + head + row / 2)
      if (pool.lanes.length > 0) lanes.set(key, { x: LABELS_WIDTH / 2, y, width: width - LABELS_WIDTH / 2, height })
      y += height
    })
    pools.set(pool.id, { x: 0, y: top, width, height: y - top })
  })
  gapUnder(y, gaps.get(graph.pools.length) ?? [], runs)
  return { pools, lanes, middles, runs }
}

function gapUnder(y: number, flows: readonly Flow[], runs: Map<string, number>): number {
  flows.forEach(({ id }, at) => runs.set(id, y + POOL_GAP / 2 + at * LINE))
  return y + POOL_GAP + Math.max(0, flows.length - 1) * LINE
}

/** A message between two nodes runs in the gap next to its own pool, on the side of the other. Gap 0 is above the first pool. */
function gapsOf({ messages, nodes, pools }: FlowGraph): ReadonlyMap<number, readonly Flow[]> {
  const poolAt = (id: string) => pools.findIndex(({ id: pool }) => pool === nodes.find((node) => node.id === id)?.pool)
  const between = messages.filter(({ from, to }) => poolAt(from) >= 0 && poolAt(to) >= 0)
  return Map.groupBy(between, ({ from, to }) => (poolAt(to) > poolAt(from) ? poolAt(from) + 1 : poolAt(from)))
}

function boxOf(node: FlowNode, { graph, columns }: LayoutScene, middles: Stack['middles']): Box {
  const { width, height } = SIZES[node.kind]
  const before = graph.nodes.filter((each) => each.column === node.column && each.slot < node.slot && isPlaced(each))
  const x = columns.left.get(node.column)! + before.reduce((sum, each) => sum + SIZES[each.kind].width + GAP, 0)
  return { x, y: middles.get(node.row)! + node.rise * RISE - height / 2, width, height }
}

const centre = (box: Box): BpmnPoint => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 })

function sequenceLine(flow: Flow, nodes: ReadonlyMap<string, Box>, scene: LayoutScene, stack: Stack): readonly BpmnPoint[] {
  const { graph, columns, rows, parts } = scene
  const [from, to] = [nodeOf(graph, flow.from), nodeOf(graph, flow.to)]
  const [a, b] = [nodes.get(flow.from)!, nodes.get(flow.to)!]
  const middle = (node: FlowNode) => stack.middles.get(node.row)! + node.rise * RISE
  const start = { x: a.x + a.width, y: middle(from) }
  const end = { x: b.x, y: middle(to) }
  const place = rows.below.get(to.row)?.indexOf(flow) ?? -1
  const inAt = end.x - LINE - (Math.max(0, place) % 4) * (LINE - 2)
  if (from.kind === 'boundaryEvent' || parts.isPast(flow)) {
    const y = parts.lineOf(flow, stack.pools)
    const down = { x: centre(a).x, y: a.y + a.height }
    const outAt = start.x + LINE
    const out = from.kind === 'boundaryEvent' ? [down, { x: down.x, y }] : [start, { x: outAt, y: start.y }, { x: outAt, y }]
    return [...out, { x: inAt, y }, { x: inAt, y: end.y }, end]
  }
  if (isOnward(from, to) && start.y !== end.y) {
    // Out of the gateway's own corner, so that it passes no event that comes before.
    const out = { x: centre(a).x, y: end.y > start.y ? a.y + a.height : a.y }
    return from.kind.endsWith('Gateway')
      ? [out, { x: out.x, y: end.y }, end]
      : [start, { x: start.x + LINE, y: start.y }, { x: start.x + LINE, y: end.y }, end]
  }
  if (isOnward(from, to) || isPlain(from, to, graph, columns)) return [start, end]
  const y = stack.middles.get(to.row)! + Math.max(ROW_HEIGHT / 2, (rows.rise.get(to.row) ?? 0) + 30) + place * LINE
  const outAt = start.x + LINE + (graph.sequence.filter((each) => each.from === flow.from).indexOf(flow) % 4) * (LINE - 2)
  return [start, { x: outAt, y: start.y }, { x: outAt, y }, { x: inAt, y }, { x: inAt, y: end.y }, end]
}

/** Each message leaves upwards or downwards, runs next to its own pool, and arrives from there. */
function messageLines(graph: FlowGraph, nodes: ReadonlyMap<string, Box>, stack: Stack): ReadonlyMap<string, readonly BpmnPoint[]> {
  const lines = new Map<string, readonly BpmnPoint[]>()
  const touches = new Map<string, number>()
  /** Messages of one task are side by side on it. */
  const touch = (id: string, box: Box): number => {
    const count = touches.get(id) ?? 0
    touches.set(id, count + 1)
    return centre(box).x + (box.width > 60 ? (count - 1) * 3 * LINE : 0)
  }
  for (const flow of graph.messages) {
    const [a, b] = [nodes.get(flow.from), nodes.get(flow.to)]
    if (a !== undefined && b !== undefined) lines.set(flow.id, betweenNodes(a, b, stack.runs.get(flow.id)!))
    else if (a !== undefined) lines.set(flow.id, straight(touch(flow.from, a), a, stack.pools.get(flow.to)!))
    else if (b !== undefined) lines.set(flow.id, straight(touch(flow.to, b), b, stack.pools.get(flow.from)!).toReversed())
  }
  return lines
}

/** From the middle of a node's side to the pool. */
function straight(x: number, box: Box, pool: Box): readonly BpmnPoint[] {
  const [start, end] = facing(box, pool)
  return [
    { x, y: start },
    { x, y: end },
  ]
}

function betweenNodes(a: Box, b: Box, y: number): readonly BpmnPoint[] {
  const [start, end] = facing(a, b)
  const [from, to] = [centre(a).x, centre(b).x]
  return [
    { x: from, y: start },
    { x: from, y },
    { x: to, y },
    { x: to, y: end },
  ]
}

/** The heights at which two boxes face each other. */
function facing(a: Box, b: Box): readonly [number, number] {
  return b.y > a.y ? [a.y + a.height, b.y] : [a.y, b.y + b.height]
}

import type { Flow, FlowGraph, FlowNode, NodeKind } from './flow-graph.ts'

// Where everything is placed. Each step has a column of its own, in every pool; a column holds nodes in one lane only. So a vertical line
// in a column meets
// no node of another lane, and a horizontal one meets none where it runs below a lane's nodes or between pools.

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export type BpmnPoint = { readonly x: number; readonly y: number }
export type BpmnLayout = {
  readonly pools: ReadonlyMap<string, Box>
  readonly lanes: ReadonlyMap<string, Box>
  readonly nodes: ReadonlyMap<string, Box>
  readonly edges: ReadonlyMap<string, readonly BpmnPoint[]>
}

const SIZES: Readonly<Record<NodeKind, { readonly width: number; readonly height: number }>> = {
  startEvent: { width: 36, height: 36 },
  endEvent: { width: 36, height: 36 },
  userTask: { width: 150, height: 90 },
  serviceTask: { width: 150, height: 90 },
  sendTask: { width: 150, height: 90 },
  exclusiveGateway: { width: 50, height: 50 },
  parallelGateway: { width: 50, height: 50 },
}
const GAP = 50
const COLUMN_GAP = 80
const LABELS_WIDTH = 60
const ROW_HEIGHT = 130
/** Between two lines that run side by side. */
const LINE = 10
const POOL_GAP = 40
const BLACK_BOX_HEIGHT = 60
/** End events of a choice are placed in turns above and below its own line. */
const END_RISE = 60

export function layoutOf(graph: FlowGraph): BpmnLayout {
  const columns = columnsOf(graph)
  const width = columns.width + LABELS_WIDTH
  const rows = rowsOf(graph, columns)
  const stack = stackOf(graph, rows, width)
  const nodes = new Map(graph.nodes.map((node) => [node.id, boxOf(node, graph, columns, stack.middles)]))
  const edges = new Map<string, readonly BpmnPoint[]>()
  for (const flow of graph.sequence) edges.set(flow.id, sequenceLine(flow, graph, nodes, columns, rows, stack))
  for (const [id, points] of messageLines(graph, nodes, stack)) edges.set(id, points)
  return { pools: stack.pools, lanes: stack.lanes, nodes, edges }
}

type Columns = { readonly width: number; readonly left: ReadonlyMap<string, number>; readonly at: ReadonlyMap<string, number> }

/** A column is as wide as the nodes of its step, side by side. */
function columnsOf(graph: FlowGraph): Columns {
  const left = new Map<string, number>()
  let x = LABELS_WIDTH + COLUMN_GAP / 2
  for (const id of graph.columns) {
    left.set(id, x)
    const cell = graph.nodes.filter((node) => node.step.id === id)
    x += cell.reduce((sum, node) => sum + SIZES[node.kind].width + GAP, -GAP) + COLUMN_GAP
  }
  return { width: x, left, at: new Map(graph.columns.map((id, at) => [id, at])) }
}

/** A lane's own rows: the row of the nodes, then one line for each flow that has to run below them. */
type Rows = { readonly below: ReadonlyMap<string, readonly string[]>; readonly rise: ReadonlyMap<string, number> }

function rowKey(node: FlowNode, graph: FlowGraph): string {
  return graph.pools.find((pool) => pool.id === node.pool)!.lanes.length > 0 ? node.lane : node.pool
}

function rowsOf(graph: FlowGraph, columns: Columns): Rows {
  const below = new Map<string, string[]>()
  const rise = new Map<string, number>()
  for (const flow of graph.sequence) {
    const [from, to] = [nodeOf(graph, flow.from), nodeOf(graph, flow.to)]
    if (from.step !== to.step && !isPlain(from, to, graph, columns)) push(below, rowKey(to, graph), flow.id)
  }
  for (const node of graph.nodes) {
    const key = rowKey(node, graph)
    rise.set(key, Math.max(rise.get(key) ?? 0, Math.abs(riseOf(node, graph))))
  }
  return { below, rise }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, [value])
  else values.push(value)
}

function nodeOf(graph: FlowGraph, id: string): FlowNode {
  return graph.nodes.find((node) => node.id === id)!
}

/** Whether the line may run straight along the lane: nothing is between the two. */
function isPlain(from: FlowNode, to: FlowNode, graph: FlowGraph, columns: Columns): boolean {
  if (rowKey(from, graph) !== rowKey(to, graph)) return false
  const [left, right] = [columns.at.get(from.step.id)!, columns.at.get(to.step.id)!]
  if (left >= right) return false
  const between = graph.nodes.some((node) => {
    const at = columns.at.get(node.step.id)!
    return rowKey(node, graph) === rowKey(from, graph) && at > left && at < right
  })
  const inFront = graph.nodes.some(
    (node) =>
      (node.step === to.step && node.slot < to.slot && node.kind === 'startEvent') ||
      (node.step === from.step && node.slot > from.slot && riseOf(node, graph) === 0),
  )
  return !between && !inFront
}

/** How far an end event is off its lane's middle: only a single one is on it. */
function riseOf(node: FlowNode, graph: FlowGraph): number {
  if (node.kind !== 'endEvent') return 0
  const leaving = graph.nodes.filter((each) => each.step === node.step && each.kind === 'endEvent')
  const last = graph.nodes.findLast((each) => each.step === node.step && each.kind !== 'endEvent')!
  const goesOn = graph.sequence.some((flow) => flow.from === last.id && nodeOf(graph, flow.to).kind !== 'endEvent')
  if (leaving.length === 1 && !goesOn) return 0
  const at = leaving.indexOf(node)
  return (at % 2 === 0 ? 1 : -1) * END_RISE
}

type Stack = {
  readonly pools: ReadonlyMap<string, Box>
  readonly lanes: ReadonlyMap<string, Box>
  readonly middles: ReadonlyMap<string, number>
  /** Where each message between two nodes runs along: a line of its own in the gap next to its pool. */
  readonly runs: ReadonlyMap<string, number>
}

/** Pools one under another, each gap as high as the messages that run in it need. */
function stackOf(graph: FlowGraph, rows: Rows, width: number): Stack {
  const pools = new Map<string, Box>()
  const lanes = new Map<string, Box>()
  const middles = new Map<string, number>()
  const runs = new Map<string, number>()
  const gaps = gapsOf(graph)
  let y = 0
  graph.pools.forEach((pool, at) => {
    y = gapUnder(y, gaps.get(at) ?? [], runs)
    const top = y
    for (const key of pool.lanes.length > 0 ? pool.lanes.map(({ id }) => id) : [pool.id]) {
      const row = pool.isBlackBox ? BLACK_BOX_HEIGHT : Math.max(ROW_HEIGHT, (rows.rise.get(key) ?? 0) * 2 + 60)
      const height = row + (rows.below.get(key)?.length ?? 0) * LINE + (pool.isBlackBox ? 0 : LINE)
      middles.set(key, y + row / 2)
      if (pool.lanes.length > 0) lanes.set(key, { x: LABELS_WIDTH / 2, y, width: width - LABELS_WIDTH / 2, height })
      y += height
    }
    pools.set(pool.id, { x: 0, y: top, width, height: y - top })
  })
  gapUnder(y, gaps.get(graph.pools.length) ?? [], runs)
  return { pools, lanes, middles, runs }
}

function gapUnder(y: number, flows: readonly string[], runs: Map<string, number>): number {
  flows.forEach((id, at) => runs.set(id, y + POOL_GAP / 2 + at * LINE))
  return y + POOL_GAP + Math.max(0, flows.length - 1) * LINE
}

/** A message between two nodes runs in the gap next to its own pool, on the side of the other. Gap 0 is above the first pool. */
function gapsOf(graph: FlowGraph): ReadonlyMap<number, readonly string[]> {
  const gaps = new Map<number, string[]>()
  for (const flow of graph.messages) {
    const [from, to] = [poolAt(flow.from, graph), poolAt(flow.to, graph)]
    if (from !== null && to !== null) push(gaps, to > from ? from + 1 : from, flow.id)
  }
  return gaps
}

/** Of a node; null for a pool itself. */
function poolAt(id: string, graph: FlowGraph): number | null {
  const node = graph.nodes.find((each) => each.id === id)
  return node === undefined ? null : graph.pools.findIndex((pool) => pool.id === node.pool)
}

function boxOf(node: FlowNode, graph: FlowGraph, columns: Columns, middles: Stack['middles']): Box {
  const { width, height } = SIZES[node.kind]
  const before = graph.nodes.filter((each) => each.step === node.step && each.slot < node.slot)
  const x = columns.left.get(node.step.id)! + before.reduce((sum, each) => sum + SIZES[each.kind].width + GAP, 0)
  const middle = middles.get(rowKey(node, graph))! + riseOf(node, graph)
  return { x, y: middle - height / 2, width, height }
}

const right = (box: Box): number => box.x + box.width
const centre = (box: Box): BpmnPoint => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 })

function sequenceLine(
  flow: Flow,
  graph: FlowGraph,
  nodes: ReadonlyMap<string, Box>,
  columns: Columns,
  rows: Rows,
  stack: Stack,
): readonly BpmnPoint[] {
  const [from, to] = [nodeOf(graph, flow.from), nodeOf(graph, flow.to)]
  const [a, b] = [nodes.get(flow.from)!, nodes.get(flow.to)!]
  const start = { x: right(a), y: centre(a).y }
  const end = { x: b.x, y: centre(b).y }
  if (from.step === to.step && start.y !== end.y) {
    // Out of the gateway's own corner, so that it passes no event that comes before.
    const out = { x: centre(a).x, y: end.y > start.y ? a.y + a.height : a.y }
    return from.kind.endsWith('Gateway')
      ? [out, { x: out.x, y: end.y }, end]
      : [start, { x: start.x + LINE, y: start.y }, { x: start.x + LINE, y: end.y }, end]
  }
  if (from.step === to.step || isPlain(from, to, graph, columns)) return [start, end]
  const key = rowKey(to, graph)
  const place = rows.below.get(key)!.indexOf(flow.id)
  const middle = stack.middles.get(key)!
  const y = middle + Math.max(ROW_HEIGHT / 2, (rows.rise.get(key) ?? 0) + 30) + place * LINE
  const outAt = start.x + LINE + (graph.sequence.filter((each) => each.from === flow.from).indexOf(flow) % 4) * (LINE - 2)
  const inAt = end.x - LINE - (place % 4) * (LINE - 2)
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

function straight(x: number, box: Box, pool: Box): readonly BpmnPoint[] {
  return pool.y > box.y
    ? [
        { x, y: box.y + box.height },
        { x, y: pool.y },
      ]
    : [
        { x, y: box.y },
        { x, y: pool.y + pool.height },
      ]
}

function betweenNodes(a: Box, b: Box, y: number): readonly BpmnPoint[] {
  const down = b.y > a.y
  const start = { x: centre(a).x, y: down ? a.y + a.height : a.y }
  const end = { x: centre(b).x, y: down ? b.y : b.y + b.height }
  return [start, { x: start.x, y }, { x: end.x, y }, end]
}

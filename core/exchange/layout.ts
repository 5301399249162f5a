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
  const rows = rowsOf(graph, columns)
  const stack = stackOf(graph, rows, columns.width + LABELS_WIDTH)
  const nodes = new Map(graph.nodes.map((node) => [node.id, boxOf(node, graph, columns, stack.middles)]))
  const lines = graph.sequence.map((flow) => [flow.id, sequenceLine(flow, graph, nodes, columns, rows, stack)] as const)
  return { pools: stack.pools, lanes: stack.lanes, nodes, edges: new Map([...lines, ...messageLines(graph, nodes, stack)]) }
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
type Rows = { readonly below: ReadonlyMap<string, readonly Flow[]>; readonly rise: ReadonlyMap<string, number> }

function rowsOf(graph: FlowGraph, columns: Columns): Rows {
  const bent = graph.sequence.filter((flow) => {
    const [from, to] = [nodeOf(graph, flow.from), nodeOf(graph, flow.to)]
    return from.step !== to.step && !isPlain(from, to, graph, columns)
  })
  const rises = [...Map.groupBy(graph.nodes, (node) => node.row)].map(
    ([row, nodes]) => [row, Math.max(...nodes.map((node) => Math.abs(riseOf(node, graph))))] as const,
  )
  return { below: Map.groupBy(bent, ({ to }) => nodeOf(graph, to).row), rise: new Map(rises) }
}

function nodeOf(graph: FlowGraph, id: string): FlowNode {
  return graph.nodes.find((node) => node.id === id)!
}

/** Whether the line may run straight along the lane: nothing is between the two. */
function isPlain(from: FlowNode, to: FlowNode, graph: FlowGraph, columns: Columns): boolean {
  const at = ({ step }: FlowNode) => columns.at.get(step.id)!
  return (
    from.row === to.row &&
    at(from) < at(to) &&
    !graph.nodes.some(
      (node) =>
        (node.row === from.row && at(node) > at(from) && at(node) < at(to)) ||
        (node.step === to.step && node.slot < to.slot && node.kind === 'startEvent') ||
        (node.step === from.step && node.slot > from.slot && riseOf(node, graph) === 0),
    )
  )
}

/** How far an end event is off its lane's middle: only a single one is on it. */
function riseOf(node: FlowNode, graph: FlowGraph): number {
  if (node.kind !== 'endEvent') return 0
  const isEnd = ({ kind }: FlowNode) => kind === 'endEvent'
  const ofStep = graph.nodes.filter((each) => each.step === node.step)
  const last = ofStep.findLast((each) => !isEnd(each))!
  const goesOn = graph.sequence.some((flow) => flow.from === last.id && !isEnd(nodeOf(graph, flow.to)))
  const ends = ofStep.filter(isEnd)
  return ends.length === 1 && !goesOn ? 0 : ends.indexOf(node) % 2 === 0 ? END_RISE : -END_RISE
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

function boxOf(node: FlowNode, graph: FlowGraph, columns: Columns, middles: Stack['middles']): Box {
  const { width, height } = SIZES[node.kind]
  const before = graph.nodes.filter((each) => each.step === node.step && each.slot < node.slot)
  const x = columns.left.get(node.step.id)! + before.reduce((sum, each) => sum + SIZES[each.kind].width + GAP, 0)
  return { x, y: middles.get(node.row)! + riseOf(node, graph) - height / 2, width, height }
}

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
  const start = { x: a.x + a.width, y: centre(a).y }
  const end = { x: b.x, y: centre(b).y }
  if (from.step === to.step && start.y !== end.y) {
    // Out of the gateway's own corner, so that it passes no event that comes before.
    const out = { x: centre(a).x, y: end.y > start.y ? a.y + a.height : a.y }
    return from.kind.endsWith('Gateway')
      ? [out, { x: out.x, y: end.y }, end]
      : [start, { x: start.x + LINE, y: start.y }, { x: start.x + LINE, y: end.y }, end]
  }
  if (from.step === to.step || isPlain(from, to, graph, columns)) return [start, end]
  const place = rows.below.get(to.row)!.indexOf(flow)
  const y = stack.middles.get(to.row)! + Math.max(ROW_HEIGHT / 2, (rows.rise.get(to.row) ?? 0) + 30) + place * LINE
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

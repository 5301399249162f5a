// Coordinates of everything. `u` runs across the lanes, `v` along the flow; portrait makes them x and y, landscape y and x.
import { type Across, type Along, type Cross, CROSS_BEFORE, LABEL_HEIGHT, TRACK } from './channels.ts'
import { type Frame, spanOf } from './frame.ts'
import { insetOf, type Point, type Rectangle } from './geometry.ts'
import { type Header, headerLines } from './headers.ts'
import { textWidth } from './metrics.ts'
import type { DiagramEdge, DiagramNode, Lane, Orientation } from './model.ts'
import type { EdgePlan } from './plans.ts'
import type { TextLine } from './sizes.ts'

export type PlacedNode = Rectangle & { readonly node: DiagramNode; readonly lines: readonly TextLine[] }
/** The points of an edge from its node to the tip of its arrow; each stretch is level or upright. */
export type PlacedEdge = {
  readonly edge: DiagramEdge
  readonly points: readonly Point[]
  readonly label: (Rectangle & { readonly line: TextLine }) | null
}
export type PlacedLane = Rectangle & { readonly lane: Lane; readonly header: Rectangle; readonly lines: readonly TextLine[] }
/** Where an edge leaves its page, and where it comes in again on `page`: two marks with one letter. `x` and `y` are its middle. */
export type PageMark = Point & { readonly letter: string; readonly page: number; readonly lines: readonly TextLine[] }

/**
 * Pixels from the upper left corner. `cuts` are places along the flow at which a page may end: nothing is there but edges, and no more of
 * them than anywhere between the same two layers. `marks` has only a part of a diagram that was cut.
 */
export type Layout = {
  readonly orientation: Orientation
  readonly width: number
  readonly height: number
  readonly lanes: readonly PlacedLane[]
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
  readonly cuts: readonly number[]
  readonly marks: readonly PageMark[]
}

const MARGIN = 8

export function placed(frame: Frame, across: Across, along: Along, ins: ReadonlyMap<EdgePlan, number>, cross: Cross): Layout {
  const headers = frame.diagram.lanes.map((lane, index) =>
    headerLines(lane, frame.isDown ? across.borders[index + 1]! - across.borders[index]! : frame.headerWidth),
  )
  const headerSize = !frame.hasHeaders ? 0 : frame.isDown ? Math.max(...headers.map((header) => header.height)) : frame.headerWidth
  const point = (u: number, v: number): Point =>
    frame.isDown ? { x: MARGIN + u, y: MARGIN + headerSize + v } : { x: MARGIN + headerSize + v, y: MARGIN + u }
  const end = point(across.borders.at(-1)!, along.end)
  const edges = frame.plans.map((plan) => placedEdge(frame, plan, across, along, ins, cross, point))
  const flow = (v: number) => (frame.isDown ? point(0, v).y : point(0, v).x)
  return {
    orientation: frame.orientation,
    width: end.x + MARGIN,
    height: end.y + MARGIN,
    lanes: frame.hasHeaders
      ? frame.diagram.lanes.map((lane, index) => placedLane(frame, lane, index, headers[index]!, headerSize, across, end))
      : [],
    nodes: frame.diagram.nodes.map((node) => placedNode(frame, node, across, along, point)),
    edges,
    cuts: along.channels.slice(1, -1).map((v, index) => calmest(between(v, cross.tracks[index + 1]!.count).map(flow), edges, frame.isDown)),
    marks: [],
  }
}

/** Places in a channel on which no track lies: before the first, between two, after the last. */
function between(channel: number, tracks: number): readonly number[] {
  return Array.from({ length: tracks + 1 }, (_, track) => channel + CROSS_BEFORE + track * TRACK - TRACK / 2)
}

/** The place that the fewest edges cross. */
function calmest(places: readonly number[], edges: readonly PlacedEdge[], isDown: boolean): number {
  const crossing = places.map((place) => edges.reduce((sum, edge) => sum + crossingsOf(edge, place, isDown).length, 0))
  return places[crossing.indexOf(Math.min(...crossing))]!
}

/** Where an edge crosses a line across the flow, counted along that line. */
export function crossingsOf({ points }: PlacedEdge, place: number, isDown: boolean): readonly number[] {
  const along = (point: Point) => (isDown ? point.y : point.x)
  return points.slice(1).flatMap((to, index) => {
    const from = points[index]!
    const isCrossing = Math.min(along(from), along(to)) < place && Math.max(along(from), along(to)) > place
    return isCrossing ? [isDown ? from.x : from.y] : []
  })
}

type ToPixels = (u: number, v: number) => Point

function placedNode(frame: Frame, node: DiagramNode, across: Across, along: Along, point: ToPixels): PlacedNode {
  const { column } = frame.grid.cells.get(node.id)!
  const middle = point(across.middles[column]!, middleOf(frame, node.id, along))
  const { width, height, lines } = frame.sizes.get(node.id)!
  const x = Math.round(middle.x - width / 2)
  const y = Math.round(middle.y - height / 2)
  return { node, x, y, width, height, lines: lines.map((line) => ({ ...line, x: line.x + x, y: line.y + y })) }
}

function placedEdge(
  frame: Frame,
  plan: EdgePlan,
  across: Across,
  along: Along,
  ins: ReadonlyMap<EdgePlan, number>,
  cross: Cross,
  point: ToPixels,
): PlacedEdge {
  const from = frame.grid.cells.get(plan.edge.from)!
  const to = frame.grid.cells.get(plan.edge.to)!
  const source = edgesOf(frame, plan.edge.from, along)
  const target = edgesOf(frame, plan.edge.to, along)
  const outOffset = frame.outs.get(plan) ?? 0
  const out = across.middles[from.column]! + outOffset
  const inOffset = ins.get(plan)!
  const into = across.middles[to.column]! + inOffset
  const start = source.end - insetOf(source.shape, outOffset, source.half, source.depth, frame.isDown)
  const tip = target.start + insetOf(target.shape, inOffset, target.half, target.depth, frame.isDown)
  const track = (channel: number) => along.channels[channel]! + CROSS_BEFORE + cross.of.get(plan)!.get(channel)! * TRACK
  const line = across.along.get(plan) ?? 0
  const middle = middleOf(frame, plan.edge.from, along)
  const side = across.middles[from.column]! + (plan.exit === 'low' ? -source.half : source.half)
  const routes: Readonly<Record<EdgePlan['path'], () => readonly (readonly [number, number])[]>> = {
    straight: () => [
      [out, start],
      [into, tip],
    ],
    across: () => [
      [out, start],
      [out, track(from.layer + 1)],
      [into, track(from.layer + 1)],
      [into, tip],
    ],
    around: () => [
      [out, start],
      [out, track(from.layer + 1)],
      [line, track(from.layer + 1)],
      [line, track(to.layer)],
      [into, track(to.layer)],
      [into, tip],
    ],
    side: () => [
      [side, middle],
      [line, middle],
      [line, track(to.layer)],
      [into, track(to.layer)],
      [into, tip],
    ],
  }
  const points = withoutRepeats(routes[plan.path]().map(([u, v]) => point(u, v)))
  return { edge: plan.edge, points, label: plan.edge.label === '' ? null : labelOf(frame, plan, points[0]!) }
}

function edgesOf(frame: Frame, id: string, along: Along) {
  const { du, dv } = spanOf(frame, id)
  const middle = middleOf(frame, id, along)
  const node = frame.shapes.get(id)!
  return { shape: node.shape, half: du / 2, depth: dv / 2, start: Math.round(middle - dv / 2), end: Math.round(middle - dv / 2) + dv }
}

/**
 * Questions are placed in the middle of their layer, end signs close to what they end, everything else at its beginning, near to what comes
 * before.
 */
function middleOf(frame: Frame, id: string, along: Along): number {
  const { layer } = frame.grid.cells.get(id)!
  const close = along.closeEnds.get(id)
  if (close !== undefined) return close
  return frame.shapes.get(id)!.shape === 'condition' ? along.middles[layer]! : along.starts[layer]! + spanOf(frame, id).dv / 2
}

function withoutRepeats(points: readonly Point[]): readonly Point[] {
  return points.filter((each, index) => {
    const before = points[index - 1]
    return before === undefined || before.x !== each.x || before.y !== each.y
  })
}

/** Next to the first stretch of its edge, in the room that its cell keeps for it. */
function labelOf(frame: Frame, plan: EdgePlan, from: Point): PlacedEdge['label'] {
  const text = plan.edge.label
  const width = textWidth(text, 'label')
  const corner = (): Point => {
    if (frame.isDown) {
      if (plan.exit === 'end') return { x: from.x + 6, y: from.y + 1 }
      return { x: plan.exit === 'high' ? from.x + 3 : from.x - 3 - width, y: from.y - 3 - LABEL_HEIGHT }
    }
    if (plan.exit === 'end') return { x: from.x + 4, y: from.y - 3 - LABEL_HEIGHT }
    return { x: from.x + 6, y: plan.exit === 'high' ? from.y + 2 : from.y - 2 - LABEL_HEIGHT }
  }
  const { x, y } = corner()
  return { x, y, width, height: LABEL_HEIGHT, line: { text, face: 'label', x, y: y + 12, anchor: 'start', width } }
}

function placedLane(frame: Frame, lane: Lane, index: number, header: Header, headerSize: number, across: Across, end: Point): PlacedLane {
  const from = across.borders[index]! + MARGIN
  const size = across.borders[index + 1]! - across.borders[index]!
  const body = frame.isDown
    ? { x: from, y: MARGIN, width: size, height: end.y - MARGIN }
    : { x: MARGIN, y: from, width: end.x - MARGIN, height: size }
  const head = frame.isDown ? { ...body, height: headerSize } : { ...body, width: headerSize }
  const top = head.y + Math.round((head.height - header.height) / 2)
  const middle = head.x + head.width / 2
  return { lane, ...body, header: head, lines: header.lines.map((line) => ({ ...line, x: middle, y: line.y + top })) }
}

// Coordinates of everything. `u` runs across the lanes, `v` along the flow; portrait makes them x and y, landscape y and x.
import { lineOf, type TextBlock, type TextLine } from './blocks.ts'
import { type Across, type Along, type Cross, CROSS_BEFORE, LABEL_HEIGHT, TRACK } from './channels.ts'
import { type Frame, spanOf } from './frame.ts'
import { axesOf, insetOf, type Point, type Rectangle } from './geometry.ts'
import { headerBlock, headerHeight } from './headers.ts'
import type { DiagramEdge, DiagramNode, Lane, Orientation } from './model.ts'
import type { EdgePlan } from './plans.ts'

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

type ToPixels = (u: number, v: number) => Point

export function placed(frame: Frame, across: Across, along: Along, ins: ReadonlyMap<EdgePlan, number>, cross: Cross): Layout {
  const { diagram, orientation, isDown, headerWidth } = frame
  const { flow } = axesOf(orientation)
  const breadths = diagram.lanes.map((_, index) => across.borders[index + 1]! - across.borders[index]!)
  const headers = diagram.lanes.map((lane, index) => headerBlock(lane, isDown ? breadths[index]! : headerWidth))
  const headerSize = !frame.hasHeaders ? 0 : isDown ? Math.max(...headers.map(headerHeight)) : headerWidth
  const point: ToPixels = (u, v) => (isDown ? { x: MARGIN + u, y: MARGIN + headerSize + v } : { x: MARGIN + headerSize + v, y: MARGIN + u })
  const end = point(across.borders.at(-1)!, along.end)
  const edges = frame.plans.map((plan) => placedEdge(frame, plan, across, along, ins, cross, point))
  const lanes = diagram.lanes.map((lane, index): PlacedLane => {
    const [from, size] = [across.borders[index]! + MARGIN, breadths[index]!]
    const body = isDown
      ? { x: from, y: MARGIN, width: size, height: end.y - MARGIN }
      : { x: MARGIN, y: from, width: end.x - MARGIN, height: size }
    const header = isDown ? { ...body, height: headerSize } : { ...body, width: headerSize }
    return { lane, ...body, header, lines: centred(headers[index]!, header) }
  })
  return {
    orientation,
    width: end.x + MARGIN,
    height: end.y + MARGIN,
    lanes: frame.hasHeaders ? lanes : [],
    nodes: diagram.nodes.map((node) => placedNode(frame, node, across, along, point)),
    edges,
    cuts: along.channels.slice(1, -1).map((v, index) =>
      calmest(
        between(v, cross.tracks[index + 1]!.count).map((each) => point(0, each)[flow]),
        edges,
        orientation,
      ),
    ),
    marks: [],
  }
}

function centred(block: TextBlock, box: Rectangle): readonly TextLine[] {
  const top = box.y + Math.round((box.height - headerHeight(block)) / 2)
  return block.lines.map((line) => ({ ...line, x: box.x + box.width / 2, y: line.y + top }))
}

/** Places in a channel on which no track lies: before the first, between two, after the last. */
function between(channel: number, tracks: number): readonly number[] {
  return Array.from({ length: tracks + 1 }, (_, track) => channel + CROSS_BEFORE + track * TRACK - TRACK / 2)
}

/** The place that the fewest edges cross. */
function calmest(places: readonly number[], edges: readonly PlacedEdge[], orientation: Orientation): number {
  const crossing = places.map((place) => edges.flatMap((edge) => crossingsOf(edge, place, orientation)).length)
  return places[crossing.indexOf(Math.min(...crossing))]!
}

/** Where an edge crosses a line across the flow, counted along that line. */
export function crossingsOf({ points }: PlacedEdge, place: number, orientation: Orientation): readonly number[] {
  const { flow, across } = axesOf(orientation)
  const from = points.filter((point, index) => {
    const to = points[index + 1] ?? point
    return Math.min(point[flow], to[flow]) < place && Math.max(point[flow], to[flow]) > place
  })
  return from.map((point) => point[across])
}

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
  const { edge, from, to, exit, path } = plan
  const [source, target] = [edgesOf(frame, edge.from, along), edgesOf(frame, edge.to, along)]
  const [outOffset, inOffset] = [frame.outs.get(plan) ?? 0, ins.get(plan)!]
  const out = across.middles[from.column]! + outOffset
  const into = across.middles[to.column]! + inOffset
  const start = source.end - insetOf(source.shape, outOffset, source.half, source.depth, frame.isDown)
  const tip = target.start + insetOf(target.shape, inOffset, target.half, target.depth, frame.isDown)
  const track = (channel: number) => along.channels[channel]! + CROSS_BEFORE + cross.of.get(plan)!.get(channel)! * TRACK
  const line = across.along.get(plan) ?? 0
  const middle = middleOf(frame, edge.from, along)
  const side = across.middles[from.column]! + (exit === 'low' ? -source.half : source.half)
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
  const all = routes[path]().map(([u, v]) => point(u, v))
  const points = all.filter(({ x, y }, index) => x !== all[index - 1]?.x || y !== all[index - 1]?.y)
  return { edge, points, label: edge.label === '' ? null : labelOf(frame, plan, points[0]!) }
}

function edgesOf(frame: Frame, id: string, along: Along) {
  const { du, dv } = spanOf(frame, id)
  const start = Math.round(middleOf(frame, id, along) - dv / 2)
  return { shape: frame.shapes.get(id)!.shape, half: du / 2, depth: dv / 2, start, end: start + dv }
}

/**
 * Questions are placed in the middle of their layer, end signs close to what they end, everything else at its beginning, near to what comes
 * before.
 */
function middleOf(frame: Frame, id: string, along: Along): number {
  const { start, middle } = along.layers[frame.grid.cells.get(id)!.layer]!
  return along.closeEnds.get(id) ?? (frame.shapes.get(id)!.shape === 'condition' ? middle : start + spanOf(frame, id).dv / 2)
}

/** Next to the first stretch of its edge, in the room that its cell keeps for it. */
function labelOf({ isDown }: Frame, { edge, exit }: EdgePlan, from: Point): PlacedEdge['label'] {
  const line = lineOf(edge.label, 'label', 0, 0, 'start')
  const above = from.y - LABEL_HEIGHT
  const corners: Readonly<Record<EdgePlan['exit'], Point>> = isDown
    ? { end: { x: from.x + 6, y: from.y + 1 }, high: { x: from.x + 3, y: above - 3 }, low: { x: from.x - 3 - line.width, y: above - 3 } }
    : { end: { x: from.x + 4, y: above - 3 }, high: { x: from.x + 6, y: from.y + 2 }, low: { x: from.x + 6, y: above - 2 } }
  const { x, y } = corners[exit]
  return { x, y, width: line.width, height: LABEL_HEIGHT, line: { ...line, x, y: y + line.y } }
}

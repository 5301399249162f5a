// What would be ugly or unreadable in a drawing, found by arithmetic.
import { LID, type Point, type Rectangle } from '../geometry.ts'
import { FACES, textWidth } from '../metrics.ts'
import type { Layout, PlacedEdge, PlacedNode } from '../place.ts'
import type { Sheet } from '../sheet.ts'
import { MARK_RADIUS } from '../signs.ts'

type Segment = { readonly from: Point; readonly to: Point }

/** Each fault in words; empty where the drawing is sound. */
export function faultsOf(layout: Layout): readonly string[] {
  return [
    ...overlaps(layout),
    ...throughNodes(layout),
    ...throughLabels(layout),
    ...onEachOther(layout),
    ...looseEnds(layout),
    ...tightTexts(layout),
  ]
}

/** Of one page of several: what a whole drawing promises too, and that each edge ends at a node or a mark, and nothing meets a mark. */
export function pageFaults(page: Layout): readonly string[] {
  return [
    ...overlaps(page),
    ...throughNodes(page),
    ...throughLabels(page),
    ...onEachOther(page),
    ...aroundMarks(page),
    ...loosePieces(page),
  ]
}

/** Answers of one question whose ways cross after they have parted. */
export function crossedAnswers({ edges }: Layout): readonly string[] {
  const answers = edges.filter((edge) => edge.label !== null)
  return answers.flatMap((a, index) =>
    answers
      .slice(index + 1)
      .filter((b) => b.edge.from === a.edge.from && segmentsOf(a).some((one) => segmentsOf(b).some((other) => cross(one, other))))
      .map((b) => `${named(a)} crosses ${named(b)}`),
  )
}

function cross(a: Segment, b: Segment): boolean {
  const [one, other] = [boxOf(a), boxOf(b)]
  const [level, upright] = one.height === 0 ? [one, other] : [other, one]
  if (level.height !== 0 || upright.width !== 0) return false
  const isAcross = upright.x > level.x && upright.x < level.x + level.width
  return isAcross && level.y > upright.y && level.y < upright.y + upright.height
}

function aroundMarks({ marks, nodes, edges, lanes }: Layout): readonly string[] {
  const boxOfMark = ({ x, y }: Point) => grown({ x, y, width: 0, height: 0 }, MARK_RADIUS - 1)
  return marks.flatMap((mark, index) => [
    ...nodes.filter((node) => meet(node, boxOfMark(mark))).map((node) => `${node.node.id} covers mark ${mark.letter}`),
    ...lanes.filter((lane) => meet(lane.header, boxOfMark(mark))).map((lane) => `the header of ${lane.lane.id} covers mark ${mark.letter}`),
    ...edges
      .filter((edge) => segmentsOf(edge).some((segment) => meet(boxOf(segment), boxOfMark(mark))))
      .map((edge) => `${named(edge)} runs through mark ${mark.letter}`),
    ...marks
      .slice(index + 1)
      .filter((other) => meet(boxOfMark(other), boxOfMark(mark)))
      .map((other) => `marks ${mark.letter} and ${other.letter} meet`),
    ...mark.lines.flatMap((line) => aroundLine(line, mark.letter, edges)),
  ])
}

function aroundLine(line: PlacedNode['lines'][number], letter: string, edges: readonly PlacedEdge[]): readonly string[] {
  const width = textWidth(line.text, line.face)
  const x = line.anchor === 'start' ? line.x : line.anchor === 'middle' ? line.x - width / 2 : line.x - width
  const box = { x, y: line.y - FACES[line.face].size * 0.72, width, height: FACES[line.face].size * 0.72 }
  return edges
    .filter((edge) => segmentsOf(edge).some((segment) => meet(boxOf(segment), box)))
    .map((edge) => `${named(edge)} runs through the page's number at mark ${letter}`)
}

function loosePieces({ nodes, edges, marks }: Layout): readonly string[] {
  const byId = new Map(nodes.map((node) => [node.node.id, node]))
  const isHeld = (point: Point, id: string) => {
    const node = byId.get(id)
    return (
      (node !== undefined && near(point, node)) || marks.some((mark) => Math.hypot(mark.x - point.x, mark.y - point.y) <= MARK_RADIUS + 1)
    )
  }
  return edges
    .filter((edge) => !isHeld(edge.points[0]!, edge.edge.from) || !isHeld(edge.points.at(-1)!, edge.edge.to))
    .map((edge) => `${named(edge)} hangs loose`)
}

export function sheetFaults(sheet: Sheet): readonly string[] {
  const lines = [...sheet.heading, ...sheet.legend.flatMap((item) => item.lines)]
  return lines.filter((line) => line.x + textWidth(line.text, line.face) > sheet.width).map((line) => `'${line.text}' leaves the sheet`)
}

function segmentsOf(edge: PlacedEdge): readonly Segment[] {
  return edge.points.slice(1).map((to, index) => ({ from: edge.points[index]!, to }))
}

function overlaps({ nodes }: Layout): readonly string[] {
  return nodes.flatMap((a, index) => nodes.slice(index + 1).flatMap((b) => (meet(a, b) ? [`${a.node.id} overlaps ${b.node.id}`] : [])))
}

function throughNodes({ nodes, edges }: Layout): readonly string[] {
  return edges.flatMap((edge) =>
    segmentsOf(edge).flatMap((segment) =>
      nodes.filter((node) => runsThrough(segment, node, edge)).map((node) => `${named(edge)} runs through ${node.node.id}`),
    ),
  )
}

/** At its own two nodes an edge touches the outline, which for a diamond or a circle lies inside the box. */
function runsThrough({ from, to }: Segment, node: PlacedNode, edge: PlacedEdge): boolean {
  const isOwn = node.node.id === edge.edge.from || node.node.id === edge.edge.to
  if (!isOwn) return meet(boxOf({ from, to }), grown(node, 3))
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  return [from, middle, to].some((point) => isDeepInside(point, node))
}

/** Inside the outline, not only inside the box around it. */
function isDeepInside(point: Point, { x, y, width, height, node }: PlacedNode): boolean {
  const right = Math.abs(point.x - (x + width / 2))
  const down = Math.abs(point.y - (y + height / 2))
  if (node.shape === 'condition') return right / (width / 2) + down / (height / 2) < 0.96
  // A stadium; a circle is one without a middle part.
  if (node.shape === 'terminal' || width === height) return Math.hypot(Math.max(0, right - (width - height) / 2), down) < height / 2 - 1.5
  const lid = node.shape === 'informationSystem' ? LID : 0
  return right < width / 2 - 1 && down < height / 2 - 1 - lid
}

function throughLabels({ nodes, edges, lanes }: Layout): readonly string[] {
  const labels = edges.flatMap((edge) => (edge.label === null ? [] : [{ edge, box: grown(edge.label, -1) }]))
  return labels.flatMap(({ edge, box }, index) => [
    ...edges
      .filter((other) => segmentsOf(other).some((segment) => meet(boxOf(segment), box)))
      .map((other) => `${named(other)} runs through the label of ${named(edge)}`),
    ...nodes
      .filter((node) => node.node.id !== edge.edge.from && meet(node, box))
      .map((node) => `${node.node.id} covers the label of ${named(edge)}`),
    ...labels
      .slice(index + 1)
      .filter((other) => meet(other.box, box))
      .map((other) => `two labels meet: ${named(edge)}, ${named(other.edge)}`),
    ...nodes
      .filter((node) => node.node.id === edge.edge.from && corners(box).some((corner) => isDeepInside(corner, node)))
      .map(() => `${named(edge)} has its label inside its node`),
    ...lanes.filter((lane) => meet(lane.header, box)).map((lane) => `the header of ${lane.lane.id} covers a label`),
  ])
}

function onEachOther({ edges }: Layout): readonly string[] {
  return edges.flatMap((a, index) =>
    edges
      .slice(index + 1)
      .flatMap((b) =>
        segmentsOf(a).some((one) => segmentsOf(b).some((other) => lieTogether(one, other))) ? [`${named(a)} lies on ${named(b)}`] : [],
      ),
  )
}

function lieTogether(a: Segment, b: Segment): boolean {
  const isLevel = (segment: Segment) => segment.from.y === segment.to.y
  if (isLevel(a) !== isLevel(b)) return false
  const [one, other] = [boxOf(a), boxOf(b)]
  if (isLevel(a)) return one.y === other.y && one.x < other.x + other.width && other.x < one.x + one.width
  return one.x === other.x && one.y < other.y + other.height && other.y < one.y + one.height
}

/** Every edge begins and ends at the outline of its nodes and has only level and upright stretches. */
function looseEnds({ nodes, edges }: Layout): readonly string[] {
  const byId = new Map(nodes.map((node) => [node.node.id, node]))
  return edges.flatMap((edge) => [
    ...(near(edge.points[0]!, byId.get(edge.edge.from)!) && near(edge.points.at(-1)!, byId.get(edge.edge.to)!)
      ? []
      : [`${named(edge)} hangs loose`]),
    ...(segmentsOf(edge).every(({ from, to }) => from.x === to.x || from.y === to.y) ? [] : [`${named(edge)} runs aslant`]),
  ])
}

function near({ x, y }: Point, box: Rectangle): boolean {
  return x >= box.x - 1 && x <= box.x + box.width + 1 && y >= box.y - 1 && y <= box.y + box.height + 1
}

function tightTexts({ nodes, lanes }: Layout): readonly string[] {
  const inBoxes = nodes.flatMap((node) => node.lines.flatMap((line) => (fits(line, node) ? [] : [`'${line.text}' leaves ${node.node.id}`])))
  const inHeaders = lanes.flatMap((lane) =>
    lane.lines.flatMap((line) => (fits(line, { ...lane.header, node: { shape: 'process' } }) ? [] : [`'${line.text}' leaves its header`])),
  )
  return [...inBoxes, ...inHeaders]
}

type Holder = Rectangle & { readonly node: { readonly shape: string } }

function fits(line: PlacedNode['lines'][number], box: Holder): boolean {
  const width = textWidth(line.text, line.face)
  const left = line.anchor === 'start' ? line.x : line.anchor === 'middle' ? line.x - width / 2 : line.x - width
  const top = line.y - FACES[line.face].size * 0.72
  const held = [
    { x: left, y: top },
    { x: left + width, y: top },
    { x: left, y: line.y },
    { x: left + width, y: line.y },
  ]
  if (box.node.shape !== 'condition')
    return held.every(
      (point) => point.x >= box.x + 2 && point.x <= box.x + box.width - 2 && point.y >= box.y && point.y <= box.y + box.height,
    )
  return held.every(
    (point) =>
      Math.abs(point.x - (box.x + box.width / 2)) / (box.width / 2) + Math.abs(point.y - (box.y + box.height / 2)) / (box.height / 2) <= 1,
  )
}

function boxOf({ from, to }: Segment): Rectangle {
  return { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) }
}

function grown({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}

function corners({ x, y, width, height }: Rectangle): readonly Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x, y: y + height },
    { x: x + width, y: y + height },
  ]
}

function meet(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function named({ edge }: PlacedEdge): string {
  return `${edge.from}→${edge.to}`
}

// Cuts a diagram that is longer than a sheet into pages: where the fewest edges cross, with a mark at each end of an edge that is cut.
import { fillString, type Language } from '@ruqsat/foundation'
import type { TextLine } from './blocks.ts'
import { axesOf, type Point } from './geometry.ts'
import { LEADING, textWidth } from './metrics.ts'
import { crossingsOf, type Layout, type PageMark, type PlacedEdge } from './place.ts'
import { MARK_RADIUS } from './signs.ts'
import { WORDS } from './texts.ts'

/** Pixels along the flow. One of the pages leaves `legend` free: `legendPage` says which. */
export type PageRoom = { readonly length: number; readonly legend: number }

const EDGE = 8
/** The smallest distance from one mark to the next. */
const APART = 2 * MARK_RADIUS + 4
/** What a very full page weighs against edges that are cut. */
const FULL_COSTS = 3
const TOO_LONG = 1_000_000

/** `at` along the flow; `rows` says for each place across the flow how far from the border its mark is. */
type Cut = { readonly at: number; readonly rows: ReadonlyMap<number, number>; readonly depth: number }
type Page = { readonly number: number; readonly start: Cut | null; readonly end: Cut | null; readonly from: number; readonly to: number }

/**
 * A diagram as pages, each with the headers of the lanes: the fewest that have room, among these the cuts through the fewest edges on pages
 * that are about equally full. A layer that is longer than a page gets a longer page. One page, as it is, where everything fits.
 */
export function partsOf(layout: Layout, language: Language, room: PageRoom): readonly Layout[] {
  const pages = pagesOf(layout, room)
  if (pages.length === 1) return [layout]
  const pieces = piecesOf(layout, pages, language)
  return pages.map((page) =>
    partOf(
      layout,
      page,
      pieces.filter((piece) => piece.page === page),
    ),
  )
}

/** How many pages `partsOf` makes; `tightness` is how many times longer than its room the longest page is. */
export function pageCount(layout: Layout, room: PageRoom): { readonly pages: number; readonly tightness: number } {
  const lengths = pagesOf(layout, room).map((page) => lengthOf(layout, page.start, page.end))
  const withLegend = legendPage(lengths, room)
  const fills = lengths.map((length, index) => (length + (index === withLegend ? room.legend : 0)) / room.length)
  return { pages: lengths.length, tightness: Math.max(...fills) }
}

/** The last page on which the legend has room, by the pages' lengths; the shortest, where it has none. */
export function legendPage(lengths: readonly number[], room: PageRoom): number {
  const free = lengths.findLastIndex((length) => length + room.legend <= room.length)
  return free >= 0 ? free : lengths.indexOf(Math.min(...lengths))
}

/** How long the headers of the lanes are. */
function headerOf({ lanes, orientation }: Layout): number {
  return lanes[0]?.header[axesOf(orientation).length] ?? 0
}

/** A mark that has a neighbour within reach is placed one row further out. */
function cutAt(layout: Layout, at: number): Cut {
  const places = new Set(layout.edges.flatMap((edge) => crossingsOf(edge, at, layout.orientation)))
  const rows = new Map<number, number>()
  const lastOf: number[] = []
  for (const place of [...places].toSorted((a, b) => a - b)) {
    const free = lastOf.findIndex((last) => place - last >= APART)
    const row = free < 0 ? lastOf.length : free
    lastOf[row] = place
    rows.set(place, row)
  }
  return { at, rows, depth: distance(layout, Math.max(0, lastOf.length - 1)) + EDGE + MARK_RADIUS }
}

/** From the border to the middle of a mark; across the page there must be room for the page's number below the mark. */
function distance({ orientation }: Layout, row: number): number {
  return (orientation === 'landscape' ? 30 : 22) + row * APART
}

function pagesOf(layout: Layout, room: PageRoom): readonly Page[] {
  const borders = [null, ...layout.cuts.map((at) => cutAt(layout, at)), null]
  const last = borders.length - 1
  const ends = cheapestEnds(last, (from, to, hasLegend) => {
    const fill = lengthOf(layout, borders[from]!, borders[to]!) / room.length
    const isTooLong = fill > 1 - (hasLegend ? room.legend / room.length : 0)
    if (isTooLong && to > from + 1) return Infinity
    return (isTooLong ? TOO_LONG : FULL_COSTS * fill ** 2) + (borders[to]?.rows.size ?? 0)
  })
  return ends.map((to, index) => {
    const [start, end] = [borders[ends[index - 1] ?? 0]!, borders[to]!]
    return { number: index + 1, start, end, from: start?.at ?? 0, to: end?.at ?? layout[axesOf(layout.orientation).length] }
  })
}

function lengthOf(layout: Layout, start: Cut | null, end: Cut | null): number {
  const before = start === null ? 0 : headerOf(layout) + EDGE + start.depth - start.at
  return before + (end === null ? layout[axesOf(layout.orientation).length] : end.at + end.depth)
}

type Way = { readonly ends: readonly number[]; readonly cost: number }
type Cost = (from: number, to: number, hasLegend: boolean) => number
/** The best way to each place, before and after the page with the legend. */
type Ways = { readonly before: readonly (Way | null)[]; readonly after: readonly (Way | null)[] }

/** Fewest pages first; then the cheapest. */
function cheapestEnds(last: number, cost: Cost): readonly number[] {
  const nowhere = Array.from({ length: last + 1 }, () => null)
  let ways: Ways = { before: [{ ends: [], cost: 0 }, ...nowhere.slice(1)], after: nowhere }
  let best: Way | null = null
  for (let count = 1; count <= last && (best === null || best.cost >= TOO_LONG); count += 1) {
    const { before, after }: Ways = ways
    ways = {
      before: before.map((_, to) => cheapest(onward(before, to, cost, false))),
      after: after.map((_, to) => cheapest([...onward(after, to, cost, false), ...onward(before, to, cost, true)])),
    }
    best = cheapest([best, ways.after[last] ?? null])
  }
  return best?.ends ?? [last]
}

function onward(ways: readonly (Way | null)[], to: number, cost: Cost, hasLegend: boolean): readonly (Way | null)[] {
  return ways.slice(0, to).map((way, from) => way && { ends: [...way.ends, to], cost: way.cost + cost(from, to, hasLegend) })
}

function cheapest(ways: readonly (Way | null)[]): Way | null {
  return ways.reduce((best, way) => (way !== null && way.cost < (best?.cost ?? Infinity) ? way : best), null)
}

/** What a page shows of an edge, still at its place in the whole diagram; `mark` is where the edge leaves the page. */
type Piece = { readonly page: Page; readonly edge: PlacedEdge; readonly mark: PageMark | null }

function piecesOf(layout: Layout, pages: readonly Page[], language: Language): readonly Piece[] {
  const { flow } = axesOf(layout.orientation)
  const pageOf = (point: Point) => pages.find((page) => point[flow] < page.to) ?? pages.at(-1)!
  const cut = layout.edges.filter(({ points }) => new Set(points.map(pageOf)).size > 1)
  return layout.edges.flatMap((edge): readonly Piece[] => {
    const [source, target] = [pageOf(edge.points[0]!), pageOf(edge.points.at(-1)!)]
    const letter = cut.indexOf(edge)
    if (letter < 0) return [{ page: source, edge, mark: null }]
    const mark = (end: Ending, other: Page) => markAt(layout, end, letterOf(letter), other.number, language)
    const out = untilBorder(layout, edge.points, source)
    const into = untilBorder(layout, edge.points.toReversed(), target)
    return [
      { page: source, edge: { ...edge, points: out.points }, mark: mark(out, target) },
      { page: target, edge: { ...edge, points: into.points.toReversed(), label: null }, mark: mark(into, source) },
    ]
  })
}

function letterOf(index: number): string {
  const letter = String.fromCharCode('A'.charCodeAt(0) + (index % 26))
  return index < 26 ? letter : `${letterOf(Math.floor(index / 26) - 1)}${letter}`
}

type Ending = { readonly points: readonly Point[]; readonly middle: Point; readonly cut: Cut }

/** The points from an edge's end to the border of its page, on to the rim of the mark beyond it. */
function untilBorder(layout: Layout, points: readonly Point[], page: Page): Ending {
  const { flow, across } = axesOf(layout.orientation)
  const outside = points.findIndex((point) => point[flow] < page.from || point[flow] > page.to)
  const border = points[outside]!
  const isAfter = border[flow] > page.to
  const cut = (isAfter ? page.end : page.start)!
  const far = distance(layout, cut.rows.get(border[across])!)
  const at = (from: number): Point => ({ ...border, [flow]: cut.at + (isAfter ? from : -from) })
  return { points: [...points.slice(0, outside), at(far - MARK_RADIUS)], middle: at(far), cut }
}

/** The number of the other page is next to its mark, on a side where there is nothing else. */
function markAt(layout: Layout, { middle, cut }: Ending, letter: string, page: number, language: Language): PageMark {
  const isDown = layout.orientation !== 'landscape'
  const { across, breadth } = axesOf(layout.orientation)
  const text = fillString(WORDS.page[language], { page })
  const width = textWidth(text, 'note')
  const needs = MARK_RADIUS + 4 + (isDown ? width : LEADING.note)
  const isFree = (side: number) => {
    const end = middle[across] + side * needs
    const isWithin = (away: number) => away > 0 && away < needs + MARK_RADIUS + 2
    return end > EDGE && end < layout[breadth] - EDGE && ![...cut.rows.keys()].some((other) => isWithin((other - middle[across]) * side))
  }
  const side = [1, -1].find(isFree)
  const line = (x: number, y: number, anchor: TextLine['anchor']): TextLine => ({ text, face: 'note', x, y, anchor, width })
  if (side === undefined) return { ...middle, letter, page, lines: [] }
  const number = isDown
    ? line(middle.x + side * (MARK_RADIUS + 4), middle.y + 4, side > 0 ? 'start' : 'end')
    : line(middle.x, side > 0 ? middle.y + MARK_RADIUS + 13 : middle.y - MARK_RADIUS - 5, 'middle')
  return { ...middle, letter, page, lines: [number] }
}

function partOf(layout: Layout, page: Page, pieces: readonly Piece[]): Layout {
  const { flow, length } = axesOf(layout.orientation)
  const shift = page.start === null ? 0 : headerOf(layout) + EDGE + page.start.depth - page.start.at
  const moved = <T extends Point>(each: T): T => ({ ...each, [flow]: each[flow] + shift })
  const size = lengthOf(layout, page.start, page.end)
  // On a page that is not the last a lane goes on to its edge.
  const end = size - (page.end === null ? EDGE : 1)
  return {
    ...layout,
    [length]: size,
    lanes: layout.lanes.map((lane) => ({ ...lane, [length]: end - lane[flow] })),
    nodes: layout.nodes
      .filter((node) => node[flow] >= page.from && node[flow] < page.to)
      .map((node) => ({ ...moved(node), lines: node.lines.map(moved) })),
    edges: pieces.map(({ edge }) => ({
      ...edge,
      points: edge.points.map(moved),
      label: edge.label && { ...moved(edge.label), line: moved(edge.label.line) },
    })),
    cuts: [],
    marks: pieces.flatMap(({ mark }) => (mark === null ? [] : [{ ...moved(mark), lines: mark.lines.map(moved) }])),
  }
}

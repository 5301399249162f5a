// Cuts a diagram that is longer than a sheet into pages: where the fewest edges cross, with a mark at each end of an edge that is cut.
import { fillString, type Language } from '@ruqsat/foundation'
import type { Point } from './geometry.ts'
import { LEADING, textWidth } from './metrics.ts'
import { crossingsOf, type Layout, type PageMark, type PlacedEdge } from './place.ts'
import { MARK_RADIUS } from './signs.ts'
import type { TextLine } from './sizes.ts'
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
  const cuts = layout.cuts.map((at) => cutAt(layout, at))
  const pages = pagesOf(layout, cuts, room)
  if (pages.length === 1) return [layout]
  const edges = cutEdges(layout, pages, language)
  return pages.map((page) => partOf(layout, page, edges.get(page.number)!))
}

/** How many pages `partsOf` makes; `tightness` is how many times longer than its room the longest page is. */
export function pageCount(layout: Layout, room: PageRoom): { readonly pages: number; readonly tightness: number } {
  const cuts = layout.cuts.map((at) => cutAt(layout, at))
  const lengths = pagesOf(layout, cuts, room).map((page) => lengthOf(layout, page.start, page.end))
  const withLegend = legendPage(lengths, room)
  const fills = lengths.map((length, index) => (length + (index === withLegend ? room.legend : 0)) / room.length)
  return { pages: lengths.length, tightness: Math.max(...fills) }
}

/** The last page on which the legend has room, by the pages' lengths; the shortest, where it has none. */
export function legendPage(lengths: readonly number[], room: PageRoom): number {
  const free = lengths.findLastIndex((length) => length + room.legend <= room.length)
  return free >= 0 ? free : lengths.indexOf(Math.min(...lengths))
}

function isDown({ orientation }: Layout): boolean {
  return orientation !== 'landscape'
}

function totalOf(layout: Layout): number {
  return isDown(layout) ? layout.height : layout.width
}

function headerOf(layout: Layout): number {
  const [first] = layout.lanes
  return first === undefined ? 0 : isDown(layout) ? first.header.height : first.header.width
}

/** A mark that has a neighbour within reach is placed one row further out. */
function cutAt(layout: Layout, at: number): Cut {
  const places = [...new Set(layout.edges.flatMap((edge) => crossingsOf(edge, at, isDown(layout))))].toSorted((a, b) => a - b)
  const rows = new Map<number, number>()
  const lastOf: number[] = []
  for (const place of places) {
    const free = lastOf.findIndex((last) => place - last >= APART)
    const row = free < 0 ? lastOf.length : free
    lastOf[row] = place
    rows.set(place, row)
  }
  return { at, rows, depth: distance(layout, lastOf.length - 1) + EDGE + MARK_RADIUS }
}

/** From the border to the middle of a mark; across the page there must be room for the page's number below the mark. */
function distance(layout: Layout, row: number): number {
  return (isDown(layout) ? 22 : 30) + Math.max(0, row) * APART
}

function pagesOf(layout: Layout, cuts: readonly Cut[], room: PageRoom): readonly Page[] {
  const borders: readonly (Cut | null)[] = [null, ...cuts, null]
  const last = borders.length - 1
  const cost = (from: number, to: number, hasLegend: boolean) => {
    const fill = lengthOf(layout, borders[from]!, borders[to]!) / room.length
    const isTooLong = fill > 1 - (hasLegend ? room.legend / room.length : 0)
    if (isTooLong && to > from + 1) return Infinity
    return (isTooLong ? TOO_LONG : FULL_COSTS * fill ** 2) + (to === last ? 0 : borders[to]!.rows.size)
  }
  const ends = cheapestEnds(last, cost)
  const total = totalOf(layout)
  return ends.map((end, index) => {
    const start = index === 0 ? null : borders[ends[index - 1]!]!
    return { number: index + 1, start, end: borders[end]!, from: start?.at ?? 0, to: borders[end]?.at ?? total }
  })
}

function lengthOf(layout: Layout, start: Cut | null, end: Cut | null): number {
  const before = start === null ? 0 : headerOf(layout) + EDGE + start.depth - start.at
  return before + (end === null ? totalOf(layout) : end.at + end.depth)
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
  let best: Way | null = null
  for (const way of ways) if (way !== null && way.cost < (best?.cost ?? Infinity)) best = way
  return best
}

type OnPage = { readonly edges: readonly PlacedEdge[]; readonly marks: readonly PageMark[] }

/** What each page shows of the edges, still at their places in the whole diagram. */
function cutEdges(layout: Layout, pages: readonly Page[], language: Language): ReadonlyMap<number, OnPage> {
  const shown = new Map(pages.map((page) => [page.number, { edges: [] as PlacedEdge[], marks: [] as PageMark[] }]))
  const along = (point: Point) => (isDown(layout) ? point.y : point.x)
  const pageOf = (point: Point) => pages.find((page) => along(point) < page.to) ?? pages.at(-1)!
  let letters = 0
  for (const edge of layout.edges) {
    const [source, target] = [pageOf(edge.points[0]!), pageOf(edge.points.at(-1)!)]
    const isInside = edge.points.every((point) => pageOf(point) === source)
    if (isInside) {
      shown.get(source.number)!.edges.push(edge)
      continue
    }
    const letter = letterOf(letters)
    letters += 1
    const out = untilBorder(layout, edge.points, source)
    const into = untilBorder(layout, edge.points.toReversed(), target)
    shown.get(source.number)!.edges.push({ ...edge, points: out.points })
    shown.get(source.number)!.marks.push(markAt(layout, out, letter, target.number, language))
    shown.get(target.number)!.edges.push({ ...edge, points: into.points.toReversed(), label: null })
    shown.get(target.number)!.marks.push(markAt(layout, into, letter, source.number, language))
  }
  return shown
}

function letterOf(index: number): string {
  const letter = String.fromCharCode('A'.charCodeAt(0) + (index % 26))
  return index < 26 ? letter : `${letterOf(Math.floor(index / 26) - 1)}${letter}`
}

type Ending = { readonly points: readonly Point[]; readonly middle: Point; readonly cut: Cut; readonly isAfter: boolean }

/** The points from an edge's end to the border of its page, on to the rim of the mark beyond it. */
function untilBorder(layout: Layout, points: readonly Point[], page: Page): Ending {
  const along = (point: Point) => (isDown(layout) ? point.y : point.x)
  const outside = points.findIndex((point) => along(point) < page.from || along(point) > page.to)
  const isAfter = along(points[outside]!) > page.to
  const cut = (isAfter ? page.end : page.start)!
  const place = isDown(layout) ? points[outside]!.x : points[outside]!.y
  const far = distance(layout, cut.rows.get(place)!)
  const at = (from: number): Point => {
    const v = cut.at + (isAfter ? from : -from)
    return isDown(layout) ? { x: place, y: v } : { x: v, y: place }
  }
  return { points: [...points.slice(0, outside), at(far - MARK_RADIUS)], middle: at(far), cut, isAfter }
}

/** The number of the other page is next to its mark, on a side where there is nothing else. */
function markAt(layout: Layout, { middle, cut }: Ending, letter: string, page: number, language: Language): PageMark {
  const text = fillString(WORDS.page[language], { page: String(page) })
  const width = textWidth(text, 'note')
  const place = isDown(layout) ? middle.x : middle.y
  const needs = MARK_RADIUS + 4 + (isDown(layout) ? width : LEADING.note)
  const others = [...cut.rows.keys()].filter((other) => other !== place)
  const end = isDown(layout) ? layout.width : layout.height
  const isFree = (side: number) =>
    place + side * needs > EDGE && place + side * needs < end - EDGE && !others.some((other) => isWithin((other - place) * side, needs))
  const side = [1, -1].find(isFree)
  const line = (x: number, y: number, anchor: TextLine['anchor']): TextLine => ({ text, face: 'note', x, y, anchor, width })
  const lines =
    side === undefined
      ? []
      : isDown(layout)
        ? [line(middle.x + side * (MARK_RADIUS + 4), middle.y + 4, side > 0 ? 'start' : 'end')]
        : [line(middle.x, side > 0 ? middle.y + MARK_RADIUS + 13 : middle.y - MARK_RADIUS - 5, 'middle')]
  return { ...middle, letter, page, lines }
}

function isWithin(away: number, needs: number): boolean {
  return away > 0 && away < needs + MARK_RADIUS + 2
}

function partOf(layout: Layout, page: Page, { edges, marks }: OnPage): Layout {
  const down = isDown(layout)
  const shift = page.start === null ? 0 : headerOf(layout) + EDGE + page.start.depth - page.start.at
  const moved = <T extends Point>(each: T): T => (down ? { ...each, y: each.y + shift } : { ...each, x: each.x + shift })
  const along = (each: Point) => (down ? each.y : each.x)
  const size = lengthOf(layout, page.start, page.end)
  // On a page that is not the last a lane goes on to its edge.
  const end = size - (page.end === null ? EDGE : 1)
  return {
    ...layout,
    ...(down ? { height: size } : { width: size }),
    lanes: layout.lanes.map((lane) => ({ ...lane, ...(down ? { height: end - lane.y } : { width: end - lane.x }) })),
    nodes: layout.nodes
      .filter((node) => along(node) >= page.from && along(node) < page.to)
      .map((node) => ({ ...moved(node), lines: node.lines.map(moved) })),
    edges: edges.map((edge) => movedEdge(edge, moved)),
    cuts: [],
    marks: marks.map((mark) => ({ ...moved(mark), lines: mark.lines.map(moved) })),
  }
}

function movedEdge(edge: PlacedEdge, moved: <T extends Point>(each: T) => T): PlacedEdge {
  const label = edge.label === null ? null : { ...moved(edge.label), line: moved(edge.label.line) }
  return { ...edge, points: edge.points.map(moved), label }
}

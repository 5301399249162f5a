// What stands on one sheet: the heading, the placed diagram or a part of it, the signs that it uses.
import type { Point } from './geometry.ts'
import { layOut } from './layout.ts'
import type { Layout, PlacedEdge } from './place.ts'
import { type FaceName, LEADING, textWidth } from './metrics.ts'
import type { Diagram, Orientation, ReferenceSign } from './model.ts'
import type { Sign } from '@ruqsat/law'
import type { TextLine } from './sizes.ts'
import { SIGN_NAMES, TITLES } from './texts.ts'
import { wrap } from './wrap.ts'

export type LegendItem = {
  readonly sign: Sign | ReferenceSign
  readonly x: number
  readonly y: number
  readonly lines: readonly TextLine[]
}

/** `top` is how far the diagram stands below the sheet's upper edge. */
export type Sheet = {
  readonly diagram: Diagram
  readonly layout: Layout
  readonly width: number
  readonly height: number
  readonly top: number
  readonly heading: readonly TextLine[]
  readonly legend: readonly LegendItem[]
}

export type SheetOptions = { readonly orientation: Orientation; readonly hasHeading: boolean; readonly hasLegend: boolean }

const EDGE = 8
export const SYMBOL_WIDTH = 44
const SYMBOL_GAP = 10
const ITEM_WIDTH = 214
const ITEM_GAP = 14
const SMALLEST_ITEM = 34

export function sheetOf(diagram: Diagram, options: SheetOptions): Sheet {
  return dressed(diagram, layOut(diagram, options.orientation), options)
}

/** Puts heading and legend around a placed diagram. */
export function dressed(diagram: Diagram, layout: Layout, { hasHeading, hasLegend }: Omit<SheetOptions, 'orientation'>): Sheet {
  const width = Math.max(layout.width, hasLegend ? 2 * EDGE + ITEM_WIDTH : 0)
  const heading = hasHeading ? headingOf(diagram, width) : { lines: [], height: 0 }
  const legend = hasLegend ? legendOf(diagram, width, heading.height + layout.height) : { items: [], height: 0 }
  return {
    diagram,
    layout,
    width,
    height: heading.height + layout.height + legend.height,
    top: heading.height,
    heading: heading.lines,
    legend: legend.items,
  }
}

/** The legend alone, in a sheet of the given width. */
export function legendSheet(diagram: Diagram, orientation: Orientation, width: number): Sheet {
  const layout: Layout = { orientation, width, height: 0, lanes: [], nodes: [], edges: [], cuts: [] }
  return dressed({ ...diagram, id: `${diagram.id}-legend` }, layout, { hasHeading: false, hasLegend: true })
}

function headingOf(diagram: Diagram, width: number): { readonly lines: readonly TextLine[]; readonly height: number } {
  const lines: TextLine[] = []
  let top = 10
  const add = (text: string, face: FaceName) => {
    for (const line of wrap(text, face, () => width - 2 * EDGE)) {
      lines.push({ text: line, face, x: EDGE, y: Math.round(top + LEADING[face] * 0.78), anchor: 'start', width: textWidth(line, face) })
      top += LEADING[face]
    }
  }
  add(diagram.title, 'title')
  top += 2
  add(diagram.subtitle, 'subtitle')
  return { lines, height: top + 12 }
}

/** The legend alone, in rows as wide as the sheet; each sign with its name beside it. */
function legendOf(diagram: Diagram, width: number, from: number): { readonly items: readonly LegendItem[]; readonly height: number } {
  const columns = Math.max(1, Math.floor((width - 2 * EDGE) / ITEM_WIDTH))
  const items: LegendItem[] = []
  let top = from + 10
  for (let first = 0; first < diagram.legend.length; first += columns) {
    const row = diagram.legend
      .slice(first, first + columns)
      .map((sign) => ({ sign, texts: wrap(SIGN_NAMES[sign][diagram.language], 'note', () => ITEM_WIDTH - SYMBOL_WIDTH - SYMBOL_GAP - 12) }))
    const height = Math.max(SMALLEST_ITEM, ...row.map((item) => item.texts.length * LEADING.note + 4))
    row.forEach(({ sign, texts }, column) => {
      const x = EDGE + column * ITEM_WIDTH
      const start = top + (height - texts.length * LEADING.note) / 2
      items.push({
        sign,
        x,
        y: Math.round(top + height / 2),
        lines: texts.map((text, index) => ({
          text,
          face: 'note',
          x: x + SYMBOL_WIDTH + SYMBOL_GAP,
          y: Math.round(start + index * LEADING.note + LEADING.note * 0.78),
          anchor: 'start',
          width: textWidth(text, 'note'),
        })),
      })
    })
    top += height + ITEM_GAP
  }
  return { items, height: top - from }
}

/** Title of the legend, for those who set it apart. */
export function legendTitle({ language }: Diagram): string {
  return TITLES.legend[language]
}

/**
 * Cuts a long diagram into parts of at most `length` pixels along its flow, each with the lanes' headers. Pages end where nothing but edges
 * stands; a layer that is longer than a page gets a longer part. One part where everything fits.
 */
export function partsOf(layout: Layout, length: number): readonly Layout[] {
  const isDown = layout.orientation !== 'landscape'
  const header = layout.lanes.length === 0 ? 0 : isDown ? layout.lanes[0]!.header.height : layout.lanes[0]!.header.width
  const total = isDown ? layout.height : layout.width
  const ends = pageEnds(layout.cuts, total, length, header)
  if (ends.length === 1) return [layout]
  return ends.map((end, index) => partOf(layout, index === 0 ? 0 : ends[index - 1]!, end, header))
}

/** Fewest pages, then pages as equal as the cuts allow. */
function pageEnds(cuts: readonly number[], total: number, length: number, header: number): readonly number[] {
  const pages = Math.max(1, Math.ceil((total - header) / Math.max(1, length - header)))
  for (let count = pages; count <= cuts.length + 1; count += 1) {
    const even = (total - header) / count
    const ends: number[] = []
    for (let page = 1; page < count; page += 1) {
      const wished = header + even * page
      const near = cuts.filter((cut) => cut > (ends.at(-1) ?? header)).toSorted((a, b) => Math.abs(a - wished) - Math.abs(b - wished))[0]
      if (near !== undefined) ends.push(near)
    }
    ends.push(total)
    const longest = Math.max(...ends.map((end, index) => end - (ends[index - 1] ?? header)))
    if (longest + header <= length || count > pages * 2) return ends
  }
  return [total]
}

function partOf(layout: Layout, from: number, to: number, header: number): Layout {
  const isDown = layout.orientation !== 'landscape'
  const shift = from === 0 ? 0 : header + EDGE - from
  const moved = <T extends Point>(each: T): T => (isDown ? { ...each, y: each.y + shift } : { ...each, x: each.x + shift })
  const along = (each: Point) => (isDown ? each.y : each.x)
  const size = to + shift
  return {
    ...layout,
    ...(isDown ? { height: size } : { width: size }),
    lanes: layout.lanes.map((lane) => ({ ...lane, ...(isDown ? { height: size - lane.y } : { width: size - lane.x }) })),
    nodes: layout.nodes
      .filter((node) => along(node) >= from && along(node) < to)
      .map((node) => ({ ...moved(node), lines: node.lines.map(moved) })),
    edges: layout.edges.flatMap((edge) => clipped(edge, from, to, isDown)).map((edge) => movedEdge(edge, moved)),
    cuts: [],
  }
}

function movedEdge(edge: PlacedEdge, moved: <T extends Point>(each: T) => T): PlacedEdge {
  const label = edge.label === null ? null : { ...moved(edge.label), line: moved(edge.label.line) }
  return { ...edge, points: edge.points.map(moved), label }
}

/** The stretches of an edge that lie on the page; an edge that leaves and comes back becomes two. */
function clipped(edge: PlacedEdge, from: number, to: number, isDown: boolean): readonly PlacedEdge[] {
  const along = (point: Point) => (isDown ? point.y : point.x)
  const limit = (point: Point): Point => {
    const kept = Math.min(to, Math.max(from, along(point)))
    return isDown ? { x: point.x, y: kept } : { x: kept, y: point.y }
  }
  const pieces: Point[][] = []
  let piece: Point[] = []
  edge.points.slice(1).forEach((end, index) => {
    const start = edge.points[index]!
    const isOutside = Math.max(along(start), along(end)) <= from || Math.min(along(start), along(end)) >= to
    if (isOutside) {
      if (piece.length > 0) pieces.push(piece)
      piece = []
      return
    }
    if (piece.length === 0) piece.push(limit(start))
    piece.push(limit(end))
  })
  if (piece.length > 0) pieces.push(piece)
  const first = edge.points[0]!
  return pieces.map((points) => ({
    ...edge,
    points,
    label: along(first) >= from && along(first) < to && points === pieces[0] ? edge.label : null,
  }))
}

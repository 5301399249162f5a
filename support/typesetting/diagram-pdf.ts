import { readFileSync } from 'node:fs'
import {
  DENSITIES,
  type Diagram,
  dressed,
  layOut,
  type Layout,
  legendPage,
  legendSheet,
  legendTitle,
  type Orientation,
  pageCount,
  partsOf,
  readingOf,
  type PageRoom,
  type Sheet,
  sheetSvg,
} from '@ruqsat/diagrams'
import type { Instant, Refusal } from '@ruqsat/foundation'
import type { Typesetter } from './typesetter.ts'

export const PAPERS = ['A4', 'A3'] as const
export type Paper = (typeof PAPERS)[number]

export type DiagramPdfOptions = {
  readonly paper: Paper
  /** The act that the diagram belongs to, at the foot of each page. */
  readonly act: string
  readonly creationTimestamp: Instant
}

/** Short and long side in millimetres. */
const SIZES: Readonly<Record<Paper, readonly [number, number]>> = { A4: [210, 297], A3: [297, 420] }
const MARGIN_MM = 10
const TOP_MM = 10
const FOOT_MM = 13
/** What the template leaves below title and subtitle, and a little for rounding. */
const HEADING_GAP_MM = 5
const MM_PER_POINT = 25.4 / 72
/** The template sets the title at 13 points, which a sheet counts as 20 pixels. */
const HEADING_MM_PER_PX = (13 / 20) * MM_PER_POINT
const TITLE_PX = 20
const SMALLEST_PX = 12
/** The smallest letters are then 7 points high. */
const READABLE_MM_PER_PX = (7 / SMALLEST_PX) * MM_PER_POINT
/** And 9: larger looks clumsy on paper. */
const LARGEST_MM_PER_PX = (9 / SMALLEST_PX) * MM_PER_POINT
/** Sizes that are tried between the two. */
const SIZE_STEPS = 6
const TEMPLATE = { name: 'diagram.typ', source: readFileSync(new URL('./diagram.typ', import.meta.url), 'utf8') }

/** `mmPerPx` is how large it is drawn. */
type Fit = { readonly way: Way; readonly mmPerPx: number; readonly room: PageRoom; readonly pages: number }

/**
 * Sets a diagram on A4 or A3: the layout and the way of the paper that need the fewest pages with letters of at least 7 points, then those with
 * the largest letters. Title, act and page number on each page, the signs on one of them; each page's drawing with its steps as text for a screen
 * reader. Refuses as the typesetter does.
 */
export function diagramPdf(
  typesetter: Pick<Typesetter, 'render'>,
  diagram: Diagram,
  options: DiagramPdfOptions,
): Promise<Uint8Array | Refusal> {
  const fit = bestFit(diagram, options.paper)
  const { layout, isWide } = fit.way
  const parts = partsOf(layout, diagram.language, fit.room)
  const data = {
    language: diagram.language,
    title: diagram.title,
    subtitle: diagram.subtitle,
    act: options.act,
    ...sidesOf(isWide, options.paper),
    margin: { top: TOP_MM, x: MARGIN_MM, bottom: FOOT_MM },
    pages: parts.map((part) => pageOf(diagram, part, fit.mmPerPx)),
    legendPage: legendPage(parts.map(lengthOf), fit.room),
    legend: legendOf(withPageSign(diagram, parts.length), layout.orientation, insideMm(isWide, options.paper).width),
  }
  return typesetter.render(TEMPLATE, data, { creationTimestamp: options.creationTimestamp })
}

/** How a diagram comes out on a paper: the pages that it needs, and how high its smallest letters are. */
export function onPaper(diagram: Diagram, paper: Paper): { readonly pages: number; readonly smallestPoints: number } {
  const { pages, mmPerPx } = bestFit(diagram, paper)
  return { pages, smallestPoints: (mmPerPx * SMALLEST_PX) / MM_PER_POINT }
}

function withPageSign(diagram: Diagram, pages: number): Diagram {
  return pages === 1 ? diagram : { ...diagram, legend: [...diagram.legend, 'otherPage'] }
}

function pageOf(diagram: Diagram, part: Layout, mmPerPx: number) {
  const sheet = dressed(diagram, part, { hasHeading: false, hasLegend: false })
  const shown = new Set(part.nodes.map((each) => each.node.id))
  return { svg: sheetSvg(sheet, false), widthMm: sheet.width * mmPerPx, alt: `${diagram.title}. ${readingOf(diagram, shown).join(' ')}` }
}

function legendIn(diagram: Diagram, orientation: Orientation, width: number): Sheet {
  return legendSheet(diagram, orientation, Math.floor(width / READABLE_MM_PER_PX))
}

function legendOf(diagram: Diagram, orientation: Orientation, width: number) {
  const sheet = legendIn(diagram, orientation, width)
  const names = sheet.legend.map((item) => item.lines.map((line) => line.text).join(' ')).join('; ')
  return {
    svg: sheetSvg(sheet, false),
    widthMm: sheet.width * READABLE_MM_PER_PX,
    alt: `${legendTitle(diagram)}: ${names}`,
  }
}

function sidesOf(isWide: boolean, paper: Paper): { readonly width: number; readonly height: number } {
  const [short, long] = SIZES[paper]
  return isWide ? { width: long, height: short } : { width: short, height: long }
}

/** Between the margins. */
function insideMm(isWide: boolean, paper: Paper): { readonly width: number; readonly height: number } {
  const { width, height } = sidesOf(isWide, paper)
  return { width: width - 2 * MARGIN_MM, height: height - TOP_MM - FOOT_MM }
}

/** A layout on paper held one way: how large it may be drawn, and what room its pages have then. */
type Way = {
  readonly layout: Layout
  readonly isWide: boolean
  readonly largest: number
  readonly roomAt: (mmPerPx: number, pages: number) => PageRoom
}

function bestFit(diagram: Diagram, paper: Paper): Fit {
  const ways = (['portrait', 'landscape'] as const)
    .flatMap((orientation) => DENSITIES.map((density) => layOut(diagram, orientation, density)))
    .flatMap((layout) => [false, true].map((isWide) => wayOf(diagram, layout, isWide, paper)))
  const whole = ways.map(onOnePage).filter(isReadable)
  if (whole.length > 0) return largestOf(whole)
  const smallest = ways.filter((way) => way.largest >= READABLE_MM_PER_PX).map((way) => onPages(way, READABLE_MM_PER_PX))
  const readable = smallest.filter(isReadable)
  if (readable.length === 0) return largestOf([...smallest, ...ways.map(onOnePage)])
  const fewest = Math.min(...readable.map((fit) => fit.pages))
  const larger = readable
    .filter((fit) => fit.pages === fewest)
    .flatMap((fit) => sizesOf(fit.way).map((mmPerPx) => onPages(fit.way, mmPerPx)))
  return largestOf([...readable, ...larger].filter((fit) => fit.pages === fewest))
}

function isReadable({ mmPerPx }: Fit): boolean {
  return mmPerPx >= READABLE_MM_PER_PX
}

function largestOf(fits: readonly Fit[]): Fit {
  return fits.toSorted((a, b) => b.mmPerPx - a.mmPerPx)[0]!
}

function wayOf(diagram: Diagram, layout: Layout, isWide: boolean, paper: Paper): Way {
  const { width, height: whole } = insideMm(isWide, paper)
  const height = whole - headingMm(diagram, layout, width)
  const signs = (pages: number) => legendIn(withPageSign(diagram, pages), layout.orientation, width).height * READABLE_MM_PER_PX
  const [legend, legendOfMany] = [signs(1), signs(2)]
  const isDown = layout.orientation !== 'landscape'
  // What flows to the right may have the signs below it on any page.
  const across = isDown ? width / layout.width : (height - legendOfMany) / layout.height
  return {
    layout,
    isWide,
    largest: Math.min(LARGEST_MM_PER_PX, across),
    roomAt: (mmPerPx, pages) => ({
      length: (isDown ? height : width) / mmPerPx,
      legend: isDown ? (pages === 1 ? legend : legendOfMany) / mmPerPx : 0,
    }),
  }
}

function onOnePage(way: Way): Fit {
  const { length, legend } = way.roomAt(1, 1)
  const mmPerPx = Math.min(way.largest, (length - legend) / lengthOf(way.layout))
  // A hair more room, or rounding might cut what was measured to fit.
  return { way, mmPerPx, room: way.roomAt(mmPerPx * 0.999, 1), pages: 1 }
}

/** A layer that is longer than a page makes the whole smaller. */
function onPages(way: Way, mmPerPx: number): Fit {
  const room = way.roomAt(mmPerPx, 2)
  const { pages, tightness } = pageCount(way.layout, room)
  return { way, mmPerPx: mmPerPx / Math.max(1, tightness), room, pages }
}

function sizesOf({ largest }: Way): readonly number[] {
  const step = (largest - READABLE_MM_PER_PX) / SIZE_STEPS
  return Array.from({ length: SIZE_STEPS }, (_, index) => READABLE_MM_PER_PX + step * (index + 1))
}

function lengthOf(layout: Layout): number {
  return layout.orientation === 'landscape' ? layout.width : layout.height
}

function headingMm(diagram: Diagram, layout: Layout, width: number): number {
  const lines = { ...layout, width: Math.floor(width / HEADING_MM_PER_PX), height: 0, lanes: [], nodes: [], edges: [], cuts: [] }
  const { heading } = dressed(diagram, lines, { hasHeading: true, hasLegend: false })
  const [first, last] = [heading[0]!, heading.at(-1)!]
  return (last.y - first.y + TITLE_PX) * HEADING_MM_PER_PX + HEADING_GAP_MM
}

import { readFileSync } from 'node:fs'
import {
  type Diagram,
  dressed,
  layOut,
  type Layout,
  legendSheet,
  legendTitle,
  type Orientation,
  partsOf,
  readingOf,
  sheetSvg,
} from '@ruqsat/diagrams'
import type { Instant } from '@ruqsat/foundation'
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
const MARGIN_MM = 14
const TOP_MM = 12
const FOOT_MM = 14
/** Room for title and subtitle, which take at most two lines each. */
const HEADING_MM = 22
const LEGEND_MM_PER_PX = 0.19
/** Text of 13 pixels is then 10 points high: larger looks clumsy on paper. */
const LARGEST_MM_PER_PX = 0.27
/** And 6 points: smaller is not asked of any reader where another page can help. */
const READABLE_MM_PER_PX = 0.163
const TEMPLATE = readFileSync(new URL('./diagram.typ', import.meta.url), 'utf8')

type Fit = {
  readonly layout: Layout
  readonly isWide: boolean
  readonly parts: readonly Layout[]
  readonly mmPerPx: number
  readonly legendMm: number
}

/**
 * Sets a diagram on A4 or A3: the layout and the way of the paper that keep the text largest on the fewest pages, title, act, signs and page numbers;
 * each page's drawing with its steps as text for a screen reader. Throws a Fault where Typst refuses.
 */
export function diagramPdf(typesetter: Typesetter, diagram: Diagram, options: DiagramPdfOptions): Uint8Array {
  const fit = bestFit(diagram, options.paper)
  const [short, long] = SIZES[options.paper]
  const data = {
    language: diagram.language,
    title: diagram.title,
    subtitle: diagram.subtitle,
    act: options.act,
    legendTitle: legendTitle(diagram),
    width: fit.isWide ? long : short,
    height: fit.isWide ? short : long,
    margin: { top: TOP_MM, x: MARGIN_MM, bottom: FOOT_MM },
    pages: fit.parts.map((part) => pageOf(diagram, part, fit.mmPerPx)),
    legend: legendOf(diagram, fit.layout.orientation, widthMm(fit.isWide, options.paper)),
  }
  return typesetter.render(TEMPLATE, data, { creationTimestamp: options.creationTimestamp })
}

function pageOf(diagram: Diagram, part: Layout, mmPerPx: number) {
  const sheet = dressed(diagram, part, { hasHeading: false, hasLegend: false })
  const shown = new Set(part.nodes.map((each) => each.node.id))
  return { svg: sheetSvg(sheet, false), widthMm: sheet.width * mmPerPx, alt: `${diagram.title}. ${readingOf(diagram, shown).join(' ')}` }
}

function legendOf(diagram: Diagram, orientation: Orientation, width: number) {
  const sheet = legendSheet(diagram, orientation, Math.floor(width / LEGEND_MM_PER_PX))
  const names = sheet.legend.map((item) => item.lines.map((line) => line.text).join(' ')).join('; ')
  return {
    svg: sheetSvg(sheet, false),
    widthMm: sheet.width * LEGEND_MM_PER_PX,
    heightMm: sheet.height * LEGEND_MM_PER_PX,
    alt: `${legendTitle(diagram)}: ${names}`,
  }
}

function widthMm(isWide: boolean, paper: Paper): number {
  const [short, long] = SIZES[paper]
  return (isWide ? long : short) - 2 * MARGIN_MM
}

/** Readable before few pages, few pages before large. */
function bestFit(diagram: Diagram, paper: Paper): Fit {
  const fits = (['portrait', 'landscape'] as const).flatMap((orientation) => {
    const layout = layOut(diagram, orientation)
    return [false, true].map((isWide) => fitOf(diagram, layout, isWide, paper))
  })
  const readable = fits.filter((fit) => fit.mmPerPx >= READABLE_MM_PER_PX)
  const better = (a: Fit, b: Fit) => a.parts.length - b.parts.length || b.mmPerPx - a.mmPerPx
  return readable.toSorted(better)[0] ?? fits.toSorted((a, b) => b.mmPerPx - a.mmPerPx || better(a, b))[0]!
}

function fitOf(diagram: Diagram, layout: Layout, isWide: boolean, paper: Paper): Fit {
  const [short, long] = SIZES[paper]
  const legendMm = legendOf(diagram, layout.orientation, widthMm(isWide, paper)).heightMm
  const room = { width: widthMm(isWide, paper), height: (isWide ? short : long) - TOP_MM - FOOT_MM - HEADING_MM - legendMm }
  const isDown = layout.orientation !== 'landscape'
  const [acrossMm, acrossPx, alongMm, alongPx] = isDown
    ? [room.width, layout.width, room.height, layout.height]
    : [room.height, layout.height, room.width, layout.width]
  const acrossFits = Math.min(LARGEST_MM_PER_PX, acrossMm / acrossPx)
  const whole = Math.min(acrossFits, alongMm / alongPx)
  if (whole >= READABLE_MM_PER_PX) return { layout, isWide, parts: [layout], mmPerPx: whole, legendMm }
  const parts = partsOf(layout, Math.floor(alongMm / Math.min(acrossFits, READABLE_MM_PER_PX * 1.1)))
  const longest = Math.max(...parts.map((part) => (isDown ? part.height : part.width)))
  return { layout, isWide, parts, mmPerPx: Math.min(acrossFits, alongMm / longest), legendMm }
}

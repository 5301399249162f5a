// What is on one sheet: the heading, the placed diagram or a part of it, the signs that it uses.
import { lineOf, type TextBlock, type TextLine, textBlock } from './blocks.ts'
import { layOut } from './layout.ts'
import type { Layout } from './place.ts'
import { LEADING, textWidth } from './metrics.ts'
import type { Diagram, LegendSign, Orientation } from './model.ts'
import { SIGN_NAMES, TITLES } from './texts.ts'
import { wrap } from './wrap.ts'

export type LegendItem = {
  readonly sign: LegendSign
  readonly x: number
  readonly y: number
  readonly lines: readonly TextLine[]
}

/** `top` is how far the diagram is below the sheet's upper edge. */
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
const NAME_WIDTH = 150
const ITEM_GAP = 8
const BELOW_HEADING = 12
const SMALLEST_ITEM = 34

export function sheetOf(diagram: Diagram, options: SheetOptions): Sheet {
  return dressed(diagram, layOut(diagram, options.orientation), options)
}

/** Puts heading and legend around a placed diagram. */
export function dressed(diagram: Diagram, layout: Layout, { hasHeading, hasLegend }: Omit<SheetOptions, 'orientation'>): Sheet {
  const items = itemsOf(diagram)
  const width = Math.max(layout.width, hasLegend ? 2 * EDGE + items.width : 0)
  const heading = hasHeading ? headingOf(diagram, width) : { lines: [], bottom: -BELOW_HEADING }
  const top = heading.bottom + BELOW_HEADING
  const legend = hasLegend ? legendOf(items, width, top + layout.height) : { items: [], bottom: top + layout.height }
  return { diagram, layout, width, height: legend.bottom, top, heading: heading.lines, legend: legend.items }
}

/** The legend alone, in a sheet of the given width. */
export function legendSheet(diagram: Diagram, orientation: Orientation, width: number): Sheet {
  const layout: Layout = { orientation, width, height: 0, lanes: [], nodes: [], edges: [], cuts: [], marks: [] }
  return dressed({ ...diagram, id: `${diagram.id}-legend` }, layout, { hasHeading: false, hasLegend: true })
}

function headingOf({ title, subtitle }: Diagram, width: number): TextBlock {
  return textBlock(
    [
      { text: title, face: 'title' },
      { text: subtitle, face: 'subtitle', gap: 2 },
    ],
    { x: EDGE, top: 10, width: width - 2 * EDGE, anchor: 'start' },
  )
}

/** The signs with their names in lines; an item is as wide as the widest of them. */
function itemsOf({ legend, language }: Diagram) {
  const signs = legend.map((sign) => ({ sign, names: wrap(SIGN_NAMES[sign][language], 'note', () => NAME_WIDTH) }))
  const names = signs.flatMap((item) => item.names.map((text) => textWidth(text, 'note')))
  return { signs, width: SYMBOL_WIDTH + 2 * SYMBOL_GAP + Math.max(0, ...names) }
}

/** In as few rows as the sheet is wide for, and these equally long. */
function legendOf(all: ReturnType<typeof itemsOf>, width: number, from: number) {
  const most = Math.max(1, Math.floor((width - 2 * EDGE) / all.width))
  const rows = Math.ceil(all.signs.length / most)
  const columns = Math.ceil(all.signs.length / Math.max(1, rows))
  const items: LegendItem[] = []
  let bottom = from + 10
  for (let first = 0; first < all.signs.length; first += columns) {
    const row = all.signs.slice(first, first + columns)
    const height = Math.max(SMALLEST_ITEM, ...row.map(({ names }) => names.length * LEADING.note + 4))
    items.push(...row.map(({ sign, names }, column) => itemAt(sign, names, EDGE + column * all.width, bottom, height)))
    bottom += height + ITEM_GAP
  }
  return { items, bottom }
}

function itemAt(sign: LegendSign, names: readonly string[], x: number, top: number, height: number): LegendItem {
  const start = top + (height - names.length * LEADING.note) / 2
  const lines = names.map((text, index) => lineOf(text, 'note', x + SYMBOL_WIDTH + SYMBOL_GAP, start + index * LEADING.note, 'start'))
  return { sign, x, y: Math.round(top + height / 2), lines }
}

/** Title of the legend, for those who set it apart. */
export function legendTitle({ language }: Diagram): string {
  return TITLES.legend[language]
}

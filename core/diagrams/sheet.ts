// What is on one sheet: the heading, the placed diagram or a part of it, the signs that it uses.
import { layOut } from './layout.ts'
import type { Layout } from './place.ts'
import { type FaceName, LEADING, textWidth } from './metrics.ts'
import type { Diagram, LegendSign, Orientation } from './model.ts'
import type { TextLine } from './sizes.ts'
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
const SMALLEST_ITEM = 34

export function sheetOf(diagram: Diagram, options: SheetOptions): Sheet {
  return dressed(diagram, layOut(diagram, options.orientation), options)
}

/** Puts heading and legend around a placed diagram. */
export function dressed(diagram: Diagram, layout: Layout, { hasHeading, hasLegend }: Omit<SheetOptions, 'orientation'>): Sheet {
  const width = Math.max(layout.width, hasLegend ? 2 * EDGE + itemsOf(diagram).width : 0)
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
  const layout: Layout = { orientation, width, height: 0, lanes: [], nodes: [], edges: [], cuts: [], marks: [] }
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

type Item = { readonly sign: LegendSign; readonly texts: readonly string[] }

/** The signs with their names in lines; an item is as wide as the widest of them. */
function itemsOf({ legend, language }: Diagram): { readonly items: readonly Item[]; readonly width: number } {
  const items = legend.map((sign) => ({ sign, texts: wrap(SIGN_NAMES[sign][language], 'note', () => NAME_WIDTH) }))
  const names = items.flatMap((item) => item.texts.map((text) => textWidth(text, 'note')))
  return { items, width: SYMBOL_WIDTH + 2 * SYMBOL_GAP + Math.max(0, ...names) }
}

/** In as few rows as the sheet is wide for, and these equally long. */
function legendOf(diagram: Diagram, width: number, from: number): { readonly items: readonly LegendItem[]; readonly height: number } {
  const all = itemsOf(diagram)
  const most = Math.max(1, Math.floor((width - 2 * EDGE) / all.width))
  const rows = Math.ceil(all.items.length / most)
  const columns = Math.ceil(all.items.length / Math.max(1, rows))
  const items: LegendItem[] = []
  let top = from + 10
  for (let first = 0; first < all.items.length; first += columns) {
    const row = all.items.slice(first, first + columns)
    const height = Math.max(SMALLEST_ITEM, ...row.map((item) => item.texts.length * LEADING.note + 4))
    row.forEach(({ sign, texts }, column) => {
      const x = EDGE + column * all.width
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

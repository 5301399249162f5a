// The headers of the lanes.
import { type FaceName, LEADING, textWidth } from './metrics.ts'
import type { Lane } from './model.ts'
import type { TextLine } from './sizes.ts'
import { unbrokenParts, wrap } from './wrap.ts'

const WIDEST_FOR_NAME = 264
const FEW_LINES = 4
const SMALLEST_LANE = 112

export type Header = { readonly height: number; readonly lines: readonly TextLine[] }

/** The pool's name and the act's abbreviation below it; a system leaves room for its sign above. */
export function headerLines(lane: Lane, width: number): Header {
  const lines: TextLine[] = []
  let top = lane.isSystem ? 30 : 10
  const add = (text: string, face: FaceName) => {
    for (const line of wrap(text, face, () => width - 16)) {
      lines.push({ text: line, face, x: 0, y: Math.round(top + LEADING[face] * 0.78), anchor: 'middle', width: textWidth(line, face) })
      top += LEADING[face]
    }
  }
  add(lane.name, 'lane')
  add(lane.note, 'note')
  return { height: top + 10, lines }
}

/** The width in which no word of the name is cut. */
export function longestWord({ name }: Lane): number {
  return Math.max(...unbrokenParts(name).map((part) => textWidth(part, 'lane'))) + 16
}

/** A long name makes its lane wider before it makes every header higher. */
export function widthForName(lane: Lane): number {
  let width = Math.max(SMALLEST_LANE, longestWord(lane))
  while (width < WIDEST_FOR_NAME && headerLines(lane, width).lines.length > FEW_LINES) width += 8
  return width
}

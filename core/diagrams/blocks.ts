// Paragraphs of text, line under line.
import { type FaceName, LEADING, textWidth } from './metrics.ts'
import { wrap } from './wrap.ts'

/** A line of text: `x` is its start, middle or end by `anchor`, `y` its baseline; `width` is what was measured. */
export type TextLine = {
  readonly text: string
  readonly face: FaceName
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly width: number
}

/** `gap` is above it; `beside` is what its first line leaves free for something else. */
export type Paragraph = { readonly text: string; readonly face: FaceName; readonly gap?: number; readonly beside?: number }
export type TextBlock = { readonly lines: readonly TextLine[]; readonly bottom: number }
export type BlockPlace = { readonly x: number; readonly top: number; readonly width: number; readonly anchor: TextLine['anchor'] }

/** The part of a line above its baseline. */
export const ASCENT = 0.78

/** Paragraphs one under another, each broken into lines of `width`. */
export function textBlock(paragraphs: readonly Paragraph[], { x, top, width, anchor }: BlockPlace): TextBlock {
  const lines: TextLine[] = []
  let bottom = top
  for (const { text, face, gap = 0, beside = 0 } of paragraphs) {
    bottom += gap
    for (const line of wrap(text, face, (row) => (row === 0 ? width - beside : width))) {
      lines.push(lineOf(line, face, x, bottom, anchor))
      bottom += LEADING[face]
    }
  }
  return { lines, bottom }
}

/** A line whose row begins at `top`. */
export function lineOf(text: string, face: FaceName, x: number, top: number, anchor: TextLine['anchor']): TextLine {
  return { text, face, x, y: Math.round(top + LEADING[face] * ASCENT), anchor, width: textWidth(text, face) }
}

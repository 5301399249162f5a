// The headers of the lanes.
import { type TextBlock, textBlock } from './blocks.ts'
import { textWidth } from './metrics.ts'
import type { Lane } from './model.ts'
import { unbrokenParts } from './wrap.ts'

const WIDEST_FOR_NAME = 264
const FEW_LINES = 4
const SMALLEST_LANE = 112

/** The pool's name and the act's abbreviation below it; a system leaves room for its sign above. */
export function headerBlock({ name, note, isSystem }: Lane, width: number): TextBlock {
  return textBlock(
    [
      { text: name, face: 'lane' },
      { text: note, face: 'note' },
    ],
    { x: 0, top: isSystem ? 30 : 10, width: width - 16, anchor: 'middle' },
  )
}

/** How high a header is with the room below its text. */
export function headerHeight({ bottom }: TextBlock): number {
  return bottom + 10
}

/** The width in which no word of the name is cut. */
export function longestWord({ name }: Lane): number {
  return Math.max(...unbrokenParts(name).map((part) => textWidth(part, 'lane'))) + 16
}

/** A long name makes its lane wider before it makes every header higher. */
export function widthForName(lane: Lane): number {
  let width = Math.max(SMALLEST_LANE, longestWord(lane))
  while (width < WIDEST_FOR_NAME && headerBlock(lane, width).lines.length > FEW_LINES) width += 8
  return width
}

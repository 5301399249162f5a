// How large each node is, and where its lines of text are inside it.
import { ASCENT, lineOf, type TextLine, textBlock } from './blocks.ts'
import { LID } from './geometry.ts'
import { type FaceName, LEADING, lettersOf, pixelsOf, textWidth } from './metrics.ts'
import type { Density, DiagramNode, Orientation } from './model.ts'
import { unbrokenParts } from './wrap.ts'

/** Size in pixels and the lines of text, measured from the upper left corner. */
export type Sized = { readonly width: number; readonly height: number; readonly lines: readonly TextLine[] }

/** `forWord` is how much wider a box may become for its longest word before the word is cut, `wider` how much a diamond to be lower. */
type Widths = {
  readonly process: number
  readonly branch: number
  readonly forWord: number
  readonly condition: number
  readonly wider: readonly number[]
  readonly document: number
}

const WIDER: readonly number[] = [0, 12, 24, 36]
const SLIGHTLY_WIDER: readonly number[] = [0, 8, 16]

/** Boxes are as wide as three or four words: a narrow box keeps many pools on one sheet. */
const WIDTHS: Readonly<Record<Orientation, Widths>> = {
  portrait: { process: 172, branch: 172, forWord: 36, condition: 204, wider: WIDER, document: 128 },
  landscape: { process: 172, branch: 172, forWord: 36, condition: 216, wider: WIDER, document: 128 },
  phone: { process: 148, branch: 124, forWord: 8, condition: 148, wider: SLIGHTLY_WIDER, document: 120 },
}
const DENSE: Widths = { process: 144, branch: 128, forWord: 16, condition: 168, wider: SLIGHTLY_WIDER, document: 108 }
/** A diagram with one band has room, and so has a phone's with one column. */
const WIDE: Widths = { process: 248, branch: 248, forWord: 0, condition: 232, wider: WIDER, document: 128 }

const VERY_WIDE: Widths = { process: 340, branch: 300, forWord: 0, condition: 300, wider: SLIGHTLY_WIDER, document: 128 }

/** The widths of one drawing. `isAlone`: nothing is next to what is drawn. */
export function widthsFor(orientation: Orientation, density: Density, isAlone: boolean): Widths {
  if (orientation === 'phone' || density === 'roomy') return isAlone ? WIDE : WIDTHS[orientation]
  return isAlone ? VERY_WIDE : DENSE
}

const PADDING = 10
const EVENT_SIZE = 34
const BAR_LENGTH = 120
const BAR_DEPTH = 8
const FOLD = 14
const CONDITION_STEP = 4
const SMALLEST_CONDITION = 72
const LARGEST_CONDITION = 420
const MOST_ROWS = 12
/** A pixel of width is dearer than one of height: it widens the whole column. */
const WIDER_COSTS = 1.5
/** Near its points a diamond has room for no word. */
const SHORTEST_LINE = 20
const DIAMOND_PAD = 6

/** `column` holds the nodes that are under each other: their boxes are equally wide. `isDown`: the flow runs down, so that a bar is level. */
export function sizeOf(node: DiagramNode, widths: Widths, column: readonly DiagramNode[], isDown: boolean): Sized {
  switch (node.shape) {
    case 'process':
      return processSize(node, processWidth(widths, column))
    case 'condition':
      return conditionSize(node, widths)
    case 'terminal':
      return terminalSize(node.text)
    case 'bar':
      return isDown ? { width: BAR_LENGTH, height: BAR_DEPTH, lines: [] } : { width: BAR_DEPTH, height: BAR_LENGTH, lines: [] }
    case 'documentToRecipient':
      return boxSize(node.text, widths.document, FOLD)
    case 'informationSystem':
      return boxSize(node.text, widths.document, LID * 2)
    default:
      return { width: EVENT_SIZE, height: EVENT_SIZE, lines: [] }
  }
}

function processWidth(widths: Widths, column: readonly DiagramNode[]): number {
  const boxes = column.filter((node) => node.shape === 'process')
  const least = boxes.some((node) => node.isMain) ? widths.process : widths.branch
  const words = boxes.flatMap((node) => [widestPart(node.text, 'text'), ...node.notes.map((note) => widestPart(note, 'note'))])
  return Math.min(least + widths.forWord, Math.max(least, even(Math.max(0, ...words) + 2 * PADDING)))
}

function widestPart(text: string, face: FaceName): number {
  return Math.max(0, ...unbrokenParts(text).map((part) => textWidth(part, face)))
}

/** Number and step id in one row, the action, who does it, how long. */
function processSize({ head, step, text, notes, time }: DiagramNode, width: number): Sized {
  const top = PADDING - 2
  const details = [...notes.map((note) => ({ text: note, face: 'note' as const })), { text: time, face: 'time' as const }]
  const { lines, bottom } = textBlock(
    [
      { text: head, face: 'head' },
      // Without a number the text begins next to the step's id.
      { text, face: 'text', beside: head === '' && step !== '' ? textWidth(step, 'note') + PADDING : 0 },
      ...details.filter((detail) => detail.text !== '').map((detail, index) => ({ ...detail, gap: index === 0 ? 3 : 0 })),
    ],
    { x: PADDING, top, width: width - 2 * PADDING, anchor: 'start' },
  )
  const id = step === '' ? [] : [lineOf(step, 'note', width - PADDING, top, 'end')]
  return { width, height: even(bottom + PADDING - 2), lines: [...id, ...lines] }
}

/** Measured once: a diamond is tried in hundreds of sizes. */
type Word = { readonly text: string; readonly letters: number }
type Measured = { readonly face: FaceName; readonly space: number; readonly words: readonly Word[] }

/** The lowest diamond in which the question fits: lines near the middle may be longer than those near the points. */
function conditionSize(node: DiagramNode, { condition, wider }: Widths): Sized {
  const paragraphs = [
    measured(node.head === '' ? [] : [node.head], 'head'),
    paragraph(node.text, 'text'),
    ...node.notes.map((text) => paragraph(text, 'note')),
    paragraph(node.time, 'time'),
    paragraph(node.step, 'note'),
  ].filter(({ words }) => words.length > 0)
  const longest = Math.max(0, ...paragraphs.flatMap(({ words, face }) => words.map(({ letters }) => pixelsOf(letters, face))))
  for (let least = condition; ; least += 12) {
    const fits = longest > least - DIAMOND_PAD ? [] : wider.flatMap((more) => lowestDiamond(paragraphs, least + more))
    const [best] = fits.toSorted((a, b) => a.height + WIDER_COSTS * a.width - (b.height + WIDER_COSTS * b.width))
    if (best !== undefined) return best
  }
}

function paragraph(text: string, face: FaceName): Measured {
  return measured(text.split(/\s+/).filter(Boolean), face)
}

function measured(words: readonly string[], face: FaceName): Measured {
  return { face, space: lettersOf(' ', face), words: words.map((text) => ({ text, letters: lettersOf(text, face) })) }
}

const NOTHING: Word = { text: '', letters: 0 }

function lowestDiamond(paragraphs: readonly Measured[], width: number): readonly Sized[] {
  for (let height = SMALLEST_CONDITION; height < LARGEST_CONDITION; height += CONDITION_STEP) {
    for (let rows = paragraphs.length; rows <= MOST_ROWS; rows += 1) {
      const lines = inDiamond(paragraphs, rows, width, height)
      if (lines !== null) return [{ width, height, lines }]
    }
  }
  return []
}

/** The paragraphs in exactly `rows` lines of a diamond, or null where they do not fit. No word is cut. */
function inDiamond(paragraphs: readonly Measured[], rows: number, width: number, height: number): readonly TextLine[] | null {
  const leading = LEADING.text
  const first = height / 2 - (rows * leading) / 2
  const room = (row: number) => {
    const far = Math.max(Math.abs(first + row * leading - height / 2), Math.abs(first + (row + 1) * leading - height / 2))
    return width * (1 - (2 * far) / height) - DIAMOND_PAD
  }
  if (first < 8 || room(0) < SHORTEST_LINE) return null
  const lines: TextLine[] = []
  for (const { words, face, space } of paragraphs) {
    let line: Word = NOTHING
    const close = () => {
      const y = Math.round(first + lines.length * leading + leading * ASCENT)
      lines.push({ text: line.text, face, x: width / 2, y, anchor: 'middle', width: pixelsOf(line.letters, face) })
    }
    for (const word of words) {
      const longer = line === NOTHING ? word : { text: `${line.text} ${word.text}`, letters: line.letters + space + word.letters }
      if (pixelsOf(longer.letters, face) <= room(lines.length)) line = longer
      else {
        if (line === NOTHING) return null
        close()
        line = word
        if (lines.length >= rows || pixelsOf(word.letters, face) > room(lines.length)) return null
      }
    }
    close()
  }
  return lines.length === rows ? lines : null
}

function terminalSize(text: string): Sized {
  const measured = textWidth(text, 'head')
  const width = Math.max(88, even(measured + 44))
  return { width, height: 36, lines: [{ text, face: 'head', x: width / 2, y: 22, anchor: 'middle', width: measured }] }
}

/** A document below its folded corner, a system below the lid of its cylinder. */
function boxSize(text: string, least: number, above: number): Sized {
  const width = Math.max(least, even(widestPart(text, 'text') + 2 * PADDING))
  const place = { x: width / 2, top: above + 2, width: width - 2 * PADDING, anchor: 'middle' } as const
  const { lines, bottom } = textBlock([{ text, face: 'text' }], place)
  return { width, height: even(bottom + PADDING), lines }
}

/** Halves of sizes must be whole pixels, or middles and ports would not meet. */
export function even(size: number): number {
  return 2 * Math.ceil(size / 2)
}

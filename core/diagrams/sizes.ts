// How large each node is, and where its lines of text are inside it.
import { LID } from './geometry.ts'
import { type FaceName, LEADING, lettersOf, pixelsOf, textWidth } from './metrics.ts'
import type { Density, DiagramNode, Orientation } from './model.ts'
import { unbrokenParts, wrap } from './wrap.ts'

/** A line of text: `x` is its start, middle or end by `anchor`, `y` its baseline; `width` is what was measured. */
export type TextLine = {
  readonly text: string
  readonly face: FaceName
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly width: number
}

/** Size in pixels and the lines of text, measured from the upper left corner. */
export type Sized = { readonly width: number; readonly height: number; readonly lines: readonly TextLine[] }

/** `forWord` is how much wider a box may become for its longest word before the word is cut, `wider` how much a diamond to be lower. */
export type Widths = {
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
const FOLD = 14
/** The part of a line above its baseline. */
const ASCENT = 0.78
const CONDITION_STEP = 4
const SMALLEST_CONDITION = 72
const LARGEST_CONDITION = 420
const MOST_ROWS = 12
/** A pixel of width is dearer than one of height: it widens the whole column. */
const WIDER_COSTS = 1.5
/** Near its points a diamond has room for no word. */
const SHORTEST_LINE = 20
const DIAMOND_PAD = 6

/** `column` holds the nodes that are under each other: their boxes are equally wide. */
export function sizeOf(node: DiagramNode, widths: Widths, column: readonly DiagramNode[]): Sized {
  switch (node.shape) {
    case 'process':
      return processSize(node, processWidth(widths, column))
    case 'condition':
      return conditionSize(node, widths)
    case 'terminal':
      return terminalSize(node)
    case 'documentToRecipient':
      return boxSize(node, widths.document, FOLD)
    case 'informationSystem':
      return boxSize(node, widths.document, LID * 2)
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
function processSize(node: DiagramNode, width: number): Sized {
  const inner = width - 2 * PADDING
  const lines: TextLine[] = []
  let top = PADDING - 2
  const add = (text: string, face: FaceName, anchor: TextLine['anchor'], isSameRow = false) => {
    const x = anchor === 'start' ? PADDING : anchor === 'end' ? width - PADDING : width / 2
    lines.push({ text, face, x, y: Math.round(top + LEADING[face] * ASCENT), anchor, width: textWidth(text, face) })
    if (!isSameRow) top += LEADING[face]
  }
  if (node.step !== '') add(node.step, 'note', 'end', true)
  if (node.head !== '') add(node.head, 'head', 'start')
  // Without a number the text begins next to the step's id.
  const beside = node.head === '' && node.step !== '' ? textWidth(node.step, 'note') + PADDING : 0
  for (const line of wrap(node.text, 'text', (row) => (row === 0 ? inner - beside : inner))) add(line, 'text', 'start')
  if (node.notes.length > 0 || node.time !== '') top += 3
  for (const note of node.notes) for (const line of wrap(note, 'note', () => inner)) add(line, 'note', 'start')
  for (const line of wrap(node.time, 'time', () => inner)) add(line, 'time', 'start')
  return { width, height: even(top + PADDING - 2), lines: lines.filter((line) => line.text !== '') }
}

/** Measured once: a diamond is tried in hundreds of sizes. */
type Word = { readonly text: string; readonly letters: number }
type Paragraph = { readonly face: FaceName; readonly space: number; readonly words: readonly Word[] }

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

function paragraph(text: string, face: FaceName): Paragraph {
  const words = text.split(/\s+/).filter((word) => word !== '')
  return measured(words, face)
}

function measured(words: readonly string[], face: FaceName): Paragraph {
  return { face, space: lettersOf(' ', face), words: words.map((text) => ({ text, letters: lettersOf(text, face) })) }
}

const NOTHING: Word = { text: '', letters: 0 }

function lowestDiamond(paragraphs: readonly Paragraph[], width: number): readonly Sized[] {
  for (let height = SMALLEST_CONDITION; height < LARGEST_CONDITION; height += CONDITION_STEP) {
    for (let rows = paragraphs.length; rows <= MOST_ROWS; rows += 1) {
      const lines = inDiamond(paragraphs, rows, width, height)
      if (lines !== null) return [{ width, height, lines }]
    }
  }
  return []
}

/** The paragraphs in exactly `rows` lines of a diamond, or null where they do not fit. No word is cut. */
function inDiamond(paragraphs: readonly Paragraph[], rows: number, width: number, height: number): readonly TextLine[] | null {
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

function terminalSize(node: DiagramNode): Sized {
  const measured = textWidth(node.text, 'head')
  const width = Math.max(88, 2 * Math.ceil((measured + 44) / 2))
  return { width, height: 36, lines: [{ text: node.text, face: 'head', x: width / 2, y: 22, anchor: 'middle', width: measured }] }
}

/** A document below its folded corner, a system below the lid of its cylinder. */
function boxSize(node: DiagramNode, least: number, above: number): Sized {
  const width = Math.max(least, even(widestPart(node.text, 'text') + 2 * PADDING))
  const texts = wrap(node.text, 'text', () => width - 2 * PADDING)
  const lines = texts.map((text, index) => ({
    text,
    face: 'text' as const,
    x: width / 2,
    y: Math.round(above + 2 + index * LEADING.text + LEADING.text * ASCENT),
    anchor: 'middle' as const,
    width: textWidth(text, 'text'),
  }))
  return { width, height: even(above + 2 + texts.length * LEADING.text + PADDING), lines }
}

/** Halves of sizes must be whole pixels, or middles and ports would not meet. */
function even(size: number): number {
  return 2 * Math.ceil(size / 2)
}

// Which characters the pinned fonts can print: the home of the rule that every door asks is made from the font files.
import { readFileSync } from 'node:fs'

/** Letters of a document: both weights have the same. Signs that they lack come from the others, in this order (`house.typ` names the same). */
const LETTERS = ['NotoSerif-Regular.ttf', 'NotoSerif-Bold.ttf'] as const
const SIGNS = ['NotoSansMath-Regular.ttf', 'NotoSansSymbols-Regular.ttf', 'NotoSansSymbols2-Regular.ttf'] as const

const FONTS = new URL('../../support/typesetting/fonts/', import.meta.url)

function readFont(file: string): Buffer {
  return readFileSync(new URL(file, FONTS))
}

/** What a document's fonts can print: letters with their marks, and characters that are used alone. Code points, ascending. */
export function printedSigns(): { readonly letters: readonly number[]; readonly signs: readonly number[] } {
  const [regular, bold] = LETTERS.map((file) => codePointsOf(readFont(file)))
  const letters = [...regular!].filter((sign) => bold!.has(sign) && isSeen(sign)).toSorted((a, b) => a - b)
  const known = new Set(letters)
  const others = new Set(SIGNS.flatMap((file) => [...codePointsOf(readFont(file))]))
  const signs = [...others].filter((sign) => !known.has(sign) && isSeen(sign) && !/\p{M}/u.test(String.fromCodePoint(sign)))
  return { letters, signs: signs.toSorted((a, b) => a - b) }
}

/** Not controls, not what is invisible or without a meaning of its own. */
function isSeen(sign: number): boolean {
  return !/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(String.fromCodePoint(sign))
}

/** The character map of a TrueType font (OpenType `cmap`, formats 4 and 12). */
function codePointsOf(font: Buffer): ReadonlySet<number> {
  const found = new Set<number>()
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, place) => 12 + 16 * place)
  const map = font.readUInt32BE(tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap')! + 8)
  for (let table = 0; table < font.readUInt16BE(map + 2); table += 1) {
    const at = map + font.readUInt32BE(map + 8 + 8 * table)
    const format = font.readUInt16BE(at)
    if (format === 12) addGroups(font, at, found)
    if (format === 4) addSegments(font, at, found)
  }
  return found
}

function addGroups(font: Buffer, at: number, found: Set<number>): void {
  for (let group = 0; group < font.readUInt32BE(at + 12); group += 1) {
    const place = at + 16 + 12 * group
    for (let sign = font.readUInt32BE(place); sign <= font.readUInt32BE(place + 4); sign += 1) found.add(sign)
  }
}

function addSegments(font: Buffer, at: number, found: Set<number>): void {
  const size = font.readUInt16BE(at + 6)
  for (let place = at + 14; place < at + 14 + size; place += 2) {
    const [end, start] = [font.readUInt16BE(place), font.readUInt16BE(place + 2 + size)]
    const range = font.readUInt16BE(place + 2 + 3 * size)
    for (let sign = start; sign <= end && sign < 0xffff; sign += 1) {
      const glyph =
        range === 0 ? sign + font.readInt16BE(place + 2 + 2 * size) : font.readUInt16BE(place + 2 + 3 * size + range + 2 * (sign - start))
      if ((glyph & 0xffff) !== 0) found.add(sign)
    }
  }
}

/** The generated home of the rule that every door asks: `core/foundation/values/printable-signs.ts`. */
export function printableSignsFile(): string {
  const { letters, signs } = printedSigns()
  return `// Generated from the pinned fonts of @ruqsat/typesetting by \`npx ruqsat tidy --write\`; do not edit. Code points, hexadecimal.

/** Of the fonts of a document's letters: marks combine with these alone. */
export const LETTERS = \`
${ranges(letters)}
\`

/** Of the fonts of signs, each by itself. */
export const SIGNS = \`
${ranges(signs)}
\`
`
}

const LINE = 120

function ranges(signs: readonly number[]): string {
  const words: string[] = []
  for (let at = 0; at < signs.length;) {
    let end = at
    while (signs[end + 1] === signs[end]! + 1) end += 1
    words.push(end === at ? hex(signs[at]!) : `${hex(signs[at]!)}-${hex(signs[end]!)}`)
    at = end + 1
  }
  const lines: string[] = ['']
  for (const word of words) {
    if (lines.at(-1)!.length + word.length > LINE) lines.push('')
    lines.push(`${lines.pop()!} ${word}`.trim())
  }
  return lines.join('\n')
}

function hex(sign: number): string {
  return sign.toString(16)
}

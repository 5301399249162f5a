import { type FaceName, textWidth } from './metrics.ts'

/** Breaks a text into lines that are no wider than `widthOf(line)`. A word that is wider than its line is cut with a hyphen. */
export function wrap(text: string, face: FaceName, widthOf: (line: number) => number): readonly string[] {
  const lines: string[] = []
  let line = ''
  const words = text.split(/\s+/).filter((word) => word !== '')
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const longer = line === '' ? word : `${line} ${word}`
    if (textWidth(longer, face) <= widthOf(lines.length)) line = longer
    else if (line !== '') {
      lines.push(line)
      line = ''
      words.unshift(word)
    } else if (word.length === 1) lines.push(word)
    else {
      const kept = fitting(word, face, widthOf(lines.length))
      lines.push(`${kept}-`)
      words.unshift(word.slice(kept.length))
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** The longest beginning that fits with a hyphen; at least one letter, so that every text comes to its end. */
function fitting(word: string, face: FaceName, width: number): string {
  let length = word.length - 1
  while (length > 1 && textWidth(`${word.slice(0, length)}-`, face) > width) length -= 1
  return word.slice(0, Math.max(1, length))
}

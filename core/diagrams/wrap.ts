import { type FaceName, textWidth } from './metrics.ts'

/** Breaks a text into lines that are no wider than `widthOf(line)`. A word that is wider than its line is cut between syllables, with a hyphen. */
export function wrap(text: string, face: FaceName, widthOf: (line: number) => number): readonly string[] {
  const lines: string[] = []
  let line = ''
  const pieces = piecesOf(text)
  for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
    const longer = `${line}${line === '' || piece.isJoined ? '' : ' '}${piece.text}`
    if (textWidth(longer, face) <= widthOf(lines.length)) line = longer
    else if (line !== '') {
      lines.push(line)
      line = ''
      pieces.unshift(piece)
    } else if (piece.text.length === 1) lines.push(piece.text)
    else {
      const kept = fitting(piece.text, face, widthOf(lines.length))
      lines.push(`${kept}-`)
      pieces.unshift({ text: piece.text.slice(kept.length), isJoined: false })
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** What must stay on one line: words, and the parts of a word that has a hyphen of its own. */
export function unbrokenParts(text: string): readonly string[] {
  return piecesOf(text).map((piece) => piece.text)
}

type Piece = { readonly text: string; readonly isJoined: boolean }

/** A short part stays with its other half: `1-процесс`. */
const SHORTEST_PART = 4

function piecesOf(text: string): Piece[] {
  const words = text.split(/\s+/).filter((word) => word !== '')
  return words.flatMap((word) => {
    const parts = word.split(/(?<=\p{L}-)(?=\p{L})/u)
    const isShort = parts.some((part) => part.length < SHORTEST_PART)
    return isShort ? [{ text: word, isJoined: false }] : parts.map((part, index) => ({ text: part, isJoined: index > 0 }))
  })
}

const VOWELS = new Set('aeiouyаәеёиоөуұүыіэюя')

/** The longest beginning that fits with a hyphen, up to a syllable if one fits; at least one letter, so that every text comes to its end. */
function fitting(word: string, face: FaceName, width: number): string {
  const fits = (length: number) => textWidth(`${word.slice(0, length)}-`, face) <= width
  const lengths = Array.from({ length: word.length - 1 }, (_, index) => word.length - 1 - index).filter(fits)
  return word.slice(0, lengths.find((length) => isSyllable(word.toLowerCase(), length)) ?? lengths[0] ?? 1)
}

/** Before a consonant with its vowel a syllable begins, in Kazakh and near enough in Russian and English; no part without a vowel. */
function isSyllable(word: string, at: number): boolean {
  const isVowel = (index: number) => VOWELS.has(word.charAt(index))
  const hasVowel = [...word.slice(0, at)].some((letter) => VOWELS.has(letter))
  return at >= 2 && at <= word.length - 2 && hasVowel && !isVowel(at) && isVowel(at + 1)
}

import { isRefusal, type Refusal } from '../errors.ts'
import type { Branded } from './brand.ts'
import { LETTERS, SIGNS } from './printable-signs.ts'
import { refuseValue } from './refusals.ts'
import { signFacts } from './typed-text.ts'

// One rule for everything that a paper prints, asked at the first door that a text comes through (a form, a draft, a name from a register)
// and once more before anything is set: otherwise the head finds a character that the font lacks, when nobody can correct it.

/** A text, or data of texts, that the fonts of our documents can print whole. */
export type Printable<T> = Branded<'printable', T>
export type PrintableText = Printable<string>

const letters = oneOf(LETTERS)
const signs = oneOf(SIGNS)

/** Most texts hold nothing else. */
const PLAIN = /^[\n\x20-\x7e\u00a0-\u00ac\u00ae-\u00ff\u0400-\u045f\u0490-\u04ff–—‘’“”„•…№]*$/

function oneOf(ranges: string): RegExp {
  return new RegExp(`^[${ranges.replace(/[0-9a-f]+/gi, (hex) => `\\u{${hex}}`).replace(/\s/g, '')}]$`, 'u')
}

const EMOJI_FACE = '\ufe0f'

/** Signs of a sentence before and after the one that is named. */
const AROUND = 24

/** The first sign that cannot be printed with its place in the sentence, or null. The text is composed already (`tidyText`). */
export function unprintable(text: string): { readonly sign: string; readonly place: string } | null {
  if (PLAIN.test(text)) return null
  const all = [...text]
  let isLetter = false
  for (const [place, sign] of all.entries()) {
    // Telephones write it behind a sign that has a coloured face too; on paper it is nothing.
    if (sign === EMOJI_FACE && place > 0) continue
    const isMark = /\p{M}/u.test(sign)
    const isKnown = letters.test(sign)
    // A mark belongs to the letter before it: another font's sign cannot carry it.
    if (sign !== '\n' && !(isMark ? isKnown && isLetter : isKnown || signs.test(sign))) return { sign, place: around(all, place) }
    if (!isMark) isLetter = isKnown
  }
  return null
}

function around(all: readonly string[], place: number): string {
  const [from, to] = [Math.max(0, place - AROUND), Math.min(all.length, place + AROUND + 1)]
  const part = all.slice(from, to).join('').replace(/\s+/g, ' ')
  return `${from > 0 ? '…' : ''}${part}${to < all.length ? '…' : ''}`
}

/** Refuses (`value.sign-not-printable`) with the sign and where it is; nothing is replaced, because it may be somebody's name. */
export function parsePrintable(text: string): PrintableText | Refusal {
  const found = unprintable(text)
  if (found === null) return text as PrintableText
  return refuseValue('sign-not-printable', { facts: { ...signFacts(found.sign), place: { kind: 'typed', text: found.place } } })
}

/** The same for all texts of a document's data. */
export function parsePrintableData<T extends object>(data: T): Printable<T> | Refusal {
  return dataFault(data) ?? (data as Printable<T>)
}

function dataFault(value: unknown): Refusal | null {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).reduce<Refusal | null>((fault, part) => fault ?? dataFault(part), null)
  const read = typeof value === 'string' ? parsePrintable(value) : null
  return isRefusal(read) ? read : null
}

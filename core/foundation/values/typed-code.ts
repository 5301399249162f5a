// Numbers of documents and requests as people type them: from paper, from a phone's keyboard in Cyrillic, out of Word with its dashes, with the sign №
// before and a full stop behind, or as the whole address that a QR code holds.
import { tidyNumber } from './typed-text.ts'

/** Capital Cyrillic letters that look like Latin ones, and the Kazakh letters that are drawn the same. */
const TWINS: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  Ё: 'E',
  К: 'K',
  Қ: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
  У: 'Y',
  Ү: 'Y',
  І: 'I',
  Ѕ: 'S',
  Ј: 'J',
  Һ: 'H',
  З: '3',
  Ԛ: 'Q',
  Ԝ: 'W',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Χ: 'X',
}

/** A number as it is on paper: Latin capitals, digits, plain hyphens and slashes; no sign № before it and no full stop after it. */
export function tidyCode(typed: string): string {
  const bare = tidyNumber(typed).replace(/^(?:№|#|N[oO°º]?\.?(?= ))\s*/u, '')
  return [...bare.normalize('NFKC').toUpperCase()]
    .map((sign) => TWINS[sign] ?? sign)
    .join('')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/[^\p{L}\p{N}]+$/u, '')
    .replace(/\s*([-/])\s*/g, '$1')
}

/** What two ways to type one number have in common: letters and digits alone. Empty where something else is typed too. */
export function codeKey(typed: string): string {
  const key = tidyCode(typed).replace(/[-\s./]/g, '')
  return /^[A-Z0-9]+$/.test(key) ? key : ''
}

/** The number of a document as typed, or out of a pasted address of its check, on whatever host and in whatever language; with the code of that address. */
export function readDocumentNumber(typed: string): { readonly number: string; readonly code: string | null } {
  const [, inPath, code = null] = /\/verify\/([^/?#\s]+)(?:\?(?:[^#\s]*&)?code=([A-Za-z0-9_-]{1,100}))?/.exec(typed) ?? []
  const [, inQuery] = /\/verify\/?\?(?:[^#\s]*&)?number=([^&#\s]+)/.exec(typed) ?? []
  const found = inPath ?? inQuery
  return found === undefined ? { number: codeKey(typed), code: null } : { number: codeKey(decoded(found)), code }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

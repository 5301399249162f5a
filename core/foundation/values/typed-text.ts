// What people type, paste from Word or copy out of a PDF, before anybody looks at what it means. One normaliser for every door: two texts
// that look the same to a person are the same text afterwards.

/** Letters of scripts, and pictures, in which the joiners U+200C and U+200D change what is read. Everywhere else nobody sees them. */
const JOINED =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Extended_Pictographic}\ufe0f]/u

/** Signs that nobody sees: Default_Ignorable_Code_Point, controls, half signs. `\t` and `\n` are looked at before. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\ufff9-\ufffb]/u
const UNSEEN_ALL = new RegExp(UNSEEN.source, 'gu')

/** Spaces of every width, and the Braille blank, which is a letter by its category and empty to the eye. */
const SPACES = /[\p{Zs}\t\u2800]/gu

/** Hyphens, dashes and the minus sign that Word, PDF and keyboards put where a document has a plain hyphen. */
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g

/** What Word writes in its Symbol and Wingdings fonts has no meaning without them: the signs that a person saw. Names hold none. */
const WORD_SIGNS: Readonly<Record<string, string>> = {
  '\uf0b7': '•',
  '\uf0a7': '▪',
  '\uf0d8': '➢',
  '\uf0fc': '✓',
  '\uf0e0': '→',
  '\uf02d': '-',
}
const WORD_SIGN = /[\uf02d\uf0a7\uf0b7\uf0d8\uf0e0\uf0fc]/g

/** Signatures and whole files come through the same doors as words: what is plain already is not looked at sign by sign. */
const PLAIN = /^[\x20-\x7e]*$/

/**
 * A typed text without what no person sees: one composition (NFC), one kind of line end and of space, no controls, no default-ignorable
 * signs but a joiner or an emoji's variation sign where it carries meaning. Trimmed. Lines and dashes stay.
 */
export function tidyText(typed: string): string {
  if (PLAIN.test(typed)) return typed.trim()
  const lines = typed
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(SPACES, ' ')
    .replace(WORD_SIGN, (sign) => WORD_SIGNS[sign]!)
  const seen = [...lines]
    .map((sign, place, all) => (sign === '\n' || !UNSEEN.test(sign) || isMeant(sign, all[place - 1], all[place + 1]) ? sign : ''))
    .join('')
  // Signs that were taken out may have been between a letter and its mark.
  return seen.normalize('NFC').replace(/ +\n/g, '\n').trim()
}

function isMeant(sign: string, before: string | undefined, after: string | undefined): boolean {
  if (before === undefined) return false
  if (sign === '\ufe0f') return /[\p{Emoji}]/u.test(before)
  return (sign === '\u200c' || sign === '\u200d') && after !== undefined && JOINED.test(before) && JOINED.test(after)
}

/** The same on one line, with one space between words: names, titles, what is searched for. */
export function tidyLine(typed: string): string {
  return tidyText(typed).replace(/\s+/g, ' ')
}

/** The same for numbers and codes, where every dash is a plain hyphen: `02‑036–001` is `02-036-001`. */
export function tidyNumber(typed: string): string {
  return tidyLine(typed.replace(DASHES, '-'))
}

/** Whether a person sees anything at all: what "required" means. */
export function isVisible(text: string): boolean {
  return text.replace(UNSEEN_ALL, '').replace(SPACES, '').trim() !== ''
}

/** A sign as a sentence names it, in the places `“{sign}”{code}`: where two signs look alike or nothing is seen, its number says which it is. */
export function signFacts(sign: string): { readonly sign: string; readonly code: string } {
  const code = ` (U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`
  return { sign: isVisible(sign) ? sign : ' ', code: /^[\x20-\x7e]$/.test(sign) ? '' : code }
}

/** The first sign of a text that does not belong, or null. `allowed` matches one sign that does. */
export function foreignSign(text: string, allowed: RegExp): string | null {
  return [...text].find((sign) => !allowed.test(sign)) ?? null
}

import { languageData, LANGUAGES, type Language, type LocalText, type Source } from '@ruqsat/foundation'
import type { Context, Raw } from './context.ts'

// The letters of the package's own texts: words that look right and are not, signs that nobody sees, abbreviations that nobody explains.

type Found = { readonly language: Language; readonly text: string; readonly source: Source | null }

/** Every text of the package with the nearest source above it; decided readings are about the act and no part of it. */
function textsOf({ regulation }: Context): readonly Found[] {
  const { readings: _decided, ...rest } = regulation
  return textsIn(rest, null)
}

function textsIn(value: unknown, outer: Source | null): readonly Found[] {
  if (typeof value !== 'object' || value === null) return []
  const source = (value as { readonly source?: Source }).source ?? outer
  const isText = LANGUAGES.every((language) => typeof (value as LocalText)[language] === 'string')
  if (isText) return LANGUAGES.map((language) => ({ language, text: (value as LocalText)[language], source }))
  return Object.values(value).flatMap((each) => textsIn(each, source))
}

const WORD = /[\p{L}\p{M}]+/gu
/** Latin letters that a Russian or Kazakh sentence has as words of their own. */
const ALONE = /(?<![\p{L}\d.])[aceikoy](?![\p{L}\d.])/gu

/** A word of two alphabets is found by no search, read out wrongly and printed with two kinds of letters. */
export function foreignLetters(context: Context): readonly Raw[] {
  return textsOf(context).flatMap(({ language, text, source }) => {
    const mixed = (text.match(WORD) ?? []).filter((word) => /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word))
    const fonts: readonly string[] = languageData(language).fonts
    const isCyrillic = fonts.includes('cyrillic')
    const alone = isCyrillic ? (text.match(ALONE) ?? []) : []
    return [...mixed, ...alone].map((word): Raw => ({
      code: 'letter-of-another-alphabet',
      subject: word,
      source,
      facts: { language, letters: strangersIn(word, isCyrillic ? /\p{Script=Latin}/u : /\p{Script=Cyrillic}/u) },
    }))
  })
}

function strangersIn(word: string, strange: RegExp): string {
  return [...new Set([...word].filter((letter) => strange.test(letter)))].map((letter) => `${letter} (${codeOf(letter)})`).join(', ')
}

const codeOf = (sign: string) => `U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

/** What takes no room changes a text without anybody seeing it. A line's end is no such sign. */
export function hiddenSigns(context: Context): readonly Raw[] {
  return textsOf(context).flatMap(({ text, source }) =>
    [...text.matchAll(/[\p{Cc}\p{Cf}\u2028\u2029\u115F\u3164]/gu)]
      .filter(([sign]) => sign !== '\n')
      .map(([sign]): Raw => {
        const near = text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029\u115F\u3164]/gu, '').slice(0, 40)
        return { code: 'hidden-sign', subject: `${codeOf(sign)} ${near}`, source, facts: { sign: codeOf(sign), near } }
      }),
  )
}

/** What everybody knows: units of measure. Longer words in capitals are headings. */
const MEASURES: readonly string[] = ['КБ', 'МБ', 'ГБ']

/** An act binds in Kazakh and defines its abbreviations there; one that is in a text must be among them, also where the act never expands it. */
export function unlistedAbbreviations(context: Context): readonly Raw[] {
  const { abbreviations } = context.regulation
  const written = abbreviations.flatMap(({ short, forms }) => [short, ...forms.map((form) => form.written)])
  const known = new Set([...MEASURES, ...written.flatMap((each) => each.match(WORD) ?? [])])
  return textsOf(context)
    .filter(({ language, text }) => language === 'kk' && text !== text.toUpperCase())
    .flatMap(({ text, source }) =>
      (text.match(/(?<![\p{L}\d])[\p{Lu}&&\p{Script=Cyrillic}]{2,6}(?!\p{L})/gv) ?? [])
        .filter((word) => !known.has(word))
        .map((word): Raw => ({ code: 'abbreviation-not-listed', subject: word, source })),
    )
}

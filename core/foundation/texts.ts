import { inKazakhCase, isKazakhCase } from './kazakh.ts'
import languages from './languages.yaml'
import texts from './texts.yaml'

export type Language = (typeof languages)[number]['id']

/** Languages of every page and document; Kazakh first. `languages.yaml` is their home. */
export const LANGUAGES: readonly Language[] = languages.map(({ id }) => id)

const BY_ID: ReadonlyMap<unknown, (typeof languages)[number]> = new Map(languages.map((language) => [language.id, language]))

/** One text in every language. A missing language is a defect of the data, never papered over. */
export type LocalText = Readonly<Record<Language, string>>

export function isLanguage(value: unknown): value is Language {
  return BY_ID.has(value)
}

/** What `languages.yaml` says of a language: its name, its quotation marks, how it writes numbers. */
export function languageData(language: Language): (typeof languages)[number] {
  return BY_ID.get(language)!
}

/** `in Kazakh`: how a sentence says in which language something is written. */
export function writtenIn(language: Language): LocalText {
  return texts.writtenIn[`in-${language}`]
}

/** One text, written in each language. */
export function inAll(write: (language: Language) => string): LocalText {
  return Object.fromEntries(LANGUAGES.map((language) => [language, write(language)])) as LocalText
}

/** A decimal number as the language writes it: `1,5` or `1.5`. */
export function decimalText(value: number | string, language: Language): string {
  return String(value).replace('.', languageData(language).decimal)
}

/** The form of a counted word: Kazakh has one, English two (1; others), Russian three (1, 21; 2-4, 22; 5-20, 25). */
export function formFor(amount: number, forms: Readonly<Record<Language, readonly string[]>>, language: Language): string {
  return forms[language][FORMS[languageData(language).plural](amount)]!
}

const FORMS: Readonly<Record<(typeof languages)[number]['plural'], (amount: number) => 0 | 1 | 2>> = {
  one: () => 0,
  two: (amount) => (amount === 1 ? 0 : 1),
  slavic: (amount) => {
    const [tens, ones] = [amount % 100, amount % 10]
    if (ones === 1 && tens !== 11) return 0
    return ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? 1 : 2
  },
}

/** Fills `{name}` places in a text, a text in three languages by its own language; an unknown place stays as it is, so that the gap is seen. */
export function fillText(text: LocalText, values: Readonly<Record<string, string | number | LocalText>>): LocalText {
  return inAll((language) =>
    fillString(
      text[language],
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? value[language] : value])),
    ),
  )
}

/** A Kazakh text may name the case that its sentence needs: `{day:ablative} бастап` (kazakh.ts). */
export function fillString(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)(?::(\w+))?\}/g, (place, name: string, wanted?: string) => {
    if (!Object.hasOwn(values, name) || (wanted !== undefined && !isKazakhCase(wanted))) return place
    return wanted === undefined ? String(values[name]) : inKazakhCase(String(values[name]), wanted)
  })
}

/** The text as a sentence: with a full stop, unless it has one. For sentences that a page puts together from parts. */
export function withFullStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`
}

/** In the quotation marks of the language. */
export function quoted(text: string, language: Language): string {
  const [opening, closing] = languageData(language).quotes
  return `${opening}${text}${closing}`
}

/** Each language in its own quotation marks. */
export function quotedIn(text: LocalText): LocalText {
  return inAll((language) => quoted(text[language], language))
}

import { inKazakhCase, isKazakhCase } from './kazakh.ts'

/** Languages of every page and document; Kazakh first. */
export const LANGUAGES = ['kk', 'ru', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** One text in all three languages. A missing language is a defect of the data, never papered over. */
export type LocalText = { readonly kk: string; readonly ru: string; readonly en: string }

export function isLanguage(value: unknown): value is Language {
  return value === 'kk' || value === 'ru' || value === 'en'
}

/** One text, written in each language. */
export function inAll(write: (language: Language) => string): LocalText {
  return { kk: write('kk'), ru: write('ru'), en: write('en') }
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
  const [opening, closing] = language === 'en' ? '“”' : '«»'
  return `${opening}${text}${closing}`
}

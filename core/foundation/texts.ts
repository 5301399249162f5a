/** Languages of every page and document; Kazakh first. */
export const LANGUAGES = ['kk', 'ru', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** One text in all three languages. A missing language is a defect of the data, never papered over. */
export type LocalText = { readonly kk: string; readonly ru: string; readonly en: string }

export function isLanguage(value: unknown): value is Language {
  return value === 'kk' || value === 'ru' || value === 'en'
}

/** Fills `{name}` places in a text; an unknown place stays as it is, so that the gap is seen. */
export function fillText(text: LocalText, values: Readonly<Record<string, string | number>>): LocalText {
  return { kk: fillString(text.kk, values), ru: fillString(text.ru, values), en: fillString(text.en, values) }
}

export function fillString(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place))
}

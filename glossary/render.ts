import { parseDocument } from 'yaml'
import { Fault, inAll, languageData, LANGUAGES, type Language, type LocalText } from '@ruqsat/foundation'

/** One row of terms.yaml. `id` is null where the code has no such thing. */
export type GlossaryRow = {
  readonly id: string | null
  readonly words: LocalText
  /** How pages call it, where the acts have several words for it. */
  readonly label: LocalText
  readonly variants: readonly string[]
  readonly notUsed: readonly string[]
  /** Words for it that no text of the house and of the packages uses; a star at the end stands for every ending. */
  readonly notSaid: Readonly<Record<Language, readonly string[]>>
  /** The same of the house alone: an act may mean another thing by the word. */
  readonly notSaidByUs: Readonly<Record<Language, readonly string[]>>
}

const KEYS = ['id', ...LANGUAGES, 'label', 'variants', 'notUsed', 'notSaid', 'notSaidByUs']

/** Reads terms.yaml strictly: a misspelt key, an empty text or an identifier that occurs twice is a Fault. */
export function readTerms(text: string): readonly GlossaryRow[] {
  const document = parseDocument(text, { strict: true, uniqueKeys: true })
  if (document.errors.length > 0) throw new Fault(`Expected terms.yaml to be well formed but ${document.errors[0]!.message}`)
  const value = document.toJS() as { readonly terms?: unknown }
  if (!Array.isArray(value.terms)) throw new Fault('Expected a list `terms` in terms.yaml but found none')
  const rows = value.terms.map(readRow)
  const ids = rows.flatMap((row) => row.id ?? [])
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new Fault(`Expected each identifier once but '${twice}' occurs twice in terms.yaml`)
  return rows
}

function readRow(value: unknown, index: number): GlossaryRow {
  const row = value as Record<string, unknown>
  const at = `terms[${index}]`
  const stray = Object.keys(row).find((key) => !KEYS.includes(key))
  if (stray !== undefined) throw new Fault(`Expected ${KEYS.join(', ')} at ${at} but found '${stray}'`)
  return {
    id: row['id'] === undefined ? null : word(row['id'], `${at}.id`),
    words: inAll((language) => word(row[language], `${at}.${language}`)),
    label: inAll((language) => word(((row['label'] ?? row) as Record<string, unknown>)[language], `${at}.label.${language}`)),
    variants: words(row['variants'], `${at}.variants`),
    notUsed: words(row['notUsed'], `${at}.notUsed`),
    notSaid: wordsByLanguage(row['notSaid'], `${at}.notSaid`),
    notSaidByUs: wordsByLanguage(row['notSaidByUs'], `${at}.notSaidByUs`),
  }
}

function word(value: unknown, at: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new Fault(`Expected a text at ${at} but found ${JSON.stringify(value)}`)
  return value
}
function words(value: unknown, at: string): readonly string[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new Fault(`Expected a list at ${at} but found ${JSON.stringify(value)}`)
  return value.map((each, index) => word(each, `${at}[${index}]`))
}

function wordsByLanguage(value: unknown, at: string): Readonly<Record<Language, readonly string[]>> {
  const given = (value ?? {}) as Record<string, unknown>
  const stray = Object.keys(given).find((key) => !LANGUAGES.includes(key as Language))
  if (stray !== undefined) throw new Fault(`Expected ${LANGUAGES.join(', ')} at ${at} but found '${stray}'`)
  return Object.fromEntries(LANGUAGES.map((language) => [language, words(given[language], `${at}.${language}`)])) as Record<
    Language,
    readonly string[]
  >
}

/** GLOSSARY.md, sorted by the Kazakh term so that a change of order in the file is no change of the page. */
export function glossaryMarkdown(rows: readonly GlossaryRow[]): string {
  const lines = rows
    .toSorted(byKazakh)
    .map(
      (row) =>
        `| ${[...LANGUAGES.map((language) => row.words[language]), row.id === null ? '' : `\`${row.id}\``, row.variants.join(', '), notUsedIn(row).join(', ')].map(cell).join(' | ')} |`,
    )
  return [
    '# Glossary',
    '',
    'Generated from `terms.yaml` by `npx ruqsat tidy --write`; do not edit.',
    '',
    `| ${LANGUAGES.map((language) => languageData(language).name).join(' | ')} | in code | also written | not used |`,
    `|${' --- |'.repeat(LANGUAGES.length + 3)}`,
    ...lines,
    '',
  ].join('\n')
}

function notUsedIn({ notUsed, notSaid, notSaidByUs }: GlossaryRow): readonly string[] {
  return [...notUsed, ...LANGUAGES.flatMap((language) => [...notSaid[language], ...notSaidByUs[language]])].map((each) =>
    each.replace(/\*$/, '…'),
  )
}

const ALPHABET = 'аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя'

/** The Kazakh alphabet's own order, spelled out: a machine's locale must not change the page. Signs that are no letters are passed over. */
function byKazakh(left: GlossaryRow, right: GlossaryRow): number {
  const [a, b] = [places(left.words.kk), places(right.words.kk)]
  const at = a.findIndex((place, index) => place !== b[index])
  return at === -1 ? a.length - b.length : a[at]! - (b[at] ?? -1)
}
function places(text: string): readonly number[] {
  return [...text.toLowerCase()].map((letter) => ALPHABET.indexOf(letter)).filter((place) => place >= 0)
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

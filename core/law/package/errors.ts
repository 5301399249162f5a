import { fillText, type Language, type LocalText, inAll } from '@ruqsat/foundation'
import texts from '../texts.yaml'

/** A place in a package's file; lines and columns count from 1. */
export type FilePlace = { readonly file: string; readonly line: number; readonly column: number }

/** Why a package is refused: where, by which paragraph where the place has one, what was expected, what was found, what to do. */
export type PackageError = FilePlace & {
  readonly kind: 'packageError'
  readonly code: PackageErrorCode
  readonly item: string | null
  readonly expected: LocalText
  readonly found: LocalText
  readonly remedy: LocalText
}

const REMEDIES = texts.errors.remedies satisfies Record<string, LocalText>
export type PackageErrorCode = keyof typeof REMEDIES
export const PACKAGE_ERROR_CODES = Object.keys(REMEDIES) as readonly PackageErrorCode[]

/** `found` is a word of the file itself where it is a string. */
export function packageError(
  code: PackageErrorCode,
  place: FilePlace,
  item: string | null,
  expected: LocalText,
  found: LocalText | string,
): PackageError {
  const shown = typeof found === 'string' ? inAll(() => found) : found
  return {
    kind: 'packageError',
    code,
    file: place.file,
    line: place.line,
    column: place.column,
    item,
    expected,
    found: shown,
    remedy: REMEDIES[code],
  }
}

const SENTENCE = texts.errors.expectedFound

/** One line for a terminal or a log: place, paragraph, expected, found, what to do. */
export function formatPackageError(error: PackageError, language: Language): string {
  const place = `${error.file}:${error.line}:${error.column}${error.item === null ? '' : ` (${error.item})`} [${error.code}]`
  return fillText(SENTENCE, { place, expected: error.expected[language], found: error.found[language], remedy: error.remedy[language] })[
    language
  ]
}

export const NOTHING: LocalText = texts.errors.nothing

/** `a, b or c`, shortened where the list is long, so that a message stays readable. */
export function anyOf(words: readonly string[]): LocalText {
  const each = [...new Set(words)]
  const shown = each.length > 40 ? [...each.slice(0, 40), '…'] : each
  const joined = shown.join(', ')
  if (each.length === 0) return NOTHING
  if (each.length === 1) return inAll(() => joined)
  return fillText(texts.errors.oneOf, { words: joined })
}

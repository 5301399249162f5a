import { inAll, sourceText, type LocalText, type Source } from '@ruqsat/foundation'
import { anyOf, packageError, type PackageError, type PackageErrorCode } from '../package/errors.ts'
import type { Places } from '../package/read.ts'
import texts from '../texts.yaml'

/** Something that the files of a package say wrongly about each other: at a key of an object that came from a file. */
export type Problem = {
  readonly code: PackageErrorCode
  readonly at: object
  readonly key: string
  readonly expected: LocalText
  readonly found: LocalText | string
}

export function problem(code: PackageErrorCode, at: object, key: string, expected: LocalText | string, found: LocalText | string): Problem {
  return { code, at, key, expected: typeof expected === 'string' ? inAll(() => expected) : expected, found }
}

export function problemIf(is: boolean, ...facts: Parameters<typeof problem>): readonly Problem[] {
  return is ? [problem(...facts)] : []
}

/** Ids that a key names and nobody knows. */
export function strangers(
  code: PackageErrorCode,
  at: object,
  key: string,
  known: readonly string[],
  named: readonly (string | null | undefined)[],
): readonly Problem[] {
  const ids = named.filter((id) => typeof id === 'string')
  return ids.filter((id) => !known.includes(id)).map((id) => problem(code, at, key, anyOf(known), id))
}

/** Each that has the word of one before it. */
export function twins(
  items: readonly { readonly id: string }[],
  wordOf: (index: number) => string = (index) => items[index]!.id,
): readonly Problem[] {
  const words = items.map((_item, index) => wordOf(index))
  return items.flatMap((item, index) =>
    problemIf(words.indexOf(words[index]!) < index, 'duplicate-id', item, 'id', texts.problem.different, words[index]!),
  )
}

export function idsOf(items: readonly { readonly id: string }[]): readonly string[] {
  return items.map(({ id }) => id)
}

/** At its line. A time without a source of its own has the step's: one fault, reported once. */
export function packageErrors(problems: readonly Problem[], places: Places): readonly PackageError[] {
  const errors = new Map<string, PackageError>()
  for (const { code, at, key, expected, found } of problems) {
    const known = places.get(at)
    const cited = (at as { readonly source?: Source }).source
    const place = known?.keys[key] ?? known?.self ?? { file: 'act.yaml', line: 1, column: 1 }
    const error = packageError(code, place, cited === undefined ? (known?.item ?? null) : sourceText(cited), expected, found)
    const same = [code, error.file, error.line, error.column, error.found.en].join(' ')
    if (!errors.has(same)) errors.set(same, error)
  }
  return [...errors.values()]
}

/** The value and all objects in it. */
export function objectsIn(value: unknown): readonly object[] {
  return typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(objectsIn)] : []
}

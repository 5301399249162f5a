// An answer that is a list: like entries, each with the same questions. It is kept as JSON, so that whatever carries answers carries it too.
import { canonicalJson, isVisible, readJson } from '@ruqsat/foundation'
import type { Field } from '@ruqsat/law'

/** What was answered for one of them, by question; a question without an answer is not there. */
export type ListEntry = Readonly<Record<string, string>>

/** More than any list of the language takes, with answers as long as any form has. */
const LIMITS = { maxLength: 500_000, maxDepth: 3, maxValues: 2_000 }

/** The entries as they are on the form, those that nobody has filled in included; none where the value is no list. */
export function entriesOf(value: string): readonly ListEntry[] {
  const read = value === '' ? null : readJson(value, LIMITS)
  if (read?.kind !== 'read' || !Array.isArray(read.value)) return []
  return read.value.map(entryOf)
}

function entryOf(read: unknown): ListEntry {
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return {}
  return Object.fromEntries(Object.entries(read).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}

/** Those that say something. */
export function givenEntries(value: string): readonly ListEntry[] {
  return entriesOf(value).filter((entry) => !isBlank(entry))
}

/** As an answer is kept; empty where no entry says anything. */
export function listValue(entries: readonly ListEntry[]): string {
  if (entries.every(isBlank)) return ''
  return canonicalJson(entries.map((entry) => Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== ''))))
}

export const isBlank = (entry: ListEntry) => Object.values(entry).every((value) => !isVisible(value))

/** As it goes into a request: a list without what nobody has filled in, anything else as it is. */
export function signedValue({ type }: Pick<Field, 'type'>, value: string): string {
  return type.kind === 'list' ? listValue(givenEntries(value)) : value
}

/** The name of one question of one entry: of its input, and in what is wrong with it. `place` counts from 1. */
export function entryName(list: string, place: number, question: string): string {
  return `${list}-${place}-${question}`
}

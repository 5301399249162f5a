import type { PdfDocument } from './document.ts'
import type { Comparison } from './changes.ts'
import type { FoundSignature } from './signatures.ts'
import { itemsOf, nameOf, textOf, type PdfDictionary } from './values.ts'

/**
 * What a signer allowed those who come after (ISO 32000-2 12.8.2.2, 12.8.2.4). Forms and comments are never allowed here, so only the strictest
 * level of DocMDP (1: nothing at all) and the fields that FieldMDP locks remain to be looked at. Validation data is no change at any level.
 */
export type Permissions = { readonly isClosed: boolean; readonly isLocked: (field: string) => boolean }

export function permissionsOf(document: PdfDocument, { dictionary, fieldDictionary }: FoundSignature): Permissions {
  const references = itemsOf(document.get(dictionary, 'Reference')).flatMap((item) => document.dictionary(item) ?? [])
  const lock = document.dictionary(fieldDictionary.entries.get('Lock')) ?? []
  const parametersOf = (method: string): PdfDictionary[] =>
    references
      .filter((reference) => nameOf(document.get(reference, 'TransformMethod')) === method)
      .flatMap((reference) => document.dictionary(reference.entries.get('TransformParams')) ?? [])
      .concat(lock)
  const levels = parametersOf('DocMDP').map((found) => document.get(found, 'P'))
  const locks = parametersOf('FieldMDP').map((found) => lockOf(document, found))
  return {
    isClosed: levels.some((level) => level?.kind === 'number' && level.value === 1),
    isLocked: (field) => locks.some((isLocked) => isLocked(field)),
  }
}

/** Which fields an action locks: those that the lock names, all, or all others. */
const ACTIONS = new Map<string | undefined, (isNamed: boolean) => boolean>([
  ['All', () => true],
  ['Include', (isNamed) => isNamed],
  ['Exclude', (isNamed) => !isNamed],
])

function lockOf(document: PdfDocument, parameters: PdfDictionary): (field: string) => boolean {
  const names = itemsOf(document.get(parameters, 'Fields')).map((item) => textOf(document.resolve(item)))
  const isNamed = (field: string): boolean => names.some((name) => name !== null && (field === name || field.startsWith(`${name}.`)))
  const isLocked = ACTIONS.get(nameOf(document.get(parameters, 'Action')))
  return (field) => isLocked?.(isNamed(field)) ?? false
}

/** The first field that was signed although an earlier signer had locked it. */
export function lockedField(document: PdfDocument, { fields }: Comparison, { isLocked }: Permissions): string | null {
  return fields.map((field) => textOf(document.get(field, 'T')) ?? '').find(isLocked) ?? null
}

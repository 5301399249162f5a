import { itemsOf, nameOf, type PdfDocument } from './document.ts'
import type { Comparison } from './changes.ts'
import type { FoundSignature } from './signatures.ts'
import { stringText, type PdfDictionary } from './values.ts'

/**
 * What a signer allowed those who come after (ISO 32000-2 12.8.2.2, 12.8.2.4). Forms and comments are never allowed here, so only the strictest
 * level of DocMDP (1: nothing at all) and the fields that FieldMDP locks remain to be looked at. Validation data is no change at any level.
 */
export type Permissions = { readonly isClosed: boolean; readonly isLocked: (field: string) => boolean }

export function permissionsOf(document: PdfDocument, { dictionary, fieldDictionary }: FoundSignature): Permissions {
  const references = itemsOf(document.resolve(dictionary.entries.get('Reference'))).flatMap((item) => document.dictionary(item) ?? [])
  const parametersOf = (method: string): PdfDictionary[] =>
    references
      .filter((reference) => nameOf(document.resolve(reference.entries.get('TransformMethod'))) === method)
      .flatMap((reference) => document.dictionary(reference.entries.get('TransformParams')) ?? [])
  const lock = document.dictionary(fieldDictionary.entries.get('Lock'))
  const levels = [...parametersOf('DocMDP'), ...(lock === undefined ? [] : [lock])].map((found) => document.resolve(found.entries.get('P')))
  const locks = [...parametersOf('FieldMDP'), ...(lock === undefined ? [] : [lock])].map((found) => lockOf(document, found))
  return {
    isClosed: levels.some((level) => level?.kind === 'number' && level.value === 1),
    isLocked: (field) => locks.some((isLocked) => isLocked(field)),
  }
}

function lockOf(document: PdfDocument, parameters: PdfDictionary): (field: string) => boolean {
  const names = itemsOf(document.resolve(parameters.entries.get('Fields'))).flatMap((item) => {
    const name = document.resolve(item)
    return name?.kind === 'string' ? [stringText(name.raw)] : []
  })
  const isNamed = (field: string): boolean => names.some((name) => field === name || field.startsWith(`${name}.`))
  switch (nameOf(document.resolve(parameters.entries.get('Action')))) {
    case 'All':
      return () => true
    case 'Include':
      return isNamed
    case 'Exclude':
      return (field) => !isNamed(field)
    default:
      return () => false
  }
}

/** The first field that was signed although an earlier signer had locked it. */
export function lockedField(document: PdfDocument, { fields }: Comparison, { isLocked }: Permissions): string | null {
  for (const field of fields) {
    const title = document.resolve(field.entries.get('T'))
    const name = title?.kind === 'string' ? stringText(title.raw) : ''
    if (isLocked(name)) return name
  }
  return null
}

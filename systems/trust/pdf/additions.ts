import { Malformed, tryToRead } from '@ruqsat/asn1'
import type { Addition } from '../contract.ts'
import { compareRevisions } from './changes.ts'
import type { PdfDocument } from './document.ts'
import { skipWhiteSpace, unaccounted } from './updates.ts'
import { itemsOf, type PdfValue } from './values.ts'

/** What came after the first so many bytes, which end with a signature; `why` says in English what it is that should not be there. */
export function whatWasAdded(document: PdfDocument, signedBytes: number): { readonly added: Addition; readonly why: string } {
  if (signedBytes >= document.bytes.length) return { added: 'nothing', why: '' }
  if (skipWhiteSpace(document.text, signedBytes) === document.text.length) return { added: 'white-space', why: '' }
  const why = otherChange(document, signedBytes)
  return why === null ? { added: 'validation-data', why: '' } : { added: 'other', why }
}

/** What cannot be read as an update of the file is not validation data either. */
function otherChange(document: PdfDocument, signedBytes: number): string | null {
  const change = tryToRead(() => {
    const before = document.revision(signedBytes)
    return unaccounted(before, document) ?? compareRevisions(before, document).fault ?? otherThanValidation(before, document)
  })
  return change instanceof Malformed ? change.message : change
}

/** Every new object must belong to the DSS (ISO 32000-2 12.8.4.3). */
function otherThanValidation(before: PdfDocument, after: PdfDocument): string | null {
  const belonging = reachable(after, after.catalog?.entries.get('DSS'))
  const stray = after.numbers().find((number) => before.placeOf(number) === '' && !belonging.has(number) && !after.isHolder(number))
  return stray === undefined ? null : `object ${stray} is no validation data`
}

function reachable(document: PdfDocument, from: PdfValue | undefined): ReadonlySet<number> {
  const found = new Set<number>()
  const queue = [from]
  while (queue.length > 0) {
    const value = queue.pop()
    const isNew = value?.kind === 'reference' && !found.has(value.number)
    if (isNew) found.add(value.number)
    // One by one: an array may be longer than a call takes arguments.
    for (const next of isNew ? [document.resolve(value)] : insideOf(value)) queue.push(next)
  }
  return found
}

function insideOf(value: PdfValue | undefined): Iterable<PdfValue> {
  return value?.kind === 'dictionary' ? value.entries.values() : itemsOf(value)
}

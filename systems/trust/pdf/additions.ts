import { Malformed } from '@ruqsat/asn1'
import type { Addition } from '../contract.ts'
import { compareRevisions } from './changes.ts'
import { nameOf, type PdfDocument } from './document.ts'
import { skipWhiteSpace, unaccounted } from './updates.ts'
import { pdfReference, type PdfValue } from './values.ts'

/** What came after the first so many bytes, which end with a signature; `why` says in English what it is that should not be there. */
export function whatWasAdded(document: PdfDocument, signedBytes: number): { readonly added: Addition; readonly why: string } {
  if (signedBytes >= document.bytes.length) return { added: 'nothing', why: '' }
  if (skipWhiteSpace(document.text, signedBytes) === document.text.length) return { added: 'white-space', why: '' }
  const why = otherChange(document, signedBytes)
  return why === null ? { added: 'validation-data', why: '' } : { added: 'other', why }
}

/** What cannot be read as an update of the file is not validation data either. */
function otherChange(document: PdfDocument, signedBytes: number): string | null {
  try {
    const before = document.revision(signedBytes)
    return unaccounted(before, document) ?? compareRevisions(before, document).fault ?? otherThanValidation(before, document)
  } catch (error) {
    if (error instanceof Malformed) return error.message
    throw error
  }
}

/** Every new object must belong to the DSS (ISO 32000-2 12.8.4.3). */
function otherThanValidation(before: PdfDocument, after: PdfDocument): string | null {
  const catalog = after.dictionary(after.trailer.entries.get('Root'))
  const belonging = reachable(after, catalog?.entries.get('DSS'))
  const stray = after.numbers().find((number) => before.placeOf(number) === '' && !belonging.has(number) && !isOfTheFile(after, number))
  return stray === undefined ? null : `object ${stray} is no validation data`
}

function isOfTheFile(document: PdfDocument, number: number): boolean {
  const value = document.resolve(pdfReference(number))
  return value?.kind === 'dictionary' && ['XRef', 'ObjStm'].includes(nameOf(value.entries.get('Type')) ?? '')
}

function reachable(document: PdfDocument, from: PdfValue | undefined): ReadonlySet<number> {
  const found = new Set<number>()
  const queue: PdfValue[] = from === undefined ? [] : [from]
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    const next = value.kind === 'reference' ? unseen(value.number) : insideOf(value)
    // One by one: an array may be longer than a call takes arguments.
    for (const each of next) queue.push(each)
  }
  return found

  function unseen(number: number): readonly PdfValue[] {
    if (found.has(number)) return []
    found.add(number)
    const value = document.resolve(pdfReference(number))
    return value === undefined ? [] : [value]
  }
}

function insideOf(value: PdfValue): Iterable<PdfValue> {
  return value.kind === 'array' ? value.items : value.kind === 'dictionary' ? value.entries.values() : []
}

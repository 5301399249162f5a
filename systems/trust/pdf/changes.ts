import type { PdfDocument } from './document.ts'
import { itemsOf, nameOf } from './document.ts'
import { pdfReference, writeValue, type PdfDictionary, type PdfValue } from './values.ts'

/**
 * What one revision did to the one before it. Between two signatures only a further signature may have been added; whoever signs second must
 * not rewrite what the first one signed (the "shadow" attacks on PDF signatures). Answers with the forbidden change, or null.
 */
export function forbiddenChange(before: PdfDocument, after: PdfDocument): string | null {
  for (const number of before.numbers()) {
    if (before.isAtSamePlace(after, number)) continue
    const was = before.resolve(pdfReference(number))
    const is = after.resolve(pdfReference(number))
    if (was?.kind !== 'dictionary' || is?.kind !== 'dictionary') return `object ${number} was replaced`
    // A dictionary with a length belongs to a stream: page contents, fonts, images, metadata.
    if (was.entries.has('Length') || is.entries.has('Length')) return `the stream of object ${number} was replaced`
    const fault = changedEntry(before, after, was, is)
    if (fault !== null) return `object ${number}: ${fault}`
  }
  return null
}

type Rule = (before: PdfDocument, after: PdfDocument, was: PdfValue | undefined, is: PdfValue | undefined) => boolean

/** The entries that a further signature touches, each with what may happen to it. */
const ALLOWED: Readonly<Record<string, Rule>> = {
  AcroForm: insideDictionary,
  ParentTree: insideDictionary,
  Fields: isExtended,
  Nums: isExtended,
  K: isExtended,
  Annots: isExtendedByFields,
  SigFlags: () => true,
  ParentTreeNextKey: () => true,
  Tabs: (_before, _after, was, is) => was === undefined && nameOf(is) === 'S',
}

function changedEntry(before: PdfDocument, after: PdfDocument, was: PdfDictionary, is: PdfDictionary): string | null {
  for (const key of new Set([...was.entries.keys(), ...is.entries.keys()])) {
    const old = was.entries.get(key)
    const now = is.entries.get(key)
    if (text(old) === text(now)) continue
    const rule = Object.hasOwn(ALLOWED, key) ? ALLOWED[key] : undefined
    if (rule === undefined || !rule(before, after, before.resolve(old), after.resolve(now))) return `/${key} was changed`
  }
  return null
}

function text(value: PdfValue | undefined): string {
  return value === undefined ? '' : writeValue(value)
}

function insideDictionary(before: PdfDocument, after: PdfDocument, was: PdfValue | undefined, is: PdfValue | undefined): boolean {
  if (is?.kind !== 'dictionary' || (was !== undefined && was.kind !== 'dictionary')) return false
  return changedEntry(before, after, was ?? { kind: 'dictionary', entries: new Map() }, is) === null
}

function isExtended(_before: PdfDocument, _after: PdfDocument, was: PdfValue | undefined, is: PdfValue | undefined): boolean {
  const old = was === undefined || was.kind === 'array' ? itemsOf(was) : [was]
  return is?.kind === 'array' && old.every((item, index) => text(item) === text(is.items[index]))
}

/** New annotations may only be signature fields without area: nothing that a reader sees. */
function isExtendedByFields(before: PdfDocument, after: PdfDocument, was: PdfValue | undefined, is: PdfValue | undefined): boolean {
  if (!isExtended(before, after, was, is)) return false
  return itemsOf(is)
    .slice(itemsOf(was).length)
    .every((item) => {
      const annotation = after.dictionary(item)
      const area = itemsOf(after.resolve(annotation?.entries.get('Rect')))
      return (
        nameOf(annotation?.entries.get('FT')) === 'Sig' &&
        area.length === 4 &&
        area.every((side) => side.kind === 'number' && side.value === 0)
      )
    })
}

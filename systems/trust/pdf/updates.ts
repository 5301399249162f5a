import { expectThat } from '@ruqsat/asn1'
import { integerOf, nameOf, type PdfDocument, type ObjectPlace, type Section } from './document.ts'
import { PdfEffort } from './effort.ts'
import { PdfReader } from './values.ts'

/**
 * Accounts for every byte that was appended to a revision. A reader that finds the cross-references broken, or that looks for objects by itself,
 * shows what lies anywhere in the file; so what was appended must consist of whole objects, each named by the cross-reference section of its own
 * update, at its own place, and nothing else. Answers with what does not fit, or null.
 */
export function unaccounted(before: PdfDocument, after: PdfDocument): string | null {
  let position = before.bytes.length
  let previous = before.startxref
  let known = before
  while ((position = skipWhiteSpace(after.text, position)) < after.bytes.length) {
    const update = readUpdate(after, position)
    if (typeof update === 'string') return update
    const { section } = update
    if (integerOf(section.trailer.entries.get('Prev')) !== previous) return 'an update does not follow the one before it'
    if (section.trailer.entries.has('XRefStm')) return 'an update has two tables of its objects'
    const stray = strayObject(update) ?? strayPlace(update, known)
    if (stray !== null) return stray
    previous = update.startxref
    position = update.end
    known = after.revision(position)
  }
  return previous === after.startxref ? null : 'the last update is not the one that the file ends with'
}

const WHITE_SPACE = '\0\t\n\f\r '

export function skipWhiteSpace(text: string, start: number): number {
  let position = start
  while (position < text.length && WHITE_SPACE.includes(text[position]!)) position++
  return position
}

type Update = { readonly section: Section; readonly objects: ReadonlyMap<number, number>; readonly startxref: number; readonly end: number }

/** Objects, then a section, then `startxref`, its offset and `%%EOF`. */
function readUpdate(document: PdfDocument, start: number): Update | string {
  const { text } = document
  const objects = new Map<number, number>()
  let position = start
  for (;;) {
    position = skipWhiteSpace(text, position)
    if (position >= text.length) return 'objects were appended that belong to no update'
    if (text.startsWith('xref', position)) return endUpdate(document, objects, position, document.sectionAt(position))
    if (!/^\d/.test(text.slice(position, position + 1))) return 'something was appended that is no object'
    const object = document.objectAt(position)
    const isSection = object.value.kind === 'dictionary' && nameOf(object.value.entries.get('Type')) === 'XRef'
    if (isSection) return endUpdate(document, objects, position, document.sectionAt(position))
    if (objects.has(object.number)) return `object ${object.number} stands twice in one update`
    objects.set(object.number, position)
    position = object.end
  }
}

function endUpdate({ text }: PdfDocument, objects: ReadonlyMap<number, number>, startxref: number, section: Section): Update | string {
  const reader = new PdfReader(text, section.end, new PdfEffort())
  expectThat(reader.take('startxref') && reader.integer() === startxref, 'startxref with the place of its section')
  const end = skipWhiteSpace(text, reader.position)
  expectThat(text.startsWith('%%EOF', end), '%%EOF at the end of an update')
  return { section, objects, startxref, end: end + '%%EOF'.length }
}

/** An object that its section does not name: read by whoever looks for objects in the file itself. */
function strayObject({ section, objects }: Update): string | null {
  for (const [number, offset] of objects) {
    const place = section.places.get(number)
    if (place?.kind !== 'at' || place.offset !== offset) return `object ${number} is not the one that its update names`
  }
  return null
}

/** A name in the section for what is neither in this update nor where it was before. */
function strayPlace({ section, objects, startxref }: Update, before: PdfDocument): string | null {
  for (const [number, place] of section.places) {
    const isHere =
      place.kind === 'in'
        ? objects.has(place.stream)
        : place.kind === 'free' || objects.get(number) === place.offset || place.offset === startxref
    if (!isHere && !isWhereItWas(before, number, place)) return `object ${number} was moved to another place`
  }
  return null
}

function isWhereItWas(before: PdfDocument, number: number, place: ObjectPlace): boolean {
  if (place.kind === 'at') return before.offsetOf(number) === place.offset
  return place.kind === 'in' && before.placeOf(number).startsWith(`in ${place.stream} ${place.index} `)
}

import { expectThat } from '@ruqsat/asn1'
import type { ObjectPlace, PdfDocument, Section } from './document.ts'
import { asDictionary, integerOf, nameOf, PdfReader } from './values.ts'

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

export function skipWhiteSpace(text: string, start: number): number {
  const reader = new PdfReader(text, start)
  reader.skipWhiteSpace()
  return reader.position
}

/** Where each update after the first so many bytes ends, its line end included: the file as it was then. */
export function updateEnds(document: PdfDocument, start: number): number[] {
  const ends: number[] = []
  let position = start
  while ((position = skipWhiteSpace(document.text, position)) < document.bytes.length) {
    const update = readUpdate(document, position)
    if (typeof update === 'string') break
    position = update.end
    ends.push(position + (/^(?:\r\n|\r|\n)/.exec(document.text.slice(position, position + 2))?.[0].length ?? 0))
  }
  return ends
}

type Update = { readonly section: Section; readonly objects: ReadonlyMap<number, number>; readonly startxref: number; readonly end: number }

/** Objects, then a section, then `startxref`, its offset and `%%EOF`. */
function readUpdate(document: PdfDocument, start: number): Update | string {
  const { text } = document
  const objects = new Map<number, number>()
  let position = start
  while ((position = skipWhiteSpace(text, position)) < text.length) {
    if (text.startsWith('xref', position)) return endUpdate(document, objects, position)
    if (!/\d/.test(text[position]!)) return 'something was appended that is no object'
    const { number, value, end } = document.objectAt(position)
    if (nameOf(asDictionary(value)?.entries.get('Type')) === 'XRef') return endUpdate(document, objects, position)
    if (objects.has(number)) return `object ${number} stands twice in one update`
    objects.set(number, position)
    position = end
  }
  return 'objects were appended that belong to no update'
}

function endUpdate({ text, sectionAt }: PdfDocument, objects: ReadonlyMap<number, number>, startxref: number): Update {
  const section = sectionAt(startxref)
  const reader = new PdfReader(text, section.end)
  expectThat(reader.take('startxref') && reader.integer() === startxref, 'startxref with the place of its section')
  reader.skipWhiteSpace()
  expectThat(text.startsWith('%%EOF', reader.position), '%%EOF at the end of an update')
  return { section, objects, startxref, end: reader.position + '%%EOF'.length }
}

/** An object that its section does not name: read by whoever looks for objects in the file itself. */
function strayObject({ section, objects }: Update): string | null {
  const stray = [...objects].find(([number, offset]) => {
    const place = section.places.get(number)
    return place?.kind !== 'at' || place.offset !== offset
  })
  return stray === undefined ? null : `object ${stray[0]} is not the one that its update names`
}

/** A name in the section for what is neither in this update nor where it was before. */
function strayPlace({ section, objects, startxref }: Update, before: PdfDocument): string | null {
  const isHere = (number: number, place: ObjectPlace): boolean =>
    place.kind === 'in'
      ? objects.has(place.stream)
      : place.kind === 'free' || objects.get(number) === place.offset || place.offset === startxref
  const stray = [...section.places].find(([number, place]) => !isHere(number, place) && !isWhereItWas(before, number, place))
  return stray === undefined ? null : `object ${stray[0]} was moved to another place`
}

function isWhereItWas(before: PdfDocument, number: number, place: ObjectPlace): boolean {
  return place.kind === 'at'
    ? before.placeOf(number) === `at ${place.offset}`
    : place.kind === 'in' && before.placeOf(number).startsWith(`in ${place.stream} ${place.index} `)
}

import { expectThat, Malformed } from '@ruqsat/asn1'
import { inflateSync } from 'node:zlib'
import { PdfEffort } from './effort.ts'
import { PdfReader, type PdfDictionary, type PdfReference, type PdfValue } from './values.ts'

/** Licences and notices are some tens of kilobytes; with a scanned annex some megabytes. */
export const MAX_PDF_BYTES = 64 * 1024 * 1024
const MAX_SECTIONS = 200
const MAX_OBJECTS = 500_000
/** Annex C of ISO 32000-1. */
const MAX_OBJECT_NUMBER = 8_388_607

export type ObjectPlace =
  | { readonly kind: 'at'; readonly offset: number }
  | { readonly kind: 'in'; readonly stream: number; readonly index: number }
  | { readonly kind: 'free' }

export type PdfDocument = {
  readonly bytes: Uint8Array
  readonly text: string
  readonly trailer: PdfDictionary
  /** Where the newest cross-reference section begins, and in which form it is written. */
  readonly startxref: number
  readonly xrefKind: 'table' | 'stream'
  readonly size: number
  resolve(value: PdfValue | undefined): PdfValue | undefined
  dictionary(value: PdfValue | undefined): PdfDictionary | undefined
  /** The numbers of its objects. */
  numbers(): number[]
  /** True where the other revision of this file reads an object from the same bytes. */
  isAtSamePlace(other: PdfDocument, number: number): boolean
  placeOf(number: number): string
  /** Where the object's own text begins; undefined for objects in streams and for free ones. */
  offsetOf(number: number): number | undefined
  /** The object that begins here, its stream's bytes included. Throws Malformed. */
  objectAt(offset: number): ObjectAt
  /** What one cross-reference section of this file says. */
  sectionAt(offset: number): Section
  /** The file as it was when it had only so many bytes; reading it counts as reading this one. */
  revision(bytes: number): PdfDocument
}

export type ObjectAt = {
  readonly number: number
  readonly value: PdfValue
  /** The stream unchanged from the file, not unpacked; null where the object is none. */
  readonly data: string | null
  readonly end: number
}

export type Section = {
  readonly trailer: PdfDictionary
  readonly kind: 'table' | 'stream'
  readonly places: ReadonlyMap<number, ObjectPlace>
  readonly end: number
}

/** Reads structure only: cross-references (tables, streams, hybrid files, all revisions) and objects on demand. Throws Malformed. */
export function openPdf(bytes: Uint8Array, effort = new PdfEffort()): PdfDocument {
  expectThat(bytes.length <= MAX_PDF_BYTES, `a PDF of at most ${MAX_PDF_BYTES} bytes`)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  expectThat(/^%PDF-[12]\.\d/.test(text), 'a PDF file')
  const startxref = findStartxref(text, effort)
  const places = new Map<number, ObjectPlace>()
  const { trailer, kind } = readSections(text, startxref, places, effort)
  const cache = new Map<number, PdfValue>()
  const underWay = new Set<number>()
  const streams = new Map<number, ObjectStream>()

  const load = (reference: PdfReference): PdfValue | undefined => {
    const known = cache.get(reference.number)
    if (known !== undefined) return known
    const place = places.get(reference.number)
    if (place === undefined || place.kind === 'free') return undefined
    expectThat(!underWay.has(reference.number), 'PDF objects that do not contain themselves')
    underWay.add(reference.number)
    const value =
      place.kind === 'at' ? readObject(text, place.offset, reference.number, effort).value : readFromStream(place, reference.number)
    underWay.delete(reference.number)
    cache.set(reference.number, value)
    return value
  }
  const readFromStream = (place: Extract<ObjectPlace, { kind: 'in' }>, number: number): PdfValue => {
    const holder = places.get(place.stream)
    expectThat(holder?.kind === 'at', 'an object stream that stands in the file itself')
    const known = streams.get(place.stream) ?? openObjectStream(text, holder.offset, place.stream, resolve, effort)
    streams.set(place.stream, known)
    return objectInStream(known, number, effort)
  }
  const resolve = (value: PdfValue | undefined): PdfValue | undefined => {
    let current = value
    for (let hops = 0; current?.kind === 'reference'; hops++) {
      expectThat(hops <= 8, 'a shorter chain of PDF references')
      current = load(current)
    }
    return current
  }
  const dictionary = (value: PdfValue | undefined): PdfDictionary | undefined => {
    const found = resolve(value)
    return found?.kind === 'dictionary' ? found : undefined
  }
  const numbers = (): number[] => [...places].flatMap(([number, place]) => (place.kind === 'free' ? [] : [number]))
  const placeOf = (number: number): string => {
    const place = places.get(number)
    if (place === undefined) return ''
    return place.kind === 'at'
      ? `at ${place.offset}`
      : place.kind === 'in'
        ? `in ${place.stream} ${place.index} ${placeOf(place.stream)}`
        : 'free'
  }
  const isAtSamePlace = (other: PdfDocument, number: number): boolean => placeOf(number) === other.placeOf(number)
  const size = Math.max(integerOf(trailer.entries.get('Size')) ?? 0, largest(places) + 1)
  expectThat(size <= MAX_OBJECT_NUMBER, 'smaller object numbers in the PDF')
  const offsetOf = (number: number): number | undefined => {
    const place = places.get(number)
    return place?.kind === 'at' ? place.offset : undefined
  }
  const objectAt = (offset: number): ObjectAt => readWholeObject(text, offset, resolve, effort)
  const sectionAt = (offset: number): Section => {
    const found = new Map<number, ObjectPlace>()
    return { ...readSection(text, offset, found, effort), places: found }
  }
  const revision = (length: number): PdfDocument => openPdf(bytes.subarray(0, length), effort)
  return {
    bytes,
    text,
    trailer,
    startxref,
    xrefKind: kind,
    size,
    resolve,
    dictionary,
    numbers,
    isAtSamePlace,
    placeOf,
    offsetOf,
    objectAt,
    sectionAt,
    revision,
  }
}

function largest(places: ReadonlyMap<number, ObjectPlace>): number {
  let found = 0
  for (const number of places.keys()) if (number > found) found = number
  return found
}

function findStartxref(text: string, effort: PdfEffort): number {
  const place = text.lastIndexOf('startxref')
  expectThat(place >= 0 && text.indexOf('%%EOF', place) >= 0, 'startxref and %%EOF at the end: the PDF is truncated')
  const offset = new PdfReader(text, place + 'startxref'.length, effort).integer()
  expectThat(offset < text.length, 'the cross-reference table inside the file: the PDF is truncated or changed')
  return offset
}

function readSections(
  text: string,
  start: number,
  places: Map<number, ObjectPlace>,
  effort: PdfEffort,
): { trailer: PdfDictionary; kind: 'table' | 'stream' } {
  const seen = new Set<number>()
  let newest: { trailer: PdfDictionary; kind: 'table' | 'stream' } | null = null
  const queue = [start]
  while (queue.length > 0) {
    const offset = queue.shift()!
    if (seen.has(offset)) continue
    expectThat(seen.size < MAX_SECTIONS, 'fewer revisions in the PDF')
    seen.add(offset)
    const section = readSection(text, offset, places, effort)
    newest ??= section
    // A hybrid file's stream is between its table and the section before it.
    const hybrid = integerOf(section.trailer.entries.get('XRefStm'))
    const previous = integerOf(section.trailer.entries.get('Prev'))
    for (const next of [hybrid, previous]) if (next !== undefined && next < text.length) queue.push(next)
  }
  return newest!
}

function readSection(text: string, offset: number, places: Map<number, ObjectPlace>, effort: PdfEffort) {
  const reader = new PdfReader(text, offset, effort)
  if (reader.take('xref')) return { trailer: readTable(reader, places, effort), kind: 'table' as const, end: reader.position }
  const { value, end } = readWholeObject(text, offset, (direct) => direct, effort)
  return { trailer: readXrefStream(text, offset, places, effort), kind: 'stream' as const, end: value.kind === 'dictionary' ? end : offset }
}

const ENTRY = /\s*(\d{10}) (\d{5}) ([nf])/y

function readTable(reader: PdfReader, places: Map<number, ObjectPlace>, effort: PdfEffort): PdfDictionary {
  while (!reader.take('trailer')) {
    const first = reader.integer()
    const count = reader.integer()
    for (let index = 0; index < count; index++) {
      ENTRY.lastIndex = reader.position
      const match = ENTRY.exec(reader.text)
      expectThat(match !== null, 'an entry of the cross-reference table')
      effort.entry()
      reader.position = ENTRY.lastIndex
      setPlace(places, first + index, match[3] === 'n' ? { kind: 'at', offset: Number(match[1]) } : { kind: 'free' })
    }
  }
  const trailer = reader.value()
  expectThat(trailer.kind === 'dictionary', 'a trailer dictionary')
  return trailer
}

function setPlace(places: Map<number, ObjectPlace>, number: number, place: ObjectPlace): void {
  expectThat(places.size < MAX_OBJECTS, 'fewer objects in the PDF')
  if (!places.has(number)) places.set(number, place)
}

function readXrefStream(text: string, offset: number, places: Map<number, ObjectPlace>, effort: PdfEffort): PdfDictionary {
  const { value, dataStart } = readObject(text, offset, null, effort)
  expectThat(value.kind === 'dictionary' && nameOf(value.entries.get('Type')) === 'XRef' && dataStart !== null, 'a cross-reference section')
  const data = streamData(text, value, dataStart, (direct) => direct, effort)
  const widths = integersOf(value.entries.get('W'))
  expectThat(widths.length === 3 && !widths.some((width) => width > 6) && widths[1] !== 0, 'three widths in a cross-reference stream')
  const size = integerOf(value.entries.get('Size')) ?? 0
  const index = value.entries.has('Index') ? integersOf(value.entries.get('Index')) : [0, size]
  let position = 0
  const field = (width: number, otherwise: number): number => {
    if (width === 0) return otherwise
    let sum = 0
    for (let count = 0; count < width; count++) sum = sum * 256 + (data[position++] ?? 0)
    return sum
  }
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    for (let count = 0; count < index[pair + 1]!; count++) {
      expectThat(position < data.length, 'a longer cross-reference stream')
      effort.entry()
      const kind = field(widths[0]!, 1)
      const second = field(widths[1]!, 0)
      const third = field(widths[2]!, 0)
      const place: ObjectPlace =
        kind === 1 ? { kind: 'at', offset: second } : kind === 2 ? { kind: 'in', stream: second, index: third } : { kind: 'free' }
      setPlace(places, index[pair]! + count, place)
    }
  }
  return value
}

function readObject(
  text: string,
  offset: number,
  number: number | null,
  effort: PdfEffort,
): { value: PdfValue; dataStart: number | null; end: number } {
  const reader = new PdfReader(text, offset, effort)
  const found = reader.integer()
  reader.integer()
  expectThat(reader.take('obj') && (number === null || found === number), `object ${number} at offset ${offset}`)
  const value = reader.value()
  const end = reader.position
  if (!reader.take('stream')) return { value, dataStart: null, end }
  const after = text[reader.position] === '\r' ? reader.position + 1 : reader.position
  return { value, dataStart: text[after] === '\n' ? after + 1 : after, end }
}

/** To its `endobj`, which must follow at once: nothing may hide between. */
function readWholeObject(
  text: string,
  offset: number,
  resolve: (value: PdfValue | undefined) => PdfValue | undefined,
  effort: PdfEffort,
): ObjectAt {
  const number = new PdfReader(text, offset, effort).integer()
  const { value, dataStart, end } = readObject(text, offset, null, effort)
  if (dataStart === null) return { number, value, data: null, end: pastWord(text, end, 'endobj', effort) }
  const length = value.kind === 'dictionary' ? integerOf(resolve(value.entries.get('Length'))) : undefined
  expectThat(length !== undefined && dataStart + length <= text.length, 'a stream inside the file')
  const afterData = pastWord(text, dataStart + length, 'endstream', effort)
  return { number, value, data: text.slice(dataStart, dataStart + length), end: pastWord(text, afterData, 'endobj', effort) }
}

function pastWord(text: string, offset: number, word: string, effort: PdfEffort): number {
  const reader = new PdfReader(text, offset, effort)
  expectThat(reader.take(word), `${word} at offset ${offset}`)
  return reader.position
}

function streamData(
  text: string,
  dictionary: PdfDictionary,
  dataStart: number,
  resolve: (value: PdfValue | undefined) => PdfValue | undefined,
  effort: PdfEffort,
): Uint8Array {
  const length = integerOf(resolve(dictionary.entries.get('Length')))
  expectThat(length !== undefined && dataStart + length <= text.length, 'a stream inside the file')
  const raw = Buffer.from(text.slice(dataStart, dataStart + length), 'latin1')
  const filters = namesOf(resolve(dictionary.entries.get('Filter')))
  if (filters.length === 0) return raw
  expectThat(filters.length === 1 && filters[0] === 'FlateDecode', 'a stream without filter or with FlateDecode')
  return unpredict(inflate(raw, effort), firstDictionary(resolve(dictionary.entries.get('DecodeParms'))))
}

function inflate(raw: Uint8Array, effort: PdfEffort): Uint8Array {
  return effort.inflate((maxOutputLength) => {
    try {
      return inflateSync(raw, { maxOutputLength })
    } catch {
      throw new Malformed('Expected a stream that can be inflated, to no more than we read')
    }
  })
}

/** PNG predictors (ISO 32000-1 7.4.4.4) with one byte per component, as cross-reference streams use them. */
function unpredict(data: Uint8Array, parameters: PdfDictionary | undefined): Uint8Array {
  if ((integerOf(parameters?.entries.get('Predictor')) ?? 1) < 10) return data
  const columns = integerOf(parameters?.entries.get('Columns')) ?? 1
  const rows = Math.floor(data.length / (columns + 1))
  const result = new Uint8Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    const kind = data[row * (columns + 1)]!
    expectThat(kind === 0 || kind === 1 || kind === 2, 'a simple PNG predictor')
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column
      const before = kind === 1 && column > 0 ? result[at - 1]! : kind === 2 && row > 0 ? result[at - columns]! : 0
      result[at] = data[row * (columns + 1) + 1 + column]! + before
    }
  }
  return result
}

/** Unpacked, with the place of each object: the header is walked once, not once for each object. */
type ObjectStream = { readonly data: string; readonly offsets: ReadonlyMap<number, number> }

function openObjectStream(
  text: string,
  offset: number,
  stream: number,
  resolve: (value: PdfValue | undefined) => PdfValue | undefined,
  effort: PdfEffort,
): ObjectStream {
  const { value, dataStart } = readObject(text, offset, stream, effort)
  expectThat(value.kind === 'dictionary' && dataStart !== null && nameOf(value.entries.get('Type')) === 'ObjStm', 'an object stream')
  const data = Buffer.from(streamData(text, value, dataStart, resolve, effort)).toString('latin1')
  const count = Math.min(integerOf(resolve(value.entries.get('N'))) ?? 0, MAX_OBJECTS)
  const first = integerOf(resolve(value.entries.get('First'))) ?? 0
  const reader = new PdfReader(data, 0, effort)
  const offsets = new Map<number, number>()
  for (let entry = 0; entry < count; entry++) {
    const number = reader.integer()
    const place = reader.integer()
    if (!offsets.has(number)) offsets.set(number, first + place)
  }
  return { data, offsets }
}

function objectInStream(stream: ObjectStream, number: number, effort: PdfEffort): PdfValue {
  const offset = stream.offsets.get(number)
  expectThat(offset !== undefined, `object ${number} in its object stream`)
  return new PdfReader(stream.data, offset, effort).value()
}

export function integerOf(value: PdfValue | undefined): number | undefined {
  return value?.kind === 'number' && Number.isSafeInteger(value.value) && value.value >= 0 ? value.value : undefined
}

export function integersOf(value: PdfValue | undefined): number[] {
  expectThat(value?.kind === 'array', 'an array of whole numbers in the PDF')
  return value.items.map((item) => {
    const number = integerOf(item)
    expectThat(number !== undefined, 'an array of whole numbers in the PDF')
    return number
  })
}

export function nameOf(value: PdfValue | undefined): string | undefined {
  return value?.kind === 'name' ? value.name : undefined
}

function namesOf(value: PdfValue | undefined): string[] {
  if (value?.kind === 'array') return value.items.flatMap((item) => nameOf(item) ?? [])
  return value?.kind === 'name' ? [value.name] : []
}

function firstDictionary(value: PdfValue | undefined): PdfDictionary | undefined {
  if (value?.kind === 'dictionary') return value
  const first = value?.kind === 'array' ? value.items[0] : undefined
  return first?.kind === 'dictionary' ? first : undefined
}

export function itemsOf(value: PdfValue | undefined): readonly PdfValue[] {
  return value?.kind === 'array' ? value.items : []
}

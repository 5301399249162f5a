import { bigEndian, expectFound, expectThat, Malformed } from '@ruqsat/asn1'
import { inflateSync } from 'node:zlib'
import { PdfEffort } from './effort.ts'
import {
  asDictionary,
  integerOf,
  integersOf,
  nameOf,
  oneOrMore,
  pdfReference,
  PdfReader,
  type PdfDictionary,
  type PdfValue,
} from './values.ts'

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
  /** What the trailer leads to; undefined in a file that has none. */
  readonly catalog: PdfDictionary | undefined
  /** Where the newest cross-reference section begins, and in which form it is written. */
  readonly startxref: number
  readonly xrefKind: 'table' | 'stream'
  readonly size: number
  resolve(value: PdfValue | undefined): PdfValue | undefined
  /** The resolved value of an entry. */
  get(dictionary: PdfDictionary | undefined, key: string): PdfValue | undefined
  dictionary(value: PdfValue | undefined): PdfDictionary | undefined
  /** The numbers of its objects. */
  numbers(): number[]
  placeOf(number: number): string
  /** Cross-reference and object streams hold objects; what they hold is compared and counted instead. */
  isHolder(number: number): boolean
  /** An object's stream unchanged from the file; null where it has none. */
  dataOf(number: number): string | null
  /** The same, unpacked; null where it has none. Throws Malformed on a filter other than FlateDecode. */
  streamOf(number: number): Uint8Array | null
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

/** What is read, and what reading it may cost. */
type Source = { readonly text: string; readonly effort: PdfEffort }
type Places = Map<number, ObjectPlace>
type Resolve = (value: PdfValue | undefined) => PdfValue | undefined

const readerAt = ({ text, effort }: Source, offset: number): PdfReader => new PdfReader(text, offset, effort)

/** Reads structure only: cross-references (tables, streams, hybrid files, all revisions) and objects on demand. Throws Malformed. */
export function openPdf(bytes: Uint8Array, effort = new PdfEffort()): PdfDocument {
  expectThat(bytes.length <= MAX_PDF_BYTES, `a PDF of at most ${MAX_PDF_BYTES} bytes`)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  expectThat(/^%PDF-[12]\.\d/.test(text), 'a PDF file')
  const source: Source = { text, effort }
  const startxref = findStartxref(source)
  const places: Places = new Map()
  const { trailer, kind } = readSections(source, startxref, places)
  const size = [...places.keys()].reduce((most, number) => Math.max(most, number + 1), integerOf(trailer.entries.get('Size')) ?? 0)
  expectThat(size <= MAX_OBJECT_NUMBER, 'smaller object numbers in the PDF')
  const resolve = resolverOf(source, places)
  const get = (dictionary: PdfDictionary | undefined, key: string): PdfValue | undefined => resolve(dictionary?.entries.get(key))
  const objectAt = (offset: number): ObjectAt => readWholeObject(source, offset, resolve)
  const placeOf = (number: number): string => {
    const place = places.get(number)
    if (place?.kind === 'at') return `at ${place.offset}`
    return place?.kind === 'in' ? `in ${place.stream} ${place.index} ${placeOf(place.stream)}` : (place?.kind ?? '')
  }
  return {
    bytes,
    text,
    trailer,
    get catalog() {
      return asDictionary(get(trailer, 'Root'))
    },
    startxref,
    xrefKind: kind,
    size,
    resolve,
    get,
    dictionary: (value) => asDictionary(resolve(value)),
    numbers: () => [...places].flatMap(([number, place]) => (place.kind === 'free' ? [] : [number])),
    placeOf,
    isHolder: (number) => ['XRef', 'ObjStm'].includes(nameOf(asDictionary(resolve(pdfReference(number)))?.entries.get('Type')) ?? ''),
    dataOf(number) {
      const place = places.get(number)
      return place?.kind === 'at' ? objectAt(place.offset).data : null
    },
    streamOf(number) {
      const place = places.get(number)
      const stream = place?.kind === 'at' ? readObject(source, place.offset, number).stream : null
      return stream === null ? null : unpacked(source, stream, resolve)
    },
    objectAt,
    sectionAt: (offset) => readSection(source, offset, new Map()),
    revision: (length) => openPdf(bytes.subarray(0, length), effort),
  }
}

/** Follows references to their objects, each of which is read once. */
function resolverOf(source: Source, places: Places): Resolve {
  const known = new Map<number, PdfValue>()
  const underWay = new Set<number>()
  const streams = new Map<number, ObjectStream>()

  const load = (number: number): PdfValue | undefined => {
    const place = places.get(number)
    if (known.has(number) || place === undefined || place.kind === 'free') return known.get(number)
    expectThat(!underWay.has(number), 'PDF objects that do not contain themselves')
    underWay.add(number)
    const value = place.kind === 'at' ? readObject(source, place.offset, number).value : readFromStream(place.stream, number)
    underWay.delete(number)
    known.set(number, value)
    return value
  }
  const readFromStream = (stream: number, number: number): PdfValue => {
    const holder = places.get(stream)
    expectThat(holder?.kind === 'at', 'an object stream that stands in the file itself')
    const { data, offsets } = streams.get(stream) ?? openObjectStream(source, holder.offset, stream, resolve)
    streams.set(stream, { data, offsets })
    const offset = expectFound(offsets.get(number), `object ${number} in its object stream`)
    return readerAt({ ...source, text: data }, offset).value()
  }
  const resolve: Resolve = (value) => {
    let current = value
    for (let hops = 0; current?.kind === 'reference'; hops++) {
      expectThat(hops <= 8, 'a shorter chain of PDF references')
      current = load(current.number)
    }
    return current
  }
  return resolve
}

function findStartxref(source: Source): number {
  const place = source.text.lastIndexOf('startxref')
  expectThat(place >= 0 && source.text.indexOf('%%EOF', place) >= 0, 'startxref and %%EOF at the end: the PDF is truncated')
  const offset = readerAt(source, place + 'startxref'.length).integer()
  expectThat(offset < source.text.length, 'the cross-reference table inside the file: the PDF is truncated or changed')
  return offset
}

/** All sections, the newest first; it is the one that is returned. A hybrid file's stream is between its table and the section before it. */
function readSections(source: Source, start: number, places: Places): Section {
  const sections: Section[] = []
  const offsets = new Set([start])
  for (const offset of offsets) {
    expectThat(sections.length < MAX_SECTIONS, 'fewer revisions in the PDF')
    const section = readSection(source, offset, places)
    sections.push(section)
    const older = ['XRefStm', 'Prev'].map((key) => integerOf(section.trailer.entries.get(key)) ?? source.text.length)
    for (const each of older.filter((place) => place < source.text.length)) offsets.add(each)
  }
  return sections[0]!
}

function readSection(source: Source, offset: number, places: Places): Section {
  const reader = readerAt(source, offset)
  if (reader.take('xref')) return { trailer: readTable(reader, source.effort, places), kind: 'table', places, end: reader.position }
  const { end } = readWholeObject(source, offset, (direct) => direct)
  return { trailer: readXrefStream(source, offset, places), kind: 'stream', places, end }
}

const ENTRY = /\s*(\d{10}) (\d{5}) ([nf])/y

function readTable(reader: PdfReader, effort: PdfEffort, places: Places): PdfDictionary {
  while (!reader.take('trailer')) {
    const first = reader.integer()
    const count = reader.integer()
    for (let index = 0; index < count; index++) {
      const [, offset, , use] = expectFound(reader.match(ENTRY), 'an entry of the cross-reference table')
      effort.entry()
      setPlace(places, first + index, use === 'n' ? { kind: 'at', offset: Number(offset) } : { kind: 'free' })
    }
  }
  return expectFound(asDictionary(reader.value()), 'a trailer dictionary')
}

function setPlace(places: Places, number: number, place: ObjectPlace): void {
  expectThat(places.size < MAX_OBJECTS, 'fewer objects in the PDF')
  if (!places.has(number)) places.set(number, place)
}

function readXrefStream(source: Source, offset: number, places: Places): PdfDictionary {
  const { stream } = readObject(source, offset)
  expectThat(stream !== null && nameOf(stream.dictionary.entries.get('Type')) === 'XRef', 'a cross-reference section')
  const { entries } = stream.dictionary
  const data = unpacked(source, stream, (direct) => direct)
  const widths = integersOf(entries.get('W'))
  expectThat(widths.length === 3 && widths.every((width) => width <= 6) && widths[1] !== 0, 'three widths in a cross-reference stream')
  const index = entries.has('Index') ? integersOf(entries.get('Index')) : [0, integerOf(entries.get('Size')) ?? 0]
  let position = 0
  const field = (width: number, otherwise: number): number => {
    const bytes = data.subarray(position, position + width)
    position += width
    return width === 0 ? otherwise : bigEndian(bytes)
  }
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    for (let count = 0; count < index[pair + 1]!; count++) {
      expectThat(position < data.length, 'a longer cross-reference stream')
      source.effort.entry()
      const [kind, second, third] = [field(widths[0]!, 1), field(widths[1]!, 0), field(widths[2]!, 0)]
      const place: ObjectPlace =
        kind === 1 ? { kind: 'at', offset: second } : kind === 2 ? { kind: 'in', stream: second, index: third } : { kind: 'free' }
      setPlace(places, index[pair]! + count, place)
    }
  }
  return stream.dictionary
}

type StreamAt = { readonly dictionary: PdfDictionary; readonly start: number }
type ObjectHead = Pick<ObjectAt, 'number' | 'value' | 'end'> & { readonly stream: StreamAt | null }

/** An object up to its stream or its `endobj`. */
function readObject(source: Source, offset: number, number: number | null = null): ObjectHead {
  const reader = readerAt(source, offset)
  const found = reader.integer()
  reader.integer()
  expectThat(reader.take('obj') && (number === null || found === number), `object ${number} at offset ${offset}`)
  const value = reader.value()
  const end = reader.position
  if (!reader.take('stream')) return { number: found, value, stream: null, end }
  reader.match(/\r?\n?/y)
  expectThat(value.kind === 'dictionary', 'a dictionary before a stream')
  return { number: found, value, stream: { dictionary: value, start: reader.position }, end }
}

/** To its `endobj`, which must follow at once: nothing may hide between. */
function readWholeObject(source: Source, offset: number, resolve: Resolve): ObjectAt {
  const { number, value, stream, end } = readObject(source, offset)
  if (stream === null) return { number, value, data: null, end: pastWord(source, end, 'endobj') }
  const data = packed(source, stream, resolve)
  const afterData = pastWord(source, stream.start + data.length, 'endstream')
  return { number, value, data, end: pastWord(source, afterData, 'endobj') }
}

function pastWord(source: Source, offset: number, word: string): number {
  const reader = readerAt(source, offset)
  expectThat(reader.take(word), `${word} at offset ${offset}`)
  return reader.position
}

/** A stream as it is in the file. */
function packed({ text }: Source, { dictionary, start }: StreamAt, resolve: Resolve): string {
  const length = integerOf(resolve(dictionary.entries.get('Length')))
  expectThat(length !== undefined && start + length <= text.length, 'a stream inside the file')
  return text.slice(start, start + length)
}

function unpacked(source: Source, stream: StreamAt, resolve: Resolve): Uint8Array {
  const raw = Buffer.from(packed(source, stream, resolve), 'latin1')
  const filters = oneOrMore(resolve(stream.dictionary.entries.get('Filter'))).flatMap((filter) => nameOf(filter) ?? [])
  if (filters.length === 0) return raw
  expectThat(filters.length === 1 && filters[0] === 'FlateDecode', 'a stream without filter or with FlateDecode')
  return unpredict(inflate(raw, source.effort), asDictionary(oneOrMore(resolve(stream.dictionary.entries.get('DecodeParms')))[0]))
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

function openObjectStream(source: Source, offset: number, number: number, resolve: Resolve): ObjectStream {
  const { stream } = readObject(source, offset, number)
  expectThat(stream !== null && nameOf(stream.dictionary.entries.get('Type')) === 'ObjStm', 'an object stream')
  const data = Buffer.from(unpacked(source, stream, resolve)).toString('latin1')
  const [count, first] = ['N', 'First'].map((key) => integerOf(resolve(stream.dictionary.entries.get(key))) ?? 0) as [number, number]
  const reader = readerAt({ ...source, text: data }, 0)
  const offsets = new Map<number, number>()
  for (let entry = 0; entry < Math.min(count, MAX_OBJECTS); entry++) {
    const [held, place] = [reader.integer(), reader.integer()]
    if (!offsets.has(held)) offsets.set(held, first + place)
  }
  return { data, offsets }
}

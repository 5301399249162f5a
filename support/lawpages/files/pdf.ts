import { inflateSync } from 'node:zlib'
import { type Decrypt, openWithoutPassword } from './pdf-password.ts'
import { bytesOf, type Dictionary, FileEffort, integerOf, nameOf, Unreadable, ValueReader, type Value } from './pdf-values.ts'

// A stranger's PDF is judged by its structure, in the order in which a program that shows it meets its parts:
//
//   1. Every place that can be the start of an object is read as one, whatever the cross-references say: `obj` anywhere in the file. So a
//      program cannot be hidden by a table that names it and a list of ours that does not. What streams and strings hold is not read: bytes
//      of a scan and words of a page are no names.
//   2. Object streams are unpacked, where need be decrypted with the empty password, and each object that they name is read in the same way.
//   3. The tree of pages is followed from the catalogue to a first page.
//
// ISO 32000-1 7.3 (objects), 7.5 (structure), 7.6 (encryption), 12.6.4 (actions).

export type PdfFault = 'cutOff' | 'noPage' | 'locked' | 'active' | 'unreadable' | 'notPdf'

type PdfPlace = { readonly text: string; readonly position: number }
type Stream = { readonly dictionary: Dictionary; readonly start: number; readonly number: number; readonly generation: number }

type Read = {
  readonly text: string
  readonly bytes: Buffer
  readonly effort: FileEffort
  /** The newest of each number, as far as the order in the file says it. */
  readonly objects: Map<number, PdfPlace>
  readonly streams: Stream[]
  readonly trailers: Dictionary[]
  readonly catalogues: Dictionary[]
  isActive: boolean
}

/** An object takes some twenty bytes at least. */
const MOST_OBJECTS = 500_000
/** Writers put some hundred objects in each. */
const MOST_OBJECT_STREAMS = 20_000
/** One for each time that the file was saved in place. */
const MOST_TRAILERS = 10_000

/** What is wrong with it, or null. */
export function pdfFault(bytes: Buffer): PdfFault | null {
  const text = bytes.toString('latin1')
  // Each `obj` that is not the end of one.
  const places = placesOf(text, /(?<![A-Za-z])obj/g)
  if (places.length > MOST_OBJECTS) return 'unreadable'
  if (places.length === 0) return /<(?:!doctype|html|head|body)\b/i.test(text) ? 'notPdf' : 'cutOff'
  if (isCutOff(text)) return 'cutOff'
  const effort = new FileEffort(bytes.length)
  const read: Read = { text, bytes, effort, objects: new Map(), streams: [], trailers: [], catalogues: [], isActive: false }
  try {
    for (const place of places) readObject(read, place)
    const trailers = placesOf(text, /trailer/g)
    if (trailers.length > MOST_TRAILERS) return 'unreadable'
    for (const place of trailers) readTrailer(read, place)
    const decrypt = decryptionOf(read)
    if (decrypt === null) return 'locked'
    const packed = read.streams.filter(({ dictionary }) => isObjectStream(dictionary))
    if (packed.length > MOST_OBJECT_STREAMS) return 'unreadable'
    for (const stream of packed) readObjectStream(read, stream, decrypt)
    if (read.isActive) return 'active'
    return hasPage(read) ? null : 'noPage'
  } catch (error) {
    if (error instanceof Unreadable) return read.isActive ? 'active' : 'unreadable'
    throw error
  }
}

/** The places after each word like this. */
function placesOf(text: string, word: RegExp): readonly number[] {
  return Array.from(text.matchAll(word), ({ index, 0: found }) => index + found.length)
}

/** The last mark of the end must come last: what follows it is the beginning of a revision that did not arrive whole. */
function isCutOff(text: string): boolean {
  const end = text.lastIndexOf('%%EOF')
  const start = text.lastIndexOf('startxref', end)
  if (end < 0 || start < 0 || !/^startxref\s+\d/.test(text.slice(start, start + 40))) return true
  return /\d\s+\d+\s+obj\b/.test(text.slice(end))
}

const NUMBERS = /(\d{1,10})[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+$/

function readObject(read: Read, place: number): void {
  const [, number, generation] = NUMBERS.exec(read.text.slice(Math.max(0, place - 43), place - 3)) ?? []
  if (number !== undefined) read.objects.set(Number(number), { text: read.text, position: place })
  const reader = readerAt(read, place)
  const value = reader.value()
  if (value?.kind !== 'dictionary') return
  note(read, value)
  if (!reader.take('stream')) return
  const after = read.text[reader.position] === '\r' ? reader.position + 1 : reader.position
  const start = read.text[after] === '\n' ? after + 1 : after
  read.streams.push({ dictionary: value, start, number: Number(number ?? 0), generation: Number(generation ?? 0) })
  if (nameOf(value.entries.get('Type')) === 'XRef') read.trailers.push(value)
}

function note(read: Read, dictionary: Dictionary): void {
  if (nameOf(dictionary.entries.get('Type')) === 'Catalog') read.catalogues.push(dictionary)
}

function readTrailer(read: Read, place: number): void {
  const value = readerAt(read, place).value()
  if (value?.kind === 'dictionary') read.trailers.push(value)
}

/** Names of actions and of what carries them. `JS` is one where it has a script as its value: a font may be called so. */
const ACTIVE: ReadonlySet<string> = new Set(['JavaScript', 'Launch', 'RichMedia'])

/** Reads values here, and notes what does things by itself. */
function readerAt(read: Read, position: number, text = read.text): ValueReader {
  return new ValueReader(text, position, read.effort, (key, value) => {
    const isScript = key === 'JS' && (value.kind === 'string' || value.kind === 'reference')
    read.isActive ||= value.kind === 'name' ? ACTIVE.has(value.name) : isScript
  })
}

function decryptionOf(read: Read): Decrypt | null {
  for (const trailer of read.trailers.toReversed()) {
    const encrypt = resolve(read, trailer.entries.get('Encrypt'))
    if (encrypt === null || encrypt.kind === 'word') continue
    if (encrypt.kind !== 'dictionary') return null
    const id = resolve(read, trailer.entries.get('ID'))
    const firstId = id?.kind === 'array' ? resolve(read, id.items[0]) : null
    return openWithoutPassword(encrypt, bytesOf(firstId))
  }
  return (data) => data
}

/** Some programs ask for its type, some only whether it can be read as one. */
function isObjectStream({ entries }: Dictionary): boolean {
  return nameOf(entries.get('Type')) === 'ObjStm' || (entries.has('N') && entries.has('First'))
}

function readObjectStream(read: Read, stream: Stream, decrypt: Decrypt): void {
  const { entries } = stream.dictionary
  // A colour profile has an /N too, but no /First that is a place.
  const first = integerOf(resolve(read, entries.get('First')))
  const count = integerOf(resolve(read, entries.get('N')))
  if (first === null || count === null) return
  const text = unpacked(read, stream, decrypt).toString('latin1')
  const header = new ValueReader(text, 0, read.effort)
  for (let entry = 0; entry < Math.min(count, MOST_OBJECTS); entry += 1) {
    const [number, offset] = [header.integer(), header.integer()]
    if (number === null || offset === null) return
    const position = first + offset
    read.objects.set(number, { text, position })
    const value = readerAt(read, position, text).value()
    if (value?.kind === 'dictionary') note(read, value)
  }
}

function unpacked(read: Read, stream: Stream, decrypt: Decrypt): Buffer {
  const { entries } = stream.dictionary
  const filters = listOf(resolve(read, entries.get('Filter'))).map((each) => nameOf(resolve(read, each)))
  if (filters.some((name) => name !== 'FlateDecode' && name !== 'Fl')) throw new Unreadable('an object stream in another packing')
  const parameters = listOf(resolve(read, entries.get('DecodeParms'))).map((each) => resolve(read, each))
  let data = decrypt(streamBytes(read, stream), stream.number, stream.generation)
  for (const [place] of filters.entries()) data = unpredicted(inflated(read.effort, data), parameters[place] ?? null)
  return data
}

/** By its stated length where `endstream` follows there, and up to the word itself otherwise. */
function streamBytes(read: Read, { dictionary, start }: Stream): Buffer {
  const { bytes, text } = read
  const stated = integerOf(resolve(read, dictionary.entries.get('Length')))
  if (stated !== null && /^\s{0,2}endstream/.test(text.slice(start + stated, start + stated + 11)))
    return bytes.subarray(start, start + stated)
  const end = text.indexOf('endstream', start)
  read.effort.characters((end < 0 ? bytes.length : end) - start)
  return bytes.subarray(start, end < 0 ? bytes.length : end)
}

function inflated(effort: FileEffort, data: Buffer): Buffer {
  return effort.inflate((maxOutputLength) => {
    try {
      return inflateSync(data, { maxOutputLength })
    } catch {
      throw new Unreadable('an object stream that cannot be unpacked, or not to so little')
    }
  })
}

/** PNG predictors (7.4.4.4) with one byte for each column, as writers of object streams may use them. */
function unpredicted(data: Buffer, parameters: Value | null): Buffer {
  const entry = (name: string) => (parameters?.kind === 'dictionary' ? integerOf(parameters.entries.get(name)) : null)
  const predictor = entry('Predictor') ?? 1
  if (predictor < 2) return data
  const columns = entry('Columns') ?? 1
  if (predictor < 10 || columns < 1 || (entry('Colors') ?? 1) !== 1 || (entry('BitsPerComponent') ?? 8) !== 8)
    throw new Unreadable('an object stream with a rare predictor')
  const rows = Math.floor(data.length / (columns + 1))
  const result = Buffer.alloc(rows * columns)
  for (let row = 0; row < rows; row += 1) {
    const kind = data[row * (columns + 1)]!
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column
      const [left, up] = [column > 0 ? result[at - 1]! : 0, row > 0 ? result[at - columns]! : 0]
      const corner = column > 0 && row > 0 ? result[at - columns - 1]! : 0
      const before = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind]
      if (before === undefined) throw new Unreadable('an object stream with an unknown predictor')
      result[at] = (data[row * (columns + 1) + 1 + column]! + before) & 0xff
    }
  }
  return result
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
}

const MOST_HOPS = 8

function resolve(read: Read, value: Value | undefined): Value | null {
  let current = value ?? null
  for (let hops = 0; current?.kind === 'reference' && hops < MOST_HOPS; hops += 1) {
    const place = read.objects.get(current.number)
    current = place === undefined ? null : new ValueReader(place.text, place.position, read.effort).value()
  }
  return current?.kind === 'reference' || (current?.kind === 'word' && current.word === 'null') ? null : current
}

function listOf(value: Value | null): readonly Value[] {
  return value === null ? [] : value.kind === 'array' ? value.items : [value]
}

const MOST_NODES = 20_000

/** True where the tree of pages has a leaf. A catalogue that no trailer names is what programs that repair a file would find. */
function hasPage(read: Read): boolean {
  const roots = [
    ...read.trailers.toReversed().map((trailer) => resolve(read, trailer.entries.get('Root'))),
    ...read.catalogues.toReversed(),
  ]
  const seen = new Set<number>()
  return roots.some((root) => {
    const waiting: Value[] = root?.kind === 'dictionary' && root.entries.has('Pages') ? [root.entries.get('Pages')!] : []
    for (let node = waiting.pop(); node !== undefined && seen.size < MOST_NODES; node = waiting.pop()) {
      if (node.kind === 'reference') {
        if (seen.has(node.number)) continue
        seen.add(node.number)
      }
      const found = resolve(read, node)
      if (found?.kind !== 'dictionary') continue
      if (!found.entries.has('Kids')) return nameOf(found.entries.get('Type')) !== 'Pages'
      const kids = resolve(read, found.entries.get('Kids'))
      if (kids?.kind === 'array') waiting.push(...kids.items.toReversed().slice(-MOST_NODES))
    }
    return false
  })
}

import { expectThat, Malformed } from '@ruqsat/asn1'
import { PdfEffort } from './effort.ts'

/**
 * PDF objects (ISO 32000-1 7.3), read from untrusted bytes that were decoded as Latin-1, so that positions in the text are positions in the
 * file. Numbers and strings keep their own spelling: what we write back is what was there.
 */
export type PdfValue =
  | { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, PdfValue> }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | { readonly kind: 'reference'; readonly number: number; readonly generation: number }
  | { readonly kind: 'name'; readonly name: string; readonly raw: string }
  | { readonly kind: 'number'; readonly value: number; readonly raw: string }
  | { readonly kind: 'string'; readonly raw: string }
  | { readonly kind: 'word'; readonly raw: string }

export type PdfDictionary = Extract<PdfValue, { kind: 'dictionary' }>
export type PdfReference = Extract<PdfValue, { kind: 'reference' }>

/** Honest documents nest less than ten deep. */
const MAX_DEPTH = 48
const MAX_ITEMS = 200_000

const SPACE = /[\0\t\n\f\r ]/
const REGULAR = /[^\0\t\n\f\r ()<>[\]{}/%]*/y
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)/y
const REFERENCE = /(\d{1,10})[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/y

export class PdfReader {
  readonly text: string
  position: number
  readonly #effort: PdfEffort
  constructor(text: string, position = 0, effort = new PdfEffort()) {
    this.text = text
    this.position = position
    this.#effort = effort
  }

  skipSpace(): void {
    for (;;) {
      const character = this.text[this.position]
      if (character === undefined) return
      if (character === '%') this.position = endOfLine(this.text, this.position)
      else if (SPACE.test(character)) this.position++
      else return
    }
  }

  /** True, and past it, where the text goes on with this word. */
  take(word: string): boolean {
    const start = this.position
    this.skipSpace()
    this.#effort.characters(this.position - start)
    if (!this.text.startsWith(word, this.position)) return false
    this.position += word.length
    return true
  }

  integer(): number {
    const value = this.value()
    expectThat(value.kind === 'number' && Number.isSafeInteger(value.value) && value.value >= 0, 'a whole number in the PDF')
    return value.value
  }

  value(depth = 0): PdfValue {
    expectThat(depth <= MAX_DEPTH, 'PDF objects that nest less deep')
    this.#effort.value()
    const start = this.position
    this.skipSpace()
    const value = this.valueHere(depth)
    if (depth === 0) this.#effort.characters(this.position - start)
    return value
  }

  private valueHere(depth: number): PdfValue {
    const { text, position } = this
    switch (text[position]) {
      case undefined:
        throw new Malformed('Expected a PDF object but the file ends')
      case '/':
        return this.name()
      case '(':
        return this.literalString()
      case '[':
        return this.array(depth)
      case '<':
        return text[position + 1] === '<' ? this.dictionary(depth) : this.hexString()
    }
    return this.reference() ?? this.number() ?? this.word()
  }

  private name(): PdfValue {
    REGULAR.lastIndex = this.position + 1
    const raw = REGULAR.exec(this.text)![0]
    this.position += 1 + raw.length
    return {
      kind: 'name',
      raw: `/${raw}`,
      name: raw.replace(/#([0-9a-fA-F]{2})/g, (_all, pair: string) => String.fromCharCode(Number.parseInt(pair, 16))),
    }
  }

  private literalString(): PdfValue {
    const start = this.position
    let open = 0
    for (let index = start; index < this.text.length; index++) {
      const character = this.text[index]
      if (character === '\\') index++
      else if (character === '(') open++
      else if (character === ')' && --open === 0) {
        this.position = index + 1
        return { kind: 'string', raw: this.text.slice(start, this.position) }
      }
    }
    throw new Malformed('Expected the end of a PDF string')
  }

  private hexString(): PdfValue {
    const end = this.text.indexOf('>', this.position)
    expectThat(end >= 0, 'the end of a hexadecimal PDF string')
    const raw = this.text.slice(this.position, end + 1)
    this.position = end + 1
    return { kind: 'string', raw }
  }

  private array(depth: number): PdfValue {
    this.position++
    const items: PdfValue[] = []
    while (!this.take(']')) {
      expectThat(items.length < MAX_ITEMS, 'a shorter PDF array')
      items.push(this.value(depth + 1))
    }
    return { kind: 'array', items }
  }

  private dictionary(depth: number): PdfValue {
    this.position += 2
    const entries = new Map<string, PdfValue>()
    while (!this.take('>>')) {
      const key = this.value(depth + 1)
      expectThat(key.kind === 'name', 'a name as key of a PDF dictionary')
      // A key that occurs twice is read differently by different readers: an attack, not a document.
      expectThat(!entries.has(key.name) && entries.size < MAX_ITEMS, `key ${key.name} once in a PDF dictionary`)
      entries.set(key.name, this.value(depth + 1))
    }
    return { kind: 'dictionary', entries }
  }

  private reference(): PdfValue | null {
    REFERENCE.lastIndex = this.position
    const match = REFERENCE.exec(this.text)
    if (match === null) return null
    this.position += match[0].length
    return { kind: 'reference', number: Number(match[1]), generation: Number(match[2]) }
  }

  private number(): PdfValue | null {
    NUMBER.lastIndex = this.position
    const match = NUMBER.exec(this.text)
    if (match === null) return null
    this.position += match[0].length
    return { kind: 'number', value: Number(match[0]), raw: match[0] }
  }

  private word(): PdfValue {
    REGULAR.lastIndex = this.position
    const raw = REGULAR.exec(this.text)![0]
    expectThat(raw !== '', `a PDF object but found '${this.text[this.position]}'`)
    this.position += raw.length
    return { kind: 'word', raw }
  }
}

function endOfLine(text: string, start: number): number {
  for (let index = start; index < text.length; index++) if (text[index] === '\n' || text[index] === '\r') return index
  return text.length
}

export function writeValue(value: PdfValue): string {
  switch (value.kind) {
    case 'dictionary':
      return `<< ${[...value.entries].map(([key, entry]) => `${writeName(key)} ${writeValue(entry)}`).join(' ')} >>`
    case 'array':
      return `[${value.items.map(writeValue).join(' ')}]`
    case 'reference':
      return `${value.number} ${value.generation} R`
    default:
      return value.raw
  }
}

function writeName(name: string): string {
  return `/${name.replace(/[^!-~]|[#()<>[\]{}/%]/g, (character) => `#${character.charCodeAt(0).toString(16).padStart(2, '0')}`)}`
}

export const pdfName = (name: string): PdfValue => ({ kind: 'name', name, raw: writeName(name) })
export const pdfNumber = (value: number): PdfValue => ({ kind: 'number', value, raw: String(value) })
export const pdfReference = (number: number, generation = 0): PdfReference => ({ kind: 'reference', number, generation })
export const pdfArray = (items: readonly PdfValue[]): PdfValue => ({ kind: 'array', items })
/** A text string in UTF-16BE, which every reader shows right in Kazakh. */
export function pdfText(text: string): PdfValue {
  return { kind: 'string', raw: `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>` }
}

/** A dictionary with some entries set. */
export function withEntries(dictionary: PdfDictionary, changes: Readonly<Record<string, PdfValue>>): PdfDictionary {
  return { kind: 'dictionary', entries: new Map([...dictionary.entries, ...Object.entries(changes)]) }
}

export function dictionaryOf(entries: Readonly<Record<string, PdfValue>>): PdfDictionary {
  return { kind: 'dictionary', entries: new Map(Object.entries(entries)) }
}

/** The text of a PDF string, good enough for names of fields and dates. */
export function stringText(raw: string): string {
  const bytes = stringBytes(raw)
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le')
  return Buffer.from(bytes).toString('latin1')
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

export function stringBytes(raw: string): Uint8Array {
  if (raw.startsWith('<')) {
    const digits = raw.slice(1, -1).replace(/[\0\t\n\f\r ]/g, '')
    expectThat(/^[0-9a-fA-F]*$/.test(digits), 'hexadecimal digits in a PDF string')
    return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')
  }
  const text = raw.slice(1, -1).replace(/\\(\r\n|[\s\S])(\d{0,2})/g, (_all, first: string, rest: string) => {
    if (/[0-7]/.test(first)) return String.fromCharCode(Number.parseInt(first + rest, 8) & 0xff)
    if (first === '\r\n' || first === '\n' || first === '\r') return rest
    return (ESCAPES[first] ?? first) + rest
  })
  return Buffer.from(text, 'latin1')
}

import { expectFound, expectThat, Malformed } from '@ruqsat/asn1'
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

/** All patterns are sticky: they hold at the place where the reader is. */
const SPACES = /[\0\t\n\f\r ]*/y
const COMMENT = /%[^\r\n]*/y
const REGULAR = /[^\0\t\n\f\r ()<>[\]{}/%]*/y
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)/y
const REFERENCE = /(\d{1,10})[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/y
const HEX_STRING = /<[^>]*>/y

export class PdfReader {
  readonly text: string
  position: number
  readonly #effort: PdfEffort
  constructor(text: string, position = 0, effort = new PdfEffort()) {
    this.text = text
    this.position = position
    this.#effort = effort
  }

  /** What the text goes on with, and past it; null where it goes on with something else. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.text)
    this.position += found?.[0].length ?? 0
    return found
  }

  skipWhiteSpace(): void {
    this.match(SPACES)
  }

  skipSpace(): void {
    do this.skipWhiteSpace()
    while (this.match(COMMENT) !== null)
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
    return expectFound(integerOf(this.value()), 'a whole number in the PDF')
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
    this.position++
    const raw = this.match(REGULAR)![0]
    const name = raw.replace(/#([0-9a-fA-F]{2})/g, (_all, pair: string) => String.fromCharCode(Number.parseInt(pair, 16)))
    return { kind: 'name', raw: `/${raw}`, name }
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
    const [raw] = expectFound(this.match(HEX_STRING), 'the end of a hexadecimal PDF string')
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
    const match = this.match(REFERENCE)
    return match && { kind: 'reference', number: Number(match[1]), generation: Number(match[2]) }
  }

  private number(): PdfValue | null {
    const match = this.match(NUMBER)
    return match && { kind: 'number', value: Number(match[0]), raw: match[0] }
  }

  private word(): PdfValue {
    const [raw] = this.match(REGULAR)!
    expectThat(raw !== '', `a PDF object but found '${this.text[this.position]}'`)
    return { kind: 'word', raw }
  }
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

/** The text of a PDF string, good enough for names of fields and dates; null for another value. */
export function textOf(value: PdfValue | undefined): string | null {
  if (value?.kind !== 'string') return null
  const bytes = stringBytes(value.raw)
  const isUtf16 = bytes[0] === 0xfe && bytes[1] === 0xff
  return isUtf16 ? new TextDecoder('utf-16be').decode(bytes) : Buffer.from(bytes).toString('latin1')
}

export function integerOf(value: PdfValue | undefined): number | undefined {
  return value?.kind === 'number' && Number.isSafeInteger(value.value) && value.value >= 0 ? value.value : undefined
}

export function nameOf(value: PdfValue | undefined): string | undefined {
  return value?.kind === 'name' ? value.name : undefined
}

export function asDictionary(value: PdfValue | undefined): PdfDictionary | undefined {
  return value?.kind === 'dictionary' ? value : undefined
}

export function itemsOf(value: PdfValue | undefined): readonly PdfValue[] {
  return value?.kind === 'array' ? value.items : []
}

/** Where one of a thing may be written without its array. */
export function oneOrMore(value: PdfValue | undefined): readonly PdfValue[] {
  return value === undefined || value.kind === 'array' ? itemsOf(value) : [value]
}

export function integersOf(value: PdfValue | undefined): number[] {
  expectThat(value?.kind === 'array', 'an array of whole numbers in the PDF')
  return value.items.map((item) => expectFound(integerOf(item), 'an array of whole numbers in the PDF'))
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
    return (/[\r\n]/.test(first) ? '' : (ESCAPES[first] ?? first)) + rest
  })
  return Buffer.from(text, 'latin1')
}

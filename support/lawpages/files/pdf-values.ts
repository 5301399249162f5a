/**
 * PDF objects (ISO 32000-1 7.3) of strangers' files, as tolerant as the programs that show them. The file is decoded as Latin-1, so that
 * places in the text are places in the file. (The trust room reads the same format strictly, because there what is unclear is an attack.)
 */
export type Value =
  | { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, Value> }
  | { readonly kind: 'array'; readonly items: readonly Value[] }
  | { readonly kind: 'reference'; readonly number: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly raw: string }
  | { readonly kind: 'word'; readonly word: string }

export type Dictionary = Extract<Value, { kind: 'dictionary' }>

/** Honest documents nest less than ten deep. */
const MOST_DEPTH = 64
/** A name has 127 bytes at most, each perhaps as `#xx`. */
const MOST_REGULAR = 400

const SPACE_OR_COMMENT = /[\0\t\n\f\r ]+|%[^\r\n]*/y
/** What is neither white space nor a delimiter. */
const REGULAR = /[^\0\t\n\f\r ()<>[\]{}/%]+/y

/** Words that end an object: what a torn one opened is closed there. */
const ENDS: ReadonlySet<string> = new Set(['endobj', 'obj', 'stream', 'endstream', 'xref', 'trailer', 'startxref'])

/** What one value held, besides itself: each name, and each entry of a dictionary in passing. */
export type Watcher = (key: string | null, value: Value) => void

export class ValueReader {
  position: number
  readonly #text: string
  readonly #effort: FileEffort
  readonly #watch: Watcher
  constructor(text: string, position: number, effort: FileEffort, watch: Watcher = () => undefined) {
    this.#text = text
    this.position = position
    this.#effort = effort
    this.#watch = watch
  }

  /** The value here, or null at the end of the file or of the object. */
  value(depth = 0, key: string | null = null): Value | null {
    if (depth > MOST_DEPTH) throw new Unreadable('objects nest too deep')
    const begun = this.position
    this.#skipSpace()
    const value = this.#valueHere(depth)
    if (depth === 0 || value?.kind === 'string') this.#effort.characters(this.position - begun)
    if (value !== null) this.#watch(key, value)
    return value
  }

  /** A whole number here, or null. */
  integer(): number | null {
    return integerOf(this.value())
  }

  /** Past this word, where the text goes on with it. */
  take(word: string): boolean {
    this.#skipSpace()
    if (!this.#text.startsWith(word, this.position)) return false
    this.position += word.length
    return true
  }

  /** Goes past what matches here, and gives it; nothing where it does not match. */
  #past(pattern: RegExp): string {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.position += found.length
    this.#effort.characters(found.length)
    return found
  }

  #skipSpace(): void {
    // White space and `%` are below; most values begin at once, and need no look at the pattern.
    while (this.#text.charCodeAt(this.position) <= 0x25 && this.#past(SPACE_OR_COMMENT) !== '') continue
  }

  #valueHere(depth: number): Value | null {
    const text = this.#text
    const sign = text[this.position]
    if (sign === undefined) return null
    if (sign === '/') return { kind: 'name', name: this.#name() }
    if (sign === '(') return this.#literalString()
    if (sign === '[') return this.#array(depth)
    if (sign === '<') return text[this.position + 1] === '<' ? this.#dictionary(depth) : this.#hexString()
    if (')>]{}'.includes(sign)) {
      this.position += 1
      return { kind: 'word', word: sign }
    }
    return this.#numberOrWord()
  }

  #name(): string {
    this.position += 1
    const raw = this.#past(REGULAR).slice(0, MOST_REGULAR)
    return raw.replace(/#([0-9a-fA-F]{2})/g, (_all, pair: string) => String.fromCharCode(Number.parseInt(pair, 16)))
  }

  #literalString(): Value {
    const begun = this.position
    let open = 0
    for (; this.position < this.#text.length; this.position += 1) {
      const code = this.#text.charCodeAt(this.position)
      if (code === 0x5c) this.position += 1
      else if (code === 0x28) open += 1
      else if (code === 0x29 && --open === 0) {
        this.position += 1
        break
      }
    }
    return { kind: 'string', raw: this.#text.slice(begun, this.position) }
  }

  #hexString(): Value {
    const begun = this.position
    const end = this.#text.indexOf('>', begun)
    this.position = end < 0 ? this.#text.length : end + 1
    return { kind: 'string', raw: this.#text.slice(begun, this.position) }
  }

  #array(depth: number): Value {
    this.position += 1
    const items: Value[] = []
    while (!this.take(']')) {
      const begun = this.position
      const item = this.value(depth + 1)
      if (this.#isEnd(item, begun)) break
      items.push(item!)
    }
    return { kind: 'array', items }
  }

  #dictionary(depth: number): Value {
    this.position += 2
    const entries = new Map<string, Value>()
    while (!this.take('>>')) {
      const begun = this.position
      const key = this.value(depth + 1)
      if (this.#isEnd(key, begun)) break
      // Programs that show a file pass over what is no key.
      if (key!.kind !== 'name') continue
      if (this.take('>>')) break
      const at = this.position
      const value = this.value(depth + 1, key!.name)
      if (this.#isEnd(value, at)) break
      entries.set(key!.name, value!)
    }
    return { kind: 'dictionary', entries }
  }

  #isEnd(value: Value | null, begun: number): boolean {
    if (value === null) return true
    if (value.kind !== 'word' || !ENDS.has(value.word)) return false
    this.position = begun
    return true
  }

  #numberOrWord(): Value {
    const begun = this.position
    const word = this.#past(REGULAR).slice(0, MOST_REGULAR)
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(word)) return { kind: 'word', word }
    if (/^\d{1,10}$/.test(word)) {
      REFERENCE.lastIndex = begun
      const match = REFERENCE.exec(this.#text)
      if (match !== null) {
        this.position = REFERENCE.lastIndex
        return { kind: 'reference', number: Number(match[1]) }
      }
    }
    return { kind: 'number', value: Number(word) }
  }
}

const REFERENCE = /(\d{1,10})[\0\t\n\f\r ]{1,9}\d{1,5}[\0\t\n\f\r ]{1,9}R(?![^\0\t\n\f\r ()<>[\]{}/%])/y

export function integerOf(value: Value | null | undefined): number | null {
  return value?.kind === 'number' && Number.isSafeInteger(value.value) && value.value >= 0 ? value.value : null
}

export function nameOf(value: Value | null | undefined): string | null {
  return value?.kind === 'name' ? value.name : null
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** The bytes of a string (7.3.4). */
export function bytesOf(value: Value | null | undefined): Buffer {
  if (value?.kind !== 'string') return Buffer.alloc(0)
  const { raw } = value
  if (raw.startsWith('<')) {
    const digits = raw.replace(/[^0-9a-fA-F]/g, '')
    return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')
  }
  const inner = raw.slice(1, -1).replace(/\\(?:([0-7]{1,3})|(\r\n|[^]))/g, (_all, octal: string | undefined, sign: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
    return /[\r\n]/.test(sign) ? '' : (ESCAPES[sign] ?? sign)
  })
  return Buffer.from(inner, 'latin1')
}

/**
 * What reading one stranger's file may cost. Honest objects lie side by side, so that reading all of them is reading the file about once;
 * a file that leads to the same place again and again is given up, not read for minutes.
 */
export class FileEffort {
  #characters: number
  #inflatedBytes: number

  constructor(fileBytes: number) {
    this.#characters = 4 * fileBytes + 4 * MIB
    this.#inflatedBytes = MOST_INFLATED
  }

  characters(count: number): void {
    this.#characters -= count
    if (this.#characters < 0) throw new Unreadable('more to read than the file has')
  }

  /** Gives what may still be unpacked to `unpack` and takes off what it made, which has to be read as well. */
  inflate(unpack: (mostBytes: number) => Buffer): Buffer {
    if (this.#inflatedBytes <= 0) throw new Unreadable('too much to unpack')
    const data = unpack(this.#inflatedBytes)
    this.#inflatedBytes -= data.length
    this.#characters += 2 * data.length
    return data
  }
}

const MIB = 1024 * 1024
/** Object streams hold structure only: a scan of 10 MiB has some kilobytes of it, a large text document some megabytes. */
const MOST_INFLATED = 24 * MIB

/** A file that nobody can look into. The message is for the log and the tests. */
export class Unreadable extends Error {}

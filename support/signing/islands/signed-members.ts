// Members of the bytes that are signed, read so that none can be left out: each is taken once by who can word it, the rest is listed as it is.

import type { Instant, Json } from '@ruqsat/foundation'
import type { ContentRow, Say } from './page.ts'

export type ContentReader = {
  readonly say: Say
  readonly showInstant: (instant: Instant) => string
  readonly showSize: (bytes: number) => string
  readonly origin: string
}

/** One object of the bytes. Each member is taken once by who can word it; `rest` gives those that nobody took. */
export class SignedMembers {
  readonly #object: Readonly<Record<string, Json>>
  readonly #path: string
  readonly #reader: ContentReader
  readonly #taken = new Set<string>()
  readonly #inner: SignedMembers[] = []
  constructor(object: Readonly<Record<string, Json>>, path: string, reader: ContentReader) {
    this.#object = object
    this.#path = path
    this.#reader = reader
  }

  /** A plain value as text; null where it is absent or no plain value. */
  text(key: string): string | null {
    const value = this.#object[key]
    if (value === undefined || (typeof value === 'object' && value !== null)) return null
    this.#taken.add(key)
    return value === null || value === '' ? this.#reader.say('empty') : visible(String(value))
  }

  /** A row for a plain value, or no row; its label is a word of the panel. */
  row(key: string, labelKey = key, codeKey?: string): ContentRow[] {
    const text = this.text(key)
    if (text === null) return []
    const code = codeKey === undefined ? null : this.text(codeKey)
    return [{ label: this.#reader.say(labelKey), text, ...(code !== null && { code }) }]
  }

  instantRow(key: string): ContentRow[] {
    const text = this.text(key)
    return text === null ? [] : [{ label: this.#reader.say(key), text: this.#reader.showInstant(text), code: text }]
  }

  isAbsentOrNull(key: string): boolean {
    const absent = this.#object[key] === undefined || this.#object[key] === null
    if (absent) this.#taken.add(key)
    return absent
  }

  object(key: string): SignedMembers | null {
    const value = this.#object[key]
    return isObject(value) ? this.#take(key, value, key) : null
  }

  /** Rows of an object; none where there is none. */
  rowsOf(key: string, read: (inner: SignedMembers) => ContentRow[]): ContentRow[] {
    const inner = this.object(key)
    return inner === null ? [] : read(inner)
  }

  /** The objects of a list; null where it is no list of objects. */
  list(key: string): SignedMembers[] | null {
    const value = this.#object[key]
    if (!Array.isArray(value) || !value.every(isObject)) return null
    this.#taken.add(key)
    return value.map((item, place) => this.#take(key, item, `${key}[${place}]`))
  }

  texts(key: string): string[] | null {
    const value = this.#object[key]
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) return null
    this.#taken.add(key)
    return value.map((item) => visible(item as string) || this.#reader.say('empty'))
  }

  #take(key: string, value: Readonly<Record<string, Json>>, name: string): SignedMembers {
    this.#taken.add(key)
    const inner = new SignedMembers(value, `${this.#path}${name}.`, this.#reader)
    this.#inner.push(inner)
    return inner
  }

  rest(): ContentRow[] {
    const own = Object.entries(this.#object)
      .filter(([key]) => !this.#taken.has(key))
      .flatMap(([key, value]) => leaves(value, this.#path + key))
    return [...own, ...this.#inner.flatMap((inner) => inner.rest())]
  }
}

/** Every plain value under a value, each with its path. */
export function leaves(value: Json, path: string): ContentRow[] {
  if (Array.isArray(value) && value.length > 0)
    return (value as readonly Json[]).flatMap((item, place) => leaves(item, `${path}[${place}]`))
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, item]) => leaves(item, path === '' ? key : `${path}.${key}`))
  return [{ label: visible(path) || '·', text: visible(JSON.stringify(value)) }]
}

export function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Characters that turn or hide text are shown by their number: what is read must be what is signed. */
export function visible(text: string): string {
  return text.replace(/[\p{Cf}\p{Cc}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' ? character : `⟦U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}⟧`,
  )
}

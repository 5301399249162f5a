import type { Json } from '@ruqsat/foundation'

export type JsonObject = Readonly<Record<string, Json>>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A row of what nobody worded: where it is in the signed bytes, and its value. */
export type RawRow = { readonly path: string; readonly text: string }

/**
 * One object of the signed bytes. Each member is taken once by who can word it; `rest` gives those that nobody took, so that nothing
 * that was signed can stay off the page.
 */
export class Members {
  readonly #object: JsonObject
  readonly #path: string
  readonly #taken = new Set<string>()
  readonly #inner: Members[] = []

  constructor(object: JsonObject, path = '') {
    this.#object = object
    this.#path = path
  }

  /** A plain value as text; null where it is absent, null or no plain value. */
  text(key: string): string | null {
    const value = this.#object[key]
    if (value === undefined || typeof value === 'object') {
      if (value === null) this.#taken.add(key)
      return null
    }
    this.#taken.add(key)
    return String(value)
  }

  object(key: string): Members | null {
    const value = this.#object[key]
    if (value === null) this.#taken.add(key)
    return isJsonObject(value) ? this.#take(key, value, key) : null
  }

  /** The objects of a list; none where it is no list of objects (it then comes out with `rest`). */
  list(key: string): readonly Members[] {
    const value = this.#object[key]
    if (!Array.isArray(value) || !value.every(isJsonObject)) return []
    this.#taken.add(key)
    return value.map((item, place) => this.#take(key, item, `${key}[${place}]`))
  }

  texts(key: string): readonly string[] {
    const value = this.#object[key]
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) return []
    this.#taken.add(key)
    return value as readonly string[]
  }

  /** What nobody took, here and inside. Call it last. */
  rest(): readonly RawRow[] {
    const own = Object.entries(this.#object)
      .filter(([key]) => !this.#taken.has(key))
      .flatMap(([key, value]) => leaves(value, `${this.#path}${key}`))
    return [...own, ...this.#inner.flatMap((inner) => inner.rest())]
  }

  #take(key: string, value: JsonObject, name: string): Members {
    this.#taken.add(key)
    const inner = new Members(value, `${this.#path}${name}.`)
    this.#inner.push(inner)
    return inner
  }
}

export function leaves(value: Json, path: string): readonly RawRow[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item: Json, place) => leaves(item, `${path}[${place}]`))
  if (isJsonObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
  return [{ path, text: typeof value === 'string' ? value : JSON.stringify(value) }]
}

import canonicalize from 'canonicalize'
import { Fault } from './errors.ts'

/** A value that survives JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** RFC 8785 canonical JSON (JCS): the one byte form that is hashed and signed. Throws a Fault for a value JSON cannot carry. */
export function canonicalJson(value: unknown): string {
  const text = plainJson(value, 0) ?? canonicalize(value)
  if (text === undefined) throw new Fault('Expected a value that JSON can carry but found undefined')
  return text
}

/** Deeper than anything that this house writes, and far from the end of the stack. */
const MOST_PLAIN_DEPTH = 64

/**
 * The canonical form of plain data, several times as fast as the general way, which judges what this leaves: null where the value is or holds
 * anything that is no text, number, truth value, list or plain object, or is deep.
 */
function plainJson(value: unknown, depth: number): string | null {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? JSON.stringify(value) : null
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : null
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth === MOST_PLAIN_DEPTH) return null
      return Array.isArray(value) ? plainList(value, depth + 1) : plainObject(value as Readonly<Record<string, unknown>>, depth + 1)
    default:
      return null
  }
}

function plainList(values: readonly unknown[], depth: number): string | null {
  let text = '['
  for (let place = 0; place < values.length; place += 1) {
    const each = plainJson(values[place], depth)
    if (each === null) return null
    text += place === 0 ? each : `,${each}`
  }
  return `${text}]`
}

function plainObject(value: Readonly<Record<string, unknown>>, depth: number): string | null {
  const prototype: unknown = Object.getPrototypeOf(value)
  if ((prototype !== Object.prototype && prototype !== null) || 'toJSON' in value) return null
  let text = '{'
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    // A member that is not there.
    if (member === undefined) continue
    const each = plainJson(member, depth)
    if (each === null || !key.isWellFormed()) return null
    text += `${text.length === 1 ? '' : ','}${JSON.stringify(key)}:${each}`
  }
  return `${text}}`
}

/** What reading a stranger's JSON may cost. A short text can ask for a lot: ten megabytes of `[` become a gigabyte of arrays. */
export type JsonLimits = {
  /** Of the text, in bytes where bytes are given, else in UTF-16 units. */
  readonly maxLength: number
  /** Arrays and objects within each other. */
  readonly maxDepth: number
  /** Values, names of members included. */
  readonly maxValues: number
}

/** What was read, or why not. Each reason is one that its writer can fix. */
export type ReadJson = { readonly kind: 'read'; readonly value: unknown } | { readonly kind: UnreadJson }
export type UnreadJson = 'not-json' | 'too-large' | 'too-deep' | 'too-many-values'

/** The one way to read JSON that somebody else wrote: measured first, in one pass without recursion, and parsed only within the limits. */
export function readJson(input: string | Uint8Array, limits: JsonLimits): ReadJson {
  if (input.length > limits.maxLength) return { kind: 'too-large' }
  try {
    const text = typeof input === 'string' ? input : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input)
    const excess = excessOf(text, limits)
    return excess === null ? { kind: 'read', value: JSON.parse(text) as unknown } : { kind: excess }
  } catch {
    return { kind: 'not-json' }
  }
}

/** Reads JSON that this house wrote itself and kept: nobody else could choose its size. */
export function ownJson(text: string): unknown {
  return JSON.parse(text)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Which limit the text goes beyond. It need not be JSON: what this counts is never less than what a parser would make of it. */
function excessOf(text: string, { maxDepth, maxValues }: JsonLimits): 'too-deep' | 'too-many-values' | null {
  let depth = 0
  let values = 1
  for (let place = 0; place < text.length; place++) {
    switch (text.charCodeAt(place)) {
      case QUOTE:
        place = endOfString(text, place)
        break
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > maxDepth) return 'too-deep'
        values++
        break
      case 0x5d: // ]
      case 0x7d: // }
        depth--
        break
      case 0x2c: // ,
      case 0x3a: // :
        values++
        break
    }
    if (values > maxValues) return 'too-many-values'
  }
  return null
}

/** The place of the quote that ends the string, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1
    while (text.charCodeAt(before) === BACKSLASH) before--
    if ((quote - 1 - before) % 2 === 0) return quote
  }
  return text.length
}

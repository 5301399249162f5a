// The small parsers under every table: one kind of value each, with the place in the message.
import { Fault, type Instant, type LocalDate, type LocalTime } from '@ruqsat/foundation'
import { isLocalDate } from './dates.ts'

export function fail(at: string, expected: string, found: unknown): never {
  throw new Fault(`Expected ${expected} at ${at} but found ${show(found)}`)
}

function show(value: unknown): string {
  const shown = JSON.stringify(value) ?? String(value)
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown
}

/** An object with these keys, all of `required` and no others. */
export function fields(json: unknown, at: string, required: readonly string[], optional: readonly string[]): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return fail(at, `an object with ${required.join(', ')}`, json)
  for (const key of required) if (!(key in json)) fail(at, `the key '${key}'`, Object.keys(json))
  const allowed = [...required, ...optional]
  for (const key of Object.keys(json)) if (!allowed.includes(key)) fail(`${at}.${key}`, `only the keys ${allowed.join(', ')}`, key)
  return json as Record<string, unknown>
}

export function array<T>(json: unknown, at: string, item: (value: unknown, at: string) => T): T[] {
  if (!Array.isArray(json)) return fail(at, 'a list', json)
  return json.map((value, index) => item(value, `${at}[${index}]`))
}

export function text(json: unknown, at: string): string {
  return typeof json === 'string' && json.trim() !== '' ? json : fail(at, 'a text', json)
}

export function integer(json: unknown, at: string, least: number, most: number): number {
  const isIt = typeof json === 'number' && Number.isSafeInteger(json) && json >= least && json <= most
  return isIt ? json : fail(at, `a whole number from ${least} to ${most}`, json)
}

export function oneOf<T extends string>(json: unknown, at: string, allowed: readonly T[]): T {
  return allowed.find((value) => value === json) ?? fail(at, `one of ${allowed.join(', ')}`, json)
}

export function localDate(json: unknown, at: string): LocalDate {
  return isLocalDate(json) ? json : fail(at, 'a day as YYYY-MM-DD', json)
}

export function time(json: unknown, at: string): LocalTime {
  const isIt = typeof json === 'string' && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(json)
  return isIt ? json : fail(at, 'a time of day as HH:MM', json)
}

export function instant(json: unknown, at: string): Instant {
  const isIt = typeof json === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(json) && !Number.isNaN(Date.parse(json))
  return isIt ? json : fail(at, 'an instant such as 2024-02-29T18:00:00.000Z', json)
}

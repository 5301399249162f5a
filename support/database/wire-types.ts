import { Fault, type Instant } from '@ruqsat/foundation'

/** A type of PostgreSQL by its number (pg_type.oid). */
const type = <T>(oid: number, serialize: (value: T) => string, parse: (text: string) => unknown) => ({
  to: oid,
  from: [oid],
  serialize,
  parse,
})

/**
 * How values cross the wire. An instant is an ISO string with milliseconds on both sides, a calendar day is
 * `YYYY-MM-DD`, a counter is a number as long as a number can hold it. Money and counts are int8 and safe;
 * `numeric` stays text.
 */
export const wireTypes = {
  instant: type(1184, instantToWire, instantFromWire),
  localDate: type(1082, textToWire, String),
  localTimestamp: type(1114, textToWire, String),
  counter: type(20, (value: number | bigint | string) => String(value), counterFromWire),
}

/** `2014-10-01 04:30:00.25+00` (the session's zone is UTC) -> `2014-10-01T04:30:00.250Z`; microseconds are cut, not rounded. */
export function instantFromWire(text: string): Instant {
  if (text.charCodeAt(10) !== 32 || !text.endsWith('+00'))
    throw new Fault(`Expected an instant of the years 1 to 9999 in UTC but the database sent '${text}'`)
  const fraction = text.charCodeAt(19) === 46 ? text.slice(20, -3).slice(0, 3).padEnd(3, '0') : '000'
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`
}

/** Accepts the one form of Instant (and a Date, which a library may hand over); anything else is a defect of the caller. */
function instantToWire(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(value)) return value
  throw new Fault(
    `Expected an instant like 2014-10-01T04:30:00.000Z but a query was given ${typeof value === 'string' ? `'${value.slice(0, 40)}'` : typeof value}`,
  )
}

function textToWire(value: unknown): string {
  if (typeof value === 'string') return value
  throw new Fault(`Expected a day or time as text but a query was given ${typeof value}`)
}

function counterFromWire(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Fault(`Expected a counter below 2^53 but the database sent ${text}`)
  return value
}

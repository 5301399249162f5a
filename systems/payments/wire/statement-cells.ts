// What is one thing in every format of a statement: the bank's number, a sum, a moment. Each reader gives null for what is none.
import { type Instant, instantFromMs, type Tiyn } from '@ruqsat/foundation'

/** Of a file: a year of a large authority is some ten megabytes. */
export const MAX_STATEMENT_BYTES = 32 * 1024 * 1024
export const MAX_MOVEMENTS = 200_000

/** A file that names a day or a time without an offset means the clock of the country (one zone since 2024-03-01: UTC+5). */
const OWN_OFFSET = '+05:00'
/** The same in milliseconds, for what is shown. */
export const BANK_OFFSET_MS = 5 * 3_600_000
const DAY_MS = 24 * 3_600_000

/** The bank's own number: any printable characters, without spaces. */
export function readReference(text: string | null): string | null {
  return text !== null && /^[\x21-\x7e]{1,64}$/.test(text) ? text : null
}

/** `18520.00`, `18520.5` or `18520`, in whole hundredths; more decimals, a sign, zero and spaces are none. */
export function readSum(text: string | null): Tiyn | null {
  const found = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text ?? '')
  if (found === null) return null
  const tiyn = Number(found[1]!) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return tiyn > 0 ? tiyn : null
}

export function readCurrency(text: string | null): string | null {
  return text !== null && /^[A-Z]{3}$/.test(text) ? text : null
}

/** A moment of ISO 8601, with seconds; without an offset by the country's clock. */
export function readMoment(text: string | null): Instant | null {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)?$/.exec(text ?? '')
  return found === null ? null : instant(found[1]!.replace(/(\.\d{3})\d+$/, '$1') + (found[2] ?? OWN_OFFSET))
}

/** The beginning of a day. */
export function readDay(text: string | null): Instant | null {
  const found = /^(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?$/.exec(text ?? '')
  return found === null ? null : instant(`${found[1]}T00:00:00${found[2] ?? OWN_OFFSET}`)
}

/** The beginning of the day after. */
export function readDayEnd(text: string | null): Instant | null {
  const day = readDay(text)
  return day === null ? null : instantFromMs(Date.parse(day) + DAY_MS)
}

/** `2026-02-30` is no day, though the machine's calendar would make it one. */
function instant(text: string): Instant | null {
  const ms = Date.parse(text)
  if (!Number.isFinite(ms)) return null
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text)!
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return Number(day) <= lastDay ? instantFromMs(ms) : null
}

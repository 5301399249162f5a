import type { Refusal } from '../errors.ts'
import type { LocalDate } from '../time.ts'
import { refuseValue } from './refusals.ts'
import { foreignSign, signFacts, tidyNumber } from './typed-text.ts'

/** The oldest day that a document of ours can name: nobody who applies was born before it. */
export const EARLIEST_YEAR = 1900
/** The farthest end of a contract, a lease or a certificate that is taken for no slip of the finger. */
export const LATEST_YEAR = 2100

/** Three numbers with one kind of sign between them. */
const DAY = /^(\d+)([-./ ])(\d{1,2})\2(\d+)$/

/**
 * Reads a day as a person writes it: `01.10.2014`, `1.10.2014`, `01/10/2014`, `2014-10-01`, also with dashes of any kind or spaces between.
 * The day comes before the month. Refuses a year that is not written in full, a year out of reason, and a day that no calendar has.
 */
export function parseDay(typed: string): LocalDate | Refusal {
  const text = tidyNumber(typed)
    .replace(/ *([-./]) */g, '$1')
    .replace(/\.? ?(г|ж|y)?\.?$/iu, '')
  const foreign = foreignSign(text, /^[\d\-./ ]$/)
  if (foreign !== null) return refuseValue('day-sign', { facts: signFacts(foreign) })
  const [, first, , month, last] = DAY.exec(text) ?? []
  if (first === undefined || month === undefined || last === undefined) return refuseValue('day-malformed')
  return dayOfParts(first.length > 2 ? { year: first, month, day: last } : { day: first, month, year: last })
}

/** The same from three boxes. */
export function dayOfParts(parts: { readonly day: string; readonly month: string; readonly year: string }): LocalDate | Refusal {
  const [day, month, year] = [parts.day, parts.month, parts.year].map((part) => tidyNumber(part))
  if (!/^\d{1,2}$/.test(day!) || !/^\d{1,2}$/.test(month!) || !/^\d+$/.test(year!)) return refuseValue('day-malformed')
  if (year!.length !== 4) return refuseValue('day-year-short', { facts: { year: year! } })
  const number = Number(year)
  if (number < EARLIEST_YEAR || number > LATEST_YEAR)
    return refuseValue('day-year-implausible', { facts: { year: year!, earliest: EARLIEST_YEAR, latest: LATEST_YEAR } })
  if (!isDayOfCalendar(number, Number(month), Number(day))) return refuseValue('day-none')
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}

/** Whether the Gregorian calendar has this day. It comes back every 400 years; day 0 of a month is the last of the one before. */
export function isDayOfCalendar(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
}

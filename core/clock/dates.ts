import { Fault, isDayOfCalendar, type LocalDate } from '@ruqsat/foundation'
import type { Weekday } from './types.ts'

export const DAY_MS = 86_400_000
export const MINUTE_MS = 60_000

/**
 * Days since 1970-01-01 of the Gregorian calendar, in whole-number arithmetic (a `LocalDate` has no zone). Years are counted from
 * March, so that a leap day is the last of its year; 719468 days lie between 1 March of year 0 and 1 January 1970.
 */
export function dayNumber(date: LocalDate): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new Fault(`Expected a day as YYYY-MM-DD but found '${date}'`)
  const month = Number(date.slice(5, 7))
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0)
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(date.slice(8)) - 1
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear - 719_468
}

export function dateOfDayNumber(days: number): LocalDate {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The day `amount` days later; earlier where negative. */
export function addDays(date: LocalDate, amount: number): LocalDate {
  return dateOfDayNumber(dayNumber(date) + amount)
}

/** The same date of a later month (an earlier one where negative); where that month has no such date, its last day. */
export function addMonths(day: LocalDate, months: number): LocalDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const count = year * 12 + month - 1 + months
  const [toYear, toMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1]
  const first = `${String(toYear).padStart(4, '0')}-${String(toMonth).padStart(2, '0')}-01`
  const next =
    toMonth === 12 ? `${String(toYear + 1).padStart(4, '0')}-01-01` : `${first.slice(0, 5)}${String(toMonth + 1).padStart(2, '0')}-01`
  return addDays(first, Math.min(date, daysBetween(first, next)) - 1)
}

/** The day so long after a day; before it where `sign` is -1. */
export function afterSpan(
  day: LocalDate,
  { amount, unit }: { readonly amount: number; readonly unit: 'days' | 'months' | 'years' },
  sign: 1 | -1 = 1,
): LocalDate {
  return unit === 'days' ? addDays(day, sign * amount) : addMonths(day, sign * amount * (unit === 'years' ? 12 : 1))
}

/** How many days `to` is after `from`; negative where it is before. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from)
}

/** Monday is 1, Sunday is 7. */
export function weekday(date: LocalDate): Weekday {
  return (((((dayNumber(date) + 3) % 7) + 7) % 7) + 1) as Weekday
}

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4))
}

/** A real day written YYYY-MM-DD: `2023-02-29` is none. */
export function isLocalDate(value: unknown): value is LocalDate {
  const [, year, month, day] = typeof value === 'string' ? (/^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? []) : []
  return year !== undefined && isDayOfCalendar(Number(year), Number(month), Number(day))
}

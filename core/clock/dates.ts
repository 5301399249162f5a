import { Fault, type LocalDate } from '@ruqsat/foundation'
import type { Weekday } from './types.ts'

export const DAY_MS = 86_400_000
export const MINUTE_MS = 60_000

/** Days since 1970-01-01. A `LocalDate` has no zone, so counting in UTC is exact. */
export function dayNumber(date: LocalDate): number {
  const ms = Date.parse(`${date}T00:00:00.000Z`)
  if (Number.isNaN(ms)) throw new Fault(`Expected a day as YYYY-MM-DD but found '${date}'`)
  return ms / DAY_MS
}

export function dateOfDayNumber(days: number): LocalDate {
  return new Date(days * DAY_MS).toISOString().slice(0, 10)
}

/** The day `amount` days later; earlier where negative. */
export function addDays(date: LocalDate, amount: number): LocalDate {
  return dateOfDayNumber(dayNumber(date) + amount)
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
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const ms = Date.parse(`${value}T00:00:00.000Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === value
}

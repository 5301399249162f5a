// Which times of a hall can be booked.
import { dayKind, toInstant, weekday, type Calendar, type OfficeDay, type ZoneRules } from '@ruqsat/clock'
import { instantFromMs, isRefusal, msFromInstant, type Instant, type LocalDate } from '@ruqsat/foundation'

/** When a hall is open. Only a holiday closes it: a day off that is moved from a weekend is not that of a hall with six days. */
export type HallHours = { readonly days: readonly OfficeDay[]; readonly calendar: Calendar }

/** Times begin this far from each other. Our own figure; no text gives one. */
export const SLOT_MS = 15 * 60_000
/** A time nearer than this is not booked: whoever can come so soon takes a ticket. */
export const SOONEST_MS = 30 * 60_000
export const DAYS_AHEAD = 14
/** One person books no more than this at once, so that nobody keeps a hall for themselves. */
export const MOST_BOOKINGS = 2

/** Half of the windows serve who booked, the others who came. */
export function placesAtOnce(windows: number): number {
  return Math.max(1, Math.floor(windows / 2))
}

/** None on a day on which the hall is closed, and none where the calendar does not reach. */
export function timesOf({ days, calendar }: HallHours, date: LocalDate, zone: ZoneRules): readonly Instant[] {
  const kind = dayKind(date, calendar)
  if (isRefusal(kind) || kind.kind === 'holiday') return []
  return days
    .filter(({ weekdays }) => weekdays.includes(weekday(date)))
    .flatMap(({ opens, closes, breaks }) => {
      const ms = (time: OfficeDay['opens']) => msFromInstant(toInstant(date, time, zone))
      const isFree = (from: number) => breaks.every((pause) => from + SLOT_MS <= ms(pause.from) || from >= ms(pause.to))
      const [first, last] = [ms(opens), ms(closes) - SLOT_MS]
      const all = Array.from({ length: Math.max(0, Math.floor((last - first) / SLOT_MS) + 1) }, (_, place) => first + place * SLOT_MS)
      return all.filter(isFree).map(instantFromMs)
    })
}

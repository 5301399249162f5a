// When an office is open on a day, as instants. Everything the counting of terms needs of office hours.
import { instantFromMs, isRefusal, msFromInstant, type Instant, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { dayKind, isWorkingKind } from './calendar.ts'
import { conventionOf, STANDARD_CONVENTIONS } from './conventions.ts'
import { addDays, weekday } from './dates.ts'
import { refuseClock } from './refusals.ts'
import { remembered } from './remembered.ts'
import type { Calendar, TermTables, DayKind, OfficeDay, OfficeHours, StartShift, Weekday } from './types.ts'
import { localOfMs, minuteOfDay, msOfLocal } from './zone.ts'

/** One stretch of office time, in milliseconds; the end belongs to it. */
export type OfficeStretch = { readonly from: number; readonly to: number }

/** A day: what the calendar says of it, by which terms are counted, and what it is in this office's own week, by which its doors open. */
export type Day = { readonly date: LocalDate; readonly kind: DayKind; readonly working: boolean; readonly atOffice: DayKind }

export function officeDay(date: LocalDate, tables: TermTables): Day | Refusal {
  const kind = dayKind(date, tables.calendar)
  if (isRefusal(kind)) return kind
  const atOffice = dayKind(date, officeCalendar(tables))
  return isRefusal(atOffice) ? atOffice : { date, kind, working: isWorkingKind(kind), atOffice }
}

/** The calendar's working days must have hours, or nothing could be said of when a term ends on them. */
export function missingHours(tables: TermTables): Refusal | null {
  const working = ([1, 2, 3, 4, 5, 6, 7] as const).filter((day) => !tables.calendar.weekend.includes(day))
  const missing = working.find((day) => hoursOn(day, tables.officeHours) === undefined)
  return missing === undefined
    ? null
    : refuseClock('clock-office-hours-missing', { facts: { officeHours: tables.officeHours.id, weekday: missing } })
}

/** Closing time; on a day without opening hours the latest closing time of the week. */
export function closingOf(day: Day, tables: TermTables): number {
  const { officeHours, zone } = tables
  const latest = () => msOfLocal(day.date, Math.max(...officeHours.days.map(({ closes }) => minuteOfDay(closes))), zone)
  return openingsOf(day, tables).at(-1)?.to ?? latest()
}

/** The first day from `date` on that has opening hours. */
export function nextOpenDay(date: LocalDate, tables: TermTables): Day | Refusal {
  for (let at = date; ; at = addDays(at, 1)) {
    const day = officeDay(at, tables)
    if (isRefusal(day) || openingsOf(day, tables).length > 0) return day
  }
}

/** When the doors open next, after this instant: the first minute of the next working day, or of this one before it begins. */
export function nextMorning(at: Instant, tables: TermTables): Instant | Refusal {
  const ms = msFromInstant(at)
  const { date } = localOfMs(ms, tables.zone)
  const day = nextOpenDay(date, tables)
  if (isRefusal(day)) return day
  const [first] = openingsOf(day, tables)
  if (first!.from > ms) return instantFromMs(first!.from)
  const next = nextOpenDay(addDays(date, 1), tables)
  return isRefusal(next) ? next : instantFromMs(openingsOf(next, tables)[0]!.from)
}

export type EffectiveStart = { readonly ms: number; readonly shift: StartShift }

/** When the office takes notice of what came at `ms`. Closing time itself is still in time. */
export function effectiveStart(ms: number, tables: TermTables): EffectiveStart | Refusal {
  const day = officeDay(localOfMs(ms, tables.zone).date, tables)
  if (isRefusal(day)) return day
  const openings = openingsOf(day, tables)
  const next = openings.find(({ to }) => ms < to)
  if (next !== undefined) {
    if (ms >= next.from) return { ms, shift: 'none' }
    return { ms: next.from, shift: next === openings[0] ? 'beforeOpening' : 'inBreak' }
  }
  if (ms === openings.at(-1)?.to) return { ms, shift: 'none' }
  const open = nextOpenDay(addDays(day.date, 1), tables)
  if (isRefusal(open)) return open
  return { ms: openingsOf(open, tables)[0]!.from, shift: openings.length > 0 ? 'afterClosing' : 'dayOff' }
}

/** When the doors are open on a day, in order; never on a day off. */
export function openingsOf({ date, atOffice }: Day, { officeHours, zone }: TermTables): OfficeStretch[] {
  const hours = hoursOn(hoursWeekday(date, atOffice), officeHours)
  if (hours === undefined || OFF.includes(atOffice.kind)) return []
  const edges = [hours.opens, ...hours.breaks.flatMap(({ from, to }) => [from, to]), hours.closes]
  const ms = edges.map((edge) => msOfLocal(date, minuteOfDay(edge), zone))
  return ms.flatMap((from, edge) => (edge % 2 === 0 ? [{ from, to: ms[edge + 1]! }] : []))
}

const OFF: readonly DayKind['kind'][] = ['holiday', 'holidayShift', 'movedOff']

/**
 * The calendar as this office lives it (convention `daysOffOfOwnWeek`). Who works on Saturdays rests on Sundays only: a day off that the
 * Government takes from a Saturday was not theirs to move, and a holiday on a Saturday gives them no other day.
 */
function officeCalendar({ calendar, officeHours, conventions }: TermTables): Calendar {
  return conventionOf(conventions ?? STANDARD_CONVENTIONS, 'daysOffOfOwnWeek') ? ofOffice(calendar)(officeHours) : calendar
}

const ofOffice = remembered((calendar: Calendar) =>
  remembered((officeHours: OfficeHours): Calendar => {
    const weekend = calendar.weekend.filter((day) => hoursOn(day, officeHours) === undefined)
    const movedDays = calendar.movedDays.filter(({ worked }) => weekend.includes(weekday(worked)))
    return weekend.length === calendar.weekend.length ? calendar : { ...calendar, weekend, movedDays }
  }),
)

/** A worked Saturday keeps the hours of the day off that it replaces. */
function hoursWeekday(date: LocalDate, kind: DayKind): Weekday {
  return weekday(kind.kind === 'workedForDayOff' ? kind.dayOff : date)
}

function hoursOn(day: Weekday, officeHours: OfficeHours): OfficeDay | undefined {
  return officeHours.days.find(({ weekdays }) => weekdays.includes(day))
}

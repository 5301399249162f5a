// A calendar's answer for one day. The rule that moves a day off from a weekend is applied here, once per
// calendar; the Government's moved days and the movable feasts are data and win over the rule.
import { isRefusal, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { addDays, weekday, yearOf } from './dates.ts'
import { refuseClock } from './refusals.ts'
import type { Calendar, DayKind, Holiday } from './types.ts'

/** What kind of day it is and why; a Refusal that names the table and the year where the calendar does not reach. */
export function dayKind(date: LocalDate, calendar: Calendar): DayKind | Refusal {
  const year = yearOf(date)
  if (year < calendar.firstYear || year > calendar.lastYear) return calendarMissing(year, calendar)
  const special = specialDays(calendar).get(date)
  if (special !== undefined) return special
  return isWeekend(date, calendar) ? { kind: 'weekend', source: calendar.weekendSource } : { kind: 'working' }
}

export function isWorkingDay(date: LocalDate, calendar: Calendar): boolean | Refusal {
  const day = dayKind(date, calendar)
  return isRefusal(day) ? day : isWorkingKind(day)
}

export function isWorkingKind(day: DayKind): boolean {
  return day.kind === 'working' || day.kind === 'workedForDayOff'
}

function calendarMissing(year: number, calendar: Calendar): Refusal {
  const { id, version, firstYear, lastYear } = calendar
  return refuseClock('clock-calendar-missing', { facts: { year, calendar: id, version, firstYear, lastYear } })
}

function isWeekend(date: LocalDate, calendar: Calendar): boolean {
  return calendar.weekend.includes(weekday(date))
}

/** Computed once per calendar object; calendars are frozen data, so the memory is only speed. */
const known = new WeakMap<Calendar, ReadonlyMap<LocalDate, DayKind>>()

function specialDays(calendar: Calendar): ReadonlyMap<LocalDate, DayKind> {
  const found = known.get(calendar)
  if (found !== undefined) return found
  const days = new Map<LocalDate, DayKind>()
  const holidays = holidayDays(calendar)
  for (const { date, holiday, source } of holidays) {
    if (!days.has(date)) days.set(date, { kind: 'holiday', id: holiday.id, name: holiday.name, source })
  }
  for (const { dayOff, worked, source } of calendar.movedDays) days.set(dayOff, { kind: 'movedOff', worked, source })
  for (const shift of shiftedDays(holidays, days, calendar)) days.set(shift.date, shift.day)
  for (const { dayOff, worked, source } of calendar.movedDays) days.set(worked, { kind: 'workedForDayOff', dayOff, source })
  known.set(calendar, days)
  return days
}

type HolidayDay = { readonly date: LocalDate; readonly holiday: Holiday; readonly source: Holiday['source'] }

function holidayDays(calendar: Calendar): HolidayDay[] {
  const days = calendar.holidays.flatMap((holiday) => [...yearlyDays(holiday, calendar), ...listedDays(holiday)])
  return days.sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0))
}

function yearlyDays(holiday: Holiday, calendar: Calendar): HolidayDay[] {
  const days: HolidayDay[] = []
  const first = Math.max(holiday.firstYear ?? calendar.firstYear, calendar.firstYear)
  const last = Math.min(holiday.lastYear ?? calendar.lastYear, calendar.lastYear)
  for (let year = first; year <= last; year++) {
    for (const day of holiday.days) days.push({ date: `${year}-${day}`, holiday, source: holiday.source })
  }
  return days
}

function listedDays(holiday: Holiday): HolidayDay[] {
  return holiday.dates.map(({ date, source }) => ({ date, holiday, source }))
}

/**
 * A holiday on a weekend gives the next working day off: one that is no weekend, no holiday, not moved and not already given to
 * the holiday before it. Two holidays on one weekend therefore give two days.
 */
function shiftedDays(holidays: readonly HolidayDay[], taken: ReadonlyMap<LocalDate, DayKind>, calendar: Calendar) {
  const shifts = new Map<LocalDate, DayKind>()
  for (const { date, holiday } of holidays) {
    if (!holiday.shifts || !isWeekend(date, calendar)) continue
    let target = addDays(date, 1)
    while (isWeekend(target, calendar) || taken.has(target) || shifts.has(target)) target = addDays(target, 1)
    shifts.set(target, { kind: 'holidayShift', holiday: date, name: holiday.name, source: calendar.shiftSource })
  }
  return [...shifts].map(([date, day]) => ({ date, day }))
}

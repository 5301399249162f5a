// A calendar's answer for one day. The rule that moves a day off from a weekend is applied here, once per
// calendar; the Government's moved days and the movable feasts are data and win over the rule.
import { isRefusal, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { addDays, weekday, yearOf } from './dates.ts'
import { refuseClock } from './refusals.ts'
import { remembered } from './remembered.ts'
import type { Calendar, DayKind, Holiday } from './types.ts'

/** What kind of day it is and why; a Refusal that names the table and the year where the calendar does not reach. */
export function dayKind(date: LocalDate, calendar: Calendar): DayKind | Refusal {
  const year = yearOf(date)
  if (year < calendar.firstYear || year > calendar.lastYear) {
    const { id, version, firstYear, lastYear } = calendar
    return refuseClock('clock-calendar-missing', { facts: { year, calendar: id, version, firstYear, lastYear } })
  }
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

function isWeekend(date: LocalDate, calendar: Calendar): boolean {
  return calendar.weekend.includes(weekday(date))
}

const specialDays = remembered((calendar: Calendar): ReadonlyMap<LocalDate, DayKind> => {
  const days = new Map<LocalDate, DayKind>()
  const holidays = holidayDays(calendar)
  for (const { date, holiday, source } of holidays) {
    if (!days.has(date)) days.set(date, { kind: 'holiday', id: holiday.id, name: holiday.name, source })
  }
  for (const { dayOff, worked, source } of calendar.movedDays) days.set(dayOff, { kind: 'movedOff', worked, source })
  for (const [date, day] of shiftedDays(holidays, days, calendar)) days.set(date, day)
  for (const { dayOff, worked, source } of calendar.movedDays) days.set(worked, { kind: 'workedForDayOff', dayOff, source })
  return days
})

type HolidayDay = { readonly date: LocalDate; readonly holiday: Holiday; readonly source: Holiday['source'] }

function holidayDays(calendar: Calendar): HolidayDay[] {
  const days = calendar.holidays.flatMap((holiday): HolidayDay[] => [
    ...yearlyDays(holiday, calendar).map((date) => ({ date, holiday, source: holiday.source })),
    ...holiday.dates.map(({ date, source }) => ({ date, holiday, source })),
  ])
  return days.sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0))
}

function yearlyDays({ firstYear, lastYear, days }: Holiday, calendar: Calendar): LocalDate[] {
  const first = Math.max(firstYear ?? calendar.firstYear, calendar.firstYear)
  const last = Math.min(lastYear ?? calendar.lastYear, calendar.lastYear)
  const years = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  return years.flatMap((year) => days.map((day) => `${year}-${day}`))
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
  return shifts
}

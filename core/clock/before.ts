// How long before a due date something is to be brought to mind: working time counted backwards.
import { instantFromMs, isRefusal, msFromInstant, type Instant, type Refusal } from '@ruqsat/foundation'
import { addDays } from './dates.ts'
import { officeDay, openingsOf } from './office.ts'
import { termMs } from './hour-term.ts'
import type { Duration, TermTables } from './types.ts'
import { localOfMs, minuteOfDay, msOfLocal } from './zone.ts'

/**
 * The instant from which so much working time is left until `due`: minutes and hours of open doors, or whole working days at the same time
 * of day. Calendar days and seconds are counted as they are.
 */
export function workingTimeBefore(due: Instant, duration: Duration, tables: TermTables): Instant | Refusal {
  const { unit, amount } = duration
  const dueMs = msFromInstant(due)
  if (unit === 'workingDays' || unit === 'calendarDays') return daysBefore(dueMs, unit, amount, tables)
  if (unit === 'seconds') return instantFromMs(dueMs - termMs(unit, amount))
  let left = termMs(unit, amount)
  for (let date = localOfMs(dueMs, tables.zone).date; ; date = addDays(date, -1)) {
    const day = officeDay(date, tables)
    if (isRefusal(day)) return day
    for (const { from, to } of openingsOf(day, tables).toReversed()) {
      const end = Math.min(to, dueMs)
      if (end <= from) continue
      if (left <= end - from) return instantFromMs(end - left)
      left -= end - from
    }
  }
}

function daysBefore(dueMs: number, unit: 'workingDays' | 'calendarDays', amount: number, tables: TermTables): Instant | Refusal {
  const { date: last, time } = localOfMs(dueMs, tables.zone)
  let date = last
  for (let left = amount; left > 0;) {
    date = addDays(date, -1)
    const day = officeDay(date, tables)
    if (isRefusal(day)) return day
    if (unit === 'calendarDays' || day.working) left -= 1
  }
  return instantFromMs(msOfLocal(date, minuteOfDay(time), tables.zone))
}

// Terms in working and calendar days: one pass over the days, each counted or skipped with its reason.
import { isRefusal, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { conventionOf } from './conventions.ts'
import { addDays } from './dates.ts'
import { closingOf, officeDay, type Day } from './office.ts'
import { pauseAt, standsStill, type Pause } from './stops.ts'
import type { TermTables, Conventions, CountedDay, Duration } from './types.ts'
import { msOfLocal } from './zone.ts'

export type DayCount = { readonly days: readonly CountedDay[]; readonly dueMs: number; readonly lastDayMoved: boolean }

type Count = { readonly tables: TermTables; readonly conventions: Conventions; readonly pauses: readonly Pause[] }

/** Counts `duration` from the day of receipt. */
export function countDays(received: LocalDate, duration: Duration, count: Count): DayCount | Refusal {
  const days: CountedDay[] = []
  let at = received
  if (conventionOf(count.conventions, 'dayAfterReceiptIsDayOne')) {
    const day = officeDay(received, count.tables)
    if (isRefusal(day)) return day
    days.push({ date: received, number: null, why: 'received', day: day.kind })
    at = addDays(received, 1)
  }
  let last: Day | undefined
  for (let number = 0; number < duration.amount; at = addDays(at, 1)) {
    const day = officeDay(at, count.tables)
    if (isRefusal(day)) return day
    const why = reasonFor(day, duration, count)
    if (isRefusal(why)) return why
    if (why === 'counted') number++
    days.push({ date: at, number: why === 'counted' ? number : null, why, day: day.kind })
    last = day
  }
  return endOn(last!, days, duration, count)
}

/** A stop at closing time itself comes too late for the day, as it does for the minutes before it: the last moment decides. */
function reasonFor(day: Day, duration: Duration, { tables, pauses }: Count): CountedDay['why'] | Refusal {
  if (duration.unit === 'workingDays' && !day.working) return 'dayOff'
  const pause = pauses.length === 0 ? undefined : pauseAt(closingOf(day, tables) - 1, pauses)
  if (pause === undefined) return 'counted'
  return pause.to === Infinity ? standsStill(pause) : 'suspended'
}

/** A term in calendar days whose last day is off goes on to the next working day. */
function endOn(counted: Day, days: CountedDay[], duration: Duration, count: Count): DayCount | Refusal {
  let last = counted
  const moves = duration.unit === 'calendarDays' && !last.working && conventionOf(count.conventions, 'lastDayOffMoves') !== undefined
  while (moves && days.at(-1)!.why !== 'lastDayMoved') {
    const day = officeDay(addDays(last.date, 1), count.tables)
    if (isRefusal(day)) return day
    const why = day.working ? reasonFor(day, duration, count) : 'dayOff'
    if (isRefusal(why)) return why
    days.push({ date: day.date, number: null, why: why === 'counted' ? 'lastDayMoved' : why, day: day.kind })
    last = day
  }
  return { days, dueMs: endOfDay(last, count), lastDayMoved: moves }
}

function endOfDay(day: Day, { tables, conventions }: Count): number {
  if (conventionOf(conventions, 'termEndsAtClosing')) return closingOf(day, tables)
  return msOfLocal(day.date, 24 * 60, tables.zone)
}

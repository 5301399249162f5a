// Terms in hours and minutes: office time is used up opening by opening, the break and every pause left out.
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { addDays, MINUTE_MS } from './dates.ts'
import { officeDay, openingsOf, type OfficeStretch } from './office.ts'
import { standsStill, withoutPauses, type Pause } from './stops.ts'
import type { TermTables, ConsumedSpan, CountedDay } from './types.ts'
import { localOfMs } from './zone.ts'

export type HourCount = { readonly spans: readonly ConsumedSpan[]; readonly days: readonly CountedDay[]; readonly dueMs: number }

const HOUR_MS = 60 * MINUTE_MS

export function termMs(unit: 'seconds' | 'minutes' | 'hours', amount: number): number {
  return amount * { seconds: 1000, minutes: MINUTE_MS, hours: HOUR_MS }[unit]
}

/** Uses up `ms` of office time from `startMs` on. */
export function countOfficeTime(startMs: number, ms: number, tables: TermTables, pauses: readonly Pause[]): HourCount | Refusal {
  const spans: ConsumedSpan[] = []
  const days: CountedDay[] = []
  const forever = pauses.find(({ to }) => to === Infinity)
  let left = ms
  for (let date = localOfMs(startMs, tables.zone).date; ; date = addDays(date, 1)) {
    const day = officeDay(date, tables)
    if (isRefusal(day)) return day
    const openings = openingsOf(day, tables)
    const ahead = openings.map(({ from, to }) => ({ from: Math.max(from, startMs), to })).filter(({ from, to }) => from < to)
    const free = ahead.flatMap((opening) => withoutPauses(opening, pauses))
    for (const { from, to } of free) {
      const used = Math.min(left, to - from)
      spans.push(spanOf({ from, to: from + used }, tables))
      left -= used
      if (left === 0) return { spans, days, dueMs: from + used }
    }
    if (forever !== undefined && ahead.some(({ to }) => to > forever.from)) return standsStill(forever)
    if (openings.length === 0) days.push({ date, number: null, why: 'dayOff', day: day.atOffice })
    else if (ahead.length > 0 && free.length === 0) days.push({ date, number: null, why: 'suspended', day: day.atOffice })
  }
}

/** Without the convention of office hours the term runs round the clock, pauses left out. */
export function countWallTime(startMs: number, ms: number, tables: TermTables, pauses: readonly Pause[]): number | Refusal {
  let left = ms
  for (const { from, to } of withoutPauses({ from: startMs, to: Infinity }, pauses).sort((one, other) => one.from - other.from)) {
    if (left <= to - from) return from + left
    left -= to - from
  }
  const forever = pauses.find(({ to }) => to === Infinity)!
  return standsStill(forever)
}

function spanOf({ from, to }: OfficeStretch, { zone }: TermTables): ConsumedSpan {
  const start = localOfMs(from, zone)
  return { date: start.date, from: start.time, to: localOfMs(to, zone).time, ms: to - from }
}

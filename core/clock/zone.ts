import { instantFromMs, msFromInstant, type Instant, type LocalDate, type LocalTime } from '@ruqsat/foundation'
import { DAY_MS, MINUTE_MS, dateOfDayNumber, dayNumber } from './dates.ts'
import { remembered } from './remembered.ts'
import type { LocalMoment, ZoneRules } from './types.ts'

/** What the wall clock of the zone shows at an instant. */
export function toLocal(instant: Instant, zone: ZoneRules): LocalMoment {
  return localOfMs(msFromInstant(instant), zone)
}

/**
 * The instant at which the zone's wall clock shows this time. A time that comes twice (the clock was set back) is the first of the
 * two; one that never comes (it was set forward) is read with the offset before the change. `24:00` is the end of the day.
 */
export function toInstant(date: LocalDate, time: LocalTime, zone: ZoneRules): Instant {
  return instantFromMs(msOfLocal(date, minuteOfDay(time), zone))
}

export function localOfMs(ms: number, zone: ZoneRules): LocalMoment {
  const offsetMinutes = offsetMsAt(ms, changesOf(zone)) / MINUTE_MS
  const wall = ms + offsetMinutes * MINUTE_MS
  const day = Math.floor(wall / DAY_MS)
  const seconds = Math.floor((wall - day * DAY_MS) / 1000)
  return { date: dateOfDayNumber(day), time: timeOfMinute(Math.floor(seconds / 60)), second: seconds % 60, offsetMinutes }
}

export function msOfLocal(date: LocalDate, minute: number, zone: ZoneRules): number {
  const wall = dayNumber(date) * DAY_MS + minute * MINUTE_MS
  const changes = changesOf(zone)
  const times = changes
    .map(({ offsetMs }) => ({ ms: wall - offsetMs, offsetMs }))
    .filter(({ ms, offsetMs }) => offsetMsAt(ms, changes) === offsetMs)
  return times.length === 0 ? skippedTime(wall, changes) : Math.min(...times.map(({ ms }) => ms))
}

type Change = { readonly fromMs: number; readonly offsetMs: number }

/** The rules as numbers. */
const changesOf = remembered(({ rules }: ZoneRules): readonly Change[] =>
  rules.map(({ fromInstant, offsetMinutes }) => ({ fromMs: msFromInstant(fromInstant), offsetMs: offsetMinutes * MINUTE_MS })),
)

function offsetMsAt(ms: number, changes: readonly Change[]): number {
  return (changes.findLast(({ fromMs }) => fromMs <= ms) ?? changes[0]!).offsetMs
}

/** A wall time inside a forward change: the earlier offset carries it just past the change. */
function skippedTime(wall: number, changes: readonly Change[]): number {
  const index = changes.findIndex(({ fromMs, offsetMs }, at) => {
    return at > 0 && wall - changes[at - 1]!.offsetMs >= fromMs && wall - offsetMs < fromMs
  })
  return wall - changes[Math.max(index - 1, 0)]!.offsetMs
}

/** `13:30` is minute 810 of its day. */
export function minuteOfDay(time: LocalTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

export function timeOfMinute(minute: number): LocalTime {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

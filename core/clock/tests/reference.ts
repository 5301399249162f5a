// A second clock that is too simple to be wrong, and slow: it goes minute by minute through office time and day by day through terms in days,
// and reads the tables by itself. It shares no code with the clock that it judges, only the types of the tables.
import type { Calendar, ConventionId, DueDateRequest, OfficeHours, Stop, ZoneRules } from '../index.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** The instant at which the term ends, or the code of the refusal. */
export type Answer = { readonly due: string } | { readonly refused: string }
class Refused extends Error {}

/** A day by its number since 1970: whether terms count it, and the hours of which day of the week its doors keep (null: none). */
type Year = Map<number, { readonly working: boolean; readonly hoursOf: number | null }>

export function referenceDue(request: DueDateRequest): Answer {
  try {
    return { due: new Date(dueMs(request)).toISOString() }
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message }
    throw error
  }
}

function dueMs(request: DueDateRequest): number {
  const { duration, calendar, officeHours } = request
  const start = Date.parse(request.start)
  if (duration.unit === 'seconds') return start + duration.amount * 1000
  const closed = [1, 2, 3, 4, 5, 6, 7].some((day) => !calendar.weekend.includes(day as 1) && hoursOn(day, officeHours) === undefined)
  if (closed) throw new Refused('clock-office-hours-missing')
  const at = new Place(request)
  at.day(at.localDay(start))
  if (duration.unit === 'workingDays' || duration.unit === 'calendarDays') return endOfDays(start, at, request)
  const minutes = duration.amount * (duration.unit === 'hours' ? 60 : 1)
  return endOfMinutes(start, minutes, at, request)
}

/** Each minute counts or does not. A start within a minute leaves the rest of that minute to the end. */
function endOfMinutes(start: number, minutes: number, at: Place, { conventions }: DueDateRequest): number {
  const officeOnly = has(conventions, 'hoursRunInOfficeHours')
  let left = minutes * MINUTE
  for (let ms = start; ;) {
    const next = Math.floor(ms / MINUTE) * MINUTE + MINUTE
    if (!officeOnly || at.isOpen(ms)) {
      const stop = at.stopAt(ms)
      if (stop?.to === undefined && stop !== undefined) throw new Refused('clock-term-stands-still')
      if (stop === undefined) {
        if (left <= next - ms) return ms + left
        left -= next - ms
      }
    }
    ms = next
  }
}

function endOfDays(start: number, at: Place, { conventions, duration }: DueDateRequest): number {
  let day = at.localDay(start)
  if (has(conventions, 'receiptOutsideHoursNextWorkingDay')) {
    const isInTime = at.opens(day) && start <= at.closing(day)
    if (!isInTime)
      do day++
      while (!at.opens(day))
  }
  if (has(conventions, 'dayAfterReceiptIsDayOne')) day++
  let last = day
  for (let number = 0; number < duration.amount; day++) {
    if (duration.unit === 'workingDays' && !at.day(day).working) continue
    at.day(day)
    last = day
    if (!at.isStoppedAtClosing(day)) number++
  }
  if (duration.unit === 'calendarDays' && !at.day(last).working && has(conventions, 'lastDayOffMoves'))
    do last++
    while (!at.day(last).working || at.isStoppedAtClosing(last))
  return has(conventions, 'termEndsAtClosing') ? at.closing(last) : at.instantOf(last, 24 * 60)
}

/** An office with its week, its calendar, its zone and the stops of the term. */
class Place {
  readonly #zone: ZoneRules
  readonly #hours: OfficeHours
  readonly #days: Year
  readonly #openings = new Map<number, readonly (readonly [number, number])[]>()
  readonly #stops: readonly { readonly from: number; readonly to: number | undefined }[]

  constructor({ zone, officeHours, calendar, conventions, stops = [] }: DueDateRequest) {
    this.#zone = zone
    this.#hours = officeHours
    this.#days = daysOf(calendar, officeHours, has(conventions, 'daysOffOfOwnWeek'))
    const counted = has(conventions, 'suspensionPauses') ? stops : []
    this.#stops = counted.map(({ from, to }: Stop) => ({ from: Date.parse(from), to: to === undefined ? undefined : Date.parse(to) }))
  }

  day(day: number) {
    const found = this.#days.get(day)
    if (found === undefined) throw new Refused('clock-calendar-missing')
    return found
  }

  localDay(ms: number): number {
    return Math.floor((ms + this.#offset(ms)) / DAY)
  }

  /** Of an edge that the clocks show twice, on the night on which they go back, the first time counts: doors open and close once. */
  isOpen(ms: number): boolean {
    return this.#opened(this.localDay(ms)).some(([opens, closes]) => opens <= ms && ms < closes)
  }

  #opened(day: number): readonly (readonly [number, number])[] {
    const known = this.#openings.get(day)
    if (known !== undefined) return known
    const { hoursOf } = this.day(day)
    const found: (readonly [number, number])[] = []
    if (hoursOf !== null) {
      const open = minutesOpen(this.#hours, hoursOf)
      for (let minute = 0; minute < open.length; minute++) {
        if (open[minute] !== 1) continue
        let end = minute
        while (open[end] === 1) end++
        found.push([this.instantOf(day, minute), this.instantOf(day, end)])
        minute = end
      }
    }
    this.#openings.set(day, found)
    return found
  }

  opens(day: number): boolean {
    const { hoursOf } = this.day(day)
    return hoursOf !== null && minutesOpen(this.#hours, hoursOf).includes(1)
  }

  /** The end of the last open minute; on a day without one, the latest closing time of the week. */
  closing(day: number): number {
    const { hoursOf } = this.day(day)
    const own = hoursOf === null ? -1 : minutesOpen(this.#hours, hoursOf).lastIndexOf(1)
    const latest = Math.max(...[1, 2, 3, 4, 5, 6, 7].map((each) => minutesOpen(this.#hours, each).lastIndexOf(1)))
    return this.instantOf(day, (own < 0 ? latest : own) + 1)
  }

  /** The first instant at which the clocks of the place show this minute of the day. */
  instantOf(day: number, minute: number): number {
    const wall = day * DAY + minute * MINUTE
    const offsets = this.#zone.rules.map(({ offsetMinutes }) => offsetMinutes * MINUTE)
    return Math.min(...offsets.map((offset) => wall - offset).filter((ms) => ms + this.#offset(ms) === wall))
  }

  stopAt(ms: number) {
    const now = this.#stops.filter(({ from, to }) => from <= ms && (to === undefined || ms < to))
    return now.find(({ to }) => to === undefined) ?? now[0]
  }

  isStoppedAtClosing(day: number): boolean {
    const stop = this.stopAt(this.closing(day) - 1)
    if (stop !== undefined && stop.to === undefined) throw new Refused('clock-term-stands-still')
    return stop !== undefined
  }

  #offset(ms: number): number {
    const { rules } = this.#zone
    let offset = rules[0]!.offsetMinutes
    for (const rule of rules) if (Date.parse(rule.fromInstant) <= ms) offset = rule.offsetMinutes
    return offset * MINUTE
  }
}

function has(conventions: DueDateRequest['conventions'], id: ConventionId): boolean {
  return conventions === undefined || conventions.some((each) => each.id === id)
}

function hoursOn(day: number, hours: OfficeHours) {
  return hours.days.find(({ weekdays }) => (weekdays as readonly number[]).includes(day))
}

/** For each minute of a day of the week 1 where the doors are open. */
function minutesOpen(hours: OfficeHours, weekday: number): Uint8Array {
  const known = OPEN.get(hours) ?? new Map<number, Uint8Array>()
  OPEN.set(hours, known)
  const found = known.get(weekday)
  if (found !== undefined) return found
  const minutes = new Uint8Array(24 * 60)
  const day = hoursOn(weekday, hours)
  if (day !== undefined) minutes.fill(1, minuteOf(day.opens), minuteOf(day.closes))
  for (const { from, to } of day?.breaks ?? []) minutes.fill(0, minuteOf(from), minuteOf(to))
  known.set(weekday, minutes)
  return minutes
}
const OPEN = new WeakMap<OfficeHours, Map<number, Uint8Array>>()

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** 1 is Monday; day 0, the first of January 1970, was a Thursday. */
const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1
const numberOf = (date: string): number => Date.parse(`${date}T00:00Z`) / DAY

function daysOf(calendar: Calendar, hours: OfficeHours, ownWeek: boolean): Year {
  const known = YEARS.get(calendar) ?? new WeakMap<OfficeHours, Map<boolean, Year>>()
  YEARS.set(calendar, known)
  const byWeek = known.get(hours) ?? new Map<boolean, Year>()
  known.set(hours, byWeek)
  const found = byWeek.get(ownWeek) ?? yearsOf(calendar, hours, ownWeek)
  byWeek.set(ownWeek, found)
  return found
}
const YEARS = new WeakMap<Calendar, WeakMap<OfficeHours, Map<boolean, Year>>>()

/** Terms are counted by the calendar; the doors open by the week of the office, where that convention holds. */
function yearsOf(calendar: Calendar, hours: OfficeHours, ownWeek: boolean): Year {
  const own = calendar.weekend.filter((day) => !ownWeek || hoursOn(day, hours) === undefined)
  const common = specialDays(calendar, calendar.weekend, () => true)
  const office =
    own.length === calendar.weekend.length
      ? common
      : specialDays(calendar, own, (worked) => (own as readonly number[]).includes(weekdayOf(worked)))
  const days: Year = new Map()
  for (let day = numberOf(`${calendar.firstYear}-01-01`); day <= numberOf(`${calendar.lastYear}-12-31`); day++) {
    const weekend = (calendar.weekend as readonly number[]).includes(weekdayOf(day))
    const [counted, atOffice] = [common.get(day), office.get(day)]
    const working = counted === undefined ? !weekend : counted !== 'off'
    days.set(day, { working, hoursOf: atOffice === undefined ? weekdayOf(day) : atOffice === 'off' ? null : atOffice })
  }
  return days
}

/** Days off, and days worked with the hours of another weekday. */
function specialDays(calendar: Calendar, weekend: readonly number[], isMoved: (worked: number) => boolean): Map<number, 'off' | number> {
  const special = new Map<number, 'off' | number>()
  const feasts: { day: number; shifts: boolean }[] = []
  for (const { days, dates, shifts, firstYear = calendar.firstYear, lastYear = calendar.lastYear } of calendar.holidays) {
    for (let year = Math.max(firstYear, calendar.firstYear); year <= Math.min(lastYear, calendar.lastYear); year++)
      for (const day of days) feasts.push({ day: numberOf(`${year}-${day}`), shifts })
    for (const { date } of dates) feasts.push({ day: numberOf(date), shifts })
  }
  feasts.sort((one, other) => one.day - other.day)
  const moved = calendar.movedDays.filter(({ worked }) => isMoved(numberOf(worked)))
  for (const { day } of feasts) special.set(day, 'off')
  for (const { dayOff } of moved) special.set(numberOf(dayOff), 'off')
  for (const { day, shifts } of feasts.filter((feast) => feast.shifts && weekend.includes(weekdayOf(feast.day)))) {
    if (!shifts) continue
    let free = day + 1
    while (weekend.includes(weekdayOf(free)) || special.has(free)) free++
    special.set(free, 'off')
  }
  for (const { worked, dayOff } of moved) special.set(numberOf(worked), weekdayOf(numberOf(dayOff)))
  return special
}

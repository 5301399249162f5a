// Tables come in as plain objects and go out as types, or a Fault says where and what was expected.
// Unknown keys are errors: a misspelt `lastyear` must not pass as "no last year".
import { Fault, inAll, LANGUAGES, parseSource, type LocalDate, type LocalText, type Source } from '@ruqsat/foundation'
import { isLocalDate } from './dates.ts'
import { MOST_UNITS } from './due-date.ts'
import { array, fields, fail, instant, integer, localDate, oneOf, text, time } from './parse-values.ts'
import type {
  Calendar,
  CalendarChange,
  Duration,
  DurationUnit,
  Holiday,
  MciTable,
  MovedDay,
  OfficeDay,
  OfficeHours,
  Weekday,
  ZoneRules,
} from './types.ts'
import { minuteOfDay } from './zone.ts'

const UNITS: readonly DurationUnit[] = ['seconds', 'minutes', 'hours', 'workingDays', 'calendarDays']

export function parseCalendar(json: unknown): Calendar {
  const at = 'calendar'
  const required = ['id', 'version', 'title', 'firstYear', 'lastYear', 'weekend', 'weekendSource', 'shiftSource', 'holidays', 'movedDays']
  const it = fields(json, at, required, ['kind', 'provisionalFrom', 'replaces', 'note'])
  const firstYear = integer(it.firstYear, `${at}.firstYear`, 1900, 2999)
  const lastYear = integer(it.lastYear, `${at}.lastYear`, firstYear, 2999)
  const calendar: Calendar = {
    kind: 'calendar',
    id: text(it.id, `${at}.id`),
    version: text(it.version, `${at}.version`),
    title: localText(it.title, `${at}.title`),
    firstYear,
    lastYear,
    ...(it.provisionalFrom !== undefined && { provisionalFrom: integer(it.provisionalFrom, `${at}.provisionalFrom`, firstYear, lastYear) }),
    weekend: array(it.weekend, `${at}.weekend`, weekdayOf),
    weekendSource: parseSource(it.weekendSource, `${at}.weekendSource`),
    shiftSource: parseSource(it.shiftSource, `${at}.shiftSource`),
    holidays: array(it.holidays, `${at}.holidays`, holiday),
    movedDays: array(it.movedDays, `${at}.movedDays`, movedDay),
    ...(it.replaces !== undefined && { replaces: calendarChange(it.replaces, `${at}.replaces`) }),
  }
  if (new Set(calendar.weekend).size > 6) fail(`${at}.weekend`, 'at least one day of the week that is worked', calendar.weekend)
  unique(
    calendar.holidays.map(({ id }) => id),
    `${at}.holidays`,
    'holiday id',
  )
  unique(
    calendar.movedDays.map(({ dayOff }) => dayOff),
    `${at}.movedDays`,
    'day off',
  )
  unique(
    calendar.movedDays.map(({ worked }) => worked),
    `${at}.movedDays`,
    'worked day',
  )
  noHolidayIsMoved(calendar, at)
  return calendar
}

function calendarChange(json: unknown, at: string): CalendarChange {
  const it = fields(json, at, ['version', 'from', 'source'], [])
  return {
    version: text(it.version, `${at}.version`),
    from: localDate(it.from, `${at}.from`),
    source: parseSource(it.source, `${at}.source`),
  }
}

function holiday(json: unknown, at: string): Holiday {
  const it = fields(json, at, ['id', 'name', 'shifts', 'source'], ['days', 'dates', 'firstYear', 'lastYear'])
  if (it.days === undefined && it.dates === undefined) fail(at, "'days' (MM-DD, every year) or 'dates' (YYYY-MM-DD)", json)
  const firstYear = it.firstYear === undefined ? undefined : integer(it.firstYear, `${at}.firstYear`, 1900, 2999)
  const lastYear = it.lastYear === undefined ? undefined : integer(it.lastYear, `${at}.lastYear`, firstYear ?? 1900, 2999)
  return {
    id: text(it.id, `${at}.id`),
    name: localText(it.name, `${at}.name`),
    days: array(it.days ?? [], `${at}.days`, dayOfYear),
    dates: array(it.dates ?? [], `${at}.dates`, datedFeast),
    ...(firstYear !== undefined && { firstYear }),
    ...(lastYear !== undefined && { lastYear }),
    shifts: typeof it.shifts === 'boolean' ? it.shifts : fail(`${at}.shifts`, 'true or false', it.shifts),
    source: parseSource(it.source, `${at}.source`),
  }
}

/** 29 February is refused: in a year without it, a slip could not be recognised. */
function dayOfYear(json: unknown, at: string): string {
  return typeof json === 'string' && isLocalDate(`2023-${json}`) ? json : fail(at, 'a day that every year has, as MM-DD', json)
}

function datedFeast(json: unknown, at: string): { date: LocalDate; source: Source } {
  const it = fields(json, at, ['date', 'source'], [])
  return { date: localDate(it.date, `${at}.date`), source: parseSource(it.source, `${at}.source`) }
}

function movedDay(json: unknown, at: string): MovedDay {
  const it = fields(json, at, ['dayOff', 'worked', 'source'], [])
  const moved = { dayOff: localDate(it.dayOff, `${at}.dayOff`), worked: localDate(it.worked, `${at}.worked`) }
  if (moved.dayOff === moved.worked) fail(at, 'a day off and another day that is worked', moved.dayOff)
  return { ...moved, source: parseSource(it.source, `${at}.source`) }
}

function noHolidayIsMoved({ holidays, movedDays }: Calendar, at: string): void {
  movedDays.forEach(({ dayOff, worked }, index) => {
    for (const date of [dayOff, worked]) {
      const year = Number(date.slice(0, 4))
      const clash = holidays.find(
        ({ days, dates, firstYear = 0, lastYear = 9999 }) =>
          dates.some((feast) => feast.date === date) || (year >= firstYear && year <= lastYear && days.includes(date.slice(5))),
      )
      if (clash) fail(`${at}.movedDays[${index}]`, `a day that is no holiday itself ('${clash.id}' is on it)`, date)
    }
  })
}

export function parseOfficeHours(json: unknown): OfficeHours {
  const at = 'officeHours'
  const it = fields(json, at, ['id', 'title', 'source', 'days'], ['kind'])
  const days = array(it.days, `${at}.days`, officeDay)
  unique(days.flatMap(({ weekdays }) => weekdays).map(String), `${at}.days`, 'weekday')
  if (days.length === 0) fail(`${at}.days`, 'at least one row of opening hours', it.days)
  return {
    kind: 'officeHours',
    id: text(it.id, `${at}.id`),
    title: localText(it.title, `${at}.title`),
    source: parseSource(it.source, `${at}.source`),
    days,
  }
}

function officeDay(json: unknown, at: string): OfficeDay {
  const it = fields(json, at, ['weekdays', 'opens', 'closes'], ['breaks'])
  const day: OfficeDay = {
    weekdays: array(it.weekdays, `${at}.weekdays`, weekdayOf),
    opens: time(it.opens, `${at}.opens`),
    closes: time(it.closes, `${at}.closes`),
    breaks: array(it.breaks ?? [], `${at}.breaks`, (pause, place) => {
      const { from, to } = fields(pause, place, ['from', 'to'], [])
      return { from: time(from, `${place}.from`), to: time(to, `${place}.to`) }
    }),
  }
  const edges = [day.opens, ...day.breaks.flatMap(({ from, to }) => [from, to]), day.closes].map(minuteOfDay)
  if (edges.some((edge, index) => index > 0 && edge <= edges[index - 1]!)) {
    fail(
      at,
      'opening, breaks and closing in rising order',
      edges.map((edge) => edge / 60),
    )
  }
  return day
}

export function parseZoneRules(json: unknown): ZoneRules {
  const at = 'zone'
  const it = fields(json, at, ['id', 'title', 'rules'], ['kind', 'note'])
  const rules = array(it.rules, `${at}.rules`, (rule, place) => {
    const row = fields(rule, place, ['fromInstant', 'offsetMinutes', 'source'], [])
    return {
      fromInstant: instant(row.fromInstant, `${place}.fromInstant`),
      offsetMinutes: integer(row.offsetMinutes, `${place}.offsetMinutes`, -14 * 60, 14 * 60),
      source: parseSource(row.source, `${place}.source`),
    }
  })
  if (rules.length === 0) fail(`${at}.rules`, 'at least one offset', it.rules)
  rising(
    rules.map(({ fromInstant }) => fromInstant),
    `${at}.rules`,
    'fromInstant',
  )
  return { kind: 'zone', id: text(it.id, `${at}.id`), title: localText(it.title, `${at}.title`), rules }
}

export function parseMciTable(json: unknown): MciTable {
  const at = 'mciTable'
  const it = fields(json, at, ['id', 'version', 'rows', 'lastDay'], ['kind', 'note'])
  const rows = array(it.rows, `${at}.rows`, (row, place) => {
    const { from, tenge, source: from_ } = fields(row, place, ['from', 'tenge', 'source'], [])
    return {
      from: localDate(from, `${place}.from`),
      tiyn: integer(tenge, `${place}.tenge`, 1, 1_000_000) * 100,
      source: parseSource(from_, `${place}.source`),
    }
  })
  if (rows.length === 0) fail(`${at}.rows`, 'at least one row', it.rows)
  rising(
    rows.map(({ from }) => from),
    `${at}.rows`,
    'from',
  )
  const lastDay = localDate(it.lastDay, `${at}.lastDay`)
  if (lastDay < rows.at(-1)!.from) fail(`${at}.lastDay`, `a day not before the last row's ${rows.at(-1)!.from}`, lastDay)
  return { kind: 'mciTable', id: text(it.id, `${at}.id`), version: text(it.version, `${at}.version`), rows, lastDay }
}

export function parseDuration(json: unknown): Duration {
  const it = fields(json, 'duration', ['unit', 'amount'], [])
  return { unit: oneOf(it.unit, 'duration.unit', UNITS), amount: integer(it.amount, 'duration.amount', 1, MOST_UNITS) }
}

function localText(json: unknown, at: string): LocalText {
  const it = fields(json, at, [...LANGUAGES], [])
  return inAll((language) => text(it[language], `${at}.${language}`))
}

function weekdayOf(json: unknown, at: string): Weekday {
  return integer(json, at, 1, 7) as Weekday
}

function unique(values: readonly string[], at: string, what: string): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) fail(at, `each ${what} once`, twice)
}

function rising(values: readonly string[], at: string, what: string): void {
  const wrong = values.findIndex((value, index) => index > 0 && value <= values[index - 1]!)
  if (wrong > 0) throw new Fault(`Expected rising values of ${what} at ${at} but found ${values[wrong]} after ${values[wrong - 1]}`)
}

// An official change of the calendar is a new version that names the one whose place it takes, and from which day.
import { Fault, type Instant, type Refusal } from '@ruqsat/foundation'
import { dueDate } from './due-date.ts'
import { sumOfSteps } from './sum-of-steps.ts'
import type { Calendar, CalendarChange, TermTables, Derivation, DueDate, ZoneRules } from './types.ts'
import { toInstant } from './zone.ts'

type Calendars = Readonly<Record<string, Calendar>>
/** A version that takes another's place. */
export type NewerCalendar = Calendar & { readonly replaces: CalendarChange }

/** The version that takes the place of this one by this instant, or null while it holds. */
export function successorOf(
  { id, version }: Pick<Calendar, 'id' | 'version'>,
  calendars: Calendars,
  at: Instant,
  zone: ZoneRules,
): NewerCalendar | null {
  const found = Object.values(calendars).find((each): each is NewerCalendar => each.id === id && each.replaces?.version === version)
  return found !== undefined && changeInstant(found, zone) <= at ? found : null
}

/** The legal instant from which the new version counts. */
export function changeInstant({ replaces }: NewerCalendar, zone: ZoneRules): Instant {
  return toInstant(replaces.from, '00:00', zone)
}

/** The calendar that counts at this instant where a package names this one: itself, or what has taken its place since. */
export function calendarAt(named: Calendar, calendars: Calendars, at: Instant, zone: ZoneRules): Calendar {
  let calendar = named
  for (let next = successorOf(named, calendars, at, zone); next !== null; next = successorOf(next, calendars, at, zone)) calendar = next
  return calendar
}

/** The versions that another one replaces, and the instant from which it does in the first of these zones. */
export function replacedVersions(
  calendars: Calendars,
  zones: Readonly<Record<string, ZoneRules>>,
): readonly { readonly version: string; readonly at: Instant }[] {
  const newer = Object.values(calendars).filter((each): each is NewerCalendar => each.replaces !== undefined)
  return newer.map((each) => ({
    version: each.replaces.version,
    at: Object.values(zones)
      .map((zone) => changeInstant(each, zone))
      .toSorted()[0]!,
  }))
}

/**
 * Throws a Fault where the versions do not follow each other: one that replaces an unknown one or another table's, two for one place, a day
 * that does not rise, or fewer years than before, so that an open term could not be counted again.
 */
export function checkCalendarVersions(calendars: Calendars): void {
  for (const calendar of Object.values(calendars)) {
    const { id, version, replaces } = calendar
    if (replaces === undefined) continue
    const before = Object.values(calendars).find((each) => each.id === id && each.version === replaces.version)
    if (before === undefined) throw new Fault(`Expected '${version}' to replace a version of '${id}' but '${replaces.version}' is none`)
    const twin = Object.values(calendars).find((each) => each !== calendar && each.replaces?.version === replaces.version)
    if (twin !== undefined)
      throw new Fault(`Expected one version to replace '${replaces.version}' but '${version}' and '${twin.version}' do`)
    if (replaces.from <= (before.replaces?.from ?? ''))
      throw new Fault(`Expected '${version}' to count from a later day than '${before.version}' but found ${replaces.from}`)
    if (calendar.firstYear > before.firstYear || calendar.lastYear < before.lastYear)
      throw new Fault(`Expected '${version}' to cover ${before.firstYear}-${before.lastYear}, as '${before.version}' does`)
  }
}

/** Which version a due date was counted by. All parts of a sum were counted at one instant. */
export function calendarOf({ derivation }: DueDate): Pick<Calendar, 'id' | 'version'> {
  const { id, version } = derivation.kind === 'term' ? derivation.calendar : derivation.steps[0]!.calendar
  return { id, version }
}

/** The same term from the same start, counted by these tables. */
export function countAgain({ derivation }: DueDate, tables: TermTables): DueDate | Refusal {
  if (derivation.kind === 'term') {
    const { start, duration, stops } = derivation
    return dueDate({ ...tables, start, duration, stops })
  }
  return sumOfSteps(
    derivation.start,
    derivation.steps.map(({ duration }) => duration),
    tables,
  )
}

/** Whether two derivations count the same days and times, whatever the names of their versions are. */
export function countsSame(one: Derivation, other: Derivation): boolean {
  return JSON.stringify(countOf(one)) === JSON.stringify(countOf(other))
}

function countOf(derivation: Derivation): unknown {
  if (derivation.kind === 'sum') return derivation.steps.map(countOf)
  const { due, days, spans } = derivation
  return [due, days.map(({ date, number, why, day }) => [date, number, why, day.kind]), spans.map(({ date, from, to }) => [date, from, to])]
}

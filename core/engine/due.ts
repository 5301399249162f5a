import {
  calendarAt,
  changeInstant,
  dueDate,
  STANDARD_CONVENTIONS,
  successorOf,
  sumOfSteps,
  toLocal,
  type Calendar,
  type TermTables as OfficeTables,
  type DueDate,
  type Duration,
  type Stop,
} from '@ruqsat/clock'
import { Fault, isRefusal, type Instant, type LocalDate, type Refusal } from '@ruqsat/foundation'
import {
  awaitedBranches,
  branchesOf,
  nextRows,
  splitRows,
  stepById,
  straightOutcome,
  zoneOf,
  type Regulation,
  type Step,
  type Variant,
} from '@ruqsat/law'
import type { DecideContext } from './model.ts'

/** What terms are counted by: the act, and the tables. */
type TermContext = { readonly edition: Pick<DecideContext['edition'], 'regulation'>; readonly tables: DecideContext['tables'] }

/** Hours, zone and conventions of the authority with this calendar. */
function officeTables({ edition, tables }: TermContext, calendar: Calendar): OfficeTables {
  const { regulation } = edition
  return {
    calendar,
    zone: zoneOf(regulation, tables),
    officeHours: regulation.authority.officeHours,
    conventions: conventionsOf(regulation),
  }
}

/** The version of the calendar that the edition names which counts at this instant. */
function calendarThen({ edition, tables }: TermContext, at: Instant): Calendar {
  const { authority } = edition.regulation
  const named = tables.calendars[authority.calendar]
  if (named === undefined)
    throw new Fault(`Expected the calendar '${authority.calendar}' in the tables but found ${Object.keys(tables.calendars).join(', ')}`)
  return calendarAt(named, tables.calendars, at, zoneOf(edition.regulation, tables))
}

/** The office as it is at this instant: for moments that are no terms. */
export function officeAt(at: Instant, context: TermContext): OfficeTables {
  return officeTables(context, calendarThen(context, at))
}

/** A package names the conventions it adopts with its own sources; one that names none takes the standard ones. */
function conventionsOf(regulation: Regulation): OfficeTables['conventions'] {
  if (regulation.conventions.length === 0) return STANDARD_CONVENTIONS
  return regulation.conventions.map(({ id, source, inherited }) => {
    const standard = STANDARD_CONVENTIONS.find((convention) => convention.id === id)
    if (standard === undefined) throw new Fault(`Expected a convention of the clock but ${regulation.id} names '${id}'`)
    return { ...standard, source, ...(inherited && { inherited }) }
  })
}

/** How terms of a case are counted. */
export type TermCount = {
  term(duration: Duration, start: Instant, stops?: readonly Stop[]): DueDate | Refusal
  /** Steps one after the other, each from the end of the one before. */
  sum(durations: readonly Duration[], start: Instant, stops?: readonly Stop[]): DueDate | Refusal
}

/** By one version of the calendar, whichever holds. */
export function countBy(calendar: Calendar, context: TermContext): TermCount {
  const tables = officeTables(context, calendar)
  const without = (stops: readonly Stop[] = []) => (stops.length === 0 ? tables : { ...tables, stops })
  return {
    term: (duration, start, stops) => dueDate({ ...without(stops), start, duration }),
    sum: (durations, start, stops) => sumOfSteps(start, durations, without(stops)),
  }
}

/** By the version that held when the term started, and by each that took its place since while the term was open. */
export function countAt(now: Instant, context: TermContext): TermCount {
  const { tables, edition } = context
  const zone = zoneOf(edition.regulation, tables)
  const since = (start: Instant, count: (by: TermCount) => DueDate | Refusal): DueDate | Refusal => {
    const first = calendarThen(context, start)
    let due = count(countBy(first, context))
    let newer = successorOf(first, tables.calendars, now, zone)
    while (newer !== null && !isRefusal(due)) {
      const again: DueDate | Refusal = due.due < changeInstant(newer, zone) ? due : count(countBy(newer, context))
      if (isRefusal(again) || !endsByTheChangeAlone(due, again, now)) due = again
      newer = successorOf(newer, tables.calendars, now, zone)
    }
    return due
  }
  return {
    term: (duration, start, stops) => since(start, (by) => by.term(duration, start, stops)),
    sum: (durations, start, stops) => since(start, (by) => by.sum(durations, start, stops)),
  }
}

/** Nobody is late by a change alone: a term that would have run out already by the new count keeps its end. */
export function endsByTheChangeAlone(before: { readonly due: Instant }, again: DueDate, now: Instant): boolean {
  return again.due <= now && again.due < before.due
}

/** When the step that starts then is due; null where the table gives it no time. */
export function stepDue({ time }: Step, start: Instant, count: TermCount, extended = 0): DueDate | null | Refusal {
  return time === null ? null : count.term(longer(time.duration, extended), start)
}

/** A term with what it was extended by, in its own unit. */
function longer(duration: Duration, extended: number): Duration {
  return extended === 0 ? duration : { ...duration, amount: duration.amount + extended }
}

/**
 * When the whole is due: the act's own term, else the sum of the steps that are walked when nothing goes wrong; without the time in which it
 * was stopped.
 */
export function totalDue(
  variant: Variant,
  start: Instant,
  context: TermContext,
  {
    count = countAt(start, context),
    stops = [],
    extended = 0,
  }: { readonly count?: TermCount; readonly stops?: readonly Stop[] | undefined; readonly extended?: number } = {},
): { readonly total: DueDate | Refusal; readonly isSum: boolean } {
  if (variant.term !== null) return { total: count.term(longer(variant.term.duration, extended), start, stops), isSum: false }
  const sums = straightWays(variant.procedure.steps).map((times) => count.sum(times, start, stops))
  return { total: sums.find(isRefusal) ?? (sums as DueDate[]).reduce((last, each) => (each.due > last.due ? each : last)), isSum: true }
}

/** The last day that the act gives for the result of what is applied for at this instant; null where the tables do not reach so far. */
export function readyBy(
  variant: Variant,
  start: Instant,
  { regulation, tables }: { readonly regulation: Regulation; readonly tables: TermContext['tables'] },
): LocalDate | null {
  const { total } = totalDue(variant, start, { edition: { regulation }, tables })
  return isRefusal(total) ? null : toLocal(total.due, zoneOf(regulation, tables)).date
}

/**
 * The times of the steps from the first to the end, each finished as `done`; one list for each branch of a split that is waited for, since
 * the longest of them decides.
 */
export function straightWays(steps: readonly Step[]): readonly (readonly Duration[])[] {
  const branches = branchesOf(steps)
  const waysFrom = (step: Step, walked: number): readonly (readonly Duration[])[] => {
    if (walked > steps.length) throw new Fault('Expected the steps to reach an end but they go in a circle')
    const own = step.time === null ? [] : [step.time.duration]
    const rows = nextRows(step, straightOutcome(step))
    const next = splitRows(step).includes(rows[0]!)
      ? awaitedBranches(branches, step.id).map(({ first }) => first)
      : rows.map(({ to }) => to)
    return next.flatMap((id) => (id === 'end' ? [own] : waysFrom(stepById(steps, id), walked + 1).map((times) => [...own, ...times])))
  }
  return steps[0] === undefined ? [[]] : waysFrom(steps[0], 0)
}

import {
  calendarAt,
  dueDate,
  STANDARD_CONVENTIONS,
  sumOfSteps,
  type TermTables as OfficeTables,
  type DueDate,
  type Duration,
  type Stop,
} from '@ruqsat/clock'
import { Fault, isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import { awaitedBranches, branchesOf, nextRows, splitRows, stepById, zoneOf, type Regulation, type Step, type Variant } from '@ruqsat/law'
import type { DecideContext } from './model.ts'

/** The calendar that counts at this instant, hours, zone and conventions of the authority, out of the tables that the edition names. */
export function officeTables({ edition, tables }: DecideContext, at: Instant): OfficeTables {
  const { authority } = edition.regulation
  const named = tables.calendars[authority.calendar]
  if (named === undefined)
    throw new Fault(`Expected the calendar '${authority.calendar}' in the tables but found ${Object.keys(tables.calendars).join(', ')}`)
  const zone = zoneOf(edition.regulation, tables)
  const calendar = calendarAt(named, tables.calendars, at, zone)
  return { calendar, zone, officeHours: authority.officeHours, conventions: conventionsOf(edition.regulation) }
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

/** When the step that starts now is due; null where the table gives it no time. */
export function stepDue(step: Step, start: Instant, context: DecideContext): DueDate | null | Refusal {
  return step.time === null ? null : termDue(step.time.duration, start, context)
}

/** When a term ends that begins now, by the authority's calendar and hours. */
export function termDue(duration: Duration, start: Instant, context: DecideContext, stops: readonly Stop[] = []): DueDate | Refusal {
  return dueDate({ ...officeTables(context, start), start, duration, ...(stops.length > 0 && { stops }) })
}

/**
 * When the whole is due: the act's own term, else the sum of the steps that are walked when nothing goes wrong. By the calendar that counts
 * `at`, without the time in which it was stopped.
 */
export function totalDue(
  variant: Variant,
  start: Instant,
  context: DecideContext,
  { at = start, stops = [] }: { readonly at?: Instant; readonly stops?: readonly Stop[] } = {},
): { readonly total: DueDate | Refusal; readonly isSum: boolean } {
  const tables = { ...officeTables(context, at), ...(stops.length > 0 && { stops }) }
  if (variant.term !== null) return { total: dueDate({ ...tables, start, duration: variant.term.duration }), isSum: false }
  const sums = straightWays(variant.procedure.steps).map((times) => sumOfSteps(start, times, tables))
  return { total: sums.find(isRefusal) ?? (sums as DueDate[]).reduce((last, each) => (each.due > last.due ? each : last)), isSum: true }
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
    const rows = nextRows(step, 'done')
    const next = splitRows(step).includes(rows[0]!)
      ? awaitedBranches(branches, step.id).map(({ first }) => first)
      : rows.map(({ to }) => to)
    return next.flatMap((id) => (id === 'end' ? [own] : waysFrom(stepById(steps, id), walked + 1).map((times) => [...own, ...times])))
  }
  return steps[0] === undefined ? [[]] : waysFrom(steps[0], 0)
}

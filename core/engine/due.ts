import {
  calendarAt,
  dueDate,
  STANDARD_CONVENTIONS,
  sumOfSteps,
  type TermTables as OfficeTables,
  type DueDate,
  type Duration,
} from '@ruqsat/clock'
import { Fault, type Instant, type Refusal } from '@ruqsat/foundation'
import { nextStep, zoneOf, type Regulation, type Step, type Variant } from '@ruqsat/law'
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
export function termDue(duration: Duration, start: Instant, context: DecideContext): DueDate | Refusal {
  return dueDate({ ...officeTables(context, start), start, duration })
}

/** When the whole is due: the act's own term, else the sum of the steps that are walked when nothing goes wrong. */
export function totalDue(
  variant: Variant,
  start: Instant,
  context: DecideContext,
): { readonly total: DueDate | Refusal; readonly isSum: boolean } {
  if (variant.term !== null) return { total: termDue(variant.term.duration, start, context), isSum: false }
  return { total: sumOfSteps(start, straightTimes(variant.procedure.steps), officeTables(context, start)), isSum: true }
}

/** The times of the steps from the first to the end, each finished as `done`. */
export function straightTimes(steps: readonly Step[]): readonly Duration[] {
  const times: Duration[] = []
  let step: Step | null = steps[0] ?? null
  for (let walked = 0; step !== null; walked += 1) {
    if (walked > steps.length) throw new Fault('Expected the steps to reach an end but they go in a circle')
    if (step.time !== null) times.push(step.time.duration)
    step = nextStep(steps, step, 'done')
  }
  return times
}

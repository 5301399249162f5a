// The due date of one term, never without its derivation.
import { Fault, instantFromMs, isRefusal, msFromInstant, type Refusal } from '@ruqsat/foundation'
import { conventionOf, STANDARD_CONVENTIONS } from './conventions.ts'
import { dayKind } from './calendar.ts'
import { yearOf } from './dates.ts'
import { countDays, type DayCount } from './day-term.ts'
import { countOfficeTime, countWallTime, termMs, type HourCount } from './hour-term.ts'
import { effectiveStart, missingHours, type EffectiveStart } from './office.ts'
import { pausesOf } from './stops.ts'
import type { Convention, ConventionId, Conventions, DueDate, DueDateRequest, TermDerivation } from './types.ts'
import { localOfMs } from './zone.ts'

/** No act has a longer term; more is a slip of the pen, and the count must end. */
export const MOST_UNITS = 100_000

type Outcome = Partial<DayCount> & Partial<HourCount> & { readonly dueMs: number }

/**
 * When a term that began with the event at `start` ends.
 * Refusals: `clock-calendar-missing`, `clock-office-hours-missing`, `clock-term-stands-still`.
 */
export function dueDate(request: DueDateRequest): DueDate | Refusal {
  const { amount } = request.duration
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > MOST_UNITS) {
    throw new Fault(`Expected a term of 1 to ${MOST_UNITS} whole units but found ${amount}`)
  }
  const startMs = msFromInstant(request.start)
  if (Number.isNaN(startMs)) throw new Fault(`Expected the start as an ISO instant but found '${request.start}'`)
  if (request.duration.unit === 'seconds') {
    return dueWith(request, { ms: startMs, shift: 'none' }, { dueMs: startMs + termMs('seconds', amount) })
  }
  const uncovered = missingHours(request) ?? dayKind(localOfMs(startMs, request.zone).date, request.calendar)
  if (isRefusal(uncovered)) return uncovered
  const start = startOf(startMs, request)
  if (isRefusal(start)) return start
  const outcome = countTerm(start, request)
  return isRefusal(outcome) ? outcome : dueWith(request, start, outcome)
}

function startOf(ms: number, request: DueDateRequest): EffectiveStart | Refusal {
  const isDayTerm = request.duration.unit === 'workingDays' || request.duration.unit === 'calendarDays'
  const waits = conventionOf(conventionsOf(request), isDayTerm ? 'receiptOutsideHoursNextWorkingDay' : 'hoursRunInOfficeHours')
  if (!waits) return { ms, shift: 'none' }
  const start = effectiveStart(ms, request)
  // A day term knows only the day of receipt: the break and the hours before opening change nothing.
  const sameDay = isDayTerm && !isRefusal(start) && (start.shift === 'beforeOpening' || start.shift === 'inBreak')
  return sameDay ? { ms, shift: 'none' } : start
}

function countTerm(start: EffectiveStart, request: DueDateRequest): Outcome | Refusal {
  const conventions = conventionsOf(request)
  const pauses = conventionOf(conventions, 'suspensionPauses') ? pausesOf(request.stops ?? []) : []
  const { unit, amount } = request.duration
  if (unit === 'workingDays' || unit === 'calendarDays') {
    return countDays(localOfMs(start.ms, request.zone).date, request.duration, { tables: request, conventions, pauses })
  }
  const ms = termMs(unit, amount)
  if (conventionOf(conventions, 'hoursRunInOfficeHours')) return countOfficeTime(start.ms, ms, request, pauses)
  const dueMs = countWallTime(start.ms, ms, request, pauses)
  return isRefusal(dueMs) ? dueMs : { dueMs }
}

function dueWith(request: DueDateRequest, start: EffectiveStart, outcome: Outcome): DueDate {
  const { calendar, officeHours, zone, duration, stops } = request
  const due = instantFromMs(outcome.dueMs)
  const dueLocal = localOfMs(outcome.dueMs, zone)
  const provisional = calendar.provisionalFrom !== undefined && yearOf(dueLocal.date) >= calendar.provisionalFrom
  const derivation: TermDerivation = {
    kind: 'term',
    duration,
    start: request.start,
    startLocal: localOfMs(msFromInstant(request.start), zone),
    effectiveStart: instantFromMs(start.ms),
    effectiveStartLocal: localOfMs(start.ms, zone),
    startShift: start.shift,
    days: outcome.days ?? [],
    spans: outcome.spans ?? [],
    stops: stops ?? [],
    conventions: usedConventions(request, start, outcome),
    calendar: { id: calendar.id, version: calendar.version, provisional },
    officeHours: { id: officeHours.id, source: officeHours.source },
    zone: { id: zone.id },
    due,
    dueLocal,
  }
  return { kind: 'dueDate', due, derivation }
}

/** Only the rules that made a difference to this term, so that the person reads no more than they need. */
function usedConventions(request: DueDateRequest, start: EffectiveStart, outcome: Outcome): Convention[] {
  const { unit } = request.duration
  const isDayTerm = unit === 'workingDays' || unit === 'calendarDays'
  const used: Record<ConventionId, boolean> = {
    dayAfterReceiptIsDayOne: isDayTerm,
    termEndsAtClosing: isDayTerm,
    hoursRunInOfficeHours: unit === 'hours' || unit === 'minutes',
    lastDayOffMoves: outcome.lastDayMoved === true,
    receiptOutsideHoursNextWorkingDay: start.shift === 'afterClosing' || start.shift === 'dayOff',
    suspensionPauses: unit !== 'seconds' && (request.stops ?? []).length > 0,
    daysOffOfOwnWeek: worksOnDaysMovedElsewhere(request, outcome),
    stepsFollowActualEnd: false,
    secondsAreWallTime: unit === 'seconds',
  }
  return conventionsOf(request).filter(({ id }) => used[id])
}

/** The office used time of a day that the calendar takes off for a week of five days. */
function worksOnDaysMovedElsewhere({ calendar }: DueDateRequest, { spans }: Outcome): boolean {
  return (spans ?? []).some(({ date }) => {
    const day = dayKind(date, calendar)
    return !isRefusal(day) && (day.kind === 'movedOff' || day.kind === 'holidayShift')
  })
}

function conventionsOf({ conventions }: DueDateRequest): Conventions {
  return conventions ?? STANDARD_CONVENTIONS
}

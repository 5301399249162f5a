// Outcomes with a time of their own: until when each may be found at a task, and whether that is over.
import { isRefusal, type Instant, type Refusal, type Source } from '@ruqsat/foundation'
import type { DueDate, Stop } from '@ruqsat/clock'
import { TIMED_OUTCOMES, type Next, type Outcome, type Step, type TimedOutcome } from '@ruqsat/law'
import type { TermCount } from './due.ts'
import type { GivenWay } from './given-way.ts'
import type { OutcomeTime } from './model.ts'

/**
 * Until when each outcome of the step may be found: by its own time, counted as the step's is, and by when what follows is to be given,
 * counted from the receipt of the request; the earlier decides.
 */
export function outcomeTimesOf(step: Step, start: Instant, since: Since, count: TermCount): readonly TimedDue[] | Refusal {
  const times: TimedDue[] = []
  for (const outcome of TIMED_OUTCOMES) {
    const row = step.next.find(({ when }) => when === outcome)
    const own = timeOf(row?.within, start, count)
    const given = givenBy(row?.given, since, count)
    if (isRefusal(own)) return own
    if (isRefusal(given)) return given
    const first = earlier(own, given)
    if (first !== null) times.push({ outcome, ...first })
  }
  return times
}

type Timed = { readonly due: DueDate; readonly source: Source }
/** Until when an outcome may be found, with how that was counted. */
export type TimedDue = Timed & { readonly outcome: TimedOutcome }

function timeOf(time: Next['within'], from: Instant, count: TermCount): Timed | null | Refusal {
  if (time === undefined) return null
  const due = count.term(time.duration, from)
  return isRefusal(due) ? due : { due, source: time.source }
}

/** The receipt of the request, and when the clock of the case was stopped since. */
type Since = { readonly receipt: Instant; readonly stops: readonly Stop[] }

function givenBy(time: Next['given'], { receipt, stops }: Since, count: TermCount): Timed | null | Refusal {
  if (time === undefined) return null
  const due = count.term(time.duration, receipt, stops)
  return isRefusal(due) ? due : { due, source: time.source }
}

function earlier(own: Timed | null, given: Timed | null): Timed | null {
  return own === null || (given !== null && given.due.due < own.due.due) ? given : own
}

/** The way that the work is on after a step: one that begins with this outcome, else the one that it was on; null where it is on none. */
export function wayAfter(step: Step, outcome: Outcome, before: GivenWay | undefined): GivenWay | null {
  const timed = TIMED_OUTCOMES.find((each) => each === outcome)
  if (timed !== undefined && step.next.some(({ when, given }) => when === timed && given !== undefined))
    return { stepId: step.id, outcome: timed }
  return before === undefined ? null : { stepId: before.stepId, outcome: before.outcome }
}

/** When a task on this way is due: by its own time, or by when the result is to be given, whichever comes first. */
export function dueOnWay(own: DueDate | null, way: GivenWay, from: Step, since: Since, count: TermCount): OnWay | Refusal {
  const given = givenBy(from.next.find(({ when }) => when === way.outcome)?.given, since, count)
  if (isRefusal(given)) return given
  return given === null || (own !== null && own.due <= given.due.due)
    ? { due: own, way: { stepId: way.stepId, outcome: way.outcome } }
    : { due: given.due, way: { ...way, due: given.source } }
}

type OnWay = { readonly due: DueDate | null; readonly way: GivenWay }

/** Until when this outcome may be found at the task; null where it has no time of its own. */
export function outcomeTime<T extends Pick<OutcomeTime, 'outcome'>>(
  task: { readonly outcomeTimes?: readonly T[] },
  outcome: TimedOutcome,
): T | null {
  return task.outcomeTimes?.find((each) => each.outcome === outcome) ?? null
}

/** What is found at the very last instant is found in time, as a task is that is done then. */
export function isOver(time: { readonly due: { readonly due: Instant } }, now: Instant): boolean {
  return now > time.due.due
}

// Outcomes with a time of their own: until when each may be found at a task, and whether that is over.
import { isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import type { DueDate, Stop } from '@ruqsat/clock'
import { TIMED_OUTCOMES, type Next, type Outcome, type Step, type TimedOutcome } from '@ruqsat/law'
import { termDue } from './due.ts'
import type { GivenWay } from './given-way.ts'
import type { DecideContext, OutcomeTime, Task } from './model.ts'

/**
 * Until when each outcome of the step may be found: by its own time, counted as the step's is, and by when what follows is to be given,
 * counted from the receipt of the request; the earlier decides.
 */
export function outcomeTimesOf(step: Step, start: Instant, since: Since, context: DecideContext): readonly OutcomeTime[] | Refusal {
  const times: OutcomeTime[] = []
  for (const outcome of TIMED_OUTCOMES) {
    const row = step.next.find(({ when }) => when === outcome)
    const own = timeOf(row?.within, start, context)
    const given = givenBy(row?.given, since, context)
    if (isRefusal(own)) return own
    if (isRefusal(given)) return given
    const first = earlier(own, given)
    if (first !== null) times.push({ outcome, ...first })
  }
  return times
}

type Timed = Pick<OutcomeTime, 'due' | 'source'>

function timeOf(time: Next['within'], from: Instant, context: DecideContext): Timed | null | Refusal {
  if (time === undefined) return null
  const due = termDue(time.duration, from, context)
  return isRefusal(due) ? due : { due, source: time.source }
}

/** The receipt of the request, and when the clock of the case was stopped since. */
type Since = { readonly receipt: Instant; readonly stops: readonly Stop[] }

function givenBy(time: Next['given'], { receipt, stops }: Since, context: DecideContext): Timed | null | Refusal {
  if (time === undefined) return null
  const due = termDue(time.duration, receipt, context, stops)
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
export function dueOnWay(own: DueDate | null, way: GivenWay, from: Step, since: Since, context: DecideContext): OnWay | Refusal {
  const given = givenBy(from.next.find(({ when }) => when === way.outcome)?.given, since, context)
  if (isRefusal(given)) return given
  return given === null || (own !== null && own.due <= given.due.due)
    ? { due: own, way }
    : { due: given.due, way: { ...way, due: given.source } }
}

type OnWay = { readonly due: DueDate | null; readonly way: GivenWay }

/** Until when this outcome may be found at the task; null where it has no time of its own. */
export function outcomeTime(task: Task, outcome: TimedOutcome): OutcomeTime | null {
  return task.outcomeTimes?.find((each) => each.outcome === outcome) ?? null
}

/** What is found at the very last instant is found in time, as a task is that is done then. */
export function isOver(time: OutcomeTime, now: Instant): boolean {
  return now > time.due.due
}

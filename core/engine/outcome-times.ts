// Outcomes with a time of their own: until when each may be found at a task, and whether that is over.
import { isRefusal, type Instant, type Refusal, type Source } from '@ruqsat/foundation'
import type { DueDate, Stop } from '@ruqsat/clock'
import { stepById, TIMED_OUTCOMES, type Next, type Outcome, type Step, type TimedOutcome } from '@ruqsat/law'
import type { TermCount } from './due.ts'
import { bareWay, type GivenWay } from './given-way.ts'
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
  return before === undefined ? null : bareWay(before)
}

/** When a task on this way is due: by its own time, or by when the result is to be given, whichever comes first. */
export function dueOnWay(own: DueDate | null, way: GivenWay, from: Step, since: Since, count: TermCount): OnWay | Refusal {
  const given = givenBy(from.next.find(({ when }) => when === way.outcome)?.given, since, count)
  if (isRefusal(given)) return given
  return given === null || (own !== null && own.due <= given.due.due)
    ? { due: own, way: bareWay(way) }
    : { due: given.due, way: { ...way, due: given.source } }
}

type OnWay = { readonly due: DueDate | null; readonly way: GivenWay }
type Counting = { readonly steps: readonly Step[]; readonly since: Since; readonly count: TermCount }

/** The same where branches on several ways met: the one that is to be given first decides. Null where the work is on none. */
export function dueOnWays(own: DueDate | null, ways: readonly GivenWay[], { steps, since, count }: Counting): OnWay | null | Refusal {
  let first: { readonly way: GivenWay; readonly given: DueDate } | null = null
  for (const way of ways) {
    const given = givenBy(stepById(steps, way.stepId).next.find(({ when }) => when === way.outcome)?.given, since, count)
    if (given !== null && isRefusal(given)) return given
    if (given !== null && (first === null || given.due.due < first.given.due)) first = { way, given: given.due }
  }
  return first === null ? null : dueOnWay(own, first.way, stepById(steps, first.way.stepId), since, count)
}

/** Work that goes back to this step is on its way still, unless it comes by the step whose outcome began it: there it is found again, or not. */
export function staysOnWay(way: GivenWay, target: Step, steps: readonly Step[]): boolean {
  const ahead = new Set([target.id])
  for (const id of ahead) for (const { to } of steps.find((step) => step.id === id)?.next ?? []) ahead.add(to)
  return !ahead.has(way.stepId)
}

/** Until when this outcome may be found at the task; null where it has no time of its own. */
export function outcomeTime<T extends Pick<OutcomeTime, 'outcome'>>(
  task: { readonly outcomeTimes?: readonly T[] },
  outcome: TimedOutcome,
): T | null {
  return task.outcomeTimes?.find((each) => each.outcome === outcome) ?? null
}

/** What is found at the very last instant is found in time, as everything that is done then (decision 0114). */
export function isOver(time: { readonly due: { readonly due: Instant } }, now: Instant): boolean {
  return now > time.due.due
}

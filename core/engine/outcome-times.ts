// Outcomes with a time of their own: until when each may be found at a task, and whether that is over.
import { isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import { TIMED_OUTCOMES, type Step, type TimedOutcome } from '@ruqsat/law'
import { termDue } from './due.ts'
import type { DecideContext, OutcomeTime, Task } from './model.ts'

/** The times that the step gives to its outcomes, counted from the moment from which the step's own is counted. */
export function outcomeTimesOf(step: Step, start: Instant, context: DecideContext): readonly OutcomeTime[] | Refusal {
  const times: OutcomeTime[] = []
  for (const outcome of TIMED_OUTCOMES) {
    const within = step.next.find((row) => row.when === outcome)?.within
    if (within === undefined) continue
    const due = termDue(within.duration, start, context)
    if (isRefusal(due)) return due
    times.push({ outcome, due, source: within.source })
  }
  return times
}

/** Until when this outcome may be found at the task; null where it has no time of its own. */
export function outcomeTime(task: Task, outcome: TimedOutcome): OutcomeTime | null {
  return task.outcomeTimes?.find((each) => each.outcome === outcome) ?? null
}

/** What is found at the very last instant is found in time, as a task is that is done then. */
export function isOver(time: OutcomeTime, now: Instant): boolean {
  return now > time.due.due
}

import { Fault, isRefusal, msFromInstant, type Instant, type Refusal } from '@ruqsat/foundation'
import { conventionOf, STANDARD_CONVENTIONS } from './conventions.ts'
import { dueDate } from './due-date.ts'
import type { TermTables, DueDate, Duration, TermDerivation } from './types.ts'
import { localOfMs } from './zone.ts'

/**
 * When the last of several steps is due if each takes all its time and starts where the one before it ended: the total of an act
 * that names none. The derivation of each step is in `steps`.
 */
export function sumOfSteps(start: Instant, durations: readonly Duration[], tables: TermTables): DueDate | Refusal {
  if (durations.length === 0) throw new Fault('Expected at least one step to add up but found none')
  const steps: TermDerivation[] = []
  let from = start
  for (const duration of durations) {
    const step = dueDate({ ...tables, start: from, duration })
    if (isRefusal(step)) return step
    steps.push(step.derivation as TermDerivation)
    from = step.due
  }
  const follow = conventionOf(tables.conventions ?? STANDARD_CONVENTIONS, 'stepsFollowActualEnd')
  return {
    kind: 'dueDate',
    due: from,
    derivation: {
      kind: 'sum',
      start,
      startLocal: localOfMs(msFromInstant(start), tables.zone),
      steps,
      conventions: follow ? [follow] : [],
      due: from,
      dueLocal: localOfMs(msFromInstant(from), tables.zone),
    },
  }
}

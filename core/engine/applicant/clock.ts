import { Fault, isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import { countAt, totalDue } from '../due.ts'
import type { Scene } from '../scene.ts'
import type { AskedOfApplicant, ClockResumed } from './model.ts'

/** The total of the case again, without the time in which it waited for the applicant; null where it did not wait. */
export function clockResumed(asked: AskedOfApplicant, to: Instant, { state, place, context, now }: Scene): ClockResumed | null | Refusal {
  if (asked.stops !== true) return null
  if (state.openedAt === null) throw new Fault('Expected an open case but it was never opened')
  const stop = { from: asked.since, to }
  const { total } = totalDue(place.variant, state.openedAt, context, {
    count: countAt(now, context),
    stops: [...(state.stops ?? []), stop],
  })
  return isRefusal(total) ? total : { stop, total }
}

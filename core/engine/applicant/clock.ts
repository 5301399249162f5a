import { isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import { countAt, totalDue } from '../due.ts'
import { countsFrom } from '../reopened.ts'
import type { Scene } from '../scene.ts'
import type { Duration } from '@ruqsat/clock'
import type { AskedOfApplicant, ClockResumed } from './model.ts'

/**
 * Whether this answer comes in time. One that was handed in before is judged by that instant. Where the law has changed the calendar and the
 * case is not counted again yet, it is in time by the new count, too.
 */
export function isInTime(asked: AskedOfApplicant, duration: Duration, signatureSha256: string, { now, context }: Scene): boolean {
  const { due, since } = asked
  const at = handedInAt(asked, signatureSha256, now)
  if (at <= due) return true
  const again = countAt(now, context).term(duration, since)
  return !isRefusal(again) && at <= again.due
}

function handedInAt({ presented }: AskedOfApplicant, signatureSha256: string | null, now: Instant): Instant {
  return presented !== undefined && presented.signatureSha256 === signatureSha256 ? presented.at : now
}

/**
 * Until when the clock of the case was stopped for this answer: until it was handed in, also where its signature could be judged only later. Where
 * the act refuses by silence, until it was judged: else it would refuse for days in which nobody could work on it.
 */
export function stoppedUntil(asked: AskedOfApplicant, signatureSha256: string | null, { state, place, now }: Scene): Instant {
  const isRefusedBySilence = state.silenceDecides === true && place.variant.silence?.means === 'refusal'
  return isRefusedBySilence ? now : handedInAt(asked, signatureSha256, now)
}

/** The total of the case again, without the time in which it waited for the applicant; null where it did not wait. */
export function clockResumed(asked: AskedOfApplicant, to: Instant, { state, place, context, now }: Scene): ClockResumed | null | Refusal {
  if (asked.stops !== true) return null
  const stop = { from: asked.since, to }
  const { total } = totalDue(place.variant, countsFrom(state), context, {
    count: countAt(now, context),
    stops: [...(state.stops ?? []), stop],
    extended: state.extended?.amount ?? 0,
  })
  return isRefusal(total) ? total : { stop, total }
}

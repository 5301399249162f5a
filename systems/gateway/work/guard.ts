// What protects whoever asks from a system that does not answer: a time for each question, and a breaker for each route. The same on the wire and
// from room to room of this house.
import type { Answer } from '@ruqsat/foundation'
import { afterAnswer, afterOutage, CLOSED, letThrough, type BreakerPlan } from '../core/breaker.ts'
import type { GatewayParts } from './deps.ts'

/** Asks unless the route has been silent; null where nobody is asked now. A route whose system does not answer is not asked for a while. */
export async function throughBreaker<A extends { readonly answer: Answer<string> }>(
  { breakers, technicalClock }: Pick<GatewayParts, 'breakers' | 'technicalClock'>,
  name: string,
  plan: BreakerPlan,
  ask: () => Promise<A>,
): Promise<A | null> {
  const { goes, next } = letThrough(breakers.get(name) ?? CLOSED, plan, technicalClock.ms())
  breakers.set(name, next)
  if (!goes) return null
  const asked = await ask()
  const before = breakers.get(name) ?? CLOSED
  breakers.set(name, asked.answer.kind === 'outage' ? afterOutage(before, plan, technicalClock.ms()) : afterAnswer())
  return asked
}

export const silentReason = (name: string): string =>
  `Expected the system of route ${name} to answer but it has been silent; it is tried again soon`

/** The answer, or an outage where it does not come before the signal. What was asked may go on; its answer is not waited for. */
export async function withinSignal<A>(
  signal: AbortSignal,
  ask: () => Promise<A>,
  outage: (reason: string) => A,
  timeoutMs: number,
): Promise<A> {
  const late = new Promise<A>((resolve) => {
    const say = () => resolve(outage(`Expected an answer within ${timeoutMs} ms but none came`))
    if (signal.aborted) say()
    else signal.addEventListener('abort', say, { once: true })
  })
  return Promise.race([ask().catch((error: Error) => outage(`Expected an answer but the question failed: ${error.name}`)), late])
}

// The circuit breaker of one route: after several outages in a row nobody waits for a system that does not answer, and one question at a time
// tries whether it is back. Pure: time comes in as milliseconds of technical time.

export type BreakerPlan = {
  /** So many outages in a row open it. */
  readonly after: number
  /** So long nobody is let through. */
  readonly pauseMs: number
}

export type Breaker =
  | { readonly kind: 'closed'; readonly outages: number }
  | { readonly kind: 'open'; readonly sinceMs: number }
  /** One question is on its way; a process that died with it must not keep the route closed for ever, so it counts as lost after the pause. */
  | { readonly kind: 'trying'; readonly sinceMs: number; readonly triedMs: number }

export const CLOSED: Breaker = { kind: 'closed', outages: 0 }

/** Whether a question may go out now, and the breaker after it went. */
export function letThrough(breaker: Breaker, plan: BreakerPlan, nowMs: number): { readonly goes: boolean; readonly next: Breaker } {
  if (breaker.kind === 'closed') return { goes: true, next: breaker }
  const waitedSince = breaker.kind === 'open' ? breaker.sinceMs : breaker.triedMs
  if (nowMs - waitedSince < plan.pauseMs) return { goes: false, next: breaker }
  return { goes: true, next: { kind: 'trying', sinceMs: breaker.sinceMs, triedMs: nowMs } }
}

/** After an answer of any kind: absence and refusal are answers. */
export function afterAnswer(): Breaker {
  return CLOSED
}

export function afterOutage(breaker: Breaker, plan: BreakerPlan, nowMs: number): Breaker {
  if (breaker.kind === 'trying') return { kind: 'open', sinceMs: nowMs }
  if (breaker.kind === 'open') return breaker
  const outages = breaker.outages + 1
  return outages >= plan.after ? { kind: 'open', sinceMs: nowMs } : { kind: 'closed', outages }
}

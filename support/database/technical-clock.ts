import { type Instant, instantFromMs, msFromInstant } from '@ruqsat/foundation'

/**
 * The machine's own time: sessions, leases, retries, lock-out, logs, TLS. This file is its only door;
 * whatever the law sees (due dates, signatures, fees, documents) takes legal time instead.
 */
export type TechnicalClock = {
  now(): Instant
  /** Milliseconds since 1970. */
  ms(): number
}

export const technicalClock: TechnicalClock = {
  now: () => instantFromMs(Date.now()),
  ms: () => Date.now(),
}

/** The clock's instant after so many milliseconds; before now where they are negative. */
export function laterBy(clock: TechnicalClock, ms: number): Instant {
  return instantFromMs(clock.ms() + ms)
}

/** A clock for tests: it does not run until it is moved. */
export type StandingTechnicalClock = TechnicalClock & { set(instant: Instant): void; forwardMs(ms: number): void }

export function standingTechnicalClock(start: Instant): StandingTechnicalClock {
  let current = msFromInstant(start)
  return {
    now: () => instantFromMs(current),
    ms: () => current,
    set: (instant) => {
      current = msFromInstant(instant)
    },
    forwardMs: (ms) => {
      current += ms
    },
  }
}

import { type Instant, instantFromMs } from '@ruqsat/foundation'

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

// Legal time only goes on. Where the machine's clock was set back, an event of now would be written before events that have happened, and terms would
// be counted from a day that was over: so no event is written until the clock has passed its mark again.
import { Fault, msFromInstant, type Instant } from '@ruqsat/foundation'

/** A clock is corrected by seconds without a word, and answers of the database may overtake each other. */
export const SET_BACK_FROM_MS = 10_000

export type HighWater = {
  /** What the database said that it is. */
  raise(now: Instant): void
  /** Milliseconds until events are written again; zero where they are. Reads the mark of earlier processes once. */
  behindMs(now: Instant): Promise<number>
  /** A Fault that passes, where the clock is behind. */
  require(now: Instant): Promise<void>
}

/** `before`: the latest legal instant that is kept of earlier processes (the last checkpoint's); null where there is none. */
export function openHighWater(before: () => Promise<Instant | null>, skewMs = SET_BACK_FROM_MS): HighWater {
  let highMs = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null
  const raise = (now: Instant) => void (highMs = Math.max(highMs, msFromInstant(now)))
  const readOnce = () => {
    reading ??= before().then(
      (kept) => (kept === null ? undefined : raise(kept)),
      (error: unknown) => {
        reading = null
        throw error
      },
    )
    return reading
  }
  const behindMs = async (now: Instant) => {
    await readOnce()
    const ms = highMs - msFromInstant(now)
    return ms > skewMs ? ms : 0
  }
  return {
    raise,
    behindMs,
    async require(now) {
      const ms = await behindMs(now)
      if (ms > 0)
        throw new Fault(
          `Expected legal time to go on but the clock is ${Math.round(ms / 1000)} s behind where it was: no event is written`,
          {
            retry: 'later',
          },
        )
    },
  }
}

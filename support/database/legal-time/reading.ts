// What the legal clock said a moment ago, carried on by the machine's monotonic clock: a page that asks for the time ten times asks the
// database once.
import { setTimeout as sleep } from 'node:timers/promises'

/** So long a reading is carried on; a move is over only when no process can hold an older one. */
export const READING_KEPT_MS = 50
/** A reading comes late by the way from the database. The least late one of this while is the one that is carried on, */
const ANCHOR_KEPT_MS = 10_000
/** unless the two lie further apart than any way is long: then the clock was changed. */
const MOST_LATE_MS = 250

export type KeptInstant = {
  /** Milliseconds since 1970, never later than the database's own. */
  now(): Promise<number>
  /** After a move by this process. */
  forget(): void
}

/** `ask`: the database's answer, in milliseconds since 1970. `monotonic`: milliseconds that only rise. */
export function keepReading(ask: () => Promise<number>, monotonic: () => number = () => performance.now()): KeptInstant {
  let anchor: { readonly ms: number; readonly at: number } | null = null
  let readAt = -Infinity
  let asked: Promise<number> | null = null
  const estimate = (at: number) => Math.floor(anchor!.ms + at - anchor!.at)

  function take(ms: number): number {
    const at = monotonic()
    const ahead = anchor === null || at - anchor.at > ANCHOR_KEPT_MS ? -1 : estimate(at) - ms
    if (ahead < 0 || ahead > MOST_LATE_MS) anchor = { ms, at }
    readAt = at
    return estimate(at)
  }

  function read(): Promise<number> {
    const own: Promise<number> = ask().then(
      // Of a reading that was begun before a move nothing is kept.
      (ms) => (asked === own ? ((asked = null), take(ms)) : ms),
      (error: unknown) => {
        if (asked === own) asked = null
        throw error
      },
    )
    asked = own
    return own
  }

  return {
    async now() {
      const at = monotonic()
      return anchor !== null && at - readAt < READING_KEPT_MS ? estimate(at) : (asked ?? read())
    },
    forget() {
      anchor = null
      asked = null
    },
  }
}

/** Until every process of the installation has asked again. */
export function untilReadingsEnd(): Promise<unknown> {
  return sleep(READING_KEPT_MS)
}

import { instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import type { LegalReading } from './store/model.ts'

/** Readings older than this are asked for again: two clocks run apart, and a machine may have slept. */
const TRUSTED_MS = 60_000
/** An answer that comes late looks as if the clock had gone back by so much; more than this is a machine whose clock was put back. */
const LATE_ANSWER_MS = 5_000

/** Legal time by the process's own watch, set by what the database said last. It decides nothing: the commit confirms each instant or asks for another. */
export type LegalWatch = {
  set(reading: LegalReading): void
  /** Null where nothing was said yet, or too long ago. */
  read(): LegalReading | null
}

/** `elapsedMs`: milliseconds since some instant, by a clock that is never set. */
export function openLegalWatch(elapsedMs: () => number = () => performance.now()): LegalWatch {
  let said: { readonly ms: number; readonly offsetMs: number; readonly atMs: number } | null = null
  let latestMs = Number.NEGATIVE_INFINITY

  return {
    set: ({ now, offsetMs }) => {
      const ms = msFromInstant(now)
      // Another offset, or a machine whose clock was put back: what was read before counts no more.
      const isSet = said === null || said.offsetMs !== offsetMs || ms < latestMs - LATE_ANSWER_MS
      said = { ms, offsetMs, atMs: elapsedMs() }
      latestMs = isSet ? ms : Math.max(latestMs, ms)
    },
    // The answer took its time to come, so the watch is behind the database and never ahead; it does not go back where one took longer.
    read: () => {
      if (said === null) return null
      const passedMs = elapsedMs() - said.atMs
      if (passedMs > TRUSTED_MS) return null
      latestMs = Math.max(latestMs, Math.floor(said.ms + passedMs))
      return { now: instantFromMs(latestMs) as Instant, offsetMs: said.offsetMs }
    },
  }
}

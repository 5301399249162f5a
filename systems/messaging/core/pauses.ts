/** A message that could not be sent in this many tries (about nine hours) has failed; the person can ask again. */
export const MAX_ATTEMPTS = 12
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 2 * 60 * 60_000

/** The pause after a failed try (1 for the first), or null where it was the last. */
export function pauseAfter(attempt: number): number | null {
  return attempt >= MAX_ATTEMPTS ? null : Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS)
}

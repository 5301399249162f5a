/** How long work waits after an attempt that failed: twice as long each time. */
export type BackOff = {
  readonly firstMs: number
  /** Where the pause stops growing. */
  readonly longestMs: number
  /** After so many attempts there is no other; absent where work is never given up. */
  readonly attempts?: number
}

/** The pause in milliseconds after the failed attempt of this number (1 for the first), or null where it was the last. */
export function pauseAfter({ firstMs, longestMs, attempts = Number.POSITIVE_INFINITY }: BackOff, attempt: number): number | null {
  return attempt >= attempts ? null : Math.min(firstMs * 2 ** (attempt - 1), longestMs)
}

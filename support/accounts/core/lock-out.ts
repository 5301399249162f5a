/** Wrong passwords before the first lock: a person who mistypes gets through, a guesser does not. */
export const WRONG_PASSWORDS_ALLOWED = 5
const FIRST_LOCK_MS = 60_000
/** Longer than this would let a stranger shut a person out for the working day. */
const LONGEST_LOCK_MS = 60 * 60_000
/** One wrong password is forgotten after so long: what a stranger did in the night costs nothing in the morning, and a guesser gains two tries an hour. */
export const FORGOTTEN_AFTER_MS = 30 * 60_000

/** How long sign-in is closed after so many wrong passwords in a row: 1 min at five, doubling with each one more, at most an hour. Zero: not at all. */
export function lockMs(wrongPasswords: number): number {
  if (wrongPasswords < WRONG_PASSWORDS_ALLOWED) return 0
  return Math.min(FIRST_LOCK_MS * 2 ** (wrongPasswords - WRONG_PASSWORDS_ALLOWED), LONGEST_LOCK_MS)
}

/** How many of the wrong ones still count so long after the last of them. */
export function stillCounted(wrongPasswords: number, sinceLastMs: number): number {
  return Math.max(0, wrongPasswords - Math.floor(Math.max(0, sinceLastMs) / FORGOTTEN_AFTER_MS))
}

/** The time left as people read it, rounded up to the second. */
export function timeLeft(ms: number): { minutes: number; seconds: number } {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  return { minutes: Math.floor(seconds / 60), seconds: seconds % 60 }
}

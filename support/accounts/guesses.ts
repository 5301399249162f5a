// How often a secret may be guessed: counted before it is checked, forgiven when it was right, locked for a growing time when it was wrong too often.
import type { TechnicalClock } from '@ruqsat/database'
import { msFromInstant, instantFromMs, type Instant, type Refusal } from '@ruqsat/foundation'
import { lockMs, stillCounted, timeLeft, WRONG_PASSWORDS_ALLOWED } from './core/lock-out.ts'
import { refuseAccount } from './refusals.ts'
import type { GuessBucket, Guesses } from './store/guess-rows.ts'

type Check = {
  readonly bucket: GuessBucket
  isRight(): Promise<boolean>
  /** What is refused where it was wrong and not yet too often. */
  wrong(): Refusal
  /** What was guessed, in the words of the refusal: at the sign-in, or a password or a code of who is asked for it there or later. */
  readonly lock?: 'sign-in-locked' | 'password-locked' | 'code-locked'
  /** Hears that it was wrong too often. */
  locked?(until: Instant): Promise<void>
}

/** Null where it was right. Of guesses that came all at once only the allowed first ones are checked; after a lock has passed, only one. */
export async function guessed(
  clock: TechnicalClock,
  { bucket, isRight, wrong, locked, lock = 'sign-in-locked' }: Check,
): Promise<Refusal | null> {
  const there = await bucket.read()
  const leftMs = lockLeftMs(clock, there)
  if (leftMs > 0) return refuseAccount(lock, { facts: timeLeft(leftMs) })
  const before = there === null ? 0 : stillCounted(there.wrong, sinceLast(clock, there))
  const now = await bucket.count(clock.now())
  const mayBeChecked = now <= WRONG_PASSWORDS_ALLOWED || now === before + 1
  if (mayBeChecked && (await isRight())) {
    await bucket.forgive()
    return null
  }
  const lockedForMs = lockMs(now)
  if (lockedForMs === 0) return wrong()
  const until = instantFromMs(clock.ms() + lockedForMs)
  await bucket.lock(until)
  await locked?.(until)
  return refuseAccount(lock, { facts: timeLeft(lockedForMs) })
}

function sinceLast(clock: TechnicalClock, { lastAt }: Guesses): number {
  return lastAt === null ? 0 : clock.ms() - msFromInstant(lastAt)
}

function lockLeftMs(clock: TechnicalClock, there: Guesses | null): number {
  return there === null || there.lockedUntil === null ? 0 : msFromInstant(there.lockedUntil) - clock.ms()
}

import { instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import type { NewTicket } from '../contract.ts'

/** By how much somebody with priority is ahead. It is bounded, so that no stream of such people keeps the others waiting for ever. */
export const PRIORITY_AHEAD_MS = 30 * 60_000
/** Who booked a time has the place of somebody who has waited so long by then. */
export const BOOKED_AHEAD_MS = 30 * 60_000
/** Who comes later than this after their time has the place of who comes now. */
export const BOOKING_KEPT_MS = 15 * 60_000

/** The instant by which a ticket is ordered: the earlier is called first, and of two equal ones the lower number. */
export function placeOf({ at, hasPriority, bookedFor = null }: Pick<NewTicket, 'at' | 'hasPriority' | 'bookedFor'>): Instant {
  const [now, booked] = [msFromInstant(at), bookedFor === null ? null : msFromInstant(bookedFor)]
  const place = booked !== null && now <= booked + BOOKING_KEPT_MS ? booked - BOOKED_AHEAD_MS : now
  return instantFromMs(hasPriority ? place - PRIORITY_AHEAD_MS : place)
}

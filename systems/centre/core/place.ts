import { instantFromMs, msFromInstant, type Instant } from '@ruqsat/foundation'
import type { NewTicket } from '../contract.ts'

/** By how much somebody with priority is ahead. It is bounded, so that no stream of such people keeps the others waiting for ever. */
export const PRIORITY_AHEAD_MS = 30 * 60_000

/** The instant by which a ticket is ordered: the earlier is called first, and of two equal ones the lower number. */
export function placeOf({ at, hasPriority }: Pick<NewTicket, 'at' | 'hasPriority'>): Instant {
  return hasPriority ? instantFromMs(msFromInstant(at) - PRIORITY_AHEAD_MS) : at
}

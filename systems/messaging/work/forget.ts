import { instantFromMs } from '@ruqsat/foundation'
import { forgetSent } from '../store/messages.ts'
import type { Work } from './send.ts'

const DAY_MS = 24 * 60 * 60_000
/** Longer than anyone may complain that they were not told; texts, telephones and codes are not kept for ever. */
const SENT_KEPT_MS = 400 * DAY_MS
/** Small enough to be through at once beside the sending. */
const BATCH = 500
export const FORGET_EVERY_MS = 60 * 60_000

/**
 * Removes one batch of messages that were sent long ago; their keys stay known, so that none is sent again. A message that failed stays: it is
 * the only word that a person was not told. Any number of processes may run it at once.
 */
export async function forgetOld({ database, technicalClock }: Pick<Work, 'database' | 'technicalClock'>): Promise<'all' | 'more'> {
  const before = instantFromMs(technicalClock.ms() - SENT_KEPT_MS)
  return (await forgetSent(database.sql, before, BATCH)) === BATCH ? 'more' : 'all'
}

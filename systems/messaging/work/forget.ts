import { laterBy } from '@ruqsat/database'
import { forgetSent } from '../store/messages.ts'
import { forgetParts } from '../store/parts.ts'
import type { MessagingParts } from './send.ts'

const DAY_MS = 24 * 60 * 60_000
/** Longer than anyone may complain that they were not informed; texts, telephones and codes are not kept for ever. */
const SENT_KEPT_MS = 400 * DAY_MS
/** No operator reports a delivery after a month. */
const REPORTS_WITHIN_MS = 31 * DAY_MS
/** Small enough to finish quickly next to the sending. */
const BATCH = 500

/**
 * Removes one batch of messages that were sent long ago; their keys stay known, so that none is sent again. A message that failed stays: it is
 * the only record that a person was not informed. Answers how many were removed. Any number of processes may run it at once.
 */
export function forgetOld({ database, technicalClock }: Pick<MessagingParts, 'database' | 'technicalClock'>): Promise<number> {
  return Promise.all([
    forgetSent(database.sql, laterBy(technicalClock, -SENT_KEPT_MS), BATCH),
    forgetParts(database.sql, laterBy(technicalClock, -REPORTS_WITHIN_MS), BATCH),
  ]).then(([messages]) => messages)
}

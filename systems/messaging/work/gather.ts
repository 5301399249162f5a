import { randomUUID } from 'node:crypto'
import { instantFromMs, msFromInstant } from '@ruqsat/foundation'
import { groupsOf, oneMessage } from '../core/one-message.ts'
import { aboutsDue, takeGathered } from '../store/gathered.ts'
import { keepMessage } from '../store/messages.ts'
import type { MessagingParts } from './send.ts'

/** What is kept in the very second at which its group leaves still comes with it. */
const GRACE_MS = 1_000
const GROUPS_AT_ONCE = 100

/** Of what messages are about, that which does not hold any more. */
export type OverCheck = (abouts: readonly string[]) => Promise<ReadonlySet<string>>

/**
 * Makes one message of each group whose instant has come, in the transaction that removes its parts; parts that do not hold any more are removed
 * and said to nobody. Answers how many were made.
 */
export async function sendGathered(
  { database, technicalClock, legalClock }: MessagingParts,
  checks: readonly OverCheck[] = [],
): Promise<number> {
  const by = instantFromMs(msFromInstant(await legalClock.now()) - GRACE_MS)
  const abouts = checks.length === 0 ? [] : await aboutsDue(database.sql, by)
  const over = abouts.length === 0 ? [] : await Promise.all(checks.map((check) => check(abouts)))
  const holds = (about: string | null) => about === null || !over.some((each) => each.has(about))
  return database.sql.begin(async (tx) => {
    const groups = groupsOf((await takeGathered(tx, by, GROUPS_AT_ONCE)).filter(({ about }) => holds(about)))
    for (const group of groups) {
      const { channel, recipient, language, at, idempotencyKey } = group.at(-1)!
      const common = { messageId: randomUUID(), channel, recipient, language, at, keptAt: technicalClock.now(), reason: null }
      await keepMessage(tx, { ...common, ...oneMessage(group), idempotencyKey: `gathered/${idempotencyKey}` })
    }
    return groups.length
  }) as Promise<number>
}

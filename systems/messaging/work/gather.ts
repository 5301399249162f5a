import { randomUUID } from 'node:crypto'
import { laterBy } from '@ruqsat/database'
import { groupsOf, oneMessage } from '../core/one-message.ts'
import { takeGathered } from '../store/gathered.ts'
import { keepMessage } from '../store/messages.ts'
import type { MessagingParts } from './send.ts'

/**
 * From the first message of a group to the one that leaves. Steps of a day end at the same instant, so that an hour gathers what a person
 * would get at once; a head learns of a late step on the day on which it became late.
 */
export const GATHER_FOR_MS = 60 * 60_000
const GROUPS_AT_ONCE = 100

/** Makes one message of each group whose time is up, in the transaction that removes the group. Answers how many were made. */
export function sendGathered({ database, technicalClock, gatherForMs = GATHER_FOR_MS }: MessagingParts): Promise<number> {
  const keptBy = laterBy(technicalClock, -gatherForMs)
  return database.sql.begin(async (tx) => {
    const groups = groupsOf(await takeGathered(tx, keptBy, GROUPS_AT_ONCE))
    for (const group of groups) {
      const { channel, recipient, language, at, idempotencyKey } = group.at(-1)!
      const common = { messageId: randomUUID(), channel, recipient, language, at, keptAt: technicalClock.now(), reason: null }
      await keepMessage(tx, { ...common, ...oneMessage(group), idempotencyKey: `gathered/${idempotencyKey}` })
    }
    return groups.length
  }) as Promise<number>
}

import type { Database, TechnicalClock } from '@ruqsat/database'
import type { MailAddress, MobileNumber } from '@ruqsat/foundation'
import type { FailedMessage, FailedMessages, KeptMessage } from '../contract.ts'
import { masked } from '../core/addresses.ts'
import { unreachable } from '../core/unreachable.ts'
import { listFailed, offerAgain } from '../store/messages.ts'

/** Messages that were given up, on the database alone: for the room and for `npx ruqsat messages`. `onOffered` wakes whoever sends. */
export function openFailedMessages(
  database: Database,
  technicalClock: TechnicalClock,
  onOffered: () => void = () => undefined,
): FailedMessages {
  return {
    list: async (limit, after = null) => (await listFailed(database.sql, limit, after)).map(shown),
    retry: async (messageIds) => {
      const count = await offerAgain(database.sql, messageIds, technicalClock.now())
      if (count > 0) onOffered()
      return count
    },
    redirect: async (messageId, to) => {
      const isOffered = await redirectFailed(database, technicalClock, messageId, to)
      if (isOffered) onOffered()
      return isOffered
    },
  }
}

/** One message to another address of the same person; false where no such message has failed, or it goes by another channel. */
export async function redirectFailed(
  database: Database,
  technicalClock: TechnicalClock,
  messageId: string,
  to: MailAddress | MobileNumber,
): Promise<boolean> {
  return (await offerAgain(database.sql, [messageId], technicalClock.now(), { to, channel: to.includes('@') ? 'email' : 'sms' })) === 1
}

function shown({ messageId, channel, recipient, language, keptAt, attempts, reason }: KeptMessage): FailedMessage {
  const cause = unreachable(channel, recipient) === null ? 'carrier' : 'address'
  return { messageId, channel, recipientMasked: masked(recipient), language, keptAt, attempts, cause, reason: reason ?? '' }
}

import { randomUUID } from 'node:crypto'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import { type BackOff, runDue } from '@ruqsat/jobs'
import type { Logger } from 'pino'
import type { Carried, Carrier } from '../carriers/carrier.ts'
import type { KeptMessage, Message } from '../contract.ts'
import { masked } from '../core/addresses.ts'
import { unreachable } from '../core/unreachable.ts'
import { gather } from '../store/gathered.ts'
import { keepCarried } from '../store/parts.ts'
import { keepMessage, markFailed, markSent, sendLater, takeDueMessages } from '../store/messages.ts'

export type MessagingParts = {
  readonly database: Database
  readonly technicalClock: TechnicalClock
  readonly legalClock: Pick<LegalClock, 'now'>
  readonly carriers: Readonly<Record<'sms' | 'email', Carrier>>
  readonly log: Logger
}

/** Longer than the slowest carrier takes for a batch. */
const LEASE_MS = 5 * 60_000
const BATCH = 10
/** A message that could not be sent in this many tries (about nine hours) has failed; the person can ask again. */
export const BACK_OFF = { firstMs: 5_000, longestMs: 2 * 60 * 60_000, attempts: 12 } as const satisfies BackOff
/** An SMS of ten parts; notices are far shorter. */
const MAX_TEXT_LENGTH = 20_000

/** Durable when it answers. The text is kept in the person's language only. Answers whether there is something to send: not where the key was known. */
export async function keep(work: MessagingParts, message: Message): Promise<boolean> {
  const { channel, to, language } = message
  const subject = message.subject[language].replace(/[\r\n]+/g, ' ')
  const body = message.text[language]
  if (body === '' || body.length > MAX_TEXT_LENGTH)
    throw new Fault(`Expected a text of 1 to ${MAX_TEXT_LENGTH} characters but a message has ${body.length}`)
  const reason = unreachable(channel, to)
  if (message.gather !== undefined && reason === null) {
    const { idempotencyKey, at, gather: of } = message
    const common = { idempotencyKey, gatherKey: of.key, leavesAt: of.leavesAt, channel, recipient: to, language, title: of.title[language] }
    await gather(work.database.sql, { ...common, subject, body, at, keptAt: work.technicalClock.now(), about: of.about ?? null })
    return false
  }
  const row = {
    messageId: randomUUID(),
    idempotencyKey: message.idempotencyKey,
    channel,
    recipient: to,
    language,
    subject,
    body,
    at: message.at,
    keptAt: work.technicalClock.now(),
    reason,
  }
  const isNew = await keepMessage(work.database.sql, row)
  if (isNew && reason !== null) logFailed(work, { ...row, attempts: 0 }, reason)
  return isNew && reason === null
}

/** Sends what is due; answers how many were taken up. Between the carrier's receipt and our mark a crash sends once more, under the same message id. */
export function sendDue(work: MessagingParts): Promise<number> {
  const { technicalClock, log } = work
  const { sql } = work.database
  return runDue<KeptMessage>({
    technicalClock,
    leaseMs: LEASE_MS,
    atOnce: BATCH,
    backOff: BACK_OFF,
    claim: (claim) => takeDueMessages(sql, claim),
    attempt: async (message) => {
      const carried = await carry(work, message)
      if (carried !== null) await keepCarried(sql, message.messageId, carried, technicalClock.now())
    },
    done: ({ messageId }) => markSent(sql, messageId, technicalClock.now()),
    later: (message, { at, error }) => {
      const reason = (error as Error).message
      log.warn({ event: 'message-retry', ...factsOf(message), reason }, 'a message could not be sent yet')
      return sendLater(sql, message.messageId, at, reason)
    },
    giveUp: (message, { error }) => {
      const reason = (error as Error).message
      logFailed(work, message, reason)
      return markFailed(sql, message.messageId, reason)
    },
  })
}

async function carry({ carriers }: MessagingParts, { messageId, channel, recipient, subject, body }: KeptMessage): Promise<Carried | null> {
  const reason = unreachable(channel, recipient)
  if (reason !== null) throw new Fault(reason, { retry: 'never' })
  return carriers[channel].carry({ messageId, channel, to: recipient, subject, text: body })
}

type Logged = Pick<KeptMessage, 'messageId' | 'channel' | 'recipient' | 'attempts'>

function factsOf({ messageId, channel, recipient, attempts }: Logged) {
  return { messageId, channel, recipientMasked: masked(recipient), attempts }
}

function logFailed({ log }: MessagingParts, row: Logged, reason: string): void {
  log.error({ event: 'message-failed', ...factsOf(row), reason }, 'a message could not be sent and is given up')
}

import { randomUUID } from 'node:crypto'
import type { Database, TechnicalClock } from '@ruqsat/database'
import { Fault, instantFromMs } from '@ruqsat/foundation'
import type { Logger } from 'pino'
import type { Carrier } from '../carriers/carrier.ts'
import type { KeptMessage, Message } from '../contract.ts'
import { masked } from '../core/addresses.ts'
import { unreachable } from '../core/unreachable.ts'
import { pauseAfter } from '../core/pauses.ts'
import { keepMessage, markFailed, markSent, sendLater, takeDueMessages } from '../store/messages.ts'

export type Work = {
  readonly database: Database
  readonly technicalClock: TechnicalClock
  readonly carriers: Readonly<Record<'sms' | 'email', Carrier>>
  readonly log: Logger
}

/** Longer than the slowest carrier takes for a batch. */
const LEASE_MS = 5 * 60_000
const BATCH = 10
/** An SMS of ten parts; notices are far shorter. */
const MAX_TEXT_LENGTH = 20_000

/** Durable when it answers. The text is kept in the person's language only. Answers whether there is something to send: not where the key was known. */
export async function keep(work: Work, message: Message): Promise<boolean> {
  const { channel, to, language } = message
  const subject = message.subject[language].replace(/[\r\n]+/g, ' ')
  const body = message.text[language]
  if (body === '' || body.length > MAX_TEXT_LENGTH)
    throw new Fault(`Expected a text of 1 to ${MAX_TEXT_LENGTH} characters but a message has ${body.length}`)
  const reason = unreachable(channel, to)
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

/** Sends what is due; answers how many left. Between the carrier's receipt and our mark a crash sends once more, under the same message id. */
export async function sendDue(work: Work): Promise<number> {
  const due = await takeDueMessages(work.database.sql, work.technicalClock.now(), instantFromMs(work.technicalClock.ms() + LEASE_MS), BATCH)
  const outcomes = await Promise.all(due.map((row) => sendOne(work, row)))
  return outcomes.filter(Boolean).length
}

async function sendOne(work: Work, row: KeptMessage): Promise<boolean> {
  const { messageId, channel, recipient, subject, body } = row
  const reason = unreachable(channel, recipient)
  if (reason !== null) {
    logFailed(work, row, reason)
    await markFailed(work.database.sql, messageId, reason)
    return false
  }
  try {
    await work.carriers[channel].carry({ messageId, channel, to: recipient, subject, text: body })
  } catch (error) {
    await keepTrying(work, row, error)
    return false
  }
  await markSent(work.database.sql, messageId, work.technicalClock.now())
  return true
}

async function keepTrying(work: Work, row: KeptMessage, error: unknown): Promise<void> {
  const pauseMs = error instanceof Fault && error.retry === 'never' ? null : pauseAfter(row.attempts)
  const reason = (error as Error).message
  if (pauseMs === null) {
    logFailed(work, row, reason)
    return markFailed(work.database.sql, row.messageId, reason)
  }
  work.log.warn({ event: 'message-retry', ...factsOf(row), reason }, 'a message could not be sent yet')
  return sendLater(work.database.sql, row.messageId, instantFromMs(work.technicalClock.ms() + pauseMs), reason)
}

type Logged = Pick<KeptMessage, 'messageId' | 'channel' | 'recipient' | 'attempts'>

function factsOf({ messageId, channel, recipient, attempts }: Logged) {
  return { messageId, channel, recipientMasked: masked(recipient), attempts }
}

function logFailed({ log }: Work, row: Logged, reason: string): void {
  log.error({ event: 'message-failed', ...factsOf(row), reason }, 'a message could not be sent and is given up')
}

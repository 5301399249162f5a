import type { Database, TechnicalClock } from '@ruqsat/database'
import type { Instant, MobileNumber } from '@ruqsat/foundation'
import type { Messaging } from '@ruqsat/messaging/contract'
import type { Logger } from 'pino'
import type { TwinBank } from '../core/cards.ts'
import type { TwinBankKey } from '../wire/protocol.ts'

/** What the sandbox's switch can make of the bank: `wrong` answers and calls with a signature that does not hold. */
export type BankMode = 'ok' | 'slow' | 'wrong' | 'down'

export type BankWork = {
  readonly database: Database
  readonly technicalClock: TechnicalClock
  readonly keys: readonly TwinBankKey[]
  readonly messaging: Messaging
  /** The token of the bank that is asked. */
  readonly token: string
  readonly mode: (bank: TwinBank) => Promise<BankMode> | BankMode
  /** The moment that an SMS of the bank is stamped with, so that the outbox shows one time. */
  readonly stamp: () => Promise<Instant>
  readonly log: Logger
  readonly origin: string
  /** Where codes for cards that ask for one are sent. */
  readonly cardholderPhone: MobileNumber
  wake(): void
}

/** A session that nobody paid is closed after this. */
export const SESSION_LIFE_MS = 20 * 60_000
/** How long a slow bank thinks: longer than anyone likes, shorter than the gateway's patience. */
export const SLOW_MS = 3_000
/** How long a bank says nothing about a payment with the card that gets no answer: longer than any merchant waits. */
export const NO_ANSWER_MS = 15_000

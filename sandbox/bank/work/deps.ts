import type { Database, TechnicalClock } from '@ruqsat/database'
import type { Instant, MobileNumber } from '@ruqsat/foundation'
import type { Messaging } from '@ruqsat/messaging/contract'
import type { Logger } from 'pino'
import type { TwinBank } from '../core/cards.ts'
import type { TwinBankKey } from '../wire/protocol.ts'

/**
 * What the sandbox's switch can make of the bank: `wrong` answers and calls with a signature that does not hold; `losing` loses in turn a question
 * and an answer, and each callback.
 */
export type BankMode = 'ok' | 'slow' | 'wrong' | 'down' | 'losing' | { readonly slowMs: number }

/** What happens to one question to a bank, and how long it thinks first. */
export type BankTurn = { readonly loses: 'question' | 'answer' | null; readonly isWrong: boolean; readonly waitMs: number }

/** Every third gets through: a line that loses all is a line that is down. */
const LOSSES = ['question', 'answer', null] as const
let turns = 0

export function turnOf(mode: BankMode): BankTurn {
  if (typeof mode === 'object') return { loses: null, isWrong: false, waitMs: mode.slowMs }
  const loses = mode === 'down' ? 'question' : mode === 'losing' ? LOSSES[turns++ % LOSSES.length]! : null
  return { loses, isWrong: mode === 'wrong', waitMs: mode === 'slow' ? SLOW_MS : 0 }
}

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

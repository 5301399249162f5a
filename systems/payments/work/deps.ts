import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { Logger } from 'pino'
import type { Bank } from '../bank/bank.ts'
import type { PaymentFactReceiver } from '../contract.ts'

/** What every piece of work of this room is given. */
export type PaymentParts = {
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
  /** In the order in which the payer is offered them. */
  readonly banks: readonly Bank[]
  /** How long money that is less than the fee waits for the rest; 0: it goes back at once. Technical time. */
  readonly partsWaitMs: number
  readonly receiver: PaymentFactReceiver
  readonly log: Logger
  /** Scheme, host and port where the gateway's own pages are. */
  readonly publicOrigin: string
  /** Origins that a payer may be sent back to. */
  readonly returnOrigins: readonly string[]
  /** Called after a commit that left something to deliver. */
  wake(): void
}

/** A piece of background work that has not finished by then is taken for dead. */
export const LEASE_MS = 60_000

import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { Instant, Language, Printable, Refusal } from '@ruqsat/foundation'
import type { Logger } from 'pino'
import type { Bank } from '../bank/bank.ts'
import type { PaymentFactReceiver } from '../contract.ts'

/** Sets receipts in type and seals them. Composed where the typesetter and the keys are. */
export type ReceiptPress = {
  render(
    template: { readonly name: string; readonly source: string },
    data: Printable<object>,
    options: { readonly creationTimestamp: Instant },
  ): Promise<Uint8Array | Refusal>
  /** Signs the file by the key of the payments' own system (PAdES); a refusal where the key or the revocation service does not let it. */
  seal(pdf: Uint8Array, as: { readonly at: Instant; readonly reason: string }): Promise<Uint8Array | Refusal>
  /** An instant on the clock of the country. */
  instantText(at: Instant, language: Language): string
  /** The file says that it has no legal force. */
  readonly isSandbox: boolean
}

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
  /** Null: this installation seals no receipts, and whoever asks for one learns so. */
  readonly press: ReceiptPress | null
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

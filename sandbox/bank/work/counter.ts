import type { TwinBank } from '../core/cards.ts'
import { takeMoney } from '../store/rows.ts'
import type { BankWork } from './deps.ts'

/** What somebody pays over the counter: no session, only what they write on the payment order. */
export type CounterPayment = { readonly bank: TwinBank; readonly amountTiyn: number; readonly purpose: string; readonly payer: string }

/** Takes the money and answers with the number on the receipt. No merchant is called: the statement and a question show it. */
export function payAtCounter(work: BankWork, payment: CounterPayment): Promise<string> {
  return takeMoney(work.database.sql, { ...payment, sessionId: null, statedAt: work.technicalClock.now() })
}

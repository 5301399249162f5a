import type { Tiyn } from '@ruqsat/foundation'

/** What money that a bank took means for us. `fact` is the one payment that makes an order paid. */
export type ReceiptMeaning = 'fact' | 'overpayment' | 'otherSum' | 'unknownOrder'

/** The order as far as the meaning of money depends on it. */
export type Owed = { readonly amountTiyn: Tiyn; readonly alreadyPaid: boolean }

/** An order that nobody knows, another sum or another currency, the second payment of a paid order, or the fact itself; in this order. */
export function receiptMeaning(owed: Owed | null, taken: { readonly amountTiyn: Tiyn; readonly currency: string }): ReceiptMeaning {
  if (owed === null) return 'unknownOrder'
  if (taken.currency !== 'KZT' || taken.amountTiyn !== owed.amountTiyn) return 'otherSum'
  return owed.alreadyPaid ? 'overpayment' : 'fact'
}

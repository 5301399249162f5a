import type { Tiyn } from '@ruqsat/foundation'

/**
 * What money that a bank took means for us. `fact` is the one payment that makes an order paid; `part` is less than is owed and waits for the
 * rest; `overpayment` came where nothing is owed; `otherSum` is in another currency, or less than is owed where nothing waits.
 */
export type ReceiptMeaning = 'fact' | 'part' | 'overpayment' | 'otherSum' | 'unknownOrder'

/** The order as far as the meaning of money depends on it. */
export type Owed = {
  readonly amountTiyn: Tiyn
  /** What has come of it already and counts. */
  readonly countedTiyn: Tiyn
  /** Paid, or its money went back: nothing is owed any more. */
  readonly isClosed: boolean
}

/** What became of the money: its meaning, and how much of it goes back at once. */
export type JudgedMoney = { readonly meaning: ReceiptMeaning; readonly backTiyn: Tiyn }

/**
 * Judges money, in this order: of an order that nobody knows; of another currency; where nothing is owed; enough, of which what is over goes
 * back; less than is owed, which waits for the rest (`partsWait`) or goes back.
 */
export function judgeMoney(
  owed: Owed | null,
  taken: { readonly amountTiyn: Tiyn; readonly currency: string },
  partsWait: boolean,
): JudgedMoney {
  if (owed === null) return { meaning: 'unknownOrder', backTiyn: 0 }
  const { amountTiyn } = taken
  if (taken.currency !== 'KZT') return { meaning: 'otherSum', backTiyn: 0 }
  if (amountTiyn <= 0) return { meaning: 'otherSum', backTiyn: 0 }
  if (owed.isClosed) return { meaning: 'overpayment', backTiyn: amountTiyn }
  const missingTiyn = owed.amountTiyn - owed.countedTiyn
  if (amountTiyn >= missingTiyn) return { meaning: 'fact', backTiyn: amountTiyn - missingTiyn }
  return partsWait ? { meaning: 'part', backTiyn: 0 } : { meaning: 'otherSum', backTiyn: amountTiyn }
}

import type { OrderStatus } from '../contract.ts'

/** Everything that can happen to an order. */
export const ORDER_ACTIONS = [
  'goToBank',
  'bankNotReached',
  'bankPaid',
  'bankDeclined',
  'bankOtherSum',
  'bankClosed',
  'bankPending',
  'bankSilent',
  'abandon',
  'refund',
] as const
export type OrderAction = (typeof ORDER_ACTIONS)[number]

/** A status follows, or the action is refused by a code of `refusals.ts`. */
type Cell = { readonly to: OrderStatus } | { readonly refused: 'order-already-paid' | 'order-outcome-unknown' | 'order-refunded' }

const to = (status: OrderStatus): Cell => ({ to: status })
const goesBack: Cell = { refused: 'order-refunded' }
const alreadyPaid: Cell = { refused: 'order-already-paid' }

/**
 * Status x action. What a bank says about money is never refused: a payment after everything else still makes the order paid.
 * `bankNotReached`: the session could not be opened, so no card page was seen and nothing can have been taken.
 * `bankSilent`: a session is open there and the bank does not answer; only then is the outcome unknown.
 * `refund`: the payment goes back; it is asked only where there is one.
 * `bankOtherSum` is reported as a decline with its own reason: the right sum is still owed, the wrong one goes back.
 */
export const ORDER_TABLE = {
  created: {
    goToBank: to('paying'),
    bankNotReached: to('created'),
    bankPaid: to('paid'),
    bankDeclined: to('declined'),
    bankOtherSum: to('declined'),
    bankClosed: to('created'),
    bankPending: to('paying'),
    bankSilent: to('unknown'),
    abandon: to('abandoned'),
    refund: to('refunded'),
  },
  paying: {
    goToBank: to('paying'),
    bankNotReached: to('created'),
    bankPaid: to('paid'),
    bankDeclined: to('declined'),
    bankOtherSum: to('declined'),
    bankClosed: to('abandoned'),
    bankPending: to('paying'),
    bankSilent: to('unknown'),
    abandon: to('abandoned'),
    refund: to('refunded'),
  },
  paid: {
    goToBank: alreadyPaid,
    bankNotReached: to('paid'),
    bankPaid: to('paid'),
    bankDeclined: to('paid'),
    bankOtherSum: to('paid'),
    bankClosed: to('paid'),
    bankPending: to('paid'),
    bankSilent: to('paid'),
    abandon: alreadyPaid,
    refund: to('refunded'),
  },
  declined: {
    goToBank: to('paying'),
    bankNotReached: to('declined'),
    bankPaid: to('paid'),
    bankDeclined: to('declined'),
    bankOtherSum: to('declined'),
    bankClosed: to('declined'),
    bankPending: to('declined'),
    bankSilent: to('unknown'),
    abandon: to('abandoned'),
    refund: to('refunded'),
  },
  abandoned: {
    goToBank: to('paying'),
    bankNotReached: to('abandoned'),
    bankPaid: to('paid'),
    bankDeclined: to('abandoned'),
    bankOtherSum: to('declined'),
    bankClosed: to('abandoned'),
    bankPending: to('abandoned'),
    bankSilent: to('unknown'),
    abandon: to('abandoned'),
    refund: to('refunded'),
  },
  unknown: {
    goToBank: { refused: 'order-outcome-unknown' },
    bankNotReached: to('unknown'),
    bankPaid: to('paid'),
    bankDeclined: to('declined'),
    bankOtherSum: to('declined'),
    bankClosed: to('abandoned'),
    bankPending: to('paying'),
    bankSilent: to('unknown'),
    abandon: to('unknown'),
    refund: to('refunded'),
  },
  // The fee goes or went back: money that still comes does not make the order paid again, it goes back too.
  refunded: {
    goToBank: goesBack,
    bankNotReached: to('refunded'),
    bankPaid: to('refunded'),
    bankDeclined: to('refunded'),
    bankOtherSum: to('refunded'),
    bankClosed: to('refunded'),
    bankPending: to('refunded'),
    bankSilent: to('refunded'),
    abandon: to('refunded'),
    refund: to('refunded'),
  },
} as const satisfies Record<OrderStatus, Record<OrderAction, Cell>>

export function nextStatus(status: OrderStatus, action: OrderAction): Cell {
  return ORDER_TABLE[status][action]
}

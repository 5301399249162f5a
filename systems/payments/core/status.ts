import { Fault } from '@ruqsat/foundation'
import { ORDER_STATUSES, type OrderStatus } from '../contract.ts'

/** Everything that can happen to an order. */
export const ORDER_ACTIONS = [
  'goToBank',
  'bankNotReached',
  'bankPaid',
  'bankPart',
  'bankDeclined',
  'bankOtherSum',
  'bankClosed',
  'bankPending',
  'bankSilent',
  'abandon',
  'returnParts',
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
 * `bankPart`: less than is owed came and waits for the rest; `returnParts`: the rest did not come, or the payer wants it back.
 * `refund`: the payment goes back; where there is none nothing changes.
 * `bankOtherSum` (another currency, or less than is owed where nothing waits) is reported as a decline with its own reason: the right sum is still owed, the wrong one goes back.
 */
export const ORDER_TABLE = {
  created: {
    goToBank: to('paying'),
    bankNotReached: to('created'),
    bankPaid: to('paid'),
    bankPart: to('partlyPaid'),
    bankDeclined: to('declined'),
    bankOtherSum: to('declined'),
    bankClosed: to('created'),
    bankPending: to('paying'),
    bankSilent: to('unknown'),
    abandon: to('abandoned'),
    returnParts: to('created'),
    refund: to('created'),
  },
  paying: {
    goToBank: to('paying'),
    bankNotReached: to('created'),
    bankPaid: to('paid'),
    bankPart: to('partlyPaid'),
    bankDeclined: to('declined'),
    bankOtherSum: to('declined'),
    bankClosed: to('abandoned'),
    bankPending: to('paying'),
    bankSilent: to('unknown'),
    abandon: to('abandoned'),
    returnParts: to('paying'),
    refund: to('paying'),
  },
  paid: {
    goToBank: alreadyPaid,
    bankNotReached: to('paid'),
    bankPaid: to('paid'),
    bankPart: to('paid'),
    bankDeclined: to('paid'),
    bankOtherSum: to('paid'),
    bankClosed: to('paid'),
    bankPending: to('paid'),
    bankSilent: to('paid'),
    abandon: alreadyPaid,
    returnParts: to('paid'),
    refund: to('refunded'),
  },
  // Part of the fee came: whatever else happens, it is kept until the rest comes or it goes back.
  partlyPaid: {
    goToBank: to('partlyPaid'),
    bankNotReached: to('partlyPaid'),
    bankPaid: to('paid'),
    bankPart: to('partlyPaid'),
    bankDeclined: to('partlyPaid'),
    bankOtherSum: to('partlyPaid'),
    bankClosed: to('partlyPaid'),
    bankPending: to('partlyPaid'),
    bankSilent: to('partlyPaid'),
    abandon: to('partlyPaid'),
    returnParts: to('abandoned'),
    refund: to('refunded'),
  },
  declined: {
    goToBank: to('paying'),
    bankNotReached: to('declined'),
    bankPaid: to('paid'),
    bankPart: to('partlyPaid'),
    bankDeclined: to('declined'),
    bankOtherSum: to('declined'),
    bankClosed: to('declined'),
    bankPending: to('declined'),
    bankSilent: to('unknown'),
    abandon: to('abandoned'),
    returnParts: to('declined'),
    refund: to('declined'),
  },
  abandoned: {
    goToBank: to('paying'),
    bankNotReached: to('abandoned'),
    bankPaid: to('paid'),
    bankPart: to('partlyPaid'),
    bankDeclined: to('abandoned'),
    bankOtherSum: to('declined'),
    bankClosed: to('abandoned'),
    bankPending: to('abandoned'),
    bankSilent: to('unknown'),
    abandon: to('abandoned'),
    returnParts: to('abandoned'),
    refund: to('abandoned'),
  },
  unknown: {
    goToBank: { refused: 'order-outcome-unknown' },
    bankNotReached: to('unknown'),
    bankPaid: to('paid'),
    bankPart: to('partlyPaid'),
    bankDeclined: to('declined'),
    bankOtherSum: to('declined'),
    bankClosed: to('abandoned'),
    bankPending: to('paying'),
    bankSilent: to('unknown'),
    abandon: to('unknown'),
    returnParts: to('unknown'),
    refund: to('unknown'),
  },
  // The fee goes or went back: money that still comes does not make the order paid again, it goes back too.
  refunded: {
    goToBank: goesBack,
    bankNotReached: to('refunded'),
    bankPaid: to('refunded'),
    bankPart: to('refunded'),
    bankDeclined: to('refunded'),
    bankOtherSum: to('refunded'),
    bankClosed: to('refunded'),
    bankPending: to('refunded'),
    bankSilent: to('refunded'),
    abandon: to('refunded'),
    returnParts: to('refunded'),
    refund: to('refunded'),
  },
} as const satisfies Record<OrderStatus, Record<OrderAction, Cell>>

export function nextStatus(status: OrderStatus, action: OrderAction): Cell {
  return ORDER_TABLE[status][action]
}

/**
 * From which status an order may come to which: what the table above allows and nothing else. The same list is `payments.order_moves` in the
 * database, which refuses every other change; a test compares the two.
 */
export const ORDER_MOVES: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = movesOf(
  ORDER_STATUSES,
  ORDER_ACTIONS,
  (status, action) => {
    const cell = nextStatus(status, action)
    return 'refused' in cell ? status : cell.to
  },
)

/** Where a table of states leads, staying where one is left out. */
export function movesOf<S extends string, A extends string>(
  states: readonly S[],
  actions: readonly A[],
  next: (state: S, action: A) => S,
): Readonly<Record<S, readonly S[]>> {
  const from = (state: S) => states.filter((other) => other !== state && actions.some((action) => next(state, action) === other))
  return Object.fromEntries(states.map((state) => [state, from(state)])) as unknown as Readonly<Record<S, readonly S[]>>
}

/** A Fault for a change that no cell of the table makes: a mistake of the program, never of a person or a bank. */
export function requireMove(from: OrderStatus, to: OrderStatus): void {
  if (from !== to && !ORDER_MOVES[from].includes(to))
    throw new Fault(`Expected an order that is ${from} to become one of ${ORDER_MOVES[from].join(', ')} but found ${to}`)
}

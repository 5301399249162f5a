import { REFUND_ACTIONS, REFUND_STATUSES, nextRefundStatus } from './refund-status.ts'
import { DIFFERENCE_ACTIONS, DIFFERENCE_STATES, nextDifferenceState } from './statement.ts'
import { movesOf, ORDER_MOVES } from './status.ts'

/** What can become of one way to a bank. `opening`: written down, the bank may know it or not; `open`: its page was handed out. */
export const ATTEMPT_STATES = ['opening', 'open', 'paid', 'declined', 'closed'] as const
export type AttemptState = (typeof ATTEMPT_STATES)[number]

/** Money is the last word: it corrects an earlier decline or closing, and nothing corrects it. */
const ATTEMPT_MOVES: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  opening: ['open', 'paid', 'declined', 'closed'],
  open: ['paid', 'declined', 'closed'],
  paid: [],
  declined: ['paid'],
  closed: ['paid'],
}

/** Every legal change of state in this room, by what has the state. `payments.moves` in the database holds the same and refuses the rest. */
export const MOVES: Readonly<Record<'order' | 'attempt' | 'refund' | 'difference', Readonly<Record<string, readonly string[]>>>> = {
  order: ORDER_MOVES,
  attempt: ATTEMPT_MOVES,
  refund: movesOf(REFUND_STATUSES, REFUND_ACTIONS, nextRefundStatus),
  difference: movesOf(DIFFERENCE_STATES, DIFFERENCE_ACTIONS, nextDifferenceState),
}

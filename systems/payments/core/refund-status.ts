/** What can become of money that goes back. `requested`: written down; `sent`: the bank was or is being asked. */
export const REFUND_STATUSES = ['requested', 'sent', 'returned', 'declined'] as const
export type RefundStatus = (typeof REFUND_STATUSES)[number]

export const REFUND_ACTIONS = ['ask', 'bankReturned', 'bankDeclined', 'bankPending', 'bankSilent', 'tryAgain'] as const
export type RefundAction = (typeof REFUND_ACTIONS)[number]

/**
 * Status x action. What was returned stays returned, whatever is said or pressed later; silence of the bank changes nothing, it is asked
 * again under the same reference. Only what the bank declined is tried again, under a new one.
 */
export const REFUND_TABLE = {
  requested: {
    ask: 'sent',
    bankReturned: 'returned',
    bankDeclined: 'declined',
    bankPending: 'sent',
    bankSilent: 'requested',
    tryAgain: 'requested',
  },
  sent: { ask: 'sent', bankReturned: 'returned', bankDeclined: 'declined', bankPending: 'sent', bankSilent: 'sent', tryAgain: 'sent' },
  returned: {
    ask: 'returned',
    bankReturned: 'returned',
    bankDeclined: 'returned',
    bankPending: 'returned',
    bankSilent: 'returned',
    tryAgain: 'returned',
  },
  // The bank's late word on a try that it had declined is about money, so it counts.
  declined: {
    ask: 'declined',
    bankReturned: 'returned',
    bankDeclined: 'declined',
    bankPending: 'declined',
    bankSilent: 'declined',
    tryAgain: 'requested',
  },
} as const satisfies Record<RefundStatus, Record<RefundAction, RefundStatus>>

export function nextRefundStatus(status: RefundStatus, action: RefundAction): RefundStatus {
  return REFUND_TABLE[status][action]
}

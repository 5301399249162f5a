// The states of a message of the asynchronous channel, under the names of the wire, and every change that there is.

export const MESSAGE_STATES = ['ON_DELIVERY', 'DELIVERED', 'NOT_DELIVERED', 'DELIVERY_STOPPED'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]
export const MESSAGE_TYPES = ['REQUEST', 'RESPONSE', 'NOTIFICATION'] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

/** What happens to a message: its receiver has it; refuses it; asks for it once more; nobody tries any longer; somebody lets it be tried again. */
export type MessageEvent = 'received' | 'refused' | 'again' | 'givenUp' | 'retried'

const CHANGES: Readonly<Record<MessageState, Partial<Readonly<Record<MessageEvent, MessageState>>>>> = {
  ON_DELIVERY: { received: 'DELIVERED', refused: 'NOT_DELIVERED', again: 'ON_DELIVERY', givenUp: 'DELIVERY_STOPPED' },
  // A repeated notification changes nothing; what was received is gone here and cannot be sent again.
  DELIVERED: { received: 'DELIVERED' },
  NOT_DELIVERED: { refused: 'NOT_DELIVERED', retried: 'ON_DELIVERY' },
  DELIVERY_STOPPED: { received: 'DELIVERED', givenUp: 'DELIVERY_STOPPED', retried: 'ON_DELIVERY' },
}

/** The state after it; null where that cannot happen to a message in this state. */
export function afterEvent(state: MessageState, event: MessageEvent): MessageState | null {
  return CHANGES[state][event] ?? null
}

// Where a ticket is in its queue, and how long that will take.
import { msFromInstant, type Instant } from '@ruqsat/foundation'
import type { Ticket } from '../contract.ts'
import { RESULTS, resultsTakeMs } from '../core/services.ts'
import { expectedWaitMs } from '../core/wait.ts'
import type { CentreParts } from '../deps.ts'

export type QueuePlace = {
  readonly ahead: number
  /** Null where no window is open. */
  readonly waitMs: number | null
}

/** Each of the people before takes as long as their act says; who is at a window has some of that behind them. */
export async function standingOf({ queue, services }: CentreParts, ticket: Ticket, now: Instant): Promise<QueuePlace> {
  const [waiting, called, windows] = await Promise.all([queue.waiting(ticket), queue.called(ticket), queue.windows(ticket)])
  const takes = ({ service }: Ticket) =>
    (service === RESULTS ? resultsTakeMs(services) : services.find(({ key }) => key === service)?.serviceMs) ?? 0
  const place = waiting.findIndex(({ id }) => id === ticket.id)
  const before = place < 0 ? [] : waiting.slice(0, place)
  const freeIn = windows.map(({ operator }) => {
    const held = called.find((each) => each.operator === operator)
    return held?.calledAt ? takes(held) - (msFromInstant(now) - msFromInstant(held.calledAt)) : 0
  })
  return { ahead: before.length, waitMs: expectedWaitMs(freeIn, before.map(takes)) }
}

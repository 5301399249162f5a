import { randomUUID } from 'node:crypto'
import type { AnySql, TransactionSql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

/** What this room writes down of what happens to orders and money (README.md lists them). */
export type PaymentEventKind =
  | 'orderCreated'
  | 'orderReplaced'
  | 'wayOpened'
  | 'moneyRecorded'
  | 'stateChanged'
  | 'partsReturned'
  | 'refundRequested'
  | 'refundEnded'
  | 'settled'
  | 'statementRead'
  | 'differenceFound'
  | 'differenceTaken'
  | 'differenceReleased'
  | 'differenceResolved'

export type PaymentEvent = {
  readonly authority: string
  readonly orderId: string | null
  /** Legal time. */
  readonly at: Instant
  readonly kind: PaymentEventKind
  /** `payer`, `bank:<id>`, `system`, or the id of a member of staff. */
  readonly actor: string
  readonly facts: Readonly<Record<string, string | number | boolean | null>>
}

/** In the transaction of its cause, always. */
export async function writeEvent(tx: TransactionSql, event: PaymentEvent): Promise<void> {
  await tx`
    insert into payments.events (authority, event_id, order_id, at, kind, actor, facts)
    values (${event.authority}, ${randomUUID()}, ${event.orderId}, ${event.at}, ${event.kind}, ${event.actor}, ${tx.json(event.facts)})`
}

export type KeptEvent = Omit<PaymentEvent, 'authority' | 'orderId'>

/** Oldest first. */
export async function eventsOfOrder(
  sql: AnySql,
  order: { readonly authority: string; readonly orderId: string },
): Promise<readonly KeptEvent[]> {
  return sql<KeptEvent[]>`
    select at, kind, actor, facts from payments.events where authority = ${order.authority} and order_id = ${order.orderId} order by number`
}

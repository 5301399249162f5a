import { randomUUID } from 'node:crypto'
import type { AnySql, TransactionSql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { PaymentEventKind, PaymentEventSeen } from '../contract.ts'

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

/** Of these authorities, the newest first, with whose order it is. */
export async function listEvents(sql: AnySql, authorities: readonly string[], limit: number): Promise<readonly PaymentEventSeen[]> {
  return sql<PaymentEventSeen[]>`
    select e.event_id as "eventId", e.at, e.kind, e.actor, e.facts, e.order_id as "orderId", o.payer_name as "payerName"
    from unnest(${authorities as string[]}::text[]) as wanted (authority)
    cross join lateral (select * from payments.events e where e.authority = wanted.authority order by e.number desc limit ${limit}) e
    left join payments.orders o on o.authority = e.authority and o.order_id = e.order_id
    order by e.number desc limit ${limit}`
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

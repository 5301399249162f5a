import type { TransactionSql } from '@ruqsat/database'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { Order, RefundWhy } from '../contract.ts'
import { nextStatus } from '../core/status.ts'
import { writeEvent } from '../store/events.ts'
import { lockOrder, type OrderKey, setPartsUntil, setStatus } from '../store/orders.ts'
import { countedOf } from '../store/receipts.ts'
import type { PaymentParts } from './deps.ts'
import { findRow, readOrder } from './order-view.ts'
import { owe } from './record-statement.ts'

// A fee that came in part. It waits for the rest as long as the installation says; then, or when the payer wants it, all of it goes back.

/** Everything that counts for the order is written down as owed back, or so many of a hundred parts of each payment; false where there is nothing. */
export async function oweCounted(
  work: PaymentParts,
  tx: TransactionSql,
  { authority, orderId }: OrderKey,
  why: Exclude<RefundWhy, 'overpaid'>,
  percent = 100,
): Promise<boolean> {
  const counted = (await countedOf(tx, { authority, orderId })).filter(({ amountTiyn }) => amountTiyn > 0)
  for (const { receiptId, amountTiyn } of counted) {
    // Of each payment something goes back: none of them counts for the order any more.
    const back = Math.max(1, Math.round((amountTiyn * percent) / 100)) as typeof amountTiyn
    await owe(work, tx, { authority, orderId, receiptId, amountTiyn: back, why })
  }
  return counted.length > 0
}

/** Once; where the rest has come meanwhile nothing changes. */
export async function returnParts(work: PaymentParts, key: OrderKey, actor: 'payer' | 'system'): Promise<void> {
  await work.database.sql.begin(async (tx) => {
    const order = await lockOrder(tx, key)
    if (order === null) return
    const cell = nextStatus(order.status, 'returnParts')
    await setPartsUntil(tx, key, null)
    if ('refused' in cell || cell.to === order.status) return
    await oweCounted(work, tx, key, 'partOnly')
    await setStatus(tx, key, { from: order.status, to: cell.to })
    const { authority, orderId } = key
    await writeEvent(tx, { authority, orderId, at: await work.legalClock.now(tx), kind: 'partsReturned', actor, facts: {} })
  })
  work.wake()
}

/** The payer wants back what came in part. */
export async function returnPartsOf(work: PaymentParts, orderId: string): Promise<Order | Refusal> {
  const row = await findRow(work, orderId)
  if (isRefusal(row)) return row
  await returnParts(work, row, 'payer')
  return readOrder(work, orderId)
}

// Orders as programs of their owner see them.
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { ListedOrder, OrderOwner, PaymentOrders } from '../contract.ts'
import { refusePayment } from '../refusals.ts'
import { listOrderIds, type OrderPlace, type OrderRow } from '../store/orders.ts'
import { refundsOf } from '../store/refunds.ts'
import type { PaymentParts } from './deps.ts'
import { findRow, orderView } from './order-view.ts'

type Work = Pick<PaymentParts, 'database' | 'publicOrigin' | 'press'>

export function openOrderList(work: Work): PaymentOrders {
  return {
    async list(owner, { after, limit, status }) {
      const place = after === undefined ? undefined : placeFrom(after)
      if (place === null) return null
      const found = await listOrderIds(work.database.sql, owner, { limit: limit + 1, after: place, status })
      const shown = found.slice(0, limit)
      const orders = await Promise.all(shown.map(({ orderId }) => listedOrder(work, owner, orderId)))
      const last = shown.at(-1)
      return {
        orders: orders.filter((order): order is ListedOrder => !isRefusal(order)),
        next: found.length > limit && last !== undefined ? `${last.createdAt}~${last.orderId}` : null,
      }
    },
    read: (owner, orderId) => listedOrder(work, owner, orderId),
  }
}

async function listedOrder(work: Work, owner: OrderOwner, orderId: string): Promise<ListedOrder | Refusal> {
  const row = await findRow(work, orderId)
  if ('kind' in row) return row
  if (!isOf(row, owner)) return refusePayment('order-not-found')
  const { authority, purpose, createdAt } = row
  return { ...orderView(work, row, await refundsOf(work.database.sql, row)), authority, purpose, createdAt }
}

function isOf({ authority, payerBin }: OrderRow, owner: OrderOwner): boolean {
  return 'bin' in owner ? payerBin === owner.bin : authority === owner.authority
}

function placeFrom(text: string): OrderPlace | null {
  const [, createdAt, orderId] = /^(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)~([0-9a-f-]{36})$/.exec(text) ?? []
  return createdAt === undefined || orderId === undefined || Number.isNaN(Date.parse(createdAt)) ? null : { createdAt, orderId }
}

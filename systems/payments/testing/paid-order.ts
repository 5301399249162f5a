import type { Order, OrderRequest } from '../contract.ts'
import { goToBank } from '../work/go-to-bank.ts'
import { recordStatement } from '../work/record-statement.ts'
import { DALA, type Fixture, newOrder } from './fixture.ts'

/** An order that somebody has paid at the first bank. */
export async function paidOrder(fixture: Fixture, change: Partial<OrderRequest> = {}): Promise<Order> {
  const order = await newOrder(fixture.room, change)
  await goToBank(fixture.work, order.orderId, 'kk', 'dala')
  await recordStatement(fixture.work, DALA, fixture.bank.pay([...fixture.bank.sessions.keys()].at(-1)!))
  return order
}

import { randomUUID } from 'node:crypto'
import type { TransactionSql } from '@ruqsat/database'
import type { Tiyn } from '@ruqsat/foundation'
import type { RefundWhy } from '../contract.ts'
import type { OrderKey } from '../store/orders.ts'
import { insertRefund } from '../store/refunds.ts'
import type { PaymentParts } from './deps.ts'

/** Money that is owed back is written down within the transaction that finds it so. */
export async function owe(
  work: PaymentParts,
  tx: TransactionSql,
  owed: OrderKey & { readonly receiptId: string; readonly amountTiyn: Tiyn; readonly why: RefundWhy },
): Promise<void> {
  const requestedAt = await work.legalClock.now(tx)
  await insertRefund(tx, { refundId: randomUUID(), ...owed, requestedAt, askAt: work.technicalClock.now() })
}

import { type AnySql, firstRow } from '@ruqsat/database'
import type { Instant, Tiyn } from '@ruqsat/foundation'
import type { OrderKey } from './orders.ts'

/** The payment that made an order paid, as its receipt names it. */
export type PaidFact = {
  readonly receiptId: string
  readonly bank: string
  readonly bankReference: string
  readonly paidAt: Instant
}

/** Also where the money has gone back since: that it was paid stays true. */
export async function factOf(sql: AnySql, { authority, orderId }: OrderKey): Promise<PaidFact | null> {
  return firstRow(sql<PaidFact[]>`
    select receipt_id as "receiptId", bank, bank_reference as "bankReference", paid_at as "paidAt"
    from payments.receipts where authority = ${authority} and order_id = ${orderId} and meaning = 'fact'`)
}

/** What the fee was paid in, oldest first, where it came in parts. */
export async function partsOfPaid(
  sql: AnySql,
  { authority, orderId }: OrderKey,
): Promise<readonly { readonly bankReference: string; readonly amountTiyn: Tiyn }[]> {
  return sql<{ bankReference: string; amountTiyn: Tiyn }[]>`
    select bank_reference as "bankReference", amount_tiyn as "amountTiyn" from payments.receipts
    where authority = ${authority} and order_id = ${orderId} and meaning in ('part', 'fact') order by received_at, receipt_id`
}

type SealedKey = { readonly authority: string; readonly receiptId: string }

export async function findSealed(sql: AnySql, { authority, receiptId }: SealedKey): Promise<Uint8Array | null> {
  const row = await firstRow(sql<{ pdf: Uint8Array }[]>`
    select pdf from payments.sealed_receipts where authority = ${authority} and receipt_id = ${receiptId}`)
  return row?.pdf ?? null
}

/** Kept once: of two that were made at the same time the first stays. */
export async function insertSealed(
  sql: AnySql,
  sealed: SealedKey & { readonly pdf: Uint8Array; readonly sha256: string; readonly sealedAt: Instant },
): Promise<void> {
  await sql`
    insert into payments.sealed_receipts (authority, receipt_id, pdf, sha256, sealed_at)
    values (${sealed.authority}, ${sealed.receiptId}, ${sealed.pdf}, ${sealed.sha256}, ${sealed.sealedAt}) on conflict (authority, receipt_id) do nothing`
}

import { firstRow, type Sql } from '@ruqsat/database'
import type { Submission } from '@ruqsat/caseflow/host'

export type StoredRequest = { readonly content: Uint8Array; readonly attachments: Submission['attachments'] }

export async function readRequest(sql: Sql, authority: string, caseId: string): Promise<StoredRequest | null> {
  return firstRow(
    sql<StoredRequest[]>`select content, attachments from licensing.request where authority = ${authority} and case_id = ${caseId}`,
  )
}

/** The case that this payment belongs to, or null. */
export async function caseOfPayment(sql: Sql, authority: string, orderId: string): Promise<string | null> {
  const [row] = await sql<
    { caseId: string }[]
  >`select case_id as "caseId" from licensing.request where authority = ${authority} and payment_order_id = ${orderId}`
  return row?.caseId ?? null
}

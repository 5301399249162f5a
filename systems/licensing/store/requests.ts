import { firstRow, type Sql } from '@ruqsat/database'
import type { Submission } from '@ruqsat/caseflow/host'
import type { Instant, Json } from '@ruqsat/foundation'

export type StoredRequest = { readonly content: Uint8Array; readonly attachments: Submission['attachments'] }

export async function readRequest(sql: Sql, authority: string, caseId: string): Promise<StoredRequest | null> {
  return firstRow(
    sql<StoredRequest[]>`select content, attachments from licensing.request where authority = ${authority} and case_id = ${caseId}`,
  )
}

/** A request that was corrected, by its digest. */
export async function readRequestVersion(
  sql: Sql,
  authority: string,
  caseId: string,
  requestSha256: string,
): Promise<StoredRequest | null> {
  return firstRow(
    sql<StoredRequest[]>`select content, attachments from licensing.request_version
      where authority = ${authority} and case_id = ${caseId} and request_sha256 = ${requestSha256}`,
  )
}

/** What `host_commit` keeps with the event that names it: signed bytes of the applicant, with what their signature rests on. */
export type RequestVersion = {
  readonly requestSha256: string
  readonly contentBase64: string
  readonly cmsBase64: string
  readonly evidence: Json
  readonly attachments: Submission['attachments']
  readonly receivedAt: Instant
}

/** The case that this payment belongs to, or null. */
export async function caseOfPayment(sql: Sql, authority: string, orderId: string): Promise<string | null> {
  const [row] = await sql<
    { caseId: string }[]
  >`select case_id as "caseId" from licensing.request where authority = ${authority} and payment_order_id = ${orderId}`
  return row?.caseId ?? null
}

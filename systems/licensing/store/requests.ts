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

export type RequestVersionRow = StoredRequest & {
  readonly authority: string
  readonly caseId: string
  readonly requestSha256: string
  readonly cms: Uint8Array
  readonly evidence: Json
  readonly receivedAt: Instant
}

/** Before the case names it, the same bytes may be signed again; a signature that an event of the case names is never written over. */
export async function storeRequestVersion(sql: Sql, row: RequestVersionRow): Promise<void> {
  await sql`insert into licensing.request_version as kept (authority, case_id, request_sha256, content, cms, evidence, attachments, received_at)
    values (${row.authority}, ${row.caseId}, ${row.requestSha256}, ${Buffer.from(row.content)}, ${Buffer.from(row.cms)}, ${sql.json(row.evidence as never)},
      ${sql.json(row.attachments as never)}, ${row.receivedAt})
    on conflict (authority, case_id, request_sha256) do update set cms = excluded.cms, evidence = excluded.evidence, received_at = excluded.received_at
      where not exists (select from licensing.event e where e.authority = kept.authority and e.case_id = kept.case_id
        and e.body->>'signatureSha256' = encode(sha256(kept.cms), 'hex'))`
}

/** The case that this payment belongs to, or null. */
export async function caseOfPayment(sql: Sql, authority: string, orderId: string): Promise<string | null> {
  const [row] = await sql<
    { caseId: string }[]
  >`select case_id as "caseId" from licensing.request where authority = ${authority} and payment_order_id = ${orderId}`
  return row?.caseId ?? null
}

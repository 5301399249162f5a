import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { Evidence } from '@ruqsat/trust/contract'

/** What was signed for a request number, as it is kept for ever. */
export type SignedRequestRow = {
  readonly draftId: string
  readonly content: Uint8Array
  readonly contentSha256: string
  readonly cms: Uint8Array
  readonly evidence: Evidence | null
  readonly signedAt: Instant
  readonly registeredAt: Instant
}

/** The signed request of this account with this number, or null. */
export async function signedRequest(sql: AnySql, accountId: string, requestNumber: string): Promise<SignedRequestRow | null> {
  const [row] = await sql<SignedRequestRow[]>`
    select id as "draftId", frozen as content, frozen_sha256 as "contentSha256", cms, evidence, signed_at as "signedAt", registered_at as "registeredAt"
    from portal.draft
    where account_id = ${accountId} and request_number = ${requestNumber} and frozen is not null and cms is not null and signed_at is not null`
  return row ?? null
}

export type AttachmentName = { readonly id: string; readonly name: string }

export async function attachmentNames(sql: AnySql, draftId: string): Promise<readonly AttachmentName[]> {
  return sql<AttachmentName[]>`select id, name from portal.attachment where draft_id = ${draftId} order by attached_at, name, id`
}

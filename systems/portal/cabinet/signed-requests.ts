import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { Draft } from '../application/drafts/model.ts'
import type { Person } from '../registration/people/person.ts'
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

/** The signed request of this person or their firm with this number, or null: the first, or the one that counts where it was corrected. */
export async function signedRequest(
  sql: AnySql,
  person: Pick<Person, 'accountId' | 'bin'>,
  requestNumber: string,
  which: 'first' | 'last' = 'first',
): Promise<SignedRequestRow | null> {
  return firstRow(sql<SignedRequestRow[]>`
    select id as "draftId", frozen as content, frozen_sha256 as "contentSha256", cms, evidence, signed_at as "signedAt", registered_at as "registeredAt"
    from portal.draft
    where ${person.bin === null ? sql`account_id = ${person.accountId} and bin is null` : sql`bin = ${person.bin}`} and request_number = ${requestNumber} and frozen is not null and cms is not null and signed_at is not null and registered_at is not null
    order by registered_at ${which === 'first' ? sql`asc` : sql`desc`} limit 1`)
}

/** Whose draft a request was, and who changed it last. */
export async function draftOfRequest(
  sql: AnySql,
  person: Pick<Person, 'accountId' | 'bin'>,
  requestNumber: string,
): Promise<Pick<Draft, 'id' | 'accountId' | 'changedBy' | 'createdAt' | 'changedAt' | 'view'> | null> {
  return firstRow(sql<Pick<Draft, 'id' | 'accountId' | 'changedBy' | 'createdAt' | 'changedAt' | 'view'>[]>`
    select id, account_id as "accountId", changed_by as "changedBy", created_at as "createdAt", changed_at as "changedAt", view
    from portal.draft
    where ${person.bin === null ? sql`account_id = ${person.accountId} and bin is null` : sql`bin = ${person.bin}`} and request_number = ${requestNumber} and corrects is null`)
}

import type { Sql } from '@ruqsat/database'
import type { Instant, LocalDate } from '@ruqsat/foundation'
import type { Party } from '@ruqsat/caseflow/host'
import type { EntryChange } from '../contract.ts'
import type { KeptState } from '../core/transitions.ts'
import { type KeptParty, partyFrom } from './parties.ts'

/** The serial that is reserved for this case; asked again, the same one. */
export async function reserveSerial(sql: Sql, authority: string, caseId: string, letters: string, at: Instant): Promise<number> {
  const [row] = await sql<
    { serial: number }[]
  >`select licensing.reserve_serial(${authority}, ${caseId}, ${letters}, ${at}::timestamptz) as serial`
  return row!.serial
}

export type LicenceRow = KeptState & {
  readonly number: string
  readonly authority: string
  /** The paper that is in force. */
  readonly documentId: string
  readonly editionHash: string
  readonly variant: string
  readonly issuedOn: LocalDate
  readonly documentSha256: string
  readonly holder: Party | null
}

export async function findLicence(sql: Sql, number: string): Promise<LicenceRow | null> {
  const [row] = await sql<(Omit<LicenceRow, 'holder'> & { readonly holder: KeptParty | null })[]>`
    select l.number, l.authority, l.document_id as "documentId", l.edition_hash as "editionHash", l.variant, l.issued_on as "issuedOn", l.valid_from as "validFrom", l.valid_until as "validUntil",
      l.suspended_until as "suspendedUntil", l.status, l.document_sha256 as "documentSha256", p.data as holder
    from licensing.licence l
    left join licensing.party p on p.authority = l.authority and p.digest = l.holder_ref
    where l.number = ${number}`
  return row === undefined ? null : { ...row, holder: partyFrom(row.holder) }
}

export type ChangeRow = Pick<EntryChange, 'kind' | 'otherNumber' | 'until' | 'by'> & {
  readonly at: Instant
  readonly editionHash: string
  readonly variant: string
  readonly caseId: string
}

/** What became of a number, oldest first. */
export function changesOf(sql: Sql, { authority, number }: Pick<LicenceRow, 'authority' | 'number'>): Promise<readonly ChangeRow[]> {
  return sql<ChangeRow[]>`
    select h.kind, h.at, h.other_number as "otherNumber", h.until, h.edition_hash as "editionHash", h.variant, d.case_id as "caseId", d.signer_position as by
    from licensing.licence_history h join licensing.document d on d.authority = h.authority and d.document_id = h.document_id
    where h.authority = ${authority} and h.number = ${number} order by h.sequence`
}

/** How often what was done to a number, by the name of the change. */
export async function changeCounts(
  sql: Sql,
  { authority, number }: Pick<LicenceRow, 'authority' | 'number'>,
): Promise<Record<string, number>> {
  const rows = await sql<{ kind: string; times: number }[]>`
    select h.kind, count(*)::int as times from licensing.licence_history h where h.authority = ${authority} and h.number = ${number} group by h.kind`
  return Object.fromEntries(rows.map(({ kind, times }) => [kind, times]))
}

export type LaterPaper = { readonly number: string; readonly signedAt: Instant }

/** The paper that is in force of the number that this signed file (SHA-256, hex) is of, where that is another and later one. */
export async function laterPaperOf(sql: Sql, sha256: string): Promise<LaterPaper | null> {
  const [row] = await sql<LaterPaper[]>`
    select l.number, max(h.at) as "signedAt" from licensing.signed_file f
    join licensing.document d on d.authority = f.authority and d.document_id = f.document_id
    join licensing.licence l on l.authority = d.authority and l.number = d.number and l.document_sha256 <> f.sha256
    join licensing.licence_history own on own.authority = l.authority and own.number = l.number and own.document_id = d.document_id
    join licensing.licence_history h on h.authority = l.authority and h.number = l.number and h.document_id = l.document_id
    where f.sha256 = ${sha256} group by l.number`
  return row ?? null
}

import type { Sql } from '@ruqsat/database'
import type { Instant, LocalDate, LocalText } from '@ruqsat/foundation'
import type { Party } from '@ruqsat/caseflow/host'
import type { LicenceStatus } from '../contract.ts'
import { type KeptParty, partyFrom } from './parties.ts'

/** The serial that is reserved for this case; asked again, the same one. */
export async function reserveSerial(sql: Sql, authority: string, caseId: string, letters: string, at: Instant): Promise<number> {
  const [row] = await sql<
    { serial: number }[]
  >`select licensing.reserve_serial(${authority}, ${caseId}, ${letters}, ${at}::timestamptz) as serial`
  return row!.serial
}

export type LicenceRow = {
  readonly number: string
  readonly editionHash: string
  readonly variant: string
  readonly issuedOn: LocalDate
  readonly status: LicenceStatus
  readonly statusSince: Instant
  readonly documentSha256: string
  readonly holder: Party | null
  readonly signerName: string
  readonly signerPosition: LocalText
}

export async function findLicence(sql: Sql, number: string): Promise<LicenceRow | null> {
  const [row] = await sql<(Omit<LicenceRow, 'holder'> & { readonly holder: KeptParty | null })[]>`
    select l.number, l.edition_hash as "editionHash", l.variant, l.issued_on as "issuedOn", l.status, l.status_since as "statusSince", l.document_sha256 as "documentSha256",
      p.data as holder, d.signer_name as "signerName", d.signer_position as "signerPosition"
    from licensing.licence l
    join licensing.document d on d.authority = l.authority and d.document_id = l.document_id
    left join licensing.party p on p.authority = l.authority and p.digest = l.holder_ref
    where l.number = ${number}`
  return row === undefined ? null : { ...row, holder: partyFrom(row.holder) }
}

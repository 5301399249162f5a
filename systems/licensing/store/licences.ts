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
  readonly editionHash: string
  readonly variant: string
  readonly issuedOn: LocalDate
  readonly documentSha256: string
  readonly holder: Party | null
}

export async function findLicence(sql: Sql, number: string): Promise<LicenceRow | null> {
  const [row] = await sql<(Omit<LicenceRow, 'holder'> & { readonly holder: KeptParty | null })[]>`
    select l.number, l.authority, l.edition_hash as "editionHash", l.variant, l.issued_on as "issuedOn", l.valid_from as "validFrom", l.valid_until as "validUntil",
      l.suspended_until as "suspendedUntil", l.status, l.document_sha256 as "documentSha256", p.data as holder
    from licensing.licence l
    left join licensing.party p on p.authority = l.authority and p.digest = l.holder_ref
    where l.number = ${number}`
  return row === undefined ? null : { ...row, holder: partyFrom(row.holder) }
}

export type ChangeRow = Pick<EntryChange, 'kind' | 'otherNumber' | 'until'> & {
  readonly at: Instant
  readonly editionHash: string
  readonly variant: string
}

/** What became of a number, oldest first. */
export function changesOf(sql: Sql, { authority, number }: Pick<LicenceRow, 'authority' | 'number'>): Promise<readonly ChangeRow[]> {
  return sql<ChangeRow[]>`
    select kind, at, other_number as "otherNumber", until, edition_hash as "editionHash", variant
    from licensing.licence_history where authority = ${authority} and number = ${number} order by sequence`
}

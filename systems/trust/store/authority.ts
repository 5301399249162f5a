import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export type AuthorityName = 'root' | 'issuing' | 'time-stamping'
export type AuthorityRow = { readonly name: AuthorityName; readonly certificate: Uint8Array; readonly encryptedKey: Uint8Array }

export async function readAuthority(sql: AnySql): Promise<AuthorityRow[]> {
  return sql<AuthorityRow[]>`
    select name, certificate, encrypted_key as "encryptedKey" from trust.authority where name in ('root', 'issuing', 'time-stamping')`
}

/** Serialises the making of the authority among processes that start at once; held until the transaction ends. */
export async function lockAuthority(sql: AnySql): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('trust.authority', 0))`
}

export async function insertAuthority(sql: AnySql, row: AuthorityRow, madeAt: Instant): Promise<void> {
  await sql`
    insert into trust.authority (name, certificate, encrypted_key, made_at)
    values (${row.name}, ${Buffer.from(row.certificate)}, ${Buffer.from(row.encryptedKey)}, ${madeAt})`
}

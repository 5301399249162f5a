import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { AuthorityService, RevocationFault } from '../contract.ts'

export type CertificateRow = {
  readonly serial: string
  readonly issuer: 'root' | 'issuing'
  readonly subjectDigest: Uint8Array
  readonly notBefore: Instant
  readonly notAfter: Instant
  readonly issuedAt: Instant
}

export type StatusRow = { readonly serial: string; readonly revokedAt: Instant | null; readonly reason: number | null }

/** Fails on a serial that is taken: the primary key is the promise that serials are unique. */
export async function insertCertificate(sql: AnySql, row: CertificateRow): Promise<void> {
  await sql`
    insert into trust.certificate (serial, issuer, subject_digest, not_before, not_after, issued_at)
    values (${row.serial}, ${row.issuer}, ${Buffer.from(row.subjectDigest)}, ${row.notBefore}, ${row.notAfter}, ${row.issuedAt})`
}

/** The first revocation counts; null where the register has no such serial. */
export async function revoke(sql: AnySql, serial: string, at: Instant, reason: number): Promise<Instant | null> {
  return firstRow(
    sql<{ revokedAt: Instant }[]>`
    update trust.certificate
    set revoked_at = coalesce(revoked_at, ${at}), revocation_reason = coalesce(revocation_reason, ${reason})
    where serial = ${serial}
    returning revoked_at as "revokedAt"`,
    ({ revokedAt }) => revokedAt,
  )
}

/** A revocation becomes known at its instant, so `now` bounds what is reported. */
export async function readStatus(sql: AnySql, issuer: 'root' | 'issuing', serials: readonly string[], now: Instant): Promise<StatusRow[]> {
  return sql<StatusRow[]>`
    select serial, case when revoked_at <= ${now} then revoked_at end as "revokedAt", revocation_reason as reason
    from trust.certificate
    where issuer = ${issuer} and serial = any(${[...serials]})`
}

export async function readRevoked(sql: AnySql, issuer: 'root' | 'issuing', now: Instant): Promise<StatusRow[]> {
  return sql<StatusRow[]>`
    select serial, revoked_at as "revokedAt", revocation_reason as reason
    from trust.certificate
    where issuer = ${issuer} and revoked_at <= ${now}
    order by revoked_at, serial`
}

export async function countRevoked(sql: AnySql, issuer: 'root' | 'issuing', now: Instant): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from trust.certificate where issuer = ${issuer} and revoked_at <= ${now}`
  return row!.count
}

export type RevocationListRow = {
  readonly number: number
  readonly thisUpdate: Instant
  readonly nextUpdate: Instant
  readonly revokedCount: number
  readonly der: Uint8Array
}

export async function readNewestList(sql: AnySql, issuer: 'root' | 'issuing'): Promise<RevocationListRow | null> {
  return firstRow(sql<RevocationListRow[]>`
    select number, this_update as "thisUpdate", next_update as "nextUpdate", revoked_count as "revokedCount", der
    from trust.revocation_list where issuer = ${issuer} order by number desc limit 1`)
}

export async function lockLists(sql: AnySql, issuer: 'root' | 'issuing'): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`trust.revocation_list ${issuer}`}, 0))`
}

export async function insertList(sql: AnySql, issuer: 'root' | 'issuing', row: RevocationListRow): Promise<void> {
  await sql`
    insert into trust.revocation_list (issuer, number, this_update, next_update, revoked_count, der)
    values (${issuer}, ${row.number}, ${row.thisUpdate}, ${row.nextUpdate}, ${row.revokedCount}, ${Buffer.from(row.der)})`
}

export async function readFault(sql: AnySql, service: AuthorityService): Promise<RevocationFault> {
  const [row] = await sql<{ fault: RevocationFault }[]>`select fault from trust.fault where service = ${service}`
  return row?.fault ?? 'none'
}

export async function writeFault(sql: AnySql, service: AuthorityService, fault: RevocationFault): Promise<void> {
  await sql`
    insert into trust.fault (service, fault) values (${service}, ${fault})
    on conflict (service) do update set fault = excluded.fault`
}

// The journal of packages. One visible query per function.
import { firstRow, type Sql } from '@ruqsat/database'
import type { Registered } from '@ruqsat/caseflow/host'
import type { Instant } from '@ruqsat/foundation'
import type { PackageEntry } from '../contract.ts'

export type Arrival = Omit<PackageEntry, 'outcome' | 'requestNumber' | 'refusalCode' | 'times'> & { readonly editionHash: string }

/**
 * Writes the intent before the host is asked. One that is registered keeps what it was registered with, and its answer is returned; any other
 * takes what came last: a person may have corrected and signed again.
 */
export async function arrive(sql: Sql, one: Arrival): Promise<Registered | null> {
  const [row] = await sql<{ caseId: string | null; requestNumber: string; registeredAt: Instant }[]>`
    insert into regional.package as p
      (authority, package_id, regulation, edition_hash, view, signer, content_sha256, signature_sha256, outcome, arrived_at)
    values (${one.authority}, ${one.packageId}, ${one.regulation}, ${one.editionHash}, ${one.view}, ${one.signer}, ${one.contentSha256},
      ${one.signatureSha256}, 'arrived', ${one.arrivedAt})
    on conflict (authority, package_id) do update set
      times = p.times + 1,
      edition_hash = case when p.outcome = 'registered' then p.edition_hash else excluded.edition_hash end,
      view = case when p.outcome = 'registered' then p.view else excluded.view end,
      signer = case when p.outcome = 'registered' then p.signer else excluded.signer end,
      content_sha256 = case when p.outcome = 'registered' then p.content_sha256 else excluded.content_sha256 end,
      signature_sha256 = case when p.outcome = 'registered' then p.signature_sha256 else excluded.signature_sha256 end,
      outcome = case when p.outcome = 'registered' then p.outcome else 'arrived' end,
      refusal_code = null
    returning case_id as "caseId", request_number as "requestNumber", registered_at as "registeredAt"`
  if (!row || row.caseId === null) return null
  return { kind: 'registered', caseId: row.caseId, requestNumber: row.requestNumber, registeredAt: row.registeredAt }
}

type Key = Pick<Arrival, 'authority' | 'packageId'>

export async function endRegistered(
  sql: Sql,
  { authority, packageId }: Key,
  { caseId, requestNumber, registeredAt }: Registered,
): Promise<void> {
  await sql`
    update regional.package set outcome = 'registered', case_id = ${caseId}, request_number = ${requestNumber}, registered_at = ${registeredAt},
      refusal_code = null
    where authority = ${authority} and package_id = ${packageId}`
}

/** Of two that are under way at once the one that was registered counts. */
export async function endOtherwise(sql: Sql, { authority, packageId }: Key, refusalCode: string | null): Promise<void> {
  await sql`
    update regional.package set outcome = ${refusalCode === null ? 'waiting' : 'refused'}, refusal_code = ${refusalCode}
    where authority = ${authority} and package_id = ${packageId} and outcome <> 'registered'`
}

export async function listPackages(sql: Sql, authority: string, limit: number): Promise<readonly PackageEntry[]> {
  return sql<PackageEntry[]>`
    select package_id as "packageId", authority, regulation, view, signer, content_sha256 as "contentSha256",
      signature_sha256 as "signatureSha256", outcome, request_number as "requestNumber", refusal_code as "refusalCode", times,
      arrived_at as "arrivedAt"
    from regional.package where authority = ${authority} order by arrived_at desc, package_id limit ${limit}`
}

type Part = { readonly authority: string; readonly sha256: string; readonly part: number; readonly parts: number }

/** The same part again changes nothing. False where the sender's unfinished parts would come to more than `mostBytes`: it is not kept. */
export async function keepPart(
  sql: Sql,
  { authority, sha256, part, parts }: Part,
  {
    sender,
    bytes,
    keptAt,
    mostBytes,
  }: { readonly sender: string; readonly bytes: Uint8Array; readonly keptAt: Instant; readonly mostBytes: number },
): Promise<boolean> {
  return sql.begin(async (tx) => {
    // Parts of one sender that come at once are added up one after another.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`regional sender ${sender}`}, 0))`
    const [row] = await tx<{ waiting: number; isKept: boolean }[]>`
      select coalesce(sum(length(bytes)), 0)::float8 as waiting,
        coalesce(bool_or(authority = ${authority} and sha256 = ${sha256} and parts = ${parts} and part = ${part}), false) as "isKept"
      from regional.file_part where sender = ${sender}`
    if (row!.isKept) return true
    if (row!.waiting + bytes.length > mostBytes) return false
    await tx`
      insert into regional.file_part (authority, sha256, part, parts, bytes, kept_at, sender)
      values (${authority}, ${sha256}, ${part}, ${parts}, ${Buffer.from(bytes)}, ${keptAt}, ${sender}) on conflict do nothing`
    return true
  })
}

/** The whole file, or null while a part of it is missing. */
export async function wholeFile(sql: Sql, { authority, sha256, parts }: Part): Promise<Uint8Array | null> {
  const row = await firstRow(sql<{ bytes: Uint8Array }[]>`
    select string_agg(bytes, ''::bytea order by part) as bytes from regional.file_part
    where authority = ${authority} and sha256 = ${sha256} and parts = ${parts} having count(*) = ${parts}`)
  return row === null ? null : row.bytes
}

export async function forgetParts(sql: Sql, { authority, sha256 }: Part): Promise<void> {
  await sql`delete from regional.file_part where authority = ${authority} and sha256 = ${sha256}`
}

export async function forgetPartsBefore(sql: Sql, before: Instant): Promise<void> {
  await sql`delete from regional.file_part where kept_at < ${before}`
}

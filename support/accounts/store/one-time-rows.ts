// One-time passwords as rows. Of the codes for one purpose and subject the newest is the only one that works.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export type OneTimePurpose = 'sign-in' | 'proof' | 'request'
type For = { readonly purpose: OneTimePurpose; readonly subjectDigest: string; readonly phoneDigest: string }

/** Those who ask for codes to one telephone, or for one subject, wait for each other until the transaction ends. */
export async function lockAsking(tx: AnySql, { subjectDigest, phoneDigest }: For): Promise<void> {
  for (const digest of [subjectDigest, phoneDigest].toSorted()) await tx`select pg_advisory_xact_lock(hashtextextended(${digest}, 0))`
}

/** How many codes went to this telephone, for whatever it was, or for this subject, since then: the greater of the two. */
export async function countSince(sql: AnySql, schema: string, { subjectDigest, phoneDigest }: For, since: Instant): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select greatest(count(*) filter (where phone_digest = ${phoneDigest}), count(*) filter (where subject_digest = ${subjectDigest}))::int as count
    from ${sql(schema)}.one_time_code
    where created_at > ${since} and (phone_digest = ${phoneDigest} or subject_digest = ${subjectDigest})`
  return row!.count
}

/** The code for this very subject and telephone that was sent since then and still works, or null. */
export async function underWay(
  sql: AnySql,
  schema: string,
  of: For,
  { since, triesAllowed }: { readonly since: Instant; readonly triesAllowed: number },
): Promise<{ readonly id: string } | null> {
  return firstRow(sql<{ id: string }[]>`
    select id from ${sql(schema)}.one_time_code
    where purpose = ${of.purpose} and subject_digest = ${of.subjectDigest} and phone_digest = ${of.phoneDigest}
      and created_at > ${since} and used_at is null and wrong_codes < ${triesAllowed}
    order by created_at desc limit 1`)
}

export async function insertOneTime(
  sql: AnySql,
  schema: string,
  code: For & {
    readonly id: string
    readonly accountId: string | null
    readonly codeDigest: string
    readonly at: Instant
    readonly expiresAt: Instant
  },
): Promise<void> {
  await sql`
    update ${sql(schema)}.one_time_code set used_at = ${code.at}
    where purpose = ${code.purpose} and subject_digest = ${code.subjectDigest} and used_at is null`
  await sql`
    insert into ${sql(schema)}.one_time_code (id, purpose, account_id, subject_digest, phone_digest, code_digest, created_at, expires_at)
    values (${code.id}, ${code.purpose}, ${code.accountId}, ${code.subjectDigest}, ${code.phoneDigest}, ${code.codeDigest}, ${code.at}, ${code.expiresAt})`
}

export type OpenOneTime = { readonly id: string; readonly accountId: string | null; readonly codeDigest: string; readonly sentAt: Instant }

/** Counts the try first, so that parallel guesses are counted; null where there is no such code, or it is used, out of date or guessed at too often. */
export async function tryOneTime(
  sql: AnySql,
  schema: string,
  sought: { readonly purpose: OneTimePurpose; readonly id: string } | { readonly purpose: OneTimePurpose; readonly subjectDigest: string },
  at: Instant,
  triesAllowed: number,
): Promise<OpenOneTime | null> {
  const which = 'id' in sought ? sql`id = ${sought.id}` : sql`subject_digest = ${sought.subjectDigest}`
  return firstRow(sql<OpenOneTime[]>`
    update ${sql(schema)}.one_time_code set wrong_codes = wrong_codes + 1
    where purpose = ${sought.purpose} and ${which} and used_at is null and expires_at > ${at} and wrong_codes < ${triesAllowed}
    returning id, account_id as "accountId", code_digest as "codeDigest", created_at as "sentAt"`)
}

/** True for the one caller that used it. */
export async function useOneTime(sql: AnySql, schema: string, id: string, at: Instant): Promise<boolean> {
  const used = await sql`update ${sql(schema)}.one_time_code set used_at = ${at} where id = ${id} and used_at is null returning id`
  return used.length === 1
}

export async function forgetOneTimeBefore(sql: AnySql, schema: string, before: Instant): Promise<void> {
  await sql`delete from ${sql(schema)}.one_time_code where created_at < ${before}`
}

import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export async function countResetsSince(sql: AnySql, schema: string, accountId: string, since: Instant): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from ${sql(schema)}.reset_code where account_id = ${accountId} and created_at > ${since}`
  return row?.count ?? 0
}

/** The newest code is the only one that works: older open ones are closed. */
export async function insertReset(
  sql: AnySql,
  schema: string,
  code: { readonly id: string; readonly accountId: string; readonly digest: string; readonly at: Instant; readonly expiresAt: Instant },
): Promise<void> {
  await sql`update ${sql(schema)}.reset_code set used_at = ${code.at} where account_id = ${code.accountId} and used_at is null`
  await sql`
    insert into ${sql(schema)}.reset_code (id, account_id, code_digest, created_at, expires_at)
    values (${code.id}, ${code.accountId}, ${code.digest}, ${code.at}, ${code.expiresAt})`
}

export type OpenReset = { readonly accountId: string; readonly digest: string }

/** Counts the try first, so that parallel guesses are counted; null where the code is unknown, used, out of date or guessed at too often. */
export async function tryReset(sql: AnySql, schema: string, id: string, at: Instant, triesAllowed: number): Promise<OpenReset | null> {
  const [row] = await sql<{ account_id: string; code_digest: string }[]>`
    update ${sql(schema)}.reset_code set wrong_codes = wrong_codes + 1
    where id = ${id} and used_at is null and expires_at > ${at} and wrong_codes < ${triesAllowed}
    returning account_id, code_digest`
  return row === undefined ? null : { accountId: row.account_id, digest: row.code_digest }
}

/** True for the one caller that used it. */
export async function useReset(sql: AnySql, schema: string, id: string, at: Instant): Promise<boolean> {
  const rows = await sql`update ${sql(schema)}.reset_code set used_at = ${at} where id = ${id} and used_at is null returning id`
  return rows.length === 1
}

/** A right code with a weak password may be tried again. */
export async function giveTryBack(sql: AnySql, schema: string, id: string): Promise<void> {
  await sql`update ${sql(schema)}.reset_code set wrong_codes = greatest(0, wrong_codes - 1) where id = ${id}`
}

export async function forgetResetsBefore(sql: AnySql, schema: string, before: Instant): Promise<void> {
  await sql`delete from ${sql(schema)}.reset_code where created_at < ${before}`
}

// The second factor of an account and its recovery codes. One visible query per function.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

/** Encrypted; null where there is none. */
export function readSecondFactor(sql: AnySql, schema: string, accountId: string): Promise<string | null> {
  return firstRow(
    sql<{ sealed: string | null }[]>`select second_factor as sealed from ${sql(schema)}.account where id = ${accountId}`,
    ({ sealed }) => sealed,
  )
}

export async function setSecondFactor(
  sql: AnySql,
  schema: string,
  accountId: string,
  { sealed, step }: { readonly sealed: string; readonly step: number },
): Promise<void> {
  await sql`update ${sql(schema)}.account set second_factor = ${sealed}, second_factor_step = ${step} where id = ${accountId}`
}

/** True for the one who came with a code of a later step than any before. */
export async function useStep(sql: AnySql, schema: string, accountId: string, step: number): Promise<boolean> {
  const rows = await sql`
    update ${sql(schema)}.account set second_factor_step = ${step} where id = ${accountId} and second_factor_step < ${step} returning id`
  return rows.length === 1
}

export async function removeSecondFactor(sql: AnySql, schema: string, accountId: string): Promise<void> {
  await sql`update ${sql(schema)}.account set second_factor = null where id = ${accountId}`
  await sql`delete from ${sql(schema)}.recovery_code where account_id = ${accountId}`
}

export async function replaceCodes(sql: AnySql, schema: string, accountId: string, digests: readonly string[]): Promise<void> {
  await sql`delete from ${sql(schema)}.recovery_code where account_id = ${accountId}`
  await sql`insert into ${sql(schema)}.recovery_code (account_id, code_digest) select ${accountId}::uuid, unnest(${[...digests]}::text[])`
}

/** True for the one caller that used it. */
export async function useCode(sql: AnySql, schema: string, accountId: string, digest: string, at: Instant): Promise<boolean> {
  const rows = await sql`
    update ${sql(schema)}.recovery_code set used_at = ${at}
    where account_id = ${accountId} and code_digest = ${digest} and used_at is null returning code_digest`
  return rows.length === 1
}

export async function countCodes(sql: AnySql, schema: string, accountId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from ${sql(schema)}.recovery_code where account_id = ${accountId} and used_at is null`
  return row?.count ?? 0
}

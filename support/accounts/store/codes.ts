// Codes that were sent and are typed: for a lost password (`reset_code`), and to confirm a telephone or an address (`contact_code`). The newest
// one is the only one that works.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { Channel } from '../types.ts'

type Table = 'reset_code' | 'contact_code'
type Of = { readonly accountId: string; readonly channel: Channel }
type NewCode = { readonly id: string; readonly digest: string; readonly at: Instant; readonly expiresAt: Instant }

const isOne = async (changed: PromiseLike<readonly unknown[]>): Promise<boolean> => (await changed).length === 1

/** Requests for a code of one account wait for each other. */
export const lockAccountRow = (tx: AnySql, schema: string, accountId: string) =>
  tx`select 1 from ${tx(schema)}.account where id = ${accountId} for update`

/** How many codes the account was sent since then; with `channel`, by it. */
export async function countCodesSince(
  sql: AnySql,
  schema: string,
  table: Table,
  since: Instant,
  of: { accountId: string; channel?: Channel },
) {
  const byChannel = of.channel === undefined ? sql`` : sql`and channel = ${of.channel}`
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from ${sql(schema)}.${sql(table)}
    where account_id = ${of.accountId} and created_at > ${since} ${byChannel}`
  return row!.count
}

/** Whether a code that still works was sent to this very address since then. One that was guessed at too often works no more. */
export async function isCodeUnderWay(
  sql: AnySql,
  schema: string,
  { accountId, channel }: Of,
  { addressDigest, since, triesAllowed }: { readonly addressDigest: string; readonly since: Instant; readonly triesAllowed: number },
): Promise<boolean> {
  const rows = await sql`
    select 1 from ${sql(schema)}.contact_code where account_id = ${accountId} and channel = ${channel} and used_at is null
      and created_at > ${since} and address_digest = ${addressDigest} and wrong_codes < ${triesAllowed}`
  return rows.length > 0
}

export async function insertContactCode(
  sql: AnySql,
  schema: string,
  code: Of & NewCode & { readonly addressDigest: string },
): Promise<void> {
  const { id, accountId, channel, digest, addressDigest, at, expiresAt } = code
  await sql`
    update ${sql(schema)}.contact_code set used_at = ${at} where account_id = ${accountId} and channel = ${channel} and used_at is null`
  await sql`
    insert into ${sql(schema)}.contact_code (id, account_id, channel, address_digest, code_digest, created_at, expires_at)
    values (${id}, ${accountId}, ${channel}, ${addressDigest}, ${digest}, ${at}, ${expiresAt})`
}

export async function insertReset(sql: AnySql, schema: string, code: NewCode & { readonly accountId: string }): Promise<void> {
  await sql`update ${sql(schema)}.reset_code set used_at = ${code.at} where account_id = ${code.accountId} and used_at is null`
  await sql`
    insert into ${sql(schema)}.reset_code (id, account_id, code_digest, created_at, expires_at)
    values (${code.id}, ${code.accountId}, ${code.digest}, ${code.at}, ${code.expiresAt})`
}

export type OpenCode = { readonly id: string; readonly accountId: string; readonly digest: string }

/**
 * Counts the try first, so that parallel guesses are counted; null where the code (or each of the channel) is unknown, used, out of date or was
 * guessed at too often.
 */
export async function tryCode(
  sql: AnySql,
  schema: string,
  sought: { readonly id: string } | Of,
  at: Instant,
  triesAllowed: number,
): Promise<OpenCode | null> {
  const [table, which] =
    'id' in sought
      ? (['reset_code', sql`id = ${sought.id}`] as const)
      : (['contact_code', sql`account_id = ${sought.accountId} and channel = ${sought.channel}`] as const)
  return firstRow(sql<OpenCode[]>`
    update ${sql(schema)}.${sql(table)} set wrong_codes = wrong_codes + 1
    where ${which} and used_at is null and expires_at > ${at} and wrong_codes < ${triesAllowed}
    returning id, account_id as "accountId", code_digest as digest`)
}

/** True for the one caller that used it. */
export function markUsed(sql: AnySql, schema: string, table: Table, id: string, at: Instant): Promise<boolean> {
  return isOne(sql`update ${sql(schema)}.${sql(table)} set used_at = ${at} where id = ${id} and used_at is null returning id`)
}

/** A right code with a weak password may be tried again. */
export async function giveTryBack(sql: AnySql, schema: string, id: string): Promise<void> {
  await sql`update ${sql(schema)}.reset_code set wrong_codes = greatest(0, wrong_codes - 1) where id = ${id}`
}

/** Marks the contact as confirmed where it is still the one that the code was sent to. */
export function markConfirmed(sql: AnySql, schema: string, { accountId, channel }: Of, address: string, at: Instant): Promise<boolean> {
  const value = channel === 'sms' ? 'phone' : 'email'
  return isOne(sql`
    update ${sql(schema)}.account set ${sql(`${value}_confirmed_at`)} = ${at}
    where id = ${accountId} and ${sql(value)} = ${address} returning id`)
}

/** Codes, and counts of logins that do not exist. */
export async function forgetBefore(sql: AnySql, schema: string, before: Instant): Promise<void> {
  await sql`delete from ${sql(schema)}.contact_code where created_at < ${before}`
  await sql`delete from ${sql(schema)}.reset_code where created_at < ${before}`
  await sql`delete from ${sql(schema)}.unknown_login where last_at < ${before}`
}

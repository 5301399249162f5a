import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { Channel } from '../types.ts'

type Of = { readonly accountId: string; readonly channel: Channel }

export async function countContactCodesSince(sql: AnySql, schema: string, { accountId, channel }: Of, since: Instant): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from ${sql(schema)}.contact_code
    where account_id = ${accountId} and channel = ${channel} and created_at > ${since}`
  return row?.count ?? 0
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

/** The newest code of a channel is the only one that works: older open ones are closed. */
export async function insertContactCode(
  sql: AnySql,
  schema: string,
  code: Of & {
    readonly id: string
    readonly digest: string
    readonly addressDigest: string
    readonly at: Instant
    readonly expiresAt: Instant
  },
): Promise<void> {
  const { id, accountId, channel, digest, addressDigest, at, expiresAt } = code
  await sql`
    update ${sql(schema)}.contact_code set used_at = ${at} where account_id = ${accountId} and channel = ${channel} and used_at is null`
  await sql`
    insert into ${sql(schema)}.contact_code (id, account_id, channel, address_digest, code_digest, created_at, expires_at)
    values (${id}, ${accountId}, ${channel}, ${addressDigest}, ${digest}, ${at}, ${expiresAt})`
}

/** Counts the try first, so that parallel guesses are counted; null where no code is open, or it was guessed at too often. */
export async function tryContactCode(
  sql: AnySql,
  schema: string,
  { accountId, channel }: Of,
  at: Instant,
  triesAllowed: number,
): Promise<{ readonly id: string; readonly digest: string } | null> {
  const [row] = await sql<{ id: string; digest: string }[]>`
    update ${sql(schema)}.contact_code set wrong_codes = wrong_codes + 1
    where account_id = ${accountId} and channel = ${channel} and used_at is null and expires_at > ${at} and wrong_codes < ${triesAllowed}
    returning id, code_digest as digest`
  return row ?? null
}

/** True for the one caller that used it. */
export async function useContactCode(sql: AnySql, schema: string, id: string, at: Instant): Promise<boolean> {
  const rows = await sql`update ${sql(schema)}.contact_code set used_at = ${at} where id = ${id} and used_at is null returning id`
  return rows.length === 1
}

/** Marks the contact as confirmed where it is still the one that the code was sent to. */
export async function confirmContact(
  sql: AnySql,
  schema: string,
  { accountId, channel }: Of,
  address: string,
  at: Instant,
): Promise<boolean> {
  const [value, confirmed] = channel === 'sms' ? ['phone', 'phone_confirmed_at'] : ['email', 'email_confirmed_at']
  const rows = await sql`
    update ${sql(schema)}.account set ${sql(confirmed!)} = ${at} where id = ${accountId} and ${sql(value!)} = ${address} returning id`
  return rows.length === 1
}

export async function forgetContactCodesBefore(sql: AnySql, schema: string, before: Instant): Promise<void> {
  await sql`delete from ${sql(schema)}.contact_code where created_at < ${before}`
}

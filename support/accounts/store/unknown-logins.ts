import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export type UnknownLogin = { readonly wrongPasswords: number; readonly lockedUntil: Instant | null }

export async function findUnknownLogin(sql: AnySql, schema: string, digest: string): Promise<UnknownLogin | null> {
  const [row] = await sql<{ wrong_passwords: number; locked_until: Instant | null }[]>`
    select wrong_passwords, locked_until from ${sql(schema)}.unknown_login where login_digest = ${digest}`
  return row === undefined ? null : { wrongPasswords: row.wrong_passwords, lockedUntil: row.locked_until }
}

export async function countUnknown(sql: AnySql, schema: string, digest: string, at: Instant): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    insert into ${sql(schema)}.unknown_login as known (login_digest, wrong_passwords, last_at) values (${digest}, 1, ${at})
    on conflict (login_digest) do update set wrong_passwords = known.wrong_passwords + 1, last_at = ${at}
    returning wrong_passwords as count`
  return row?.count ?? 1
}

export async function lockUnknown(sql: AnySql, schema: string, digest: string, until: Instant): Promise<void> {
  await sql`update ${sql(schema)}.unknown_login set locked_until = greatest(locked_until, ${until}) where login_digest = ${digest}`
}

export async function forgetUnknownBefore(sql: AnySql, schema: string, before: Instant): Promise<void> {
  await sql`delete from ${sql(schema)}.unknown_login where last_at < ${before}`
}

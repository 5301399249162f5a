import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

/** Until when the login is locked; null where it is not. */
export async function findUnknownLock(sql: AnySql, schema: string, digest: string): Promise<Instant | null> {
  return firstRow(
    sql<{ until: Instant | null }[]>`
    select locked_until as until from ${sql(schema)}.unknown_login where login_digest = ${digest}`,
    ({ until }) => until,
  )
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

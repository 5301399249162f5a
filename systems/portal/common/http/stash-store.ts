import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

/** What was posted after a session had ended, under the digest of a token that only that browser's session holds. */

/** Of all addresses together: sessions end one by one, and what is kept is gone after a day. Beyond this somebody fills the disk. */
const MOST_KEPT = 5_000

export async function keepStash(
  sql: AnySql,
  stash: {
    readonly tokenSha256: string
    readonly path: string
    readonly values: Readonly<Record<string, string>>
    readonly keptUntil: Instant
  },
): Promise<void> {
  await sql`
    insert into portal.stash (token_sha256, path, field_values, kept_until)
    select ${stash.tokenSha256}, ${stash.path}, ${sql.json(stash.values)}, ${stash.keptUntil}::timestamptz
    where (select count(*) from portal.stash) < ${MOST_KEPT}`
}

/** Gives the values out once, for the page they were posted from. */
export async function takeStashed(
  sql: AnySql,
  tokenSha256: string,
  path: string,
  now: Instant,
): Promise<Readonly<Record<string, string>> | null> {
  return firstRow(
    sql<{ fieldValues: Record<string, string> }[]>`
    delete from portal.stash where token_sha256 = ${tokenSha256} and path = ${path} and kept_until > ${now} returning field_values as "fieldValues"`,
    ({ fieldValues }) => fieldValues,
  )
}

export async function forgetStashesBefore(sql: AnySql, now: Instant): Promise<void> {
  await sql`delete from portal.stash where kept_until <= ${now}`
}

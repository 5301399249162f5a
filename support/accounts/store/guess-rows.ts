// Counts of wrong guesses: of an account, by strangers; and by keyed digest, of a login that nobody has, of a browser that is known, of an owner who
// is signed in. Counting is one statement, so that a thousand guesses at once are a thousand; what was long ago is taken off in it.
import { firstRow, type AnySql, type Fragment } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import { FORGOTTEN_AFTER_MS } from '../core/lock-out.ts'

/** How often it was wrong as of the last one, when that was, and until when it is locked. */
export type Guesses = { readonly wrong: number; readonly lastAt: Instant | null; readonly lockedUntil: Instant | null }

export type GuessBucket = {
  /** Null where nobody has guessed. */
  read(): Promise<Guesses | null>
  /** Counts one more, and answers how many count with it. */
  count(at: Instant): Promise<number>
  lock(until: Instant): Promise<void>
  forgive(): Promise<void>
}

/** The same as `stillCounted`, and one more. */
const oneMore = (sql: AnySql, wrong: Fragment, lastAt: Fragment, at: Instant) =>
  sql`greatest(0, ${wrong} - floor(greatest(0, extract(epoch from (${at}::timestamptz - coalesce(${lastAt}, ${at}::timestamptz)))) * 1000 / ${FORGOTTEN_AFTER_MS})::int) + 1`

/** `known`: what was read with the account a moment ago; counting is exact all the same. */
export function accountBucket(sql: AnySql, schema: string, id: string, known: Guesses): GuessBucket {
  const account = sql`${sql(schema)}.account`
  return {
    read: async () => known,
    async count(at) {
      const [row] = await sql<{ count: number }[]>`
        update ${account} set wrong_passwords = ${oneMore(sql, sql`wrong_passwords`, sql`wrong_at`, at)}, wrong_at = ${at}
        where id = ${id} returning wrong_passwords as count`
      return row?.count ?? 1
    },
    async lock(until) {
      await sql`update ${account} set locked_until = greatest(locked_until, ${until}) where id = ${id}`
    },
    async forgive() {
      await sql`update ${account} set wrong_passwords = 0, wrong_at = null, locked_until = null where id = ${id} and wrong_passwords > 0`
    },
  }
}

export function digestBucket(sql: AnySql, schema: string, digest: string): GuessBucket {
  const table = sql`${sql(schema)}.unknown_login`
  return {
    read: () =>
      firstRow(sql<Guesses[]>`
        select wrong_passwords as wrong, last_at as "lastAt", locked_until as "lockedUntil" from ${table} where login_digest = ${digest}`),
    async count(at) {
      const [row] = await sql<{ count: number }[]>`
        insert into ${table} as known (login_digest, wrong_passwords, last_at) values (${digest}, 1, ${at})
        on conflict (login_digest) do update set wrong_passwords = ${oneMore(sql, sql`known.wrong_passwords`, sql`known.last_at`, at)}, last_at = ${at}
        returning wrong_passwords as count`
      return row?.count ?? 1
    },
    async lock(until) {
      await sql`update ${table} set locked_until = greatest(locked_until, ${until}) where login_digest = ${digest}`
    },
    async forgive() {
      await sql`delete from ${table} where login_digest = ${digest}`
    },
  }
}

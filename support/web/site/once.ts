import { canonicalJson, Fault, isRefusal, type Json, ownJson } from '@ruqsat/foundation'
import {
  laterBy,
  migrate,
  technicalClock,
  type Database,
  type MigrationFolder,
  type Sql,
  type TechnicalClock,
  type TransactionSql,
} from '@ruqsat/database'

/** Brings up the table that `once` keeps its tokens in. Call it with a schema of your room's own, e.g. `portal_once`. */
export async function migrateOnce(database: Database, schema: string): Promise<void> {
  await migrate(database, onceMigrations(schema))
}

export const onceMigrations = (schema: string): MigrationFolder => ({ schema, folder: new URL('../store/migrations/', import.meta.url) })

/**
 * Runs `run` the first time that `token` comes and gives its result back every later time, from any process.
 *
 * All of it is one transaction: what `run` writes through `tx` is kept if and only if the token is. A second post that
 * arrives meanwhile waits for the first and gets its result. If `run` throws, nothing is kept and the next post runs.
 * What takes long (a password's hash, a signature, another system's answer) is made before and handed in: `run` awaits SQL alone.
 * A Refusal is handed out and not remembered: the person may correct and post the same form again. What `run` asks of
 * other systems must carry a key of its own made from the token, since their work is not undone by our rollback.
 * The result must survive JSON; results are kept until `forgetOnce`.
 */
export async function once<T>(sql: Sql, schema: string, token: string, run: (tx: TransactionSql) => Promise<T>): Promise<T> {
  if (token === '') throw new Fault('Expected a once token but the form carried none; render it with <Form once>')
  const outcome = await sql.begin(async (tx): Promise<{ value: T }> => {
    const inserted =
      await tx`insert into ${tx(schema)}.once_token (token, created_at) values (${token}, ${technicalClock.now()}) on conflict do nothing returning token`
    if (inserted.length === 0) {
      const [row] = await tx<{ result: { value: T } }[]>`select result from ${tx(schema)}.once_token where token = ${token}`
      if (row === undefined) throw new Fault('Expected the result of the first post but its row was forgotten', { retry: 'later' })
      return row.result
    }
    const value = await run(tx)
    if (isRefusal(value)) await tx`delete from ${tx(schema)}.once_token where token = ${token}`
    else
      await tx`update ${tx(schema)}.once_token set result = ${tx.json(ownJson(canonicalJson({ value: value ?? null })) as Json)} where token = ${token}`
    return { value }
  })
  return outcome.value
}

/** How long a result is remembered: longer than any browser tab that posts again after a night's sleep. */
const ONCE_KEPT_MS = 14 * 24 * 60 * 60 * 1000

/** Removes old tokens. Run it daily. */
export async function forgetOnce(sql: Sql, schema: string, clock: TechnicalClock): Promise<void> {
  await sql`delete from ${sql(schema)}.once_token where created_at < ${laterBy(clock, -ONCE_KEPT_MS)}`
}

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { Fault } from '@ruqsat/foundation'
import { technicalClock, type Database, type TransactionSql } from '@ruqsat/database'

const FOLDER = new URL('./migrations/', import.meta.url)

type Migration = { readonly number: number; readonly name: string; readonly text: string; readonly sha256: string }

/**
 * Brings the case tables of one hosting schema up to date; call it before the host's own `migrate`. The files name their schema as `{schema}`,
 * since several systems host cases, and keep a ledger of their own (`<schema>.caseflow_migrations`) beside the host's, so that both number
 * theirs from 001. As with every room's: in order, once, under an advisory lock, never edited after release.
 */
export async function migrateCaseflow(database: Database, schema: string): Promise<void> {
  if (!/^[a-z][a-z0-9_]*$/.test(schema)) throw new Fault(`Expected a schema of small letters but found '${schema}'`)
  for (const migration of await readMigrations()) await database.sql.begin((tx) => runOnce(tx, schema, migration))
}

async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, FOLDER), 'utf8')
      return { number: Number(name.slice(0, 3)), name, text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

async function runOnce(tx: TransactionSql, schema: string, { number, name, text, sha256 }: Migration): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`ruqsat migrate ${schema}`}, 0))`
  await tx`create schema if not exists ${tx(schema)}`
  await tx`create table if not exists ${tx(schema)}.caseflow_migrations (number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null)`
  const [recorded] = await tx<{ sha256: string }[]>`select sha256 from ${tx(schema)}.caseflow_migrations where number = ${number}`
  if (recorded !== undefined && recorded.sha256 !== sha256) {
    throw new Fault(
      `Expected ${schema}/${name} as it was released but the file has changed; put it back and write the change as a new migration`,
    )
  }
  if (recorded !== undefined) return
  await tx`set local search_path = ''`
  await tx.unsafe(text.replaceAll('{schema}', schema)).simple()
  await tx`insert into ${tx(schema)}.caseflow_migrations values (${number}, ${name}, ${sha256}, ${technicalClock.now()})`
}

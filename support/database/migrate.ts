import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '@ruqsat/foundation'
import type { AnySql, Database, TransactionSql } from './connect.ts'
import { technicalClock } from './technical-clock.ts'

export type MigrationFolder = {
  /** The schema that the room owns, made where it is absent. In the files `{schema}` stands for it. */
  readonly schema: string
  /** Where several rooms keep tables in one schema (the cases of a system): each numbers its own files under its own name. */
  readonly component?: string
  /** `new URL('./migrations/', import.meta.url)`, holding `001-name.sql`, `002-…`. */
  readonly folder: URL
}

export type Migration = { readonly number: number; readonly name: string; readonly text: string; readonly sha256: string }

/**
 * Brings one schema up to date. Each file runs in its own transaction under an advisory lock, so that any number
 * of processes may start at once; what ran is recorded, script and all, in `<schema>.migrations` with its sha256. A released file
 * that changed, or a gap in the numbers, is a Fault. A newer database than the code is fine: any commit runs
 * before, during and after its migration. Names in the files carry their schema (`create table portal.draft …`):
 * the search path is empty while they run.
 */
export async function migrate(database: Database, room: MigrationFolder): Promise<void> {
  if (!/^[a-z][a-z0-9_]*$/.test(room.schema)) throw new Fault(`Expected a schema of small letters but found '${room.schema}'`)
  const owner: Owner = { schema: room.schema, component: room.component ?? '' }
  const migrations = await readMigrations(room.folder)
  const recorded = await readRecorded(database.sql, owner)
  for (const migration of migrations) compare(owner, migration, recorded.get(migration.number))
  if (migrations.every(({ number }) => recorded.has(number))) return
  for (const migration of migrations) await database.sql.begin((tx) => runOnce(tx, owner, migration))
}

/** The files of a folder in order, numbered from 001 without a gap. */
export async function readMigrations(folder: URL): Promise<Migration[]> {
  const path = fileURLToPath(folder)
  const names = (await readdir(path)).filter((name) => name.endsWith('.sql')).sort()
  const migrations = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(path, name), 'utf8')
      return { number: Number(/^(\d{3})-[a-z0-9-]+\.sql$/.exec(name)?.[1] ?? 'NaN'), name, text, sha256: hash('sha256', text) }
    }),
  )
  const gap = migrations.findIndex(({ number }, place) => number !== place + 1)
  if (gap >= 0)
    throw new Fault(`Expected migration ${String(gap + 1).padStart(3, '0')}-name.sql in ${path} but found ${migrations[gap]!.name}`)
  return migrations
}

type Owner = { readonly schema: string; readonly component: string }

async function readRecorded(sql: AnySql, { schema, component }: Owner): Promise<Map<number, string>> {
  // Not to_regclass: a session that looked before another made the table may answer from its cache.
  const there = await sql`
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relname = 'migrations'`
  if (there.length === 0) return new Map()
  const rows = await sql`select number, sha256 from ${sql(schema)}.migrations where component = ${component}`.values()
  return new Map(rows as unknown as [number: number, sha256: string][])
}

function compare({ schema }: Owner, migration: Migration, recordedSha256: string | undefined): void {
  if (recordedSha256 === undefined || recordedSha256 === migration.sha256) return
  throw new Fault(
    `Expected ${schema}/${migration.name} as it was released (sha256 ${recordedSha256.slice(0, 12)}…) but the file has changed ` +
      `(${migration.sha256.slice(0, 12)}…); put it back and write the change as a new migration`,
  )
}

async function runOnce(tx: TransactionSql, owner: Owner, migration: Migration): Promise<void> {
  const { schema, component } = owner
  // A change of a large table, and the wait for another process that makes it, take as long as they take.
  await tx`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)`
  await tx`select pg_advisory_xact_lock(hashtextextended(${`ruqsat migrate ${schema}`}, 0))`
  const recorded = (await readRecorded(tx, owner)).get(migration.number)
  compare(owner, migration, recorded)
  if (recorded !== undefined) return
  await prepareSchema(tx, schema)
  const text = scriptOf(migration, schema)
  try {
    await tx.unsafe(text).simple()
  } catch (error) {
    throw new Fault(`Expected ${schema}/${migration.name} to run but PostgreSQL said: ${(error as Error).message}${placeIn(text, error)}`, {
      cause: error,
    })
  }
  await tx`insert into ${tx(schema)}.migrations values (${component}, ${migration.number}, ${migration.name}, ${migration.sha256}, ${technicalClock.now()}, ${text})`
}

/** A migration as it runs in this schema. */
export function scriptOf({ text }: Migration, schema: string): string {
  return text.replaceAll('{schema}', schema)
}

/** The schema with its record of migrations; from now on names carry their schema. */
export async function prepareSchema(tx: TransactionSql, schema: string): Promise<void> {
  await tx`create schema if not exists ${tx(schema)}`
  await tx`create table if not exists ${tx(schema)}.migrations (
    component text not null, number int not null, name text not null, sha256 text not null,
    applied_at timestamptz not null, script text not null, primary key (component, number))`
  await tx`set local search_path = ''`
}

function placeIn(text: string, error: unknown): string {
  const { code, position: found } = error as { code?: string; position?: string }
  const position = Number(found)
  const hint = code === '3F000' ? '; write the schema before every name' : ''
  return hint + (Number.isInteger(position) && position > 0 ? ` (line ${text.slice(0, position).split('\n').length})` : '')
}

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { Fault } from '@ruqsat/foundation'
import type { Database, TransactionSql } from '../connect.ts'
import { type Migration, type MigrationFolder, prepareSchema, readMigrations, scriptOf } from '../migrate.ts'
import { type EntrySink, readArchive } from './archive.ts'
import { type AttachedFile, type BackupSummary, copyOut, quotedName, sequencesOf, summaryOf } from './backup.ts'
import { type BackedUpTable, type Manifest, ownSchemas, type RecordedMigration, type TableShape, tableShapes } from './manifest.ts'

export type ReadOptions = { readonly passphrase?: string }
export type RestoreOptions = ReadOptions & {
  /** The migrations of this program, which make the tables. A backup is a file from outside: no SQL of it is ever run. */
  readonly rooms: readonly MigrationFolder[]
}
export type Restored = BackupSummary & { readonly attached: readonly AttachedFile[] }

/** Attached files are secrets and keys; more than this is not one. They are held in memory. */
const ATTACHED_LIMIT_BYTES = 64 * 1024 * 1024

/** Reads a whole backup and checks every digest, without a database. */
export async function verifyBackup(file: string, options: ReadOptions = {}): Promise<BackupSummary & { readonly manifest: Manifest }> {
  const { manifest, isEncrypted } = await readWhole(file, options.passphrase)
  return { ...summaryOf(manifest, isEncrypted), manifest }
}

/**
 * Puts a backup into a database that holds none of our schemas: the migrations that it names are run from this program's own files, the rows are
 * copied into the tables that these made, the sequences set, then every table is read back and compared with its digest. All in one transaction:
 * it is all there or nothing is. A newer program brings the schemas up to date at its next start; a backup of a newer one is refused. The
 * attached files are handed back, not written.
 */
export async function restoreDatabase(database: Database, file: string, options: RestoreOptions): Promise<Restored> {
  const { manifest, attached, isEncrypted } = await readWhole(file, options.passphrase)
  const scripts = await ownScripts(manifest, options.rooms)
  await database.sql.begin(async (tx) => {
    await tx`set local idle_in_transaction_session_timeout = 0`
    const there = await ownSchemas(tx)
    if (there.length > 0)
      throw new Fault(`Expected an empty database to restore into but it has the schemas ${there.join(', ')}; give it a new one`)
    for (const script of scripts) await runMigration(tx, script)
    const tables = await ownTables(tx, manifest)
    await fillTables(tx, tables, file, options.passphrase)
    await setSequences(tx, manifest)
    await compareAll(tx, tables)
  })
  return { ...summaryOf(manifest, isEncrypted), attached }
}

type OwnScript = Omit<RecordedMigration, 'script'> & { readonly script: string }

/** For each migration that the backup names the script of this program, in the order in which they ran; a Fault where it is not the same one. */
async function ownScripts(manifest: Manifest, rooms: readonly MigrationFolder[]): Promise<readonly OwnScript[]> {
  const known = new Map<string, Migration>()
  for (const { schema, component = '', folder } of rooms)
    for (const migration of await readMigrations(folder)) known.set(`${schema} ${component} ${migration.number}`, migration)
  return manifest.migrations.map(({ schema, component, number, name, sha256, appliedAt }) => {
    const own = known.get(`${schema} ${component} ${number}`)
    const place = `${schema}/${String(number).padStart(3, '0')}`
    if (own === undefined) throw new Fault(`Expected migrations of this program in the backup but ${place} is of a newer one, or of nobody`)
    if (own.sha256 !== sha256 || own.name !== name)
      throw new Fault(`Expected ${place} of the backup to be that of this program but its digest differs`)
    return { schema, component, number, name, sha256, appliedAt, script: scriptOf(own, schema) }
  })
}

async function runMigration(tx: TransactionSql, { schema, component, number, name, sha256, appliedAt, script }: OwnScript): Promise<void> {
  await prepareSchema(tx, schema)
  await tx.unsafe(script).simple()
  await tx`insert into ${tx(schema)}.migrations values (${component}, ${number}, ${name}, ${sha256}, ${appliedAt}, ${script})`
}

type FilledTable = { readonly shape: TableShape; readonly kept: BackedUpTable }

/** The tables as the migrations made them; what the backup says of their columns has to be the same, and nothing of its text reaches SQL. */
async function ownTables(tx: TransactionSql, manifest: Manifest): Promise<readonly FilledTable[]> {
  const shapes = await tableShapes(tx, await ownSchemas(tx))
  const kept = new Map(manifest.tables.map((table) => [entryName(table), table]))
  if (kept.size !== shapes.length || manifest.tables.length !== shapes.length)
    throw new Fault(`Expected the ${shapes.length} tables of this program in the backup but it has ${manifest.tables.length}`)
  return shapes.map((shape) => {
    const found = kept.get(entryName(shape))
    if (found === undefined || found.columns.join() !== shape.columns.join())
      throw new Fault(`Expected the table ${quotedName(shape)} with the columns of this program in the backup but it is another`)
    return { shape, kept: found }
  })
}

async function setSequences(tx: TransactionSql, manifest: Manifest): Promise<void> {
  const known = new Set((await sequencesOf(tx, await ownSchemas(tx))).map(({ name }) => name))
  for (const { name, lastValue, isCalled } of manifest.sequences) {
    if (!known.has(name)) throw new Fault(`Expected sequences of this program in the backup but found '${name.slice(0, 80)}'`)
    await tx`select setval(${name}::regclass, ${lastValue}::int8, ${isCalled})`
  }
}

/** Every entry's digest and the list of entries against the manifest; answers with it and with the attached files. */
async function readWhole(
  file: string,
  passphrase: string | undefined,
): Promise<{ manifest: Manifest; attached: AttachedFile[]; isEncrypted: boolean }> {
  const found = new Map<string, string>()
  const attached: AttachedFile[] = []
  const manifest = (await readArchive(file, passphrase, (name) => {
    const digest = createHash('sha256')
    const content: Buffer[] = []
    return {
      write: (data) => {
        digest.update(data)
        if (name.startsWith('file ')) keep(content, data, name)
      },
      end: () => {
        found.set(name, digest.digest('hex'))
        if (name.startsWith('file ')) attached.push({ name: name.slice('file '.length), content: Buffer.concat(content) })
      },
    }
  })) as Manifest | null
  if (manifest?.version !== 1) throw new Fault(`Expected a backup of version 1 but ${file} is of version ${manifest?.version ?? 'unknown'}`)
  const expected = [
    ...manifest.tables.map((one) => [entryName(one), one.sha256] as const),
    ...manifest.files.map((one) => [`file ${one.name}`, one.sha256] as const),
  ]
  const damaged = expected.find(([entry, sha256]) => found.get(entry) !== sha256)
  if (damaged !== undefined) throw new Fault(`Expected ${damaged[0]} of the backup as it was written but its digest differs`)
  if (found.size !== expected.length) throw new Fault('Expected the entries that the manifest lists but there are more')
  return { manifest, attached, isEncrypted: passphrase !== undefined }
}

function keep(content: Buffer[], data: Buffer, name: string): void {
  if (content.reduce((sum, part) => sum + part.length, data.length) > ATTACHED_LIMIT_BYTES)
    throw new Fault(`Expected ${name} of at most ${ATTACHED_LIMIT_BYTES} bytes but it is larger`)
  content.push(data)
}

function entryName(table: { schema: string; table: string }): string {
  return `table ${table.schema}.${table.table}`
}

/** Attached files have been read before. */
const NOWHERE: EntrySink = { write: () => undefined, end: () => undefined }

/** What migrations put into tables is in the backup too; and a room's triggers have acted already, when the rows were first written. */
async function fillTables(tx: TransactionSql, all: readonly FilledTable[], file: string, passphrase: string | undefined): Promise<void> {
  const names = all.map(({ shape }) => quotedName(shape))
  if (names.length === 0) return
  for (const name of names) await tx.unsafe(`alter table ${name} disable trigger user`)
  await tx.unsafe(`truncate ${names.join(', ')}`)
  const tables = new Map(all.map(({ shape }) => [entryName(shape), shape]))
  await readArchive(file, passphrase, async (name) => {
    const table = tables.get(name)
    if (table === undefined) return NOWHERE
    const into = await tx.unsafe(`copy ${quotedName(table)} (${table.columns.join(', ')}) from stdin`).writable()
    return {
      write: (data) => (into.write(data) ? undefined : once(into, 'drain')),
      end: () => finished(into.end()),
    }
  })
  // A deferrable foreign key would otherwise wait for the commit, and no table with a waiting check can be altered.
  await tx`set constraints all immediate`
  for (const name of names) await tx.unsafe(`alter table ${name} enable trigger user`)
}

async function compareAll(tx: TransactionSql, tables: readonly FilledTable[]): Promise<void> {
  for (const { shape, kept } of tables) {
    const now = await copyOut(tx, shape, async () => undefined)
    if (now.rows !== kept.rows || now.sha256 !== kept.sha256) {
      throw new Fault(`Expected ${kept.rows} rows in ${quotedName(shape)} as they were backed up but found ${now.rows}, or others`)
    }
  }
}

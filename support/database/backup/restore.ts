import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { Fault } from '@ruqsat/foundation'
import type { Database, TransactionSql } from '../connect.ts'
import { prepareSchema } from '../migrate.ts'
import { type EntrySink, readArchive } from './archive.ts'
import { type AttachedFile, type BackupSummary, copyOut, quotedName, summaryOf } from './backup.ts'
import { type Manifest, ownSchemas } from './manifest.ts'

export type RestoreOptions = { readonly passphrase?: string }
export type Restored = BackupSummary & { readonly attached: readonly AttachedFile[] }

/** Attached files are secrets and keys; more than this is not one. They are held in memory. */
const ATTACHED_LIMIT_BYTES = 64 * 1024 * 1024

/** Reads a whole backup and checks every digest, without a database. */
export async function verifyBackup(file: string, options: RestoreOptions = {}): Promise<BackupSummary & { readonly manifest: Manifest }> {
  const { manifest, isEncrypted } = await readWhole(file, options.passphrase)
  return { ...summaryOf(manifest, isEncrypted), manifest }
}

/**
 * Puts a backup into a database that holds none of our schemas: the recorded migrations are run again, the rows copied, the
 * sequences set, then every table is read back and compared with its digest. All in one transaction: it is all there
 * or nothing is. A newer program brings the schemas up to date at its next start. The attached files are handed back, not written.
 */
export async function restoreDatabase(database: Database, file: string, options: RestoreOptions = {}): Promise<Restored> {
  const { manifest, attached, isEncrypted } = await readWhole(file, options.passphrase)
  await database.sql.begin(async (tx) => {
    await tx`set local idle_in_transaction_session_timeout = 0`
    const there = await ownSchemas(tx)
    if (there.length > 0)
      throw new Fault(`Expected an empty database to restore into but it has the schemas ${there.join(', ')}; give it a new one`)
    await runMigrations(tx, manifest)
    await fillTables(tx, manifest, file, options.passphrase)
    for (const { name, lastValue, isCalled } of manifest.sequences)
      await tx`select setval(${name}::regclass, ${lastValue}::int8, ${isCalled})`
    await compareAll(tx, manifest)
  })
  return { ...summaryOf(manifest, isEncrypted), attached }
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

async function runMigrations(tx: TransactionSql, manifest: Manifest): Promise<void> {
  for (const { schema, component, number, name, sha256, appliedAt, script } of manifest.migrations) {
    await prepareSchema(tx, schema)
    await tx.unsafe(script).simple()
    await tx`insert into ${tx(schema)}.migrations values (${component}, ${number}, ${name}, ${sha256}, ${appliedAt}, ${script})`
  }
}

/** Attached files have been read before. */
const NOWHERE: EntrySink = { write: () => undefined, end: () => undefined }

/** What migrations put into tables is in the backup too; and a room's triggers have acted already, when the rows were first written. */
async function fillTables(tx: TransactionSql, manifest: Manifest, file: string, passphrase: string | undefined): Promise<void> {
  const names = manifest.tables.map(quotedName)
  if (names.length === 0) return
  for (const name of names) await tx.unsafe(`alter table ${name} disable trigger user`)
  await tx.unsafe(`truncate ${names.join(', ')}`)
  const tables = new Map(manifest.tables.map((table) => [entryName(table), table]))
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

async function compareAll(tx: TransactionSql, manifest: Manifest): Promise<void> {
  for (const table of manifest.tables) {
    const now = await copyOut(tx, table, async () => undefined)
    if (now.rows !== table.rows || now.sha256 !== table.sha256) {
      throw new Fault(`Expected ${table.rows} rows in ${quotedName(table)} as they were backed up but found ${now.rows}, or others`)
    }
  }
}

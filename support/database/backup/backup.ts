import { createHash, hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { Fault } from '@ruqsat/foundation'
import type { AnySql, Database, TransactionSql } from '../connect.ts'
import { technicalClock } from '../technical-clock.ts'
import { type ArchiveWriter, createArchive } from './archive.ts'
import { type BackedUpTable, type Manifest, ownSchemas, recordedMigrations, type TableShape, tableShapes } from './manifest.ts'

/** A file of the installation that goes along: a secret, a key. The name is a relative path with slashes. */
export type AttachedFile = { readonly name: string; readonly content: Uint8Array }

export type BackupOptions = {
  /** Encrypts everything (AES-256-GCM, scrypt). Without it the file is only closed to others (mode 0600): say so to whoever makes it. */
  readonly passphrase?: string
  readonly files?: readonly AttachedFile[]
}

export type BackupSummary = {
  readonly isEncrypted: boolean
  readonly tables: number
  readonly rows: number
  readonly files: number
  readonly createdAt: string
}

/**
 * Copies every schema that `migrate` made into one file, all of them as they were at one instant (one REPEATABLE READ
 * transaction); writers are not held up. Under `file` there is a whole backup or none.
 */
export async function backupDatabase(database: Database, file: string, options: BackupOptions = {}): Promise<BackupSummary> {
  const archive = await createArchive(file, options.passphrase)
  try {
    const manifest = await database.sql.begin('isolation level repeatable read read only', (tx) =>
      writeAll(tx, archive, options.files ?? []),
    )
    await archive.finish(manifest)
    return summaryOf(manifest as Manifest, options.passphrase !== undefined)
  } catch (error) {
    await archive.abandon()
    throw error
  }
}

export function summaryOf(manifest: Manifest, isEncrypted: boolean): BackupSummary {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  return { isEncrypted, tables: manifest.tables.length, rows, files: manifest.files.length, createdAt: manifest.createdAt }
}

async function writeAll(tx: TransactionSql, archive: ArchiveWriter, attached: readonly AttachedFile[]): Promise<Manifest> {
  // A dump of many tables rests while the disk is slow; the pool's limit is for forgotten transactions.
  await tx`set local idle_in_transaction_session_timeout = 0`
  const schemas = await ownSchemas(tx)
  if (schemas.length === 0) throw new Fault('Expected schemas of Ruqsat in this database but there are none to back up')
  const tables: BackedUpTable[] = []
  for (const shape of await tableShapes(tx, schemas)) {
    await archive.start(`table ${shape.schema}.${shape.table}`)
    tables.push({ ...shape, ...(await copyOut(tx, shape, (chunk) => archive.data(chunk))) })
    await archive.end()
  }
  for (const { name, content } of attached) {
    await archive.start(`file ${name}`)
    await archive.data(content)
    await archive.end()
  }
  const [server] = await tx<[{ version: string }]>`select current_setting('server_version') as version`
  return {
    version: 1,
    createdAt: technicalClock.now(),
    postgres: server.version,
    migrations: await recordedMigrations(tx, schemas),
    tables,
    sequences: await sequencesOf(tx, schemas),
    files: attached.map(({ name, content }) => ({ name, bytes: content.byteLength, sha256: hash('sha256', content) })),
  }
}

/** Hands a table's rows over as COPY writes them, in one order, and answers with their number and digest. */
export async function copyOut(
  sql: AnySql,
  shape: TableShape,
  take: (chunk: Buffer) => Promise<void>,
): Promise<{ rows: number; bytes: number; sha256: string }> {
  const query = sql.unsafe(`copy (select ${shape.columns.join(', ')} from ${quotedName(shape)} as t order by ${shape.orderBy}) to stdout`)
  hearErrors(query as unknown as Resolving)
  const stream = await query.readable()
  const digest = createHash('sha256')
  let [rows, bytes] = [0, 0]
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    digest.update(chunk)
    bytes += chunk.length
    // In COPY's text form a line end inside a value is written as \n: each real one ends a row.
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows++
    await take(chunk)
  }
  // postgres.js pauses its socket when the last rows fill the stream's buffer, and forgets to go on when they were the last: the
  // stream's own read is what resumes it.
  stream._read(0)
  return { rows, bytes, sha256: digest.digest('hex') }
}

type Resolving = { resolve(answer: unknown): void }

/**
 * Where the database breaks off in the packet that begins the rows (a damaged page), postgres.js ends the stream before anybody who waits for
 * it can listen, and an error that nobody hears ends the process. Whoever reads the stream afterwards gets the error.
 */
function hearErrors(query: Resolving): void {
  const resolve = query.resolve
  query.resolve = (answer) => {
    if (answer instanceof Readable) answer.on('error', () => undefined)
    resolve(answer)
  }
}

export async function sequencesOf(sql: AnySql, schemas: readonly string[]): Promise<Manifest['sequences']> {
  const names = await sql<{ name: string }[]>`
    select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and n.nspname = any(${[...schemas]}) order by n.nspname collate "C", c.relname collate "C"`
  if (names.length === 0) return []
  const each = names.map(
    ({ name }) => `select '${name.replaceAll("'", "''")}' as name, last_value::text as "lastValue", is_called as "isCalled" from ${name}`,
  )
  return sql.unsafe<Manifest['sequences'][number][]>(each.join(' union all '))
}

/** A table as SQL names it. */
export function quotedName({ schema, table }: Pick<TableShape, 'schema' | 'table'>): string {
  return [schema, table].map((name) => `"${name.replaceAll('"', '""')}"`).join('.')
}

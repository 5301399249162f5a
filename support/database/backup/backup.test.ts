import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  backupDatabase,
  dumpSchema,
  LEGAL_TIME_SCHEMA,
  migrate,
  type MigrationFolder,
  openLegalClock,
  restoreDatabase,
  verifyBackup,
} from '@ruqsat/database'
import { createArchive, readArchive } from './archive.ts'
import type { Manifest } from './manifest.ts'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'

const TABLES = `
  create table {schema}.person (id int primary key, name text not null, note bytea);
  create table {schema}.act (
    number bigint generated always as identity primary key, person int not null references {schema}.person,
    said jsonb not null, at timestamptz not null, length int generated always as (octet_length(said::text)) stored);
  create table {schema}.word (text text);
  create sequence {schema}.licence start 100;
  create function {schema}.refuse() returns trigger language plpgsql as $$ begin raise exception 'no rewriting'; end $$;
  create trigger frozen before insert on {schema}.word for each row when (new.text = 'frozen') execute function {schema}.refuse();
  insert into {schema}.word values ('made by the migration');`

let source: TestDatabase
let folder: string
const file = (name: string) => join(folder, name)
const rooms: MigrationFolder[] = [LEGAL_TIME_SCHEMA]
const secret = { name: 'secrets/session', content: Buffer.from('a secret of the session') }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ruqsat-backup-'))
  await writeFile(file('001-tables.sql'), TABLES)
  source = await openTestDatabase('source')
  await openLegalClock(source, { startAt: '2014-10-01T04:30:00.000Z' })
  rooms.push({ schema: 'room', folder: pathToFileURL(folder) })
  await migrate(source, rooms[1]!)
  const { sql } = source
  for (let id = 1; id <= 2000; id++)
    await sql`insert into room.person values (${id}, ${`Құрметті\n\t\\ "${id}"`}, ${Buffer.from([0, id % 256])})`
  await sql`insert into room.act (person, said, at) select id, jsonb_build_object('kk', name), '2014-10-01T04:30:00.123456Z' from room.person`
  await sql`select nextval('room.licence')`
  await sql`alter table room.word disable trigger user`
  await sql`insert into room.word values ('frozen'), (null), ('')`
  await sql`alter table room.word enable trigger user`
})
afterAll(async () => {
  await source.drop()
  await rm(folder, { recursive: true, force: true })
})

test('a backup comes back whole: rows, sequences, triggers, legal time, secrets; the next act has the next number', async () => {
  const made = await backupDatabase(source, file('plain'), { files: [secret] })
  expect(made).toMatchObject({ isEncrypted: false, tables: 5, rows: 4005, files: 1 })
  expect((await stat(file('plain'))).mode & 0o777).toBe(0o600)
  const target = await openTestDatabase('target')
  try {
    const restored = await restoreDatabase(target, file('plain'), { rooms })
    expect(restored.attached.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([
      ['secrets/session', 'a secret of the session'],
    ])
    expect(await dumpSchema(target.sql, 'room')).toBe(await dumpSchema(source.sql, 'room'))
    const all = (database: TestDatabase) =>
      database.sql`select a.*, p.name, p.note from room.act a join room.person p on p.id = a.person order by number`
    expect(await all(target)).toEqual(await all(source))
    expect(await target.sql`select nextval('room.licence') as n`).toEqual([{ n: 101 }])
    expect(await target.sql`insert into room.act (person, said, at) values (1, '{}', '2015-01-01Z') returning number`).toEqual([
      { number: 2001 },
    ])
    await expect(target.sql`insert into room.word values ('frozen')`).rejects.toThrow('no rewriting')
    expect((await (await openLegalClock(target)).now()).slice(0, 10)).toBe('2014-10-01')
    await migrate(target, { schema: 'room', folder: pathToFileURL(folder) })
    await expect(restoreDatabase(target, file('plain'), { rooms })).rejects.toThrow('Expected an empty database')
  } finally {
    await target.drop()
  }
})

test('it shows one instant, though others write meanwhile', async () => {
  const backup = { isRunning: true }
  const writing = (async () => {
    while (backup.isRunning)
      await source.sql`with p as (insert into room.person select max(id) + 1, 'x', null from room.person returning id) insert into room.word select 'x' from p`
  })()
  await backupDatabase(source, file('meanwhile')).finally(() => (backup.isRunning = false))
  await writing
  const { manifest } = await verifyBackup(file('meanwhile'))
  const rows = (name: string) => manifest.tables.find((table) => table.table === name)!.rows
  expect(rows('person') - 2000).toBe(rows('word') - 4)
})

test('with a passphrase nothing can be read without it, and nothing changed unseen', async () => {
  await backupDatabase(source, file('sealed'), { passphrase: 'correct horse', files: [secret] })
  const bytes = await readFile(file('sealed'))
  expect(bytes.includes('secrets/session')).toBe(false)
  await expect(verifyBackup(file('sealed'))).rejects.toThrow('Expected a passphrase')
  await expect(verifyBackup(file('sealed'), { passphrase: 'wrong' })).rejects.toThrow('this passphrase')
  expect(await verifyBackup(file('sealed'), { passphrase: 'correct horse' })).toMatchObject({ isEncrypted: true, files: 1 })
  await writeFile(file('bent'), bytes.fill(bytes[2000]! ^ 1, 2000, 2001))
  await expect(verifyBackup(file('bent'), { passphrase: 'correct horse' })).rejects.toThrow(/has changed|passphrase/)
})

test.each([
  ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10)],
  ['cut between frames', (bytes: Buffer) => bytes.subarray(0, bytes.indexOf(10) + 1)],
  ['bent', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 3000), Buffer.from([bytes[3000]! ^ 255]), bytes.subarray(3001)])],
  ['longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([0, 0, 0, 1, 69])])],
  ['something else', () => Buffer.from('PK hello')],
])('a file that is %s is refused before the database is touched', async (name, spoil) => {
  await writeFile(file(name), spoil(await readFile(file('plain'))))
  const target = await openTestDatabase('spoilt')
  try {
    await expect(restoreDatabase(target, file(name), { rooms })).rejects.toThrow(/Expected/)
    expect(await target.sql`select from pg_namespace where nspname in ('room', 'legal_time')`).toHaveLength(0)
  } finally {
    await target.drop()
  }
})

test('a backup that fails leaves no file that looks like one', async () => {
  const empty = await openTestDatabase('empty')
  await expect(backupDatabase(empty, file('nothing'))).rejects.toThrow('none to back up')
  await empty.drop()
  expect((await readdir(folder)).filter((name) => name.startsWith('nothing'))).toEqual([])
})

describe('a backup that somebody edited', () => {
  /** Writes the file again with another manifest, as whoever has an unencrypted one can. */
  async function edited(name: string, change: (manifest: Manifest) => unknown): Promise<string> {
    const entries: { name: string; parts: Buffer[] }[] = []
    const manifest = (await readArchive(file('plain'), undefined, (entry) => {
      const parts: Buffer[] = []
      entries.push({ name: entry, parts })
      return { write: (data) => void parts.push(data), end: () => undefined }
    })) as Manifest
    const archive = await createArchive(file(name), undefined)
    for (const { name: entry, parts } of entries) {
      await archive.start(entry)
      for (const part of parts) await archive.data(part)
      await archive.end()
    }
    await archive.finish(change(manifest))
    return file(name)
  }
  const program = "copy (select 1) to program 'touch /tmp/ruqsat-was-here'"
  const firstTable = (manifest: Manifest, change: object) => ({
    ...manifest,
    tables: manifest.tables.map((table, place) => (place === 0 ? { ...table, ...change } : table)),
  })

  test.each<readonly [string, (manifest: Manifest) => unknown, RegExp]>([
    [
      'a script with its own digest',
      (manifest) => ({
        ...manifest,
        migrations: manifest.migrations.map((one) => ({ ...one, script: program, sha256: hash('sha256', program) })),
      }),
      /digest differs/,
    ],
    [
      'a migration of nobody',
      (manifest) => ({ ...manifest, migrations: [...manifest.migrations, { ...manifest.migrations[0]!, number: 99, script: program }] }),
      /of nobody/,
    ],
    [
      'a column that is SQL',
      (manifest) => firstTable(manifest, { columns: [`id) from stdin; ${program}; --`] }),
      /columns of this program/,
    ],
    ['another table', (manifest) => firstTable(manifest, { table: 'pg_authid' }), /digest differs/],
    [
      'a sequence of another program',
      (manifest) => ({ ...manifest, sequences: [{ name: 'pg_catalog.other', lastValue: '1', isCalled: true }] }),
      /sequences of this program/,
    ],
  ])('%s: nothing of it is run, and nothing is there', async (name, change, said) => {
    const target = await openTestDatabase('edited')
    try {
      await expect(restoreDatabase(target, await edited(name, change), { rooms })).rejects.toThrow(said)
      expect(await target.sql`select from pg_namespace where nspname in ('room', 'legal_time')`).toHaveLength(0)
    } finally {
      await target.drop()
    }
  })

  test('the script and the order of rows that it names are not looked at', async () => {
    const target = await openTestDatabase('ignored')
    try {
      const path = await edited('ignored', (manifest) => ({
        ...firstTable(manifest, { orderBy: `1; ${program}` }),
        migrations: manifest.migrations.map((one) => ({ ...one, script: program })),
      }))
      await restoreDatabase(target, path, { rooms })
      expect(await dumpSchema(target.sql, 'room')).toBe(await dumpSchema(source.sql, 'room'))
      await expect(stat('/tmp/ruqsat-was-here')).rejects.toThrow('ENOENT')
    } finally {
      await target.drop()
    }
  })
})

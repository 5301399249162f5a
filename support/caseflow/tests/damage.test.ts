// A page of the database that cannot be read: the audit names its cases and reads the others, and a backup leaves no half file.
import { mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backupDatabase, type Database, openDatabase, urlOfDatabase } from '@ruqsat/database'
import { testServer } from '@ruqsat/database/testing'
import { auditVerify } from '../index.ts'
import { openKiteTown } from './setup.ts'

const PAGE_BYTES = 8192
const CASES = 24

let damaged: Database
let name: string
let folder: string

const onServer = async (work: (admin: Database) => Promise<unknown>) => {
  const admin = await openDatabase({ url: (await testServer()).url(), maxConnections: 1 })
  await work(admin).finally(() => admin.close())
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ruqsat-damage-'))
  const town = await openKiteTown()
  for (let each = 0; each < CASES; each += 1) await town.openCase()
  await town.caseflow.checkpoint()
  const [place] = await town.sql<{ name: string; file: string; data: string }[]>`
    select current_database() as name, pg_relation_filepath('town.event') as file, current_setting('data_directory') as data`
  name = `${place!.name}_bad`
  await town.caseflow.stop()
  await town.database.close()
  await onServer(async ({ sql }) => {
    // The copy is made of files, and no page of it was read before it is damaged.
    await sql.unsafe(`create database "${name}" template "${place!.name}" strategy file_copy`)
    const [{ oid } = { oid: 0 }] = await sql<{ oid: number }[]>`select oid::int8 as oid from pg_database where datname = ${name}`
    const file = await open(join(place!.data, 'base', String(oid), place!.file.split('/').at(-1)!), 'r+')
    await file.write(Buffer.alloc(64, 0x5a), 0, 64, PAGE_BYTES)
    await file.sync()
    await file.close()
    await sql.unsafe(`drop database "${place!.name}" with (force)`)
  })
  damaged = await openDatabase({ url: urlOfDatabase((await testServer()).url(), name), maxConnections: 2 })
})
afterAll(async () => {
  await damaged.close()
  await onServer(({ sql }) => sql.unsafe(`drop database "${name}" with (force)`))
  await rm(folder, { recursive: true, force: true })
})

test('the cases whose events are there are named, and the others are read', async () => {
  const report = await auditVerify({ sql: damaged.sql, schema: 'town' })
  const named = new Set(report.faults.filter(({ kind, caseId }) => kind === 'page-damaged' && caseId !== null).map(({ caseId }) => caseId))
  expect(named.size).toBeGreaterThan(0)
  expect(named.size).toBeLessThan(CASES)
  expect(report.cases).toBe(CASES)
  expect(report.faults.every(({ kind }) => kind === 'page-damaged')).toBe(true)
})

test('a backup says which table it cannot read, and leaves no file', async () => {
  await expect(backupDatabase(damaged, join(folder, 'all.backup'))).rejects.toThrow(/invalid page|town\.event/)
  expect(await readdir(folder)).toEqual([])
})

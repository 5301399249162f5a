// Files in a store outside the database: kept before the row that names them, read by their digest, and an outage loses nothing.
import { hash } from 'node:crypto'
import { Fault, isRefusal } from '@ruqsat/foundation'
import type { FileStore } from '@ruqsat/files'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditFiles, filesOutside } from '../index.ts'
import { openOffice, STAFF } from './setup.ts'

const kept = new Map<string, Uint8Array>()
let isDown = false
const outage = () => new Fault('Expected the store to answer but it did not', { retry: 'later' })
const files: FileStore = {
  put: async (sha256, bytes) => (isDown ? Promise.reject(outage()) : void kept.set(sha256, bytes)),
  get: async (sha256) => (isDown ? Promise.reject(outage()) : (kept.get(sha256) ?? null)),
}

let office: Awaited<ReturnType<typeof openOffice>>
beforeAll(async () => {
  office = await openOffice({ files })
})
afterAll(() => office.close())

test('a file is taken while the store answers, read by who may, and the database has no byte of it', async () => {
  const submission = await office.submission()
  const { caseId } = await office.must(office.host.register(submission))
  const [{ sha256 } = { sha256: '' }] = submission.attachments
  expect(kept.has(sha256)).toBe(true)
  expect(await office.database.sql`select bytes, size_bytes from licensing.attachment`).toEqual([
    { bytes: null, size_bytes: kept.get(sha256)!.length },
  ])
  const read = async () => office.host.readAttachment(caseId, sha256, STAFF.clerk)
  expect(await read()).toMatchObject({ kind: 'document', sha256, bytesBase64: Buffer.from(kept.get(sha256)!).toString('base64') })
  isDown = true
  await expect(read()).rejects.toMatchObject({ retry: 'later' })
  const bytes = Buffer.from('another')
  const attachment = { authority: 'aktobe-agriculture', sha256: hash('sha256', bytes), bytes }
  await expect(office.host.storeAttachment(attachment)).rejects.toMatchObject({ retry: 'later' })
  expect(await office.database.sql`select 1 from licensing.attachment`).toHaveLength(1)
  isDown = false
  expect(await read()).toMatchObject({ kind: 'document' })
  expect(isRefusal(await office.host.storeAttachment(attachment))).toBe(false)
})

test('the audit reads every file, and names one that is gone, one that was changed, and a store that is silent', async () => {
  const shelf = { sql: office.database.sql, files }
  const inDatabase = Buffer.from('kept in the database')
  await office.database
    .sql`insert into licensing.attachment (authority, sha256, bytes) values ('other', ${hash('sha256', inDatabase)}, ${inDatabase})`
  expect(await auditFiles(shelf)).toEqual({ files: 3, outside: 2, faults: [] })
  expect(await filesOutside(office.database.sql)).toMatchObject({ files: 2 })
  const [first, second] = [...kept.keys()]
  kept.set(first!, Buffer.from('changed'))
  const bytes = kept.get(second!)!
  kept.delete(second!)
  const { faults } = await auditFiles(shelf)
  expect(faults.map(({ kind, sha256 }) => [kind, sha256]).toSorted()).toEqual(
    [
      ['file-wrong', first],
      ['file-wrong', second],
    ].toSorted(),
  )
  kept.set(second!, bytes)
  isDown = true
  expect((await auditFiles(shelf)).faults.map(({ kind }) => kind)).toEqual(['file-unread', 'file-unread'])
  isDown = false
  expect((await auditFiles({ ...shelf, files: null })).faults).toHaveLength(2)
  await office.database.sql`update licensing.attachment set bytes = 'other' where authority = 'other'`
  expect((await auditFiles(shelf)).faults.map(({ sha256 }) => sha256)).toContain(hash('sha256', inDatabase))
})

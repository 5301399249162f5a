// A signed request with its files, taken out: the same text as of the object in one, and little of it in memory.
import { hash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { migrate } from '@ruqsat/database'
import { packagePieces } from '../cabinet/take-away.ts'
import { PORTAL_SCHEMA } from '../index.ts'

const FILES = [
  { name: 'Куәлік «а».pdf', bytes: randomBytes(3 * 1024 * 1024 + 1) },
  { name: 'empty.pdf', bytes: Buffer.alloc(0) },
  { name: 'b.pdf', bytes: randomBytes(192 * 1024) },
]
const SIGNED = {
  draftId: randomUUID(),
  content: Buffer.from('{}'),
  contentSha256: 'dd',
  cms: Buffer.from('cms'),
  evidence: null,
  signedAt: '2014-10-01T04:39:00.000Z',
  registeredAt: '2014-10-01T04:40:00.000Z',
}

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('package')
  await migrate(database, PORTAL_SCHEMA)
  // Whose it is does not matter here.
  await database.sql`alter table portal.draft drop constraint draft_account_id_fkey`
  await database.sql`
    insert into portal.draft (id, account_id, regulation, edition_hash, variant, view, step_id, status, language, frozen, frozen_sha256, cms, signed_at, request_number, registered_at, created_at, changed_at)
    values (${SIGNED.draftId}, ${randomUUID()}, 'an-act', 'hash', 'issue', 'portal', 'A9', 'registered', 'kk', ${SIGNED.content}, 'dd', ${SIGNED.cms},
      ${SIGNED.signedAt}, 'LA-2014-000001', ${SIGNED.registeredAt}, ${SIGNED.signedAt}, ${SIGNED.signedAt})`
  for (const [place, { name, bytes }] of FILES.entries())
    await database.sql`
      insert into portal.attachment (id, draft_id, slot, name, media_type, size_bytes, sha256, bytes, attached_at)
      values (${randomUUID()}, ${SIGNED.draftId}, 'a', ${name}, 'application/pdf', ${bytes.length}, ${hash('sha256', bytes)}, ${bytes}, ${`2014-10-01T04:3${place}:00.000Z`})`
})
afterAll(() => database.drop())

test('a package with its files is the text of the whole object, in pieces of which none is large', async () => {
  const pieces: string[] = []
  for await (const piece of packagePieces(database.sql, SIGNED, true)) pieces.push(piece)
  expect(pieces.join('')).toBe(
    JSON.stringify({
      format: 'ruqsat-signed-package',
      version: 1,
      content: 'e30=',
      cms: Buffer.from('cms').toString('base64'),
      receivedAt: SIGNED.signedAt,
      attachments: FILES.map(({ name, bytes }) => ({ name, bytes: bytes.toString('base64') })),
    }),
  )
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(256 * 1024)
})

test('a file that goes away meanwhile breaks the package instead of shortening it', async () => {
  const pieces = packagePieces(database.sql, SIGNED, true)
  const taken = async () => {
    for await (const piece of pieces) {
      if (piece.length > 1_000) await database.sql`delete from portal.attachment where draft_id = ${SIGNED.draftId}`
    }
  }
  await expect(taken()).rejects.toThrow('to its end but it is gone')
})

// Two papers that act on one number: the one that is signed later finds the register changed, and nothing of its step is done.
import { migrate } from '@ruqsat/database'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LICENSING_MIGRATIONS } from '../index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase('registerrace')
  await migrate(database, LICENSING_MIGRATIONS)
})
afterAll(() => database.drop())

const AT = '2027-03-01T05:00:00.000Z'
const PAPER = { actorId: 'head-1', editionHash: 'ab', variant: 'issue', documentId: 'paper-1' }
const commit = (caseId: string, host: object) =>
  database.sql`select licensing.host_commit('office', ${caseId}, ${AT}, ${database.sql.json(host as never)})`
const suspension = (documentId: string) => ({
  change: {
    ...PAPER,
    documentId,
    number: 'AAA0000001',
    kind: 'suspended',
    on: '2027-03-01',
    status: 'suspended',
    seenStatus: 'active',
    validUntil: null,
    seenUntil: null,
    seenSuspendedUntil: null,
    suspendedUntil: '2027-04-01',
    until: '2027-04-01',
  },
})

test('of two changes that were prepared on the same row, one is done and the other refused whole', async () => {
  await database.sql`insert into licensing.licence_serial (letters, serial, authority, case_id, status, reserved_at)
    values ('AAA', 1, 'office', 'case-1', 'reserved', ${AT})`
  await database.sql`insert into licensing.document (document_id, authority, case_id, document_kind, prepared, byte_range, prepared_sha256,
    prepared_at, signer_id, signer_name, signer_position) values ('paper-1', 'office', 'case-1', 'permit', '', '[]', 'cd', ${AT}, 'head-1', 'Head', '{}')`
  await commit('case-1', {
    licence: { ...PAPER, number: 'AAA0000001', holderRef: 'holder', issuedOn: '2027-03-01', documentSha256: 'cd', validFrom: '2027-03-01' },
  })
  await commit('case-2', suspension('paper-2'))
  await expect(commit('case-3', suspension('paper-3'))).rejects.toMatchObject({ code: 'RQ001' })
  const history = await database.sql`select kind, document_id from licensing.licence_history order by sequence`
  expect(history.map((row) => [row['kind'], row['document_id']])).toEqual([
    ['issued', 'paper-1'],
    ['suspended', 'paper-2'],
  ])
})

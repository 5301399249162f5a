// The time of each message is proved afterwards: an authority that is down delays the proof, never a message; and what was changed since shows.
import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { standingTechnicalClock } from '@ruqsat/database/testing'
import type { Sql } from '@ruqsat/database'
import { hasTools } from '@ruqsat/trust/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditStamps, type StampAuditFault } from '../audit.ts'
import type { JournalEntry } from '../contract.ts'
import { rootBy, treePath, treeRoot, type Digest } from '../core/digest-tree.ts'
import { SYNC_PATH } from '../index.ts'
import { offeredTo, openTestGateway, routeTo, TEST_PURPOSE, HOUSE_BIN, type TestGateway } from '../testing.ts'

const clock = standingTechnicalClock('2026-11-30T09:00:00.000Z')
const digest: Digest = (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer'))
let house: TestGateway
beforeAll(async () => {
  house = await openTestGateway(
    (origin) => ({
      sender: 'caller',
      routes: { states: routeTo(`${origin}${SYNC_PATH}`, { service: 'States', signedBy: [HOUSE_BIN] }) },
      services: { States: { ...offeredTo('register'), callers: [{ ...offeredTo('register').callers[0]!, bin: HOUSE_BIN }] } },
    }),
    { technicalClock: clock },
  )
  house.room.offer('register', { answer: async () => ({ kind: 'found', value: '<State>licensed</State>' }) })
})
afterAll(() => house?.close())

const ask = (caseId: string) =>
  house.room.gateway.ask({ route: 'states', payload: '<Number>KZ1</Number>', subject: '1', purpose: { ...TEST_PURPOSE, caseId } })
const lines = (): Promise<readonly JournalEntry[]> => house.room.journal.search({})
const timesOf = (entry: JournalEntry | undefined) => [entry?.requestStampedAt ?? null, entry?.answerStampedAt ?? null]
const audit = (sql: Sql = house.trust.database.sql) => auditStamps(sql, house.trust.trust)

test('messages that leave and come in go while the authority is down; the journal says "not yet", and they are stamped when it is back', async () => {
  await house.trust.trust.setFault('tsp', 'down')
  expect(await ask('case-1')).toMatchObject({ kind: 'found' })
  await house.room.workOnce()
  expect(await ask('case-2')).toMatchObject({ kind: 'found' })
  await house.room.workOnce()
  // Each question is a line of who asked and one of who answered, each with two messages.
  expect((await lines()).map(timesOf)).toEqual(Array.from({ length: 4 }, () => [null, null]))
  expect(await house.room.unstamped()).toMatchObject({ messages: 8, error: expect.stringContaining('cannot be reached') })
  expect(await house.room.journal.proof({ ...(await lines())[0]!, part: 'request' })).toBeNull()
  expect(await audit()).toEqual({ faults: [], stamped: 0, waiting: 8 })

  await house.trust.trust.setFault('tsp', 'none')
  await house.room.workOnce()
  expect((await house.room.unstamped()).messages).toBe(8)
  clock.forwardMs(60_000)
  await house.room.workOnce()
  expect((await house.room.unstamped()).messages).toBe(0)
  const at = await house.trust.clock.now()
  for (const entry of await lines()) for (const time of timesOf(entry)) expect(time !== null && time <= at).toBe(true)
  expect(await audit()).toEqual({ faults: [], stamped: 8, waiting: 0 })
})

test('two processes make one stamp of what waits', async () => {
  await ask('case-3')
  const [before] = await house.trust.database.sql`select count(*)::integer as stamps from gateway.stamps`
  await Promise.all([house.room.workOnce(), house.room.workOnce(), house.room.workOnce()])
  const [after] = await house.trust.database.sql`select count(*)::integer as stamps from gateway.stamps`
  expect(after!['stamps']).toBe(before!['stamps'] + 1)
  expect(await audit()).toMatchObject({ faults: [], waiting: 0 })
})

test.skipIf(!hasTools('openssl'))('who holds a message proves its time with openssl and the file of its proof alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-stamps-'))
  try {
    const { root: own, issuing } = await house.trust.trust.authority.certificates()
    const pem = (der: Uint8Array) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`
    writeFileSync(join(folder, 'root.pem'), pem(own))
    writeFileSync(join(folder, 'issuing.pem'), pem(issuing))
    for (const part of ['request', 'answer'] as const) {
      const entry = (await lines())[1]!
      const proof = (await house.room.journal.proof({ ...entry, part }))!
      expect(proof.sha256).toBe(part === 'request' ? entry.requestSha256 : entry.answerSha256)
      expect(rootBy(proof.sha256, proof.path, digest)).toBe(proof.root)
      writeFileSync(join(folder, 'root.bin'), Buffer.from(proof.root, 'hex'))
      writeFileSync(join(folder, 'token.der'), Buffer.from(proof.token, 'base64'))
      const at = String(Math.floor(Date.parse(proof.stampedAt) / 1000))
      const words = [
        'ts',
        '-verify',
        '-data',
        'root.bin',
        '-in',
        'token.der',
        '-token_in',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
      ]
      expect(execFileSync('openssl', [...words, '-attime', at], { cwd: folder, stdio: 'pipe' }).toString()).toContain('Verification: OK')
    }
    expect(
      await house.room.journal.proof({ authority: 'another-office', entryId: (await lines())[0]!.entryId, part: 'request' }),
    ).toBeNull()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

const UNDONE = Symbol('undone')
async function tampered(...statements: readonly string[]): Promise<readonly StampAuditFault['kind'][]> {
  let found: readonly StampAuditFault[] = []
  await house.trust.database.sql
    .begin(async (tx) => {
      for (const statement of statements) expect((await tx.unsafe(statement)).count, statement).not.toBe(0)
      found = (await audit(tx as unknown as Sql)).faults
      throw UNDONE
    })
    .catch((error: unknown) => {
      if (error !== UNDONE) throw error
    })
  return [...new Set(found.map(({ kind }) => kind))]
}

const OTHER = 'a'.repeat(64)
test.each<[string, readonly string[], StampAuditFault['kind']]>([
  [
    'another question in the journal',
    [`update gateway.journal set request_sha256 = '${OTHER}' where direction = 'asked'`],
    'stamped-message-differs',
  ],
  ['a line of the journal removed', [`delete from gateway.journal where case_id = 'case-1'`], 'stamped-message-differs'],
  [
    'another message, in the journal and under the stamp',
    [
      `update gateway.journal set answer_sha256 = '${OTHER}' where case_id = 'case-1'`,
      `update gateway.signed_messages set sha256 = '${OTHER}' where part = 'answer' and (authority, entry_id) in (select authority, entry_id from gateway.journal where case_id = 'case-1')`,
    ],
    'stamp-differs',
  ],
  ['a message removed', [`delete from gateway.signed_messages where place = 2 and stamp = 1`], 'stamp-differs'],
  ['messages in another order', [`update gateway.signed_messages set place = 9 - place where stamp = 1`], 'stamp-differs'],
  ['another time', [`update gateway.stamps set stamped_at = stamped_at - interval '1 day' where number = 1`], 'stamp-wrong'],
  [
    'the token of another stamp',
    [`update gateway.stamps set token = (select token from gateway.stamps where number = 2) where number = 1`],
    'stamp-wrong',
  ],
  ['a stamp removed', [`delete from gateway.stamps where number = 1`], 'stamp-missing'],
  [
    'no certificates of the authority',
    [`update gateway.stamps set evidence = '{"chain":[],"revocation":[]}' where number = 1`],
    'stamp-wrong',
  ],
])('the audit finds %s', async (_what, statements, kind) => {
  expect(await tampered(...statements)).toContain(kind)
  expect((await audit()).faults).toEqual([])
})

test('each leaf of a tree of any size leads to its root, and no other digest does', () => {
  const sha256 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))
  fc.assert(
    fc.property(fc.uniqueArray(sha256, { minLength: 1, maxLength: 40 }), sha256, (leaves, stranger) => {
      const root = treeRoot(leaves, digest)
      leaves.forEach((leaf, place) => {
        const path = treePath(leaves, place, digest)
        expect(rootBy(leaf, path, digest)).toBe(root)
        if (stranger !== leaf) expect(rootBy(stranger, path, digest)).not.toBe(root)
      })
    }),
    { numRuns: 60 },
  )
})

// The signature that an event of the case names is evidence: whoever signs the same bytes again does not write over it.
import { hash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LicensingParts } from '../deps.ts'
import { namedByCase } from '../request-versions.ts'
import { storeRequestVersion } from '../store/requests.ts'
import { openOffice, START, type Office } from './setup.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

test('a signature that the case names stays, also where another of the same bytes came in between', async () => {
  const content = Buffer.from('{}')
  const signedBy = (key: string) => ({
    authority: 'kite-office',
    caseId: 'case-1',
    requestSha256: hash('sha256', content),
    content,
    cms: Buffer.from(key),
    evidence: { key },
    attachments: [],
    receivedAt: START,
  })
  const kept = async () => (await office.sql<{ evidence: unknown }[]>`select evidence from licensing.request_version`)[0]!.evidence
  const room = { deps: { database: office.database } } as unknown as LicensingParts
  await storeRequestVersion(office.sql, signedBy('earlier'))
  // A refused step names nothing: who signs next takes its place.
  await namedByCase(room, signedBy('refused'), async () => ({ kind: 'refusal' }))
  await namedByCase(room, signedBy('first'), async () => {
    await storeRequestVersion(office.sql, signedBy('second'))
    const body = { kind: 'objectionGiven', signatureSha256: hash('sha256', Buffer.from('first')) }
    await office.sql`insert into licensing.event (authority, case_id, sequence, at, body, hash)
      values ('kite-office', 'case-1', 1, ${START}, ${office.sql.json(body)}, '')`
  })
  expect(await kept()).toEqual({ key: 'first' })
  await storeRequestVersion(office.sql, signedBy('later'))
  expect(await kept()).toEqual({ key: 'first' })
})

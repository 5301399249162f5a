// A crash between the words and the event that names them leaves a row that nobody will ever read.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropUnnamed, storeWriting, writingsOf } from '../store/writings.ts'
import { openOffice, START, type Office } from './setup.ts'

const AUTHORITY = 'aktobe-agriculture'
const NEXT_WEEK = '2026-11-30T05:00:00.000Z'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

test('is swept a day later; what an event names, and what was written just now, stay', async () => {
  const { sql } = office
  const caseId = await office.register()
  const row = { authority: AUTHORITY, caseId, stepId: 'P1', salt: 'a', content: { values: {}, files: [] }, writtenBy: 'officer-1' }
  await storeWriting(sql, { ...row, writingId: 'named', writtenAt: START })
  await storeWriting(sql, { ...row, writingId: 'orphan', writtenAt: START })
  await storeWriting(sql, { ...row, writingId: 'just now', writtenAt: NEXT_WEEK })
  const body = { kind: 'workWritten', work: { writingId: 'named' } }
  await sql`insert into licensing.event (authority, case_id, sequence, at, body, hash) values (${AUTHORITY}, ${caseId}, 100, ${START}, ${sql.json(body)}, 'x')`
  expect(await dropUnnamed(sql, START)).toBe(0)
  expect(await dropUnnamed(sql, NEXT_WEEK)).toBe(1)
  expect((await writingsOf(sql, AUTHORITY, caseId)).map(({ writingId }) => writingId).toSorted()).toEqual(['just now', 'named'])
})

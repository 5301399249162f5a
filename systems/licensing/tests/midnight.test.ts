// A paper states the day on which it is prepared. Signed after midnight it would say another day than the register: it is prepared again.
import { isRefusal } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { APPLICANT, openOffice, STAFF, type Office } from './setup.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

test('what was prepared before midnight is not signed after it; the paper of the new day and the register agree', async () => {
  const { caseId, taskId } = await office.toSignature()
  // Five hours east of Greenwich: ten minutes to midnight, and ten past.
  await office.legalClock.advance('2026-11-26T18:50:00.000Z', 'test')
  const before = await office.must(office.host.prepareResult(caseId, taskId, STAFF.head))
  const cms = await office.signPrepared(before.documentId, before.byteRange)
  await office.legalClock.advance('2026-11-26T19:10:00.000Z', 'test')
  const late = await office.host.signResult(caseId, taskId, before.documentId, cms, STAFF.head)
  expect(isRefusal(late) && late.code).toBe('licensing.paper-of-another-day')

  const after = await office.must(office.host.prepareResult(caseId, taskId, STAFF.head))
  expect([after.documentId === before.documentId, after.number]).toEqual([false, before.number])
  const again = await office.signPrepared(after.documentId, after.byteRange)
  await office.must(office.host.signResult(caseId, taskId, after.documentId, again, STAFF.head))
  const [row] = await office.sql`select issued_on as "issuedOn" from licensing.licence`
  const [document] = await office.sql`select prepared_at as "preparedAt" from licensing.document where document_id = ${after.documentId}`
  expect([row!['issuedOn'], document!['preparedAt']]).toEqual(['2026-11-27', expect.stringContaining('2026-11-26T19:10')])
  expect(isRefusal(await office.host.readCase(caseId, APPLICANT))).toBe(false)
}, 60_000)

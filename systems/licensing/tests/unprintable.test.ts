import { isRefusal, wordsOf } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOffice, STAFF, type Office } from './setup.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

test('a sign from before the doors asked for it is named to the head, who returns the draft: no fault, and the case goes on', async () => {
  const { caseId, taskId } = await office.toSignature(office.refuse)
  const { applicantRef } = (await office.must(office.host.readCase(caseId, STAFF.head))).state.opening!
  const kept = await office.sql`select data from licensing.party where digest = ${applicantRef}`
  const renamed = { ...(kept[0]!['data'] as object), name: 'გიორგი Сағындықов' }
  await office.sql`update licensing.party set data = ${office.sql.json(renamed)} where digest = ${applicantRef}`
  const refused = await office.host.prepareResult(caseId, taskId, STAFF.head)
  if (!isRefusal(refused)) throw new Error('Expected a refusal')
  expect(refused.code).toBe('licensing.result-unprintable')
  expect(wordsOf(refused).text.kk).toContain('«გიორგი Сағындықов»')
  expect(wordsOf(refused).remedy.kk).toContain('жобаны оған қайтарыңыз')
  await office.must(office.host.act(caseId, { kind: 'returnToOfficer', taskId, reason: 'Белгіні түзетіңіз' }, STAFF.head))
  await office.sql`update licensing.party set data = ${office.sql.json(kept[0]!['data'] as never)} where digest = ${applicantRef}`
})

test('what an official writes is asked at once, by the rule that the paper needs', async () => {
  await expect(office.toSignature({ ...office.refuse, explanation: 'Сыйымдылығы 🌾 500 т' })).rejects.toThrow(/sign-not-printable/)
  const { caseId, taskId } = await office.toSignature({ ...office.refuse, explanation: 'Сыйымдылығы ≥ 500 т болуы керек → Ə ☐ а\u0301' })
  await office.must(office.host.prepareResult(caseId, taskId, STAFF.head))
})

// A newer house wrote a case into the database under a running one: of an edition that this one has not read.
import { isRefusal, orFault, parseRequestNumber } from '@ruqsat/foundation'
import { openActs } from '@ruqsat/regulations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { APPLICANT, openOffice, PARTY, STAFF, STRANGER, type Office } from './setup.ts'

let office: Office
let isLoaded = true
beforeAll(async () => {
  const acts = await openActs()
  office = await openOffice({ regulations: { ...acts, edition: (hash) => (isLoaded ? acts.edition(hash) : null) } })
})
afterAll(() => office.close())

const codeOf = (answer: object) => (isRefusal(answer) ? answer.code : 'shown')

test('whose case it is learns why it is not shown, nobody else learns of it, and lists have its number', async () => {
  const caseId = await office.register()
  const { requestNumber } = (await office.must(office.host.readCase(caseId, STAFF.clerk))).summary
  const number = orFault(parseRequestNumber(requestNumber))
  const proof = { identifierEnd: PARTY.iin!.slice(-4), second: { kind: 'phone', end: PARTY.phone.slice(-4) } } as const
  isLoaded = false
  try {
    const answers = [
      await office.host.readCase(caseId, STAFF.clerk),
      await office.host.findByNumber(number, APPLICANT),
      await office.stages.stageFor({ requestNumber: number, proof }),
      await office.host.readCase(caseId, STAFF.spy),
      await office.host.readCase(caseId, STAFF.body),
      await office.host.findByNumber(number, STRANGER),
    ]
    expect(answers.map(codeOf)).toEqual([
      'licensing.edition-not-loaded',
      'licensing.edition-not-loaded',
      'licensing.edition-not-loaded',
      'licensing.case-not-found',
      'licensing.case-not-found',
      'licensing.case-not-found',
    ])
    const [own] = await office.host.listForApplicant(APPLICANT)
    expect(own).toMatchObject({ requestNumber, service: { en: 'The edition of the act of this request is not loaded here' } })
    expect((await office.host.listTasks(STAFF.clerk)).tasks.map((task) => task.requestNumber)).toEqual([requestNumber])
    expect(await office.host.listWaiting(STAFF.clerk)).toEqual([])
  } finally {
    isLoaded = true
  }
  expect(codeOf(await office.host.readCase(caseId, STAFF.clerk))).toBe('shown')
})

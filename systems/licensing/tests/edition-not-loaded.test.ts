// A newer house wrote a case into the database under a running one: of an edition that this one has not read.
import { isRefusal, orFault, parseRequestNumber } from '@ruqsat/foundation'
import { openActs } from '@ruqsat/regulations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHives } from './hives.ts'
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

test('a number that was given under an edition that is not loaded is refused by name, wherever it is named', async () => {
  const hives = await openHives()
  try {
    const { number } = await hives.granted('issue', { place: 'Гүлді сай', hiveCount: '40', race: 'steppe' })
    const { host, sql, staff, must, submission, licensing, edition } = hives.office
    // Given by a house that had another edition of the act.
    await sql`update licensing.licence set edition_hash = 'of-another-house' where number = ${number}`
    const opening = { regulation: 'hives', variant: 'revoke', number: number!, idempotencyKey: `revoke ${number}`, answers: {} }
    const basis = { groundIds: ['moved'], reason: 'Омарта басқа сайда.' }
    const fields = [{ id: 'permitNumber', label: 'Нөмір', value: number!, valueText: number! }]
    const asked = { editionHash: edition.hash, variant: 'prolong', answers: { permitNumber: number! }, holder: PARTY }
    expect(
      [
        await host.openProceedings({ ...opening, basis }, staff.head),
        await host.numberForProceedings(opening, staff.head),
        await host.register(await submission({ variant: 'suspend', sections: [{ title: 'Омарта', fields }] })),
        (await licensing.publicRegister.earlier(asked))!,
      ].map(codeOf),
    ).toEqual(Array.from({ length: 4 }, () => 'licensing.earlier-not-loaded'))
    await sql`update licensing.licence set edition_hash = ${edition.hash} where number = ${number}`
    expect(codeOf(await must(host.numberForProceedings(opening, staff.head)))).toBe('shown')
  } finally {
    await hives.office.close()
  }
}, 60_000)

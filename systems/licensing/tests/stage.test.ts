import { isRefusal, orFault, parseRequestNumber } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOffice, PARTY, STAFF, type Office } from './setup.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const IDENTIFIER_END = PARTY.iin!.slice(-4)
const PHONE = { kind: 'phone', end: PARTY.phone.slice(-4) } as const

test('who knows two things of the request hears its stage and due date, and nobody’s name', async () => {
  const caseId = await office.register()
  const { requestNumber: typed } = (await office.must(office.host.readCase(caseId, STAFF.clerk))).summary
  const requestNumber = orFault(parseRequestNumber(typed))
  const ask = (identifierEnd: string, second: Parameters<Office['stages']['stageFor']>[0]['proof']['second']) =>
    office.stages.stageFor({ requestNumber, proof: { identifierEnd, second } })
  const seen = await ask(IDENTIFIER_END, PHONE)
  expect(seen).toMatchObject({ kind: 'stageSeen', requestNumber: typed, status: 'open', variantId: 'issue', awaited: null })
  expect(await ask(IDENTIFIER_END, { kind: 'day', day: '2026-11-23' })).toEqual(seen)
  const words = JSON.stringify(seen)
  for (const personal of [PARTY.name, PARTY.iin!, PARTY.phone, PARTY.email, PARTY.address]) expect(words).not.toContain(personal)
  const wrong = [
    await ask('9999', PHONE),
    await ask('', PHONE),
    await ask(PARTY.iin!, PHONE),
    await ask(IDENTIFIER_END, { kind: 'phone', end: '' }),
    await ask(IDENTIFIER_END, { kind: 'phone', end: '0000' }),
    await ask(IDENTIFIER_END, { kind: 'day', day: '2026-11-24' }),
    await office.stages.stageFor({
      requestNumber: orFault(parseRequestNumber('AA-2026-009999')),
      proof: { identifierEnd: IDENTIFIER_END, second: PHONE },
    }),
  ]
  expect(wrong.map((each) => (isRefusal(each) ? each.code : 'shown'))).toEqual(wrong.map(() => 'licensing.caller-not-shown'))
})

test('of a firm’s request the BIN is asked; without a telephone there is no answer to match', async () => {
  const bin = '080340001111'
  const party = { ...PARTY, phone: '' as const }
  const caseId = (await office.must(office.host.register(await office.submission({ party })))).caseId
  const { requestNumber } = (await office.must(office.host.readCase(caseId, STAFF.clerk))).summary
  const ask = (identifierEnd: string, second: { kind: 'phone'; end: string } | { kind: 'day'; day: string }) =>
    office.stages.stageFor({ requestNumber: orFault(parseRequestNumber(requestNumber)), proof: { identifierEnd, second } as never })
  expect(isRefusal(await ask(bin.slice(-4), { kind: 'day', day: '2026-11-23' }))).toBe(true)
  expect(isRefusal(await ask(IDENTIFIER_END, { kind: 'phone', end: '' }))).toBe(true)
  expect(isRefusal(await ask(IDENTIFIER_END, { kind: 'day', day: '2026-11-23' }))).toBe(false)
})

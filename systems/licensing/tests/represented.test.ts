// A request that a representative signs: taken while the power of attorney holds, by the representative's own key, and read by both.
import type { Party } from '@ruqsat/caseflow/host'
import type { SignedRequest } from '@ruqsat/documents'
import { isRefusal, orFault, parseIIN } from '@ruqsat/foundation'
import type { PowerOfAttorney } from '@ruqsat/registers/contract'
import { AIGERIM } from '@ruqsat/trust/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { APPLICANT, openOffice, STAFF, STRANGER, type Office } from './setup.ts'

const PRINCIPAL = orFault(parseIIN('790923300010'))
const representative = { iin: AIGERIM.iin!, name: 'Сағындықова Әйгерім', power: { number: 'NP-1', scope: 'өтініш беру', validUntil: null } }
const PARTY: Partial<Party> = { iin: PRINCIPAL, name: 'Әбілов Дәурен', representative }
const HOLDS: PowerOfAttorney = {
  number: 'NP-1',
  representatives: [{ iin: AIGERIM.iin!, name: '' }],
  principal: PRINCIPAL,
  scope: 'өтініш беру',
  givenOn: '2014-01-01',
  validUntil: null,
  revokedOn: null,
  notarised: true,
}

let office: Office
let power: PowerOfAttorney | 'absent' | 'outage'
beforeAll(async () => {
  office = await openOffice({
    powers: {
      powerOfAttorney: async () =>
        power === 'outage' ? { kind: 'outage', reason: '' } : power === 'absent' ? { kind: 'absent' } : { kind: 'found', value: power },
    },
  })
})
afterAll(() => office.close())
beforeEach(() => {
  power = HOLDS
})

const shape = (request: SignedRequest) => ({ ...request, schema: 'ruqsat.request/3', representative })
const filed = (change: Partial<Parameters<Office['submission']>[0]> = {}) => office.submission({ party: PARTY, shape, ...change })
const codeOf = (answer: object) => (isRefusal(answer) ? answer.code : 'accepted')

test('is registered for the principal; the representative and the principal read it, nobody else, and the official sees by which document', async () => {
  const { caseId } = await office.must(office.host.register(await filed()))
  const principal = { kind: 'applicant', id: 'account-9', iin: PRINCIPAL } as const
  for (const reader of [APPLICANT, principal]) {
    expect((await office.must(office.host.readCase(caseId, reader))).party).toMatchObject({ iin: PRINCIPAL, representative })
    expect((await office.host.listForApplicant(reader)).map((each) => each.caseId)).toContain(caseId)
  }
  for (const reader of [STRANGER, { ...principal, iin: orFault(parseIIN('900101300017')) }])
    expect(codeOf(await office.host.readCase(caseId, reader))).toBe('licensing.case-not-found')
  expect((await office.must(office.host.readCase(caseId, STAFF.clerk))).request).toMatchObject({ representative })
})

test.each([
  ['revoked', { ...HOLDS, revokedOn: '2014-02-01' }, 'documents.power-revoked'],
  ['over', { ...HOLDS, validUntil: '2014-02-01' }, 'documents.power-over'],
  ['given to another', { ...HOLDS, representatives: [] }, 'documents.power-of-another'],
  ['not there', 'absent', 'documents.power-unknown'],
] as const)('a power that is %s at acceptance is refused by name', async (_name, now, code) => {
  power = now
  expect(codeOf(await office.host.register(await filed()))).toBe(code)
})

test('a silent register makes it wait, and the same request is taken when it answers', async () => {
  const submission = await filed()
  power = 'outage'
  expect((await office.host.register(submission)).kind).toBe('waiting')
  power = HOLDS
  expect((await office.host.register(submission)).kind).toBe('registered')
})

test('what was signed must name the representative who is sent, and nobody else’s key counts', async () => {
  expect(codeOf(await office.host.register(await office.submission({ party: PARTY })))).toBe('licensing.request-differs')
  const other = { ...PARTY, representative: { ...representative, iin: PRINCIPAL } }
  power = { ...HOLDS, representatives: [{ iin: PRINCIPAL, name: '' }] }
  const signedByAnother = { ...other, representative: other.representative }
  const answer = await office.host.register(
    await office.submission({
      party: signedByAnother,
      shape: (request) => ({ ...request, schema: 'ruqsat.request/3', representative: other.representative }),
    }),
  )
  expect(codeOf(answer)).toBe('trust.signature-wrong-person')
})

// A request that a representative signs: taken while the power of attorney holds, by the representative's own key, and read by both.
import type { Party } from '@ruqsat/caseflow/host'
import type { SignedRequest } from '@ruqsat/documents'
import { canonicalJson, isRefusal, orFault, parseIIN } from '@ruqsat/foundation'
import type { PowerOfAttorney } from '@ruqsat/registers/contract'
import { signDetached } from '@ruqsat/trust'
import { AIGERIM } from '@ruqsat/trust/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { APPLICANT, openOffice, STRANGER, WELLS, type Office } from './setup.ts'

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
  const powers = {
    powerOfAttorney: async () =>
      power === 'outage'
        ? ({ kind: 'outage', reason: '' } as const)
        : power === 'absent'
          ? ({ kind: 'absent' } as const)
          : ({ kind: 'found', value: power } as const),
  }
  office = await openOffice({ powers }, WELLS)
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
  expect((await office.must(office.host.readCase(caseId, office.staff.clerk))).request).toMatchObject({ representative })
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

/** A refusal is drafted, and the applicant may object. */
async function heard() {
  const { host, must, staff, taskOf, refuse } = office
  const { caseId } = await must(host.register(await filed()))
  await must(host.act(caseId, { kind: 'accept', taskId: await taskOf(caseId) }, staff.clerk))
  await must(host.act(caseId, { kind: 'assign', taskId: await taskOf(caseId), officerId: 'officer-1', instruction: '' }, staff.head))
  await must(host.act(caseId, { kind: 'examine', taskId: await taskOf(caseId), draft: refuse }, staff.officer))
  await must(host.act(caseId, { kind: 'conclude', taskId: await taskOf(caseId), draft: refuse }, staff.officer))
  const { hearing, party, summary } = await must(host.readCase(caseId, APPLICANT))
  const preparedAt = await office.legalClock.now()
  const words = { requestNumber: summary.requestNumber, hearing: hearing!.askedId, text: 'Шұңқыр жабылған.', preparedAt }
  /** Signed with the representative's key, whatever is said about whom. */
  const object = (said: object, sent: Partial<Party> = {}) => {
    const content = Buffer.from(canonicalJson({ ...words, ...said } as never))
    const { key, chain: certificates } = office.applicantKey
    const cmsBase64 = Buffer.from(signDetached({ content, key, certificates, signingTime: preparedAt })).toString('base64')
    const objection = { party: { ...party, ...sent }, contentBase64: content.toString('base64'), cmsBase64 }
    return host.answerHearing(caseId, { askedId: hearing!.askedId, objection }, APPLICANT)
  }
  return { caseId, object }
}
const OBJECTION = { schema: 'ruqsat.objection/2', representative }

test('an objection is signed by the representative for the principal while the power holds, and the record says who, for whom, by which', async () => {
  const { caseId, object } = await heard()
  const other = { ...representative, power: { ...representative.power, number: 'NP-7' } }
  // As of the principal, by another power, or in the representative's own name: nobody's word on this request.
  expect(codeOf(await object({ schema: 'ruqsat.objection/1' }, { representative: undefined as never }))).toBe(
    'trust.signature-wrong-person',
  )
  expect(codeOf(await object({ schema: 'ruqsat.objection/1' }))).toBe('licensing.objection-of-another')
  expect(codeOf(await object({ ...OBJECTION, representative: other }, { representative: other }))).toBe('licensing.objection-of-another')
  expect(codeOf(await object(OBJECTION, { iin: AIGERIM.iin! }))).toBe('licensing.objection-of-another')
  power = { ...HOLDS, revokedOn: '2014-02-01' }
  expect(codeOf(await object(OBJECTION))).toBe('documents.power-revoked')
  power = HOLDS
  await office.must(object(OBJECTION))
  const { objections, history } = await office.must(office.host.readCase(caseId, office.staff.head))
  expect(objections).toMatchObject([{ text: 'Шұңқыр жабылған.' }])
  const byPower = { name: representative.name, number: 'NP-1' }
  expect(history.filter((line) => line.byPower !== undefined)).toMatchObject([
    { event: 'caseOpened', byPower },
    { event: 'objectionGiven', byPower },
  ])
})

test('a register of powers that is silent keeps the objection, which counts from when it came', async () => {
  const { caseId, object } = await heard()
  power = 'outage'
  expect(await object(OBJECTION)).toEqual({ kind: 'waiting', isKept: true })
  // Revoked after it was handed in: it was given by a power that held.
  power = { ...HOLDS, revokedOn: '2099-01-01' }
  office.technicalClock.forwardMs(3_600_000)
  while ((await office.licensing.caseflow.runOutbox()) > 0);
  expect((await office.must(office.host.readCase(caseId, APPLICANT))).objections).toMatchObject([{ text: 'Шұңқыр жабылған.' }])
})

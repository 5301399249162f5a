import { applyAll, decide, emptyCase, type Opening } from '@ruqsat/engine'
import { KITE_APPLICANT, KITE_CONTEXT, KITE_EDITION, KITE_TABLES, kiteOpening } from '@ruqsat/engine/testing'
import { isRefusal, orFault, parseMailAddress, type Tiyn } from '@ruqsat/foundation'
import { zoneOf } from '@ruqsat/law'
import type { Message } from '@ruqsat/messaging/contract'
import { expect, test } from 'vitest'
import { noticeText } from '../core/notices.ts'
import type { LicensingParts, LateTaskContact } from '../deps.ts'
import { deliverNotice } from './deliver-notice.ts'
import { aboutStep, overAmong } from './still-late.ts'

const AT = '2025-03-03T05:00:00.000Z'
const headed = (email: string): LateTaskContact => ({ email: orFault(parseMailAddress(email)), phone: null, language: 'kk' })

test('a head who came between two tries is told, and nobody is told twice', async () => {
  const opened = decide(emptyCase, { kind: 'open', opening: kiteOpening(), newIds: ['task-1'] }, KITE_APPLICANT, AT, KITE_CONTEXT)
  if (isRefusal(opened)) throw new Error(opened.code)
  const state = applyAll(emptyCase, opened)
  let heads = [headed('dana@example.kz'), headed('marat@example.kz')]
  let failsFor: string | null = 'marat@example.kz'
  const sent = new Map<string, string>()
  const send = async ({ to, idempotencyKey }: Message) => {
    if (to === failsFor) throw new Error('the database is away')
    if (!sent.has(idempotencyKey)) sent.set(idempotencyKey, to)
  }
  const room = {
    deps: {
      messaging: { send },
      staffContacts: async () => heads,
      regulations: { tables: KITE_TABLES },
      legalClock: { now: async () => AT },
    },
    caseflow: { read: async () => ({ state, version: 1, now: AT }), editionOf: () => KITE_EDITION },
  } as unknown as LicensingParts
  const notice = { kind: 'taskLate', to: 'head', facts: { stepId: state.tasks[0]!.stepId } }
  const deliver = () =>
    deliverNotice(() => room)({ key: 'case/4/0', caseId: 'case', payload: { caseId: 'case', at: AT, notice }, attempt: 1 })
  await expect(deliver()).rejects.toThrow('away')
  heads = [headed('aida@example.kz'), ...heads]
  failsFor = null
  await deliver()
  expect([...sent.values()].toSorted()).toEqual(['aida@example.kz', 'dana@example.kz', 'marat@example.kz'])
})

/** Friday evening, a working morning before the doors open, and an instant after that. */
test.each([
  ['taskLate', '2025-03-07T13:30:00.000Z', '2025-03-10T04:00:00.000Z'],
  ['taskStillLate', '2025-03-04T02:00:00.000Z', '2025-03-04T04:00:00.000Z'],
  ['taskLate', '2025-03-04T04:00:00.000Z', '2025-03-05T04:00:00.000Z'],
  ['taskDueSoon', AT, null],
] as const)('%s at %s leaves with others of the same person at %s, with a link to the case', async (kind, now, leavesAt) => {
  const opened = decide(emptyCase, { kind: 'open', opening: kiteOpening(), newIds: ['task-1'] }, KITE_APPLICANT, AT, KITE_CONTEXT)
  if (isRefusal(opened)) throw new Error(opened.code)
  const state = applyAll(emptyCase, opened)
  const sent: Message[] = []
  const staffContacts = async () => [{ ...headed('dana@example.kz'), id: 'official-1' }]
  const room = {
    deps: {
      messaging: { send: async (message: Message) => void sent.push(message) },
      staffContacts,
      regulations: { tables: KITE_TABLES },
      publicOrigin: 'https://ruqsat.example.kz',
      legalClock: { now: async () => now },
    },
    caseflow: { read: async () => ({ state, version: 1, now: AT }), editionOf: () => KITE_EDITION },
  } as unknown as LicensingParts
  const notice = { kind, to: 'head', facts: { stepId: state.tasks[0]!.stepId } }
  await deliverNotice(() => room)({ key: 'case/4/0', caseId: 'case', payload: { caseId: 'case', at: AT, notice }, attempt: 1 })
  const link = 'https://ruqsat.example.kz/kk/work/cases/KO-2025-000001'
  expect(sent.map(({ gather, text }) => [gather?.key, gather?.leavesAt ?? null, text.kk.endsWith(link)])).toEqual([
    [leavesAt === null ? undefined : 'late/official-1', leavesAt, leavesAt !== null],
  ])
})

test('whose request is not accepted reads what becomes of the fee, and who paid nothing reads of none', () => {
  const said = (text: string) => ({ kk: text, ru: text, en: text })
  const { regulation } = KITE_EDITION
  const source = { act: 'kites', item: '3', certainty: 'stated' } as const
  const fee = { mciRate: 1, name: said('Fee'), returnRule: said('It goes back.'), source }
  const variants = regulation.variants.map((variant) => ({ ...variant, fee }))
  const edition = { ...KITE_EDITION, regulation: { ...regulation, variants } }
  const paid = { orderId: 'order', amountTiyn: 100 as Tiyn, paidAt: AT }
  const textFor = (payment: Opening['payment']) => {
    const opening = kiteOpening({ payment })
    const opened = decide(emptyCase, { kind: 'open', opening, newIds: ['task-1'] }, KITE_APPLICANT, AT, KITE_CONTEXT)
    if (isRefusal(opened)) throw new Error(opened.code)
    const notice = { kind: 'requestNotAccepted', to: 'applicant', facts: {} } as const
    return noticeText(notice, applyAll(emptyCase, opened), edition, zoneOf(regulation, KITE_TABLES)).text.en
  }
  expect([textFor(paid).endsWith('apply again. It goes back.'), textFor(null).endsWith('apply again.')]).toEqual([true, true])
})

test('an applicant is led to the page of the request, in their language; officials are not', async () => {
  const opened = decide(emptyCase, { kind: 'open', opening: kiteOpening(), newIds: ['task-1'] }, KITE_APPLICANT, AT, KITE_CONTEXT)
  if (isRefusal(opened)) throw new Error(opened.code)
  const sent: Message[] = []
  const party = { email: 'dana@example.kz', phone: '', language: 'ru' }
  const room = {
    deps: {
      messaging: { send: async (message: Message) => void sent.push(message) },
      staffContacts: async () => [headed('head@example.kz')],
      regulations: { tables: KITE_TABLES },
      publicOrigin: 'https://portal.example.kz',
      database: { sql: async () => [{ data: { ...party, iin: null, bin: null } }] },
    },
    caseflow: { read: async () => ({ state: applyAll(emptyCase, opened), version: 1, now: AT }), editionOf: () => KITE_EDITION },
  } as unknown as LicensingParts
  for (const to of ['applicant', 'head']) {
    const notice = { kind: 'requestRegistered', to, facts: {} }
    await deliverNotice(() => room)({ key: `case/4/${to}`, caseId: 'case', payload: { caseId: 'case', at: AT, notice }, attempt: 1 })
  }
  const link = 'https://portal.example.kz/ru/cabinet/requests/KO-2025-000001'
  expect(sent.map(({ language, text }) => text[language].endsWith(`\n${link}`))).toEqual([true, false])
})

test('a step that is done before its message leaves, or never was late, is over; what others wrote is not judged', async () => {
  const opened = decide(emptyCase, { kind: 'open', opening: kiteOpening(), newIds: ['task-1'] }, KITE_APPLICANT, AT, KITE_CONTEXT)
  if (isRefusal(opened)) throw new Error(opened.code)
  const state = applyAll(emptyCase, opened)
  const { stepId } = state.tasks[0]!
  const late = { ...state, tasks: state.tasks.map((task) => ({ ...task, late: true })) }
  const cases: Readonly<Record<string, typeof state>> = { late, fresh: state }
  const read = async (caseId: string) => (cases[caseId] === undefined ? null : { state: cases[caseId], version: 1, now: AT })
  const abouts = [
    aboutStep('late', stepId),
    aboutStep('late', 'another'),
    aboutStep('fresh', stepId),
    aboutStep('gone', stepId),
    'other/late',
  ]
  expect([...(await overAmong({ read } as unknown as LicensingParts['caseflow'], abouts))]).toEqual(abouts.slice(1, 4))
})

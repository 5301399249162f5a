// Applying for another by a power of attorney: the register says whether it holds, when the draft is begun and before each signature; the request
// states both people, and a power that was revoked meanwhile costs nothing that was typed or paid.
import { randomUUID } from 'node:crypto'
import { isRefusal, orFault, parseBIN } from '@ruqsat/foundation'
import type { PowerOfAttorney } from '@ruqsat/registers/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { actingIn } from '../core/power.ts'
import { openDraft } from './drafts.ts'
import { readFrozen } from './frozen.ts'
import type { OpenDraft } from './model.ts'
import { startByPower, type PowerTyped } from './powers.ts'
import { bytesToSign, submitSignature } from './signing.ts'
import { fillAll, must, openDraftRoom, payFor, reopen, signatureOver, type DraftRoom } from './testing.ts'
import type { Person } from '../../registration/people/person.ts'

let room: DraftRoom
let representative: Person
let principal: Person
beforeAll(async () => {
  room = await openDraftRoom()
  representative = await room.addPerson({ name: 'Өкіл Дәулет' })
  principal = await room.addPerson()
})
afterAll(() => room.close())
beforeEach(() => {
  room.registersAnswer = true
  room.told.length = 0
  room.powers = { 'NP-1': power(), 'NP-2': power({ number: 'NP-2', principal: FIRM }) }
})

const FIRM = orFault(parseBIN('080340000024'))
const power = (change: Partial<PowerOfAttorney> = {}): PowerOfAttorney => ({
  number: 'NP-1',
  representatives: [{ iin: representative.iin, name: representative.name }],
  principal: principal.iin,
  scope: 'өтініш беру',
  givenOn: '2014-01-01',
  validUntil: null,
  revokedOn: null,
  notarised: true,
  ...change,
})

async function beginsFor(typed: Partial<PowerTyped> = {}, who = representative) {
  const { regulation } = room.edition
  const variant = regulation.variants.find((each) => each.offered)!
  const wish = { id: randomUUID(), regulation: regulation.id, variant: variant.id, view: 'portal', language: 'kk' } as const
  return startByPower(room.deps, who, wish, { number: 'NP-1', principal: principal.iin, ...typed })
}
const acting = (open: OpenDraft) => actingIn(representative, open.draft)
async function readyFor(typed: Partial<PowerTyped> = {}): Promise<OpenDraft> {
  const open = must(await beginsFor(typed))
  return payFor(room, acting(open), await fillAll(room, acting(open), open))
}
const codeOf = (answer: object) => (isRefusal(answer) ? `${answer.code} ${answer.field ?? ''}`.trim() : 'begun')

test('what the register does not confirm is refused at its field, and silence begins nothing', async () => {
  expect(codeOf(await beginsFor({ number: '' }))).toBe('portal.field-empty power')
  expect(codeOf(await beginsFor({ principal: '123' }))).toMatch(/principal$/)
  expect(codeOf(await beginsFor({ number: 'NP-9' }))).toBe('documents.power-unknown power')
  expect(codeOf(await beginsFor({}, principal))).toBe('documents.power-of-another power')
  room.powers = { 'NP-1': power({ validUntil: '2014-02-01' }), 'NP-3': power({ number: 'NP-3', revokedOn: '2014-02-01' }) }
  expect(codeOf(await beginsFor())).toBe('documents.power-over power')
  expect(codeOf(await beginsFor({ number: 'NP-3' }))).toBe('documents.power-revoked power')
  room.registersAnswer = false
  expect(codeOf(await beginsFor())).toBe('portal.register-out-of-reach')
})

test.each([
  ['a person', 'NP-1', () => ({ kind: 'individual', iin: principal.iin, bin: null })],
  ['a firm', 'NP-2', () => ({ kind: 'legalEntity', bin: FIRM })],
] as const)(
  'the request for %s is the principal’s, is signed with the representative’s own key, and states both',
  async (_who, number, party) => {
    const open = await readyFor({ number, principal: number === 'NP-1' ? principal.iin : FIRM })
    const frozen = must(await bytesToSign(room.deps, open, acting(open)))
    const request = readFrozen(frozen.bytes)
    const shown = { iin: representative.iin, name: representative.name, power: { number, scope: 'өтініш беру', validUntil: null } }
    expect(request).toMatchObject({ schema: 'ruqsat.request/3', applicant: party(), representative: shown })
    const signed = await submitSignature(room.deps, await reopen(room, open, representative), acting(open), signatureOver(frozen.bytes))
    expect(signed.kind).toBe('registered')
    const { submission } = room.host.registered.get(open.draft.id)!
    expect(submission.party).toMatchObject({ ...party(), accountId: representative.accountId, representative: shown })
    if (number === 'NP-1') expect(room.told.map(({ accountId }) => accountId)).toContain(principal.accountId)
  },
)

test('a power that was revoked meanwhile is refused at the signature; everything stays, and goes on when a power holds again', async () => {
  const open = await readyFor()
  const frozen = must(await bytesToSign(room.deps, open, acting(open)))
  room.powers = { 'NP-1': power({ revokedOn: '2014-01-02' }) }
  const now = await reopen(room, open, representative)
  const refused = await submitSignature(room.deps, now, acting(open), signatureOver(frozen.bytes))
  expect(refused).toMatchObject({ kind: 'refused', refusal: { code: 'documents.power-revoked' } })
  const kept = await reopen(room, open, representative)
  expect(kept.draft).toMatchObject({ status: 'open', values: open.draft.values, payment: open.draft.payment })
  room.powers = { 'NP-1': power() }
  expect((await submitSignature(room.deps, kept, acting(open), signatureOver(frozen.bytes))).kind).toBe('registered')
})

test('a draft is begun with what is known of it already, for the principal: a complaint of who filed for them', async () => {
  const { regulation } = room.edition
  const variant = regulation.variants.find((each) => each.offered)!
  const [field] = variant.form.sections.flatMap(({ fields }) =>
    fields.filter(({ known, type }) => known === undefined && type.kind === 'text'),
  )
  const wish = { id: randomUUID(), regulation: regulation.id, variant: variant.id, view: 'portal', language: 'kk' } as const
  const open = must(
    await startByPower(room.deps, representative, wish, { number: 'NP-1', principal: principal.iin }, { [field!.id]: 'белгілі' }),
  )
  expect(open.draft).toMatchObject({ values: { [field!.id]: 'белгілі' }, power: { number: 'NP-1', principal: { iin: principal.iin } } })
})

test('nobody but the representative finds the draft, the principal neither before it is filed', async () => {
  const open = must(await beginsFor())
  for (const other of [principal, await room.addPerson({ bin: FIRM, kind: 'legalEntity', organisation: 'Ф' })])
    expect(codeOf(await openDraft(room.deps, open.draft.id, other))).toBe('portal.draft-not-found')
})

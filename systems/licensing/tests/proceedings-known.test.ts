// What the register knows of a holder reaches the proceedings that the authority opens by itself, and their paper; what it does not know keeps nobody from opening them.
import type { SignedRequest } from '@ruqsat/documents'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHives } from './hives.ts'
import { APPLICANT, PARTY } from './setup.ts'

let hives: Awaited<ReturnType<typeof openHives>>
beforeAll(async () => {
  hives = await openHives()
})
afterAll(() => hives.office.close())

/** Of the number of this holder, opened by the head; with the answers as they were written down. */
async function revokedOf(party: Partial<typeof PARTY>) {
  const { office, granted } = hives
  const { number } = await granted('issue', { place: 'Гүлді сай', hiveCount: '40', race: 'steppe' }, party)
  const opening = { regulation: 'hives', variant: 'revoke', number: number!, idempotencyKey: `revoke ${number}`, answers: {} }
  const basis = { groundIds: ['moved'], reason: 'Омарта басқа сайда.' }
  const { caseId } = await office.must(office.host.openProceedings({ ...opening, basis }, office.staff.head))
  const { request } = await office.must(office.host.readCase(caseId, APPLICANT))
  const values = (request as SignedRequest).sections.flatMap(({ fields }) => fields.map(({ id, value }) => [id, value]))
  return { caseId, values: Object.fromEntries(values) as Readonly<Record<string, string>> }
}

test('telephone and address of mail of the holder are written into the proceedings and printed on the notice', async () => {
  const { caseId, values } = await revokedOf({})
  expect(values).toMatchObject({ applicantName: PARTY.name, iin: PARTY.iin, phone: PARTY.phone, email: PARTY.email })
  const { paper, status } = await hives.carried(caseId)
  expect([status, paper.values['phone']?.kk, paper.values['email']?.kk]).toEqual(['granted', PARTY.phone, PARTY.email])
})

test('a holder who came to a counter without telephone and mail cannot keep the authority from opening them', async () => {
  const { caseId, values } = await revokedOf({ phone: '', email: '' })
  expect(values).toMatchObject({ phone: '', email: '' })
  const { paper } = await hives.carried(caseId)
  expect([paper.values['phone']?.kk, paper.values['email']?.kk]).toEqual(['—', '—'])
})

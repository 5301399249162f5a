// What the register knows of a holder reaches the proceedings that the authority opens by itself, and their paper; what it does not know keeps nobody from opening them.
import type { SignedRequest } from '@ruqsat/documents'
import type { Edition, Field } from '@ruqsat/law'
import { openMadeUp } from '@ruqsat/regulations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHives } from './hives.ts'
import { APPLICANT, HIVES, PARTY } from './setup.ts'

let hives: Awaited<ReturnType<typeof openHives>>
/** The official writes two days that the result would have: as the edition is while this is so. */
let isDated = false
beforeAll(async () => {
  const regulations = await openMadeUp([HIVES.madeUp!])
  const edition = (hash: string) => {
    const found = regulations.edition(hash)
    return isDated && found !== null ? dated(found) : found
  }
  hives = await openHives({ regulations: { ...regulations, edition } })
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

function dated({ regulation, hash }: Edition): Edition {
  const { source } = regulation.act
  const day = (id: string): Field => ({ id, label: { kk: id, ru: id, en: id }, required: true, type: { kind: 'date' }, source })
  const variants = regulation.variants.map(({ form, results, ...each }) => {
    const [first, ...more] = form.sections
    const sections = [{ ...first!, fields: [...first!.fields, day('starts'), day('ends')] }, ...more]
    const validity = { fromField: 'starts', untilField: 'ends', source }
    return { ...each, form: { ...form, sections }, results: { ...results, grant: { ...results.grant, validity } } }
  })
  return { regulation: { ...regulation, variants }, hash }
}

test('days that would end before they begin are refused by the host itself, and nothing is opened', async () => {
  const { office, granted } = hives
  const { number } = await granted('issue', { place: 'Гүлді сай', hiveCount: '40', race: 'steppe' })
  const answers = { starts: '2026-10-20', ends: '2026-10-19' }
  const opening = { regulation: 'hives', variant: 'revoke', number: number!, idempotencyKey: `revoke ${number}`, answers }
  const basis = { groundIds: ['moved'], reason: 'Омарта басқа сайда.' }
  isDated = true
  try {
    const answer = await office.host.openProceedings({ ...opening, basis }, office.staff.head)
    expect(answer).toMatchObject({ code: 'portal.end-before-beginning', field: 'ends' })
  } finally {
    isDated = false
  }
})

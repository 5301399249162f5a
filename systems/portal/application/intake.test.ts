import { hash, randomUUID } from 'node:crypto'
import { orFault, parseBIN, type Refusal } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sectionsFor } from '@ruqsat/documents'
import type { Application, ApplicationIntake } from '../contract.ts'
import type { Person } from '../registration/people/person.ts'
import { deliver, goodValue, must, openDraftRoom, PDF, signatureOver, type DraftRoom } from './drafts/testing.ts'
import { openDraft } from './drafts/drafts.ts'
import { applicationIntake } from './intake.ts'

// What a program of a firm does, from the first call to the number, by the steps that a person's pages take.

const BIN = orFault(parseBIN('080340001111'))
let room: DraftRoom
let intake: ApplicationIntake
let head: Person
beforeAll(async () => {
  room = await openDraftRoom()
  head = await room.addPerson({ bin: BIN, kind: 'legalEntity', organisation: '«Алтын дән» ЖШС' })
  const known = (id: string) => room.deps.personOf(id)
  intake = applicationIntake(room.deps, {
    personOfAccount: known,
    personOf: async ({ iin, bin }) => (iin === head.iin && bin === BIN ? known(head.accountId) : null),
  })
})
afterAll(() => room.close())

const wishOf = (id: string) => {
  const { regulation } = room.edition
  const variant = regulation.variants.find(({ offered }) => offered)!
  return { id, bin: BIN, iin: head.iin, regulation: regulation.id, variant: variant.id, language: 'kk' } as const
}
const code = (answer: Application | Refusal) => ('code' in answer ? answer.code : answer.status)

async function filled(id: string): Promise<Application> {
  const of = { id, bin: BIN }
  must(await intake.start(wishOf(id)))
  const variant = room.edition.regulation.variants.find(({ offered }) => offered)!
  const fields = sectionsFor(variant.form, 'legalEntity').flatMap((section) => section.fields)
  must(await intake.answer(of, Object.fromEntries(fields.map((field) => [field.id, goodValue(field)]))))
  for (const { id: document, required, onlyFor } of variant.documents)
    if (required && (onlyFor === undefined || onlyFor === 'legalEntity'))
      must(await intake.attach(of, { document, name: `${document}.pdf`, bytes: PDF(document) }))
  return must(
    await intake.complete(
      of,
      variant.form.statements.map((each) => each.id),
    ),
  )
}

test('a program prepares the request, a person signs it, and it is registered once', async () => {
  const id = randomUUID()
  const of = { id, bin: BIN }
  const begun = must(await intake.start(wishOf(id)))
  expect([begun.status, begun.step.action, begun.toSign]).toEqual(['open', 'fill', null])
  expect(begun.faults.length).toBeGreaterThan(0)
  const complete = await filled(id)
  expect([complete.faults, complete.step.action, complete.feeTiyn]).toEqual([[], 'pay', expect.any(Number)])
  expect(code(await intake.order(of, { feeTiyn: complete.feeTiyn! + 1 }))).toBe('portal.fee-changed')
  const ordered = must(await intake.order(of, { feeTiyn: complete.feeTiyn! }))
  expect(ordered.payment).toMatchObject({ payUrl: expect.any(String), paidAt: null })
  await deliver(room, must(await openDraft(room.deps, id, head)), 'fact')
  const paid = must(await intake.read(of))
  expect([paid.feeTiyn, paid.payment!.payUrl, paid.payment!.paidAt]).toEqual([null, null, expect.any(String)])
  const { bytes, sha256 } = paid.toSign!
  expect(hash('sha256', bytes)).toBe(sha256)
  const other = Buffer.from(bytes)
  other[10] = other[10]! + 1
  expect(code(await intake.submit(of, { content: other, cms: signatureOver(other) }))).toBe('portal.signed-other-text')
  expect(code(await intake.submit(of, { content: bytes, cms: new Uint8Array() }))).toBe('portal.signature-unreadable')
  const registered = must(await intake.submit(of, { content: bytes, cms: signatureOver(bytes) }))
  expect([registered.status, registered.registered]).toEqual(['registered', { requestNumber: expect.any(String), at: expect.any(String) }])
  // The answer was lost and the program sends the same again.
  expect(must(await intake.submit(of, { content: bytes, cms: signatureOver(bytes) })).registered).toEqual(registered.registered)
  expect(must(await intake.start(wishOf(id))).registered).toEqual(registered.registered)
})

test('a signature that cannot be judged yet waits, and one that is refused says why', async () => {
  const id = randomUUID()
  const of = { id, bin: BIN }
  const { feeTiyn } = await filled(id)
  must(await intake.order(of, { feeTiyn: feeTiyn! }))
  await deliver(room, must(await openDraft(room.deps, id, head)), 'fact')
  const { bytes } = must(await intake.read(of)).toSign!
  const signed = { content: bytes, cms: signatureOver(bytes) }
  room.trust.says = 'revoked'
  expect(code(await intake.submit(of, signed))).toBe('trust.signature-revoked')
  const after = must(await intake.read(of))
  expect([after.faults.map((each) => each.code), after.toSign?.sha256]).toEqual([['trust.signature-revoked'], hash('sha256', bytes)])
  room.trust.says = 'waiting'
  expect(must(await intake.submit(of, signed)).status).toBe('waiting')
  room.trust.says = 'valid'
})

test('what the form refuses is refused here, and nobody else’s application is found', async () => {
  const id = randomUUID()
  const of = { id, bin: BIN }
  must(await intake.start(wishOf(id)))
  expect(code(await intake.answer(of, { nothing: 'x' }))).toBe('portal.field-not-asked')
  expect(code(await intake.attach(of, { document: 'nothing', name: 'a.pdf', bytes: PDF('a') }))).toBe('portal.document-not-asked')
  const [slot] = room.edition.regulation.variants.find(({ offered }) => offered)!.documents
  expect(await intake.attach(of, { document: slot!.id, name: 'a.pdf', bytes: Buffer.from('%PDF-1.7 cut off') })).toMatchObject({
    field: slot!.id,
  })
  expect(must(await intake.complete(of, [])).faults.length).toBeGreaterThan(0)
  expect(code(await intake.order(of, { feeTiyn: 1 }))).toBe('portal.not-ready-to-pay')
  expect(code(await intake.read({ id, bin: orFault(parseBIN('260140000015')) }))).toBe('portal.draft-not-found')
  expect(code(await intake.read({ id: 'nothing', bin: BIN }))).toBe('portal.draft-not-found')
  expect(code(await intake.start({ ...wishOf(randomUUID()), bin: orFault(parseBIN('260140000015')) }))).toBe(
    'portal.not-registered-for-firm',
  )
  room.replace({ ...head, maySign: false })
  expect(code(await intake.start(wishOf(randomUUID())))).toBe('portal.may-not-sign-for-firm')
  room.replace({ ...head, standing: 'ended' })
  expect(code(await intake.read(of))).toBe('portal.firm-access-ended')
  room.replace(head)
})

test('the open applications of a firm, page by page; a registered one and another firm’s are not among them', async () => {
  const ids: readonly string[] = [randomUUID(), randomUUID(), randomUUID()]
  for (const id of ids) must(await intake.start(wishOf(id)))
  // What was changed last comes first.
  must(await intake.attach({ id: ids[0]!, bin: BIN }, { document: wantedDocument(), name: 'a.pdf', bytes: PDF('a') }))
  const all = await intake.listOpen({ bin: BIN, limit: 100, after: null })
  expect(all.map(({ status }) => status)).not.toContain('registered')
  expect(all.filter(({ id }) => ids.includes(id))).toHaveLength(3)
  expect(all[0]).toMatchObject({ id: ids[0], status: 'open', step: { action: 'fill' }, isPaid: false })
  const paged: string[] = []
  for (let after: (typeof all)[number] | null = null; ;) {
    const page = await intake.listOpen({ bin: BIN, limit: 2, after })
    paged.push(...page.map(({ id }) => id))
    if (page.length < 2) break
    after = page.at(-1)!
  }
  expect(paged).toEqual(all.map(({ id }) => id))
  expect(await intake.listOpen({ bin: orFault(parseBIN('050140168896')), limit: 100, after: null })).toEqual([])
})

const wantedDocument = () =>
  room.edition.regulation.variants.find(({ offered }) => offered)!.documents.find(({ onlyFor }) => onlyFor !== 'individual')!.id

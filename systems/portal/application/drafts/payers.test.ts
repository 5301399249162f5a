// Who pays by the rule of the package, and who passes the payment without paying.
import type { ApplicantKind, Edition, Fee, Field } from '@ruqsat/law'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import texts from '../texts.yaml'
import { confirmForm, saveSection } from './filling.ts'
import { feeToday, orderPayment } from './payment.ts'
import { begin, deliver, editionLike, fillAll, must, openDraftRoom, reopen, statementsOf, type DraftRoom } from './testing.ts'

let room: DraftRoom
let own: Edition
beforeAll(async () => {
  room = await openDraftRoom()
  own = room.edition
})
afterAll(() => room.close())

const withFee = (name: string, change: (fee: Fee) => Fee) =>
  editionLike(own, name, (regulation) => ({
    ...regulation,
    variants: regulation.variants.map((variant) => ({ ...variant, fee: variant.fee && change(variant.fee) })),
  }))

async function afterForm(edition: Edition) {
  room.offer(edition)
  const person = await room.addPerson()
  return fillAll(room, person, await begin(room, person))
}
const tiyn = async (open: Awaited<ReturnType<typeof afterForm>>) => must(await feeToday(room.deps, open))?.feeTiyn ?? null

/** A field of the form with a list of answers. */
function choiceField() {
  const isChoice = ({ type, known }: Field) => type.kind === 'choice' && known === undefined
  const { form } = own.regulation.variants.find(({ offered }) => offered)!
  const section = form.sections.find(({ fields }) => fields.some(isChoice))!
  const field = section.fields.find(isChoice)!
  return { section, field, options: field.type.kind === 'choice' ? field.type.options.map(({ id }) => id) : [] }
}

describe('an individual', () => {
  test('pays nothing where only firms pay: the payment is passed, and the request is signed without one', async () => {
    const open = await afterForm(withFee('firms', (fee) => ({ ...fee, onlyFor: 'legalEntity' })))
    expect([open.step.action, await tiyn(open)]).toEqual(['chooseCertificate', null])
    expect(open.draft.payment).toBeNull()
  })

  test('pays the rate of their kind', async () => {
    const usual = await tiyn(await afterForm(own))
    const half = (fee: Fee): Fee => ({ ...fee, rates: [{ onlyFor: 'individual' satisfies ApplicantKind, mciRate: fee.mciRate / 2 }] })
    const open = await afterForm(withFee('half', half))
    expect([open.step.action, (await tiyn(open))! * 2]).toEqual(['pay', usual])
  })

  test('pays nothing by an answer that the package names, and pays again where it is another', async () => {
    const [field] = own.regulation.variants
      .find(({ offered }) => offered)!
      .form.sections.flatMap((section) => section.fields.filter(({ type }) => type.kind === 'choice'))
    if (field?.type.kind !== 'choice') throw new Error('Expected a field with options')
    const answers = field.type.options.map(({ id }) => id)
    const free = await afterForm(withFee('free', (fee) => ({ ...fee, free: [{ field: field.id, answers }] })))
    expect([free.step.action, await tiyn(free)]).toEqual(['chooseCertificate', null])
    const given = free.draft.values[field.id]!
    const other = await afterForm(
      withFee('not free', (fee) => ({ ...fee, free: [{ field: field.id, answers: answers.filter((each) => each !== given) }] })),
    )
    expect(other.step.action).toBe('pay')
  })

  test('gets money back that comes for an order made before the answer by which nothing is owed', async () => {
    const { section, field, options } = choiceField()
    const person = await room.addPerson()
    room.offer(own)
    const usual = await fillAll(room, person, await begin(room, person))
    const answers = options.filter((id) => id !== usual.draft.values[field.id])
    room.offer(withFee('free by another answer', (fee) => ({ ...fee, free: [{ field: field.id, answers }] })))
    const open = await fillAll(room, person, await begin(room, person))
    must(await orderPayment(room.deps, open, person, { requirementsRead: true, seenTiyn: null }))
    const before = await reopen(room, open, person)
    must(await saveSection(room.deps, before, person, section.id, { [field.id]: answers[0]! }))
    await deliver(room, before, 'late')
    expect((await reopen(room, open, person)).draft.payment).toBeNull()
    expect(room.told.at(-1)).toMatchObject(texts.payment.exempt)
    expect(room.payments.orders.get(open.draft.id)).toMatchObject({ status: 'refunded', refunds: [{ why: 'exempt' }] })
  })

  test('gets the fee back where they correct an answer after the payment so that nothing is owed, and signs without one', async () => {
    const { section, field, options } = choiceField()
    const person = await room.addPerson()
    room.offer(own)
    const usual = (await fillAll(room, person, await begin(room, person))).draft.values[field.id]!
    const free = options.find((id) => id !== usual)!
    room.offer(withFee('free once corrected', (fee) => ({ ...fee, free: [{ field: field.id, answers: [free] }] })))
    const open = await fillAll(room, person, await begin(room, person))
    must(await orderPayment(room.deps, open, person, { requirementsRead: true, seenTiyn: null }))
    await deliver(room, await reopen(room, open, person), 'paid')
    expect((await reopen(room, open, person)).draft.payment).not.toBeNull()
    must(await saveSection(room.deps, await reopen(room, open, person), person, section.id, { [field.id]: free }))
    // While the form is open nothing goes back: it may be changed again.
    expect((await reopen(room, open, person)).draft.payment).not.toBeNull()
    must(await confirmForm(room.deps, await reopen(room, open, person), person, statementsOf(open), 'kk'))
    const filled = await reopen(room, open, person)
    expect([filled.step.action, filled.draft.payment]).toEqual(['chooseCertificate', null])
    expect(room.told.at(-1)).toMatchObject(texts.payment.exempt)
    expect(room.payments.orders.get(open.draft.id)).toMatchObject({ refunds: [{ why: 'exempt' }] })
  })
})

import { randomUUID } from 'node:crypto'
import { isRefusal } from '@ruqsat/foundation'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDraft, startDraft } from './drafts.ts'
import { checkPayment, feeToday, orderPayment, paymentFailed, paymentReceiver } from './payment.ts'
import * as store from './store.ts'
import { begin, deliver, fillAll, must, openDraftRoom, payFor, reopen, type DraftRoom } from './testing.ts'
import { abandon, editAgain, tryAgainFrom } from './turns.ts'

let room: DraftRoom
beforeAll(async () => {
  room = await openDraftRoom()
})
afterAll(() => room.close())
beforeEach(() => room.faults.forget())

const CONFIRMED = { requirementsRead: true, seenTiyn: null }
async function atPayment() {
  const person = await room.addPerson()
  return { person, open: await fillAll(room, person, await begin(room, person)) }
}
async function ordered() {
  const { person, open } = await atPayment()
  must(await orderPayment(room.deps, open, person, CONFIRMED))
  return { person, open: await reopen(room, open, person) }
}
const facts = (draftId: string) => room.database.sql`select fact_id from portal.payment_fact where draft_id = ${draftId}`

test('where no bank takes payments nobody begins what must be paid for, and who has begun keeps what they typed and hears why', async () => {
  const { person, open } = await atPayment()
  room.payments.isBound = false
  const asked = room.payments.asked.length
  const refused = { code: 'portal.payment-not-connected' }
  expect(await orderPayment(room.deps, open, person, CONFIRMED)).toMatchObject(refused)
  const { id: _id, ...wish } = open.draft
  expect(await startDraft(room.deps, person, { ...wish, id: randomUUID() })).toMatchObject(refused)
  expect(room.payments.asked).toHaveLength(asked)
  expect((await reopen(room, open, person)).draft.values).toEqual(open.draft.values)
  room.payments.isBound = true
  expect(must(await orderPayment(room.deps, open, person, CONFIRMED))).not.toBeNull()
})

test('nobody pays before they have confirmed that they know the requirements', async () => {
  const { person, open } = await atPayment()
  const refusal = await orderPayment(room.deps, open, person, { requirementsRead: false, seenTiyn: null })
  expect(refusal).toMatchObject({ code: 'portal.requirements-not-read', field: 'requirementsRead' })
  expect(room.payments.orders.has(open.draft.id)).toBe(false)
})

test('five clicks in three windows make one order', async () => {
  const { person, open } = await atPayment()
  const orders = await Promise.all([1, 2, 3, 4, 5].map(() => orderPayment(room.deps, open, person, CONFIRMED)))
  const ids = orders.map((each) => (each !== null && !isRefusal(each) ? each.orderId : each))
  expect(new Set(ids).size).toBe(1)
  expect((await reopen(room, open, person)).draft).toMatchObject({ orderId: ids[0], requirementsRead: true })
})

test('a click after the payment has arrived leads on and orders nothing', async () => {
  const { person, open } = await ordered()
  await deliver(room, open, 'f')
  expect(await orderPayment(room.deps, open, person, CONFIRMED)).toSatisfy(
    (answer: unknown) => answer === null || (answer as { status?: string }).status === 'paid',
  )
  const after = await reopen(room, open, person)
  expect(after.step.action).toBe('chooseCertificate')
  expect(await orderPayment(room.deps, after, person, CONFIRMED)).toBeNull()
})

test('a sum other than the one that was shown is shown first', async () => {
  const { person, open } = await atPayment()
  const fee = await feeToday(room.deps, open)
  if (fee === null || isRefusal(fee)) throw new Error('a fee was expected')
  const other = { requirementsRead: true, seenTiyn: fee.feeTiyn - 1 }
  expect(await orderPayment(room.deps, open, person, other)).toMatchObject({ code: 'portal.fee-changed' })
  expect(room.payments.orders.has(open.draft.id)).toBe(false)
  expect(await orderPayment(room.deps, open, person, { ...other, seenTiyn: fee.feeTiyn })).toMatchObject({ kind: 'order' })
})

test('the same fact many times, at once and after "paid" was seen, is one payment and one row', async () => {
  const { person, open } = await ordered()
  room.payments.say(open.draft.id, 'paid')
  await Promise.all([checkPayment(room.deps, open), deliver(room, open, 'f'), deliver(room, open, 'f'), deliver(room, open, 'f')])
  await deliver(room, open, 'f')
  const after = await reopen(room, open, person)
  expect(after.marks.filter((mark) => mark.facts['why'] === 'paid')).toHaveLength(1)
  expect(await facts(open.draft.id)).toHaveLength(1)
  expect(room.told.filter((each) => each.accountId === person.accountId)).toEqual([])
})

test('declined: the notice of the table, once; then paid again, and never twice', async () => {
  const { person, open } = await ordered()
  await Promise.all([1, 2, 3].map(() => paymentFailed(room.deps, open, person, 'declined')))
  const notice = await reopen(room, open, person)
  expect([notice.step.action, notice.marks.filter((mark) => mark.outcome === 'no').length]).toEqual(['noticeNotPaid', 1])
  await Promise.all([tryAgainFrom(room.deps, notice, person), tryAgainFrom(room.deps, notice, person)])
  const again = await reopen(room, open, person)
  expect(again.step.action).toBe('pay')
  expect((await payFor(room, person, again)).step.action).toBe('chooseCertificate')
})

test('money that comes while "not paid" is shown takes the draft on', async () => {
  const { person, open } = await ordered()
  await paymentFailed(room.deps, open, person, 'declined')
  await deliver(room, open, 'late')
  expect((await reopen(room, open, person)).step.action).toBe('chooseCertificate')
  expect(await paymentFailed(room.deps, await reopen(room, open, person), person, 'declined')).toBeNull()
})

test('money after the draft was given up opens it again and tells the person once, also when telling fails first', async () => {
  const { person, open } = await ordered()
  await abandon(room.deps, open, person)
  room.faults.arm('tell 1', 'failAndNotPersist')
  await expect(deliver(room, open, 'late')).rejects.toThrow('killed at tell')
  await deliver(room, open, 'late')
  await deliver(room, open, 'late')
  const after = await reopen(room, open, person)
  expect([after.draft.status, after.draft.payment?.orderId]).toEqual(['open', open.draft.orderId])
  expect(room.told.filter((each) => each.accountId === person.accountId).map((each) => each.subject.en)).toEqual([
    'The payment has arrived',
  ])
})

test('wherever the taking of a fact is cut off, the next delivery completes it', async () => {
  const { open, person } = await ordered()
  await abandon(room.deps, open, person)
  room.faults.forget()
  await deliver(room, open, 'f')
  const points = [...room.faults.passed].filter((point) => /^(commit|query)/.test(point))
  expect(points.length).toBeGreaterThan(2)
  for (const point of points) {
    for (const mode of ['failButPersist', 'failAndNotPersist'] as const) {
      const one = await ordered()
      await abandon(room.deps, one.open, one.person)
      room.faults.arm(point, mode)
      await deliver(room, one.open, 'f').catch(() => undefined)
      room.faults.forget()
      await deliver(room, one.open, 'f')
      const after = await reopen(room, one.open, one.person)
      expect([after.draft.status, after.draft.payment !== null], `${point} ${mode}`).toEqual(['open', true])
      expect(await facts(one.open.draft.id)).toHaveLength(1)
      expect(room.told.filter((each) => each.accountId === one.person.accountId)).toHaveLength(1)
    }
  }
})

test('a second payment is kept, told and changes nothing; one for no draft is left with the gateway', async () => {
  const { person, open } = await ordered()
  await deliver(room, open, 'first')
  const paid = await reopen(room, open, person)
  const second = {
    factId: `${open.draft.id}:second`,
    orderId: 'other',
    draftId: open.draft.id,
    amountTiyn: 1,
    paidAt: paid.draft.payment!.paidAt,
  }
  await paymentReceiver(room.deps).paymentArrived({ ...second, reference: 'R-other' })
  expect((await reopen(room, open, person)).draft.payment).toEqual(paid.draft.payment)
  expect(await facts(open.draft.id)).toHaveLength(2)
  expect(room.told.filter((each) => each.accountId === person.accountId).map((each) => each.subject.en)).toEqual([
    'A payment that was not owed',
  ])
  const draftId = '00000000-0000-4000-8000-000000000000'
  await paymentReceiver(room.deps).paymentArrived({ ...second, draftId, factId: 'nowhere', reference: 'R' })
  expect(room.warned.at(-1)).toContain('does not exist')
})

test('the payment stays while the person goes back and forth', async () => {
  const { person, open } = await ordered()
  await deliver(room, open, 'f')
  const payment = (await reopen(room, open, person)).draft.payment
  await editAgain(room.deps, await reopen(room, open, person), person)
  const again = await fillAll(room, person, await reopen(room, open, person))
  expect([again.draft.payment, again.step.action]).toEqual([payment, 'chooseCertificate'])
})

test('a draft that was left at the condition itself stands before the payment again', async () => {
  const { person, open } = await ordered()
  const condition = open.view.steps.find((step) => step.action === 'checkPayment')!
  await store.updateDraft(room.database.sql, open.draft, { stepId: condition.id }, open.draft.changedAt)
  expect(must(await openDraft(room.deps, open.draft.id, person)).step.action).toBe('pay')
})

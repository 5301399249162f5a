import { isRefusal, orFault, parseBIN } from '@ruqsat/foundation'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { insertRefund, refundsOfPerson } from './store.ts'
import type { OpenDraft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'
import { orderPayment, paymentReceiver } from './payment.ts'
import { submitSignature } from './signing.ts'
import { begin, fillAll, must, openDraftRoom, payFor, readyToSign, reopen, type DraftRoom, type FailMode, doWhatIsDue } from './testing.ts'
import { abandon, resume } from './turns.ts'

// Withdrawal before the request is registered returns the fee by itself; afterwards it does not.

let room: DraftRoom
beforeAll(async () => {
  room = await openDraftRoom()
})
afterAll(() => room.close())
beforeEach(() => {
  room.faults.forget()
  room.told.length = 0
})

async function paid(person: Person): Promise<OpenDraft> {
  return payFor(room, person, await fillAll(room, person, await begin(room, person)))
}
const refunds = (person: Person) => refundsOfPerson(room.database.sql, person)

test('giving up a paid draft sends the fee back; opened again, it is paid anew', async () => {
  const person = await room.addPerson()
  const open = await paid(person)
  const { orderId, amountTiyn } = open.draft.payment!
  must(await abandon(room.deps, open, person))
  expect(await refunds(person)).toMatchObject([{ orderId, amountTiyn, why: 'withdrawn' }])
  expect(await room.deps.payments.readOrder(orderId)).toMatchObject({ status: 'refunded' })
  must(await resume(room.deps, await reopen(room, open, person), person))
  const again = await reopen(room, open, person)
  expect(again.draft).toMatchObject({ status: 'open', payment: null, orderId: null })
  const filled = await fillAll(room, person, again)
  expect(filled.step.action).toBe('pay')
  const order = must(await orderPayment(room.deps, filled, person, { requirementsRead: true, seenTiyn: null }))
  expect(order!.orderId).not.toBe(orderId)
})

test('a word of the payment that comes once more after the withdrawal takes nothing back', async () => {
  const person = await room.addPerson()
  const open = await paid(person)
  const { orderId, amountTiyn, paidAt, reference } = open.draft.payment!
  must(await abandon(room.deps, open, person))
  await paymentReceiver(room.deps).paymentArrived({ factId: 'late', draftId: open.draft.id, orderId, amountTiyn, paidAt, reference })
  expect((await reopen(room, open, person)).draft).toMatchObject({ status: 'abandoned', payment: null })
  expect(room.told).toEqual([])
})

test('a registered request is not withdrawn, and its fee stays', async () => {
  const person = await room.addPerson()
  const { open, cms } = await readyToSign(room, person)
  await submitSignature(room.deps, open, person, cms)
  const answer = await abandon(room.deps, await reopen(room, open, person), person)
  expect(isRefusal(answer) && answer.code).toBe('portal.already-registered')
  expect(await refunds(person)).toEqual([])
})

test('after the registration the word of the same payment changes nothing, however often it comes, and another payment goes back once', async () => {
  const person = await room.addPerson()
  const { open, cms } = await readyToSign(room, person)
  await submitSignature(room.deps, open, person, cms)
  const registered = (await reopen(room, open, person)).draft
  const { orderId, amountTiyn, paidAt, reference } = registered.payment!
  const { paymentArrived } = paymentReceiver(room.deps)
  const own = { draftId: open.draft.id, orderId, amountTiyn, paidAt, reference }
  await Promise.all(['late-1', 'late-1', 'late-2'].map((factId) => paymentArrived({ ...own, factId })))
  expect(await refunds(person)).toEqual([])
  const stray = { ...own, factId: 'late-stray', orderId: room.payments.stray(open.draft.id), reference: 'R-late' }
  await Promise.all([paymentArrived(stray), paymentArrived(stray)])
  expect(await refunds(person)).toMatchObject([{ orderId: stray.orderId, why: 'notOwed' }])
  expect((await reopen(room, open, person)).draft).toMatchObject({ status: 'registered', payment: registered.payment })
})

test('the payer is told once of each end, and a firm’s refund is the firm’s', async () => {
  const firm = { bin: orFault(parseBIN('080340000024')), kind: 'legalEntity', organisation: 'Ф', maySign: false } as const
  const [employee, colleague] = [await room.addPerson(firm), await room.addPerson(firm)]
  const open = await begin(room, employee)
  const fact = { factId: 'r:1:returned', orderId: 'order-x', draftId: open.draft.id, why: 'overpaid', amountTiyn: 100 } as const
  const ended = { ...fact, status: 'returned', reference: 'DALA-R-1', at: '2014-10-02T04:30:00.000Z' } as const
  for (let times = 0; times < 3; times++) await paymentReceiver(room.deps).refundEnded(ended)
  expect(room.told.map((each) => each.subject.en)).toEqual(['Your money was returned'])
  expect((await refunds(colleague)).map((each) => each.orderId)).toEqual(['order-x'])
})

test('orders that the gateway refuses hold back nobody else', async () => {
  const person = await room.addPerson()
  const open = await paid(person)
  const { orderId } = open.draft.payment!
  for (let number = 0; number < 45; number += 1) {
    const refund = { orderId: ` unknown-${number}`, amountTiyn: 1, why: 'notOwed', requestedAt: '2014-10-01T04:30:00.000Z' } as const
    await insertRefund(room.database.sql, open.draft, refund, null)
  }
  room.faults.arm('payments.requestRefund 1', 'failAndNotPersist')
  must(await abandon(room.deps, open, person))
  room.faults.forget()
  room.technicalClock.forwardMs(60_000)
  await doWhatIsDue(room.deps)
  expect(must(await room.deps.payments.readOrder(orderId)).status).toBe('refunded')
  await room.database.sql`delete from portal.refund where order_id like ' unknown-%'`
})

test('a second payment of one draft goes back by itself', async () => {
  const person = await room.addPerson()
  const open = await paid(person)
  const stray = { factId: 'stray', orderId: room.payments.stray(open.draft.id), draftId: open.draft.id }
  await paymentReceiver(room.deps).paymentArrived({ ...stray, amountTiyn: 5, paidAt: '2014-10-01T05:00:00.000Z', reference: 'R-second' })
  expect(await refunds(person)).toMatchObject([{ orderId: stray.orderId, why: 'notOwed' }])
  expect((await reopen(room, open, person)).draft.payment).not.toBeNull()
})

test('a withdrawal that is cut off at any instruction, before or after it, gives up and returns once, or does neither', async () => {
  const person = await room.addPerson()
  const attempt = async (point: string | null, mode: FailMode): Promise<readonly string[]> => {
    const open = await paid(person)
    const orderId = open.draft.orderId!
    room.faults.forget()
    if (point !== null) room.faults.arm(point, mode)
    await abandon(room.deps, open, person).catch(() => null)
    const passed = [...room.faults.passed]
    room.faults.forget()
    room.technicalClock.forwardMs(60_000)
    await doWhatIsDue(room.deps)
    const after = await reopen(room, open, person)
    const order = must(await room.deps.payments.readOrder(orderId))
    const isGivenUp = after.draft.status === 'abandoned'
    expect(order.status, `${point} ${mode}`).toBe(isGivenUp ? 'refunded' : 'paid')
    expect(after.draft.payment === null, `${point} ${mode}`).toBe(isGivenUp)
    await room.database.sql`delete from portal.attachment where draft_id = ${open.draft.id}`
    if (!isGivenUp) must(await abandon(room.deps, after, person))
    return passed
  }
  const points = await attempt(null, 'failAndNotPersist')
  expect(points.length).toBeGreaterThan(2)
  for (const point of points) for (const mode of ['failAndNotPersist', 'failButPersist'] as const) await attempt(point, mode)
})

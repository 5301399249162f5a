import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { nextRefundStatus, REFUND_ACTIONS, REFUND_STATUSES } from './core/refund-status.ts'
import { Failures, failingDatabase, failingPart, Injected } from './testing/failing.ts'
import { DALA, type Fixture, newOrder, openFixture, orderRequest, stand } from './testing/fixture.ts'
import type { PaymentParts } from './work/deps.ts'
import { goToBank } from './work/go-to-bank.ts'
import { recordStatement } from './work/record-statement.ts'
import { askDueRefunds, requestRefund, retryRefunds, tellDueRefunds } from './work/refund.ts'

let fixture: Fixture
let whole: PaymentParts
let failing: PaymentParts
const failures = new Failures()
beforeAll(async () => {
  fixture = await openFixture('payments_refunds')
  const { database, bank, other, receiver } = fixture
  whole = fixture.work
  failing = {
    ...whole,
    database: failingDatabase(database, failures),
    banks: [failingPart(bank, failures), failingPart(other, failures)],
    receiver: failingPart(receiver, failures),
  }
})
afterAll(() => fixture.close())
beforeEach(() => {
  fixture.bank.isDown = false
  fixture.bank.refundSays = 'returned'
})

async function paidOrder(): Promise<{ orderId: string; reference: string }> {
  const order = await newOrder(fixture.room)
  const way = await goToBank(whole, order.orderId, 'kk')
  if (way.kind !== 'bankPage') throw new Error(way.kind)
  const paid = fixture.bank.pay(way.url.split('/').at(-1)!)
  await recordStatement(whole, DALA, paid)
  return { orderId: order.orderId, reference: paid.reference! }
}

const returnedTo = (reference: string) =>
  [...fixture.bank.refunds.values()].filter((each) => each.paymentReference === reference && each.state === 'returned')
const told = (orderId: string) => fixture.receiver.refunds.filter((each) => each.orderId === orderId)

/** Lets the pauses run out and does what is due. */
async function letTimePass(rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    fixture.clock.forwardMs(11 * 60_000)
    await askDueRefunds(whole)
    await tellDueRefunds(whole)
  }
}

describe('the table of a refund', () => {
  it('keeps what was returned as returned, and tries again only what the bank declined', () => {
    for (const action of REFUND_ACTIONS) expect(nextRefundStatus('returned', action), action).toBe('returned')
    const again = REFUND_STATUSES.filter((status) => nextRefundStatus(status, 'tryAgain') !== status)
    expect(again).toEqual(['declined'])
    for (const status of REFUND_STATUSES) {
      expect(nextRefundStatus(status, 'bankReturned'), status).toBe('returned')
      expect(nextRefundStatus(status, 'bankSilent'), status).toBe(status)
    }
  })
})

describe('a refund', () => {
  it('of a fee given up in time is asked once, however often, and the order counts as paid no longer', async () => {
    const { orderId, reference } = await paidOrder()
    await Promise.all(Array.from({ length: 6 }, () => requestRefund(whole, orderId, 'withdrawn')))
    expect(await stand(fixture.room, orderId)).toMatchObject({ status: 'refunded', refunds: [{ status: 'requested', why: 'withdrawn' }] })
    await Promise.all([askDueRefunds(whole), askDueRefunds(whole)])
    await letTimePass()
    expect(returnedTo(reference)).toHaveLength(1)
    expect(await stand(fixture.room, orderId)).toMatchObject({ refunds: [{ status: 'returned', amountTiyn: 1_852_000 }] })
    expect(told(orderId)).toMatchObject([{ status: 'returned', why: 'withdrawn', amountTiyn: 1_852_000 }])
  })

  it('of a share gives back so much of the payment, once, and keeps the rest', async () => {
    const { orderId, reference } = await paidOrder()
    await Promise.all(Array.from({ length: 4 }, () => requestRefund(whole, orderId, 'notAccepted', 25)))
    await letTimePass()
    await requestRefund(whole, orderId, 'notAccepted', 25)
    await letTimePass()
    expect(returnedTo(reference)).toHaveLength(1)
    expect(await stand(fixture.room, orderId)).toMatchObject({
      status: 'refunded',
      refunds: [{ status: 'returned', why: 'notAccepted', amountTiyn: 463_000 }],
    })
    expect(told(orderId)).toMatchObject([{ status: 'returned', amountTiyn: 463_000 }])
  })

  it('of what nobody paid changes nothing', async () => {
    const order = await newOrder(fixture.room)
    expect(await requestRefund(whole, order.orderId, 'withdrawn')).toMatchObject({ status: 'created', refunds: [] })
  })

  it('leaves room for a new order of the same draft, and the old one stays what it was', async () => {
    const request = orderRequest()
    const order = await newOrder(fixture.room, request)
    const way = await goToBank(whole, order.orderId, 'kk')
    if (way.kind !== 'bankPage') throw new Error(way.kind)
    await recordStatement(whole, DALA, fixture.bank.pay(way.url.split('/').at(-1)!))
    await requestRefund(whole, order.orderId, 'withdrawn')
    const next = await newOrder(fixture.room, request)
    expect(next).toMatchObject({ status: 'created', refunds: [] })
    expect(next.orderId).not.toBe(order.orderId)
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'refunded' })
    expect(await goToBank(whole, order.orderId, 'kk')).toMatchObject({ code: 'order-refunded' })
  })

  it('waits for a bank that is silent, and is declined, tried again and returned in the end', async () => {
    const { orderId, reference } = await paidOrder()
    fixture.bank.isDown = true
    await requestRefund(whole, orderId, 'withdrawn')
    await letTimePass(2)
    expect(await stand(fixture.room, orderId)).toMatchObject({ refunds: [{ status: 'sent', endedAt: null }] })
    fixture.bank.isDown = false
    fixture.bank.refundSays = 'declined'
    await letTimePass(1)
    const declined = await stand(fixture.room, orderId)
    expect(declined.refunds[0]).toMatchObject({ status: 'declined', declineReason: { en: expect.stringContaining('closed') } })
    fixture.bank.refundSays = 'returned'
    await letTimePass(1)
    expect(returnedTo(reference)).toEqual([])
    await Promise.all([retryRefunds(whole, orderId), retryRefunds(whole, orderId)])
    await letTimePass(2)
    expect(returnedTo(reference)).toHaveLength(1)
    expect(told(orderId).map(({ status }) => status)).toEqual(['declined', 'returned'])
  })

  it('that the bank made and we had not heard of is found by reconciliation', async () => {
    const { orderId } = await paidOrder()
    await requestRefund(whole, orderId, 'withdrawn')
    const { refunds } = await stand(fixture.room, orderId)
    const { refundId, paymentReference, amountTiyn } = refunds[0]!
    await fixture.bank.refund({ refundReference: `${refundId}-1`, paymentReference, amountTiyn, currency: 'KZT' })
    const answer = await fixture.room.reconcile('dala', '2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z')
    if (answer.kind !== 'found') throw new Error(answer.kind)
    expect(answer.value.refunds).toContainEqual({ refundReference: `${refundId}-1`, amountTiyn, finding: 'recovered' })
    expect(await stand(fixture.room, orderId)).toMatchObject({ refunds: [{ status: 'returned' }] })
  })
})

describe('a crash at any outside call, before it happened or after, returns the money once and tells of it', () => {
  const STEPS = {
    request: (work: PaymentParts, orderId: string) => requestRefund(work, orderId, 'withdrawn'),
    ask: (work: PaymentParts) => askDueRefunds(work),
    tell: (work: PaymentParts) => tellDueRefunds(work),
  } as const

  it.each(['request', 'ask', 'tell'] as const)('at each call of %s', async (failStep) => {
    const calls = await run(failStep, 0, false)
    expect(calls).toBeGreaterThan(1)
    for (let number = 1; number <= calls; number++) for (const after of [false, true]) await run(failStep, number, after)
  })

  async function run(failStep: keyof typeof STEPS, number: number, after: boolean): Promise<number> {
    const { orderId, reference } = await paidOrder()
    let seen = 0
    for (const step of ['request', 'ask', 'tell'] as const) {
      if (step !== failStep) {
        await STEPS[step](whole, orderId)
        continue
      }
      failures.failAt(number, after)
      try {
        await STEPS[step](failing, orderId)
      } catch (error) {
        if (!(error instanceof Injected) && !((error as Error).cause instanceof Injected)) throw error
        if (step === 'request') await STEPS.request(whole, orderId)
      }
      seen = failures.seen
    }
    await letTimePass(2)
    expect(returnedTo(reference), `${failStep} ${number} ${after}`).toHaveLength(1)
    expect(await stand(fixture.room, orderId)).toMatchObject({ status: 'refunded', refunds: [{ status: 'returned' }] })
    expect(new Set(told(orderId).map(({ factId }) => factId)).size).toBe(1)
    return seen
  }
})

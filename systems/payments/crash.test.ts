import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Failures, failingDatabase, failingPart, Injected } from './testing/failing.ts'
import { DALA, type Fixture, newOrder, openFixture, orderRequest, stand } from './testing/fixture.ts'
import type { PaymentParts } from './work/deps.ts'
import { deliverDueFacts } from './work/background.ts'
import { goToBank } from './work/go-to-bank.ts'
import { createOrder } from './work/order.ts'
import { recordStatement } from './work/record-statement.ts'

let fixture: Fixture
let whole: PaymentParts
const failures = new Failures()
let failing: PaymentParts

beforeAll(async () => {
  fixture = await openFixture('payments_crash')
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

/** Runs the step again as a payer, the bank or the background would, until it gets through; the first time with the k-th outside call failing. */
async function persist<T>(number: number, after: boolean, step: (work: PaymentParts) => Promise<T>): Promise<T> {
  failures.failAt(number, after)
  try {
    return await step(failing)
  } catch (error) {
    // What we threw comes back as it was, or as the fault of whoever met it.
    if (!(error instanceof Injected) && !((error as Error).cause instanceof Injected)) throw error
    return step(whole)
  }
}

/** Outside calls that one undisturbed run makes: what there is to fail. */
async function count(step: (work: PaymentParts) => Promise<unknown>): Promise<number> {
  failures.failAt(0, false)
  await step(failing)
  return failures.seen
}

async function payThrough(failStep: 'create' | 'go' | 'record' | 'deliver', number: number, after: boolean): Promise<void> {
  const at = (step: string) => (step === failStep ? number : 0)
  const request = orderRequest()
  const order = await persist(at('create'), after, (work) => createOrder(work, request))
  if (order.kind !== 'order') throw new Error(order.code)
  const way = await persist(at('go'), after, (work) => goToBank(work, order.orderId, 'kk'))
  if (way.kind !== 'bankPage') throw new Error(JSON.stringify(way))
  const paid = fixture.bank.pay(way.url.split('/').at(-1)!)
  await persist(at('record'), after, (work) => recordStatement(work, DALA, paid))
  // The failed delivery's lease has to run out before the next deliverer takes it.
  await persist(at('deliver'), after, (work) => deliverDueFacts(work))
  fixture.clock.forwardMs(10 * 60_000)
  await deliverDueFacts(whole)

  const sessions = [...fixture.bank.sessions.values()].filter((session) => session.request.returnUrl.includes(order.orderId))
  expect(sessions, 'one card page').toHaveLength(1)
  expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paid', reference: paid.reference, overpaidTiyn: 0 })
  const receipts = await fixture.database.sql`select meaning from payments.receipts where order_id = ${order.orderId}`
  expect(
    receipts.map((row) => row['meaning']),
    'one fact',
  ).toEqual(['fact'])
  const orders = await fixture.database.sql`select 1 from payments.orders where draft_id = ${request.draftId}`
  expect(orders, 'one order').toHaveLength(1)
  const delivered = fixture.receiver.facts.filter((fact) => fact.orderId === order.orderId)
  expect(new Set(delivered.map((fact) => fact.factId)).size, 'one fact delivered').toBe(1)
}

describe('a crash at any outside call, before it happened or after, loses nothing and does nothing twice', () => {
  it('while the order is made, at each call', () => sweep('create'))
  it('on the way to the bank, at each call', () => sweep('go'))
  it('while the bank’s word is written down, at each call', () => sweep('record'))
  it('while the fact is delivered, at each call', () => sweep('deliver'))
})

async function sweep(step: 'create' | 'go' | 'record' | 'deliver'): Promise<void> {
  const calls = await callsOf(step)
  expect(calls).toBeGreaterThan(2)
  for (let number = 1; number <= calls; number++) {
    for (const after of [false, true]) await payThrough(step, number, after)
  }
}

async function callsOf(step: 'create' | 'go' | 'record' | 'deliver'): Promise<number> {
  if (step === 'create') return count((work) => createOrder(work, orderRequest()))
  const order = await newOrder(fixture.room)
  if (step === 'go') return count((work) => goToBank(work, order.orderId, 'kk'))
  const way = await goToBank(whole, order.orderId, 'kk')
  if (way.kind !== 'bankPage') throw new Error(way.kind)
  const paid = fixture.bank.pay(way.url.split('/').at(-1)!)
  if (step === 'record') return count((work) => recordStatement(work, DALA, paid))
  await recordStatement(whole, DALA, paid)
  return count((work) => deliverDueFacts(work))
}

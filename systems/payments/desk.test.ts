import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventsOfOrder } from './store/events.ts'
import { DOUBLE_PAYER } from './testing/double-bank.ts'
import { type Fixture, openFixture, orderRequest, stand } from './testing/fixture.ts'
import { paidOrder } from './testing/paid-order.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture('desk')
})
afterAll(() => fixture.close())

const BY = { id: 'clerk-1', name: 'Клара' }
const FEE = 1_852_000
const orderOf = (draftId: string) => orderRequest({ draftId })
const at = (number: string, bank = 'dala') => ({ bank, number })

async function pay(draftId: string, number: string) {
  return fixture.room.desk.pay(orderOf(draftId), at(number), BY)
}

it('shows what the bank says of a number, and the number pays one order, once', async () => {
  const { reference } = fixture.bank.payAtCounter(FEE, 'Лицензия үшін алым')
  const shown = await fixture.room.desk.find(at(reference!))
  expect(shown).toMatchObject({ kind: 'deskPayment', amountTiyn: FEE, payer: DOUBLE_PAYER, purpose: 'Лицензия үшін алым' })
  const paid = await pay('entry 1', reference!)
  expect(paid).toMatchObject({ kind: 'order', status: 'paid', reference, amountTiyn: FEE })
  // A second click, and somebody who brings a copy of the receipt.
  expect(await pay('entry 1', reference!)).toEqual(paid)
  expect(await pay('entry 2', reference!)).toMatchObject({ code: 'receipt-number-used', field: 'number' })
  expect(await fixture.room.desk.find(at(reference!))).toMatchObject({ code: 'receipt-number-used' })
  const { orderId } = paid as { orderId: string }
  expect(await eventsOfOrder(fixture.database.sql, { authority: 'aktobe-agriculture', orderId })).toContainEqual(
    expect.objectContaining({ kind: 'moneyRecorded', actor: 'clerk-1', facts: expect.objectContaining({ way: 'desk' }) }),
  )
  await fixture.room.workOnce()
  expect(fixture.receiver.facts.filter((fact) => fact.orderId === orderId)).toHaveLength(1)
})

it('gives one receipt to one of two desks that ask at the same time, whatever the program does', async () => {
  const { reference } = fixture.bank.payAtCounter(FEE)
  const outcomes = await Promise.all(['race 1', 'race 2', 'race 3'].map((draftId) => pay(draftId, reference!)))
  expect(outcomes.map((each) => ('code' in each ? each.code : each.status)).sort()).toEqual([
    'paid',
    'receipt-number-used',
    'receipt-number-used',
  ])
})

it('refuses by name: no number, none of the bank’s, of a page of ours, too little, another currency, a bank that is not here', async () => {
  const online = await paidOrder(fixture)
  const { reference: little } = fixture.bank.payAtCounter(FEE - 1)
  const { reference: foreign } = fixture.bank.payAtCounter(FEE)
  fixture.bank.counter.splice(-1, 1, { ...fixture.bank.counter.at(-1)!, currency: 'USD' })
  const other = fixture.bank.decline([...fixture.bank.sessions.keys()].at(-1)!, 'x')
  expect(other).toBeDefined()
  const cases = [
    ['1 2', 'dala', 'receipt-number-wrong'],
    ['', 'dala', 'receipt-number-wrong'],
    ['DALA-999', 'dala', 'receipt-number-unknown'],
    [little!, 'tau', 'receipt-number-unknown'],
    [online.reference ?? (await stand(fixture.room, online.orderId)).reference!, 'dala', 'receipt-number-used'],
    [foreign!, 'dala', 'receipt-other-currency'],
    [foreign!, 'nobody', 'bank-not-offered'],
  ] as const
  for (const [number, bank, code] of cases) expect(await fixture.room.desk.find(at(number, bank)), number).toMatchObject({ code })
  expect(await pay('too little', little!)).toMatchObject({ code: 'receipt-too-little' })
  // It was not used: the applicant may spend it where it is enough.
  expect(await fixture.room.desk.find(at(little!))).toMatchObject({ kind: 'deskPayment' })
})

it('says that the bank is silent, and uses nothing', async () => {
  const { reference } = fixture.bank.payAtCounter(FEE)
  fixture.bank.isDown = true
  try {
    expect(await fixture.room.desk.find(at(reference!))).toMatchObject({ code: 'receipt-bank-silent' })
  } finally {
    fixture.bank.isDown = false
  }
  expect(await pay('after silence', reference!)).toMatchObject({ status: 'paid' })
})

it('takes money that a statement found and nobody owned, and ends that difference; what is over goes back', async () => {
  const { reference, statedAt } = fixture.bank.payAtCounter(FEE + 5_000, 'Алым')
  const rows = [
    `statement;dala;2026-11-22T00:00:00Z;2026-11-23T00:00:00Z;1`,
    'reference;direction;amount;currency;booked;name;purpose;party',
  ]
  const text = [...rows, `${reference};in;18570.00;KZT;${statedAt};;Алым;${DOUBLE_PAYER}`].join('\n')
  await fixture.room.readStatement({ bank: 'dala', fileName: 'day.csv', bytes: new TextEncoder().encode(text), by: 'system' })
  const open = () => fixture.room.differences.list('aktobe-agriculture', { isResolved: false, limit: 99 })
  expect((await open()).filter((each) => each.reference === reference)).toMatchObject([{ kind: 'notOurs' }])
  const paid = await pay('from a statement', reference!)
  expect(paid).toMatchObject({ status: 'paid', reference, overpaidTiyn: 5_000 })
  expect((await open()).filter((each) => each.reference === reference)).toEqual([])
  await fixture.room.workOnce()
  expect((await stand(fixture.room, (paid as { orderId: string }).orderId)).refunds).toMatchObject([
    { why: 'overpaid', status: 'returned' },
  ])
})

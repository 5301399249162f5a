import { isRefusal } from '@ruqsat/foundation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DALA, type Fixture, newOrder, openFixture, orderRequest, PARTS_WAIT_MS, stand } from './testing/fixture.ts'
import type { BankBinding } from './index.ts'
import type { PaymentParts } from './work/deps.ts'
import { goToBank } from './work/go-to-bank.ts'
import { abandonOrder, refreshOrder } from './work/order.ts'
import { returnPartsOf } from './work/parts.ts'
import { recordStatement } from './work/record-statement.ts'

let fixture: Fixture
let work: PaymentParts
beforeAll(async () => {
  fixture = await openFixture('payments')
  work = fixture.work
})
afterAll(() => fixture.close())

/** Goes to the bank and answers with the merchant's reference of the way. */
async function toBank(orderId: string): Promise<string> {
  const way = await goToBank(work, orderId, 'kk')
  if (way.kind !== 'bankPage') throw new Error(JSON.stringify(way))
  return way.url.split('/').at(-1)!
}

describe('an order', () => {
  it('is one per draft, as long as the sum is the same', async () => {
    const request = orderRequest()
    const [first, second] = await Promise.all([fixture.room.payments.createOrder(request), fixture.room.payments.createOrder(request)])
    expect(first).toEqual(second)
    expect(first).toMatchObject({
      kind: 'order',
      status: 'created',
      payUrl: expect.stringMatching(/^http:\/\/localhost:8080\/kk\/pay\/[0-9a-f-]{36}$/),
    })
  })

  it('that is unpaid gives way to another sum, and money that still comes for it is kept and delivered', async () => {
    const request = orderRequest()
    const old = await newOrder(fixture.room, request)
    const reference = await toBank(old.orderId)
    const other = await newOrder(fixture.room, { ...request, amountTiyn: 1_982_000 })
    expect(other.orderId).not.toBe(old.orderId)
    expect(await recordStatement(work, DALA, fixture.bank.pay(reference))).toBe('fact')
    await fixture.room.workOnce()
    expect(fixture.receiver.facts).toContainEqual(
      expect.objectContaining({ orderId: old.orderId, draftId: request.draftId, amountTiyn: 1_852_000 }),
    )
  })

  it('that the bank has paid meanwhile is not replaced by another sum', async () => {
    const request = orderRequest()
    const old = await newOrder(fixture.room, request)
    fixture.bank.pay(await toBank(old.orderId))
    expect(await newOrder(fixture.room, { ...request, amountTiyn: 1_982_000 })).toMatchObject({
      orderId: old.orderId,
      status: 'paid',
      amountTiyn: 1_852_000,
    })
  })

  it.each([0, -5, 1.5, Number.NaN, 1e12])('of %d tiyn is refused', async (amountTiyn) => {
    expect(await fixture.room.payments.createOrder(orderRequest({ amountTiyn }))).toMatchObject({
      kind: 'refusal',
      code: 'amount-not-payable',
    })
  })

  it('never sends a payer to a foreign site', async () => {
    await expect(fixture.room.payments.createOrder(orderRequest({ returnUrl: 'https://evil.example/' }))).rejects.toThrow(
      'Expected a return address',
    )
  })

  it('that nobody made is not found', async () => {
    for (const id of ['7', "'; drop table payments.orders; --", '5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11']) {
      expect(await fixture.room.payments.readOrder(id)).toMatchObject({ code: 'order-not-found' })
    }
  })
})

describe('a payment', () => {
  it('is one fact, however often the bank tells it, with the legal time of the first word', async () => {
    const order = await newOrder(fixture.room)
    const paid = fixture.bank.pay(await toBank(order.orderId))
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => recordStatement(work, DALA, paid)))
    expect(outcomes.filter((outcome) => outcome === 'fact')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'repeated')).toHaveLength(7)
    await fixture.room.workOnce()
    await fixture.room.workOnce()
    const facts = fixture.receiver.facts.filter((fact) => fact.orderId === order.orderId)
    expect(facts).toHaveLength(1)
    expect(facts[0]!.paidAt.slice(0, 10)).toBe('2014-10-01')
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paid', reference: paid.reference, paidAt: facts[0]!.paidAt })
    const [receipt] = await fixture.database.sql`select bank_stated_at from payments.receipts where bank_reference = ${paid.reference}`
    expect(receipt!['bank_stated_at']).toBe(paid.statedAt)
  })

  it('goes one way, however often the button is pressed', async () => {
    const order = await newOrder(fixture.room)
    const ways = await Promise.all(Array.from({ length: 5 }, () => toBank(order.orderId)))
    expect(new Set(ways).size).toBe(1)
  })

  it('that comes after the payer gave up is kept, delivered, and makes the order paid', async () => {
    const order = await newOrder(fixture.room)
    const reference = await toBank(order.orderId)
    fixture.bank.isDown = true
    expect(await abandonOrder(work, order.orderId)).toMatchObject({ status: 'abandoned' })
    fixture.bank.isDown = false
    expect(await recordStatement(work, DALA, fixture.bank.pay(reference))).toBe('fact')
    await fixture.room.workOnce()
    expect(fixture.receiver.facts.some((fact) => fact.orderId === order.orderId)).toBe(true)
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paid' })
  })

  it('that was cancelled at the bank can be begun anew', async () => {
    const order = await newOrder(fixture.room)
    const first = await toBank(order.orderId)
    expect(await abandonOrder(work, order.orderId)).toMatchObject({ status: 'abandoned' })
    expect(fixture.bank.sessions.get(first)!.state).toBe('cancelled')
    expect(await toBank(order.orderId)).not.toBe(first)
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paying' })
  })

  it('of less than is owed waits for the rest, and the rest makes it paid', async () => {
    const order = await newOrder(fixture.room)
    const part = fixture.bank.pay(await toBank(order.orderId), 1_851_900)
    expect(await recordStatement(work, DALA, part)).toBe('part')
    const told = await stand(fixture.room, order.orderId)
    expect(told).toMatchObject({ status: 'partlyPaid', paidAt: null, reference: null, countedTiyn: 1_851_900, refunds: [] })
    for (const sum of ['18\u00a0519 ₸', '18\u00a0520 ₸', '1 ₸']) expect(told.notice!.kk).toContain(sum)
    await fixture.room.workOnce()
    expect(fixture.receiver.facts.some((fact) => fact.orderId === order.orderId)).toBe(false)
    const rest = await toBank(order.orderId)
    expect(fixture.bank.sessions.get(rest)!.request.amountTiyn).toBe(100)
    expect(await recordStatement(work, DALA, fixture.bank.pay(rest))).toBe('fact')
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paid', notice: null, countedTiyn: 1_852_000 })
    await fixture.room.workOnce()
    expect(fixture.receiver.facts.filter((fact) => fact.orderId === order.orderId)).toMatchObject([{ amountTiyn: 1_852_000 }])
    // Given up in time, both come back.
    await fixture.room.payments.requestRefund(order.orderId, 'withdrawn')
    await fixture.room.workOnce()
    const { status, refunds } = await stand(fixture.room, order.orderId)
    expect([status, ...refunds.map((refund) => `${refund.status} ${refund.amountTiyn}`).sort()]).toEqual([
      'refunded',
      'returned 100',
      'returned 1851900',
    ])
  })

  it('of less than is owed goes back when the rest does not come in time, or when the payer wants it', async () => {
    for (const isAsked of [false, true]) {
      const order = await newOrder(fixture.room)
      await recordStatement(work, DALA, fixture.bank.pay(await toBank(order.orderId), 1_000_000))
      if (isAsked) await returnPartsOf(work, order.orderId)
      else {
        await fixture.room.workOnce()
        expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'partlyPaid' })
        fixture.clock.forwardMs(PARTS_WAIT_MS + 1_000)
      }
      await fixture.room.workOnce()
      await fixture.room.workOnce()
      expect(await stand(fixture.room, order.orderId)).toMatchObject({
        status: 'abandoned',
        countedTiyn: 0,
        refunds: [{ why: 'partOnly', status: 'returned', amountTiyn: 1_000_000 }],
      })
      const whole = await toBank(order.orderId)
      expect(fixture.bank.sessions.get(whole)!.request.amountTiyn).toBe(1_852_000)
    }
  })

  it('of less than is owed goes back at once where nothing waits: the payer is told, and the right sum can be paid', async () => {
    const strict = { ...work, partsWaitMs: 0 }
    const order = await newOrder(fixture.room)
    const wrong = fixture.bank.pay(await toBank(order.orderId), 1_851_900)
    expect(await recordStatement(strict, DALA, wrong)).toBe('otherSum')
    const told = await stand(fixture.room, order.orderId)
    expect(told).toMatchObject({ status: 'declined', paidAt: null, refunds: [{ why: 'otherSum', amountTiyn: 1_851_900 }] })
    expect(told.notice!.kk).toContain(wrong.reference!)
    expect(await recordStatement(strict, DALA, fixture.bank.pay(await toBank(order.orderId)))).toBe('fact')
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paid', notice: null })
  })

  it('of more than is owed counts, and the difference goes back; the fee itself can go back later', async () => {
    const order = await newOrder(fixture.room)
    expect(await recordStatement(work, DALA, fixture.bank.pay(await toBank(order.orderId), 1_860_000))).toBe('fact')
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paid', overpaidTiyn: 8_000, countedTiyn: 1_852_000 })
    await fixture.room.workOnce()
    expect(fixture.receiver.facts.filter((fact) => fact.orderId === order.orderId)).toMatchObject([{ amountTiyn: 1_852_000 }])
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ overpaidTiyn: 0, notice: null })
    await fixture.room.payments.requestRefund(order.orderId, 'withdrawn')
    await fixture.room.workOnce()
    const { refunds } = await stand(fixture.room, order.orderId)
    expect(refunds.map(({ why, status, amountTiyn }) => `${why} ${status} ${amountTiyn}`).sort()).toEqual([
      'overpaid returned 8000',
      'withdrawn returned 1852000',
    ])
  })

  it('made twice keeps the second as overpaid, says so, and never loses it', async () => {
    const order = await newOrder(fixture.room)
    const first = await toBank(order.orderId)
    await recordStatement(work, DALA, fixture.bank.decline(first, 'insufficient-funds'))
    expect((await stand(fixture.room, order.orderId)).declineReason!.en).toContain('not enough money')
    const second = await toBank(order.orderId)
    // Two tabs, two cards: the bank took both.
    const both = [fixture.bank.pay(first), fixture.bank.pay(second)]
    const outcomes = await Promise.all(both.map((paid) => recordStatement(work, DALA, paid)))
    expect(outcomes.sort()).toEqual(['fact', 'overpayment'])
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paid', overpaidTiyn: 1_852_000 })
    const [open] = await fixture.database.sql<
      { id: string }[]
    >`select receipt_id as id from payments.receipts where order_id = ${order.orderId} and meaning = 'overpayment'`
    // What the bank is to return is not returned by hand too.
    expect(await fixture.room.settle(open!.id, 'accountant', 'too early')).toMatchObject({ code: 'receipt-not-found' })
    fixture.bank.refundSays = 'declined'
    await fixture.room.workOnce()
    fixture.bank.refundSays = 'returned'
    expect(await fixture.room.settle(open!.id, 'accountant', 'returned by payment order 17')).toBeNull()
    expect(await fixture.room.settle(open!.id, 'accountant', 'again')).toMatchObject({ code: 'receipt-not-found' })
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ overpaidTiyn: 0 })
  })

  it('for an order that nobody knows is kept for reconciliation', async () => {
    const stray = {
      merchantReference: 'not-ours',
      state: 'paid',
      amountTiyn: 100,
      currency: 'KZT',
      reference: 'DALA-STRAY',
      statedAt: '2026-11-22T03:50:00.000Z',
      declineCode: null,
    } as const
    expect(await recordStatement(work, DALA, stray)).toBe('unknownOrder')
    expect(await recordStatement(work, DALA, stray)).toBe('repeated')
  })

  it('in another currency is another sum', async () => {
    const order = await newOrder(fixture.room)
    expect(await recordStatement(work, DALA, { ...fixture.bank.pay(await toBank(order.orderId)), currency: 'USD' })).toBe('otherSum')
  })

  it('is not undone by a decline that comes late', async () => {
    const order = await newOrder(fixture.room)
    const reference = await toBank(order.orderId)
    const declined = { ...fixture.bank.statement(reference), state: 'declined', declineCode: 'lost-card' } as const
    await recordStatement(work, DALA, fixture.bank.pay(reference))
    expect(await recordStatement(work, DALA, declined)).toBe('repeated')
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paid', declineReason: null })
  })
})

describe('where there are several banks', () => {
  const way = async (orderId: string, bank: string | null) => goToBank(work, orderId, 'kk', bank)
  const referenceAt = (bank: typeof fixture.bank, orderId: string) =>
    [...bank.sessions].find(([, { request }]) => request.returnUrl.includes(orderId))![0]

  it('the payer chooses, and what is paid there is kept under that bank', async () => {
    const order = await newOrder(fixture.room)
    expect(await way(order.orderId, 'tau')).toMatchObject({ kind: 'bankPage' })
    const reference = referenceAt(fixture.other, order.orderId)
    expect(fixture.other.sessions.get(reference)!.request.callbackUrl).toMatch(/\/payments\/bank\/callbacks\/tau$/)
    const paid = fixture.other.pay(reference)
    // The first bank has no word in what was opened at the second.
    expect(await recordStatement(work, DALA, { ...paid, reference: 'DALA-FALSE' })).toBe('unknownOrder')
    expect(await fixture.room.payments.refreshOrder(order.orderId)).toMatchObject({ status: 'paid', reference: paid.reference })
    await fixture.room.payments.requestRefund(order.orderId, 'withdrawn')
    await fixture.room.workOnce()
    expect(await stand(fixture.room, order.orderId)).toMatchObject({
      refunds: [{ status: 'returned', reference: expect.stringMatching(/^TAU-R/) }],
    })
  })

  it('a page that is open at one is closed before another opens', async () => {
    const order = await newOrder(fixture.room)
    await way(order.orderId, 'dala')
    expect(await way(order.orderId, 'tau')).toMatchObject({ kind: 'bankPage' })
    expect(fixture.bank.sessions.get(referenceAt(fixture.bank, order.orderId))!.state).toBe('cancelled')
    // And what was paid there meanwhile makes the order paid.
    await way(order.orderId, 'dala')
    const second = [...fixture.bank.sessions].filter(([, { request }]) => request.returnUrl.includes(order.orderId)).at(-1)![0]
    fixture.bank.pay(second)
    expect(await way(order.orderId, 'tau')).toMatchObject({ code: 'order-already-paid' })
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paid' })
  })

  it('a page that cannot be closed keeps the payer from paying twice', async () => {
    const order = await newOrder(fixture.room)
    await way(order.orderId, 'dala')
    fixture.bank.isDown = true
    try {
      expect(await way(order.orderId, 'tau')).toMatchObject({ code: 'other-bank-open' })
    } finally {
      fixture.bank.isDown = false
    }
  })

  it('who pays at two at once, in two tabs, has paid one fee: what came second goes back, at its own bank, once', async () => {
    const order = await newOrder(fixture.room)
    await way(order.orderId, 'dala')
    const first = referenceAt(fixture.bank, order.orderId)
    // The first bank says that it closed its page and takes the money all the same: a click that was under way.
    await way(order.orderId, 'tau')
    const second = referenceAt(fixture.other, order.orderId)
    const paid = [fixture.bank.pay(first), fixture.other.pay(second)] as const
    const tau = { bank: 'tau', way: 'callback' } as const
    const outcomes = await Promise.all([
      recordStatement(work, DALA, paid[0]),
      recordStatement(work, tau, paid[1]),
      recordStatement(work, DALA, paid[0]),
      recordStatement(work, tau, paid[1]),
    ])
    expect(outcomes.toSorted()).toEqual(['fact', 'overpayment', 'repeated', 'repeated'])
    await fixture.room.workOnce()
    await fixture.room.workOnce()
    const stood = await stand(fixture.room, order.orderId)
    expect(stood).toMatchObject({
      status: 'paid',
      countedTiyn: 1_852_000,
      refunds: [{ why: 'overpaid', status: 'returned', amountTiyn: 1_852_000 }],
    })
    const [refund] = stood.refunds
    expect(refund!.paymentReference).toBe(stood.reference === paid[0].reference ? paid[1].reference : paid[0].reference)
    expect(fixture.receiver.facts.filter(({ orderId }) => orderId === order.orderId)).toHaveLength(1)
  })

  it('where there is none, an order is made and its page says so; what was begun is still asked about', async () => {
    const room = await fixture.again({ banks: [] })
    expect([room.payments.takesPayments(), fixture.room.payments.takesPayments()]).toEqual([false, true])
    const order = await newOrder(room)
    expect(await goToBank({ ...work, banks: [] }, order.orderId, 'kk')).toMatchObject({ code: 'no-bank-here' })
    expect(await stand(room, order.orderId)).toMatchObject({ status: 'created' })
    await room.stop()
  })

  it('one that is not offered takes nothing, and what began at one that left waits for it', async () => {
    const order = await newOrder(fixture.room)
    expect(await way(order.orderId, 'elsewhere')).toMatchObject({ code: 'bank-not-offered' })
    await way(order.orderId, 'tau')
    const left = { ...work, banks: [fixture.bank] }
    fixture.other.pay(referenceAt(fixture.other, order.orderId))
    expect(await refreshOrder(left, order.orderId)).toMatchObject({ status: 'unknown' })
    expect(await refreshOrder(work, order.orderId)).toMatchObject({ status: 'paid' })
  })
})

describe('a bank that is out of reach', () => {
  it('before its page was seen leaves the order as it was: nothing was taken', async () => {
    const order = await newOrder(fixture.room)
    fixture.bank.isDown = true
    expect(await goToBank(work, order.orderId, 'ru')).toMatchObject({ kind: 'refusal', code: 'bank-unreachable' })
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'created' })
    fixture.bank.isDown = false
    await toBank(order.orderId)
  })

  it('afterwards makes the outcome unknown, never "not paid", and nobody is sent to pay again', async () => {
    const order = await newOrder(fixture.room)
    const reference = await toBank(order.orderId)
    fixture.bank.pay(reference)
    fixture.bank.isDown = true
    expect(await fixture.room.payments.refreshOrder(order.orderId)).toMatchObject({ status: 'unknown' })
    expect(await goToBank(work, order.orderId, 'kk')).toMatchObject({ code: 'order-outcome-unknown' })
    fixture.bank.isDown = false
    expect(await fixture.room.payments.refreshOrder(order.orderId)).toMatchObject({ status: 'paid' })
  })

  it('or simply silent is asked by the background, without the payer', async () => {
    const order = await newOrder(fixture.room)
    fixture.bank.pay(await toBank(order.orderId))
    await fixture.room.workOnce()
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paying' })
    fixture.clock.forwardMs(31_000)
    await fixture.room.workOnce()
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'paid' })
    expect(fixture.receiver.facts.some((fact) => fact.orderId === order.orderId)).toBe(true)
  })

  it('whose page ran out ends as abandoned, and can be begun anew', async () => {
    const order = await newOrder(fixture.room)
    fixture.bank.expire(await toBank(order.orderId))
    expect(await fixture.room.payments.refreshOrder(order.orderId)).toMatchObject({ status: 'abandoned' })
    await toBank(order.orderId)
  })
})

describe('delivery', () => {
  it('goes on until the receiver takes the fact', async () => {
    const order = await newOrder(fixture.room)
    await recordStatement(work, DALA, fixture.bank.pay(await toBank(order.orderId)))
    fixture.receiver.isDown = true
    for (let round = 0; round < 4; round++) {
      await fixture.room.workOnce()
      fixture.clock.forwardMs(60_000)
    }
    expect(fixture.receiver.facts.some((fact) => fact.orderId === order.orderId)).toBe(false)
    fixture.receiver.isDown = false
    fixture.clock.forwardMs(5 * 60_000)
    await fixture.room.workOnce()
    expect(fixture.receiver.facts.filter((fact) => fact.orderId === order.orderId)).toHaveLength(1)
  })
})

describe('production', () => {
  it('is refused a key of the sandbox’s bank', async () => {
    const { database, receiver } = fixture
    const { startPayments } = await import('./index.ts')
    const deps = { database, receiver, legalClock: work.legalClock, log: work.log, publicOrigin: work.publicOrigin }
    const dala = { id: 'dala', name: { kk: 'Дала', ru: 'Дала', en: 'Dala' }, adapter: 'tiyn', address: 'https://bank.example' } as const
    const tau = { ...dala, id: 'tau', adapter: 'tenge' } as const
    const start = (bank: BankBinding) => startPayments({ ...deps, mode: 'production', banks: [bank] })
    const keys = (id: string) => [{ id, secret: new Uint8Array(32) }]
    await expect(start({ ...dala, keys: keys('sandbox-1') })).rejects.toThrow('Expected keys of a real bank')
    await expect(start({ ...tau, token: 'sandbox-x' })).rejects.toThrow('Expected keys of a real bank')
    await expect(start({ ...tau, token: 'real', address: 'http://bank.example' })).rejects.toThrow('https')
    await start({ ...dala, keys: keys('bank-2026') })
    await start({ ...tau, token: 'real' })
  })
})

describe('reconciliation', () => {
  it('finds what agrees, recovers what was missed and shows what is open', async () => {
    const fresh = await openFixture('reconcile')
    try {
      const own = fresh.work
      const told = await newOrder(fresh.room)
      const missed = await newOrder(fresh.room)
      for (const order of [told, missed]) await goToBank(own, order.orderId, 'kk')
      const [first, second] = [...fresh.bank.sessions.keys()]
      await recordStatement(own, DALA, fresh.bank.pay(first!))
      fresh.bank.pay(second!)
      await recordStatement(own, DALA, { ...fresh.bank.pay(first!), reference: 'DALA-GHOST' })
      const answer = await fresh.room.reconcile('dala', '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z')
      if (answer.kind !== 'found') throw new Error(answer.kind)
      const found = answer.value.rows.map((row) => `${row.meaning} ${row.finding}${row.isOpen ? ' open' : ''}`)
      expect(found.sort()).toEqual(['fact agrees', 'fact recovered', 'overpayment missingAtBank open', 'overpayment recovered open'])
      expect(answer.value.agree).toBe(false)
      expect(isRefusal(await fresh.room.payments.readOrder(missed.orderId))).toBe(false)
      expect(await stand(fresh.room, missed.orderId)).toMatchObject({ status: 'paid' })
      fresh.bank.isDown = true
      expect(await fresh.room.reconcile('dala', '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z')).toMatchObject({ kind: 'outage' })
    } finally {
      await fresh.close()
    }
  })
})

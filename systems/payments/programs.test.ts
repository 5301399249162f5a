import { orFault, parseBIN } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrder, openFixture, type Fixture } from './testing/fixture.ts'
import { paidOrder } from './testing/paid-order.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture('payments_programs')
})
afterAll(() => fixture.close())

const FIRM = orFault(parseBIN('080340001111'))
const AUTHORITY = 'aktobe-agriculture'

test('each change of an order is news of its firm, once, until it is taken', async () => {
  const { news, payments } = fixture.room
  const { orderId } = await paidOrder(fixture, { payerBin: FIRM })
  await payments.requestRefund(orderId, 'withdrawn')
  const read = await news.read(100)
  expect(read.map(({ refundId, state }) => [refundId === null ? 'order' : 'refund', state])).toEqual([
    ['order', 'created'],
    ['order', 'paying'],
    ['order', 'paid'],
    ['refund', 'requested'],
    ['order', 'refunded'],
  ])
  expect(new Set(read.map(({ bin, orderId: of }) => `${bin} ${of}`))).toEqual(new Set([`${FIRM} ${orderId}`]))
  await news.taken(read.slice(0, 3))
  expect(await news.read(100)).toEqual(read.slice(3))
  await news.taken(read)
  expect(await news.read(100)).toEqual([])
})

test('a firm sees what it pays, an authority what its services bring, page by page, and nobody else’s', async () => {
  const { orders } = fixture.room
  const [mine, other] = [await newOrder(fixture.room, { payerBin: FIRM }), await newOrder(fixture.room)]
  const ofFirm = (await orders.list({ bin: FIRM }, { limit: 10 }))!
  expect(ofFirm.orders.map(({ orderId }) => orderId)).toContain(mine.orderId)
  expect(ofFirm.orders.map(({ orderId }) => orderId)).not.toContain(other.orderId)
  expect((await orders.list({ bin: FIRM }, { limit: 10, status: 'refunded' }))!.orders).toHaveLength(1)
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = (await orders.list({ authority: AUTHORITY }, { limit: 1, after }))!
    seen.push(...page.orders.map(({ orderId }) => orderId))
    after = page.next ?? undefined
  } while (after !== undefined)
  expect([seen.length, new Set(seen).size]).toEqual([3, 3])
  expect(await orders.list({ authority: AUTHORITY }, { limit: 1, after: 'nowhere' })).toBeNull()
  expect(await orders.read({ bin: FIRM }, other.orderId)).toMatchObject({ code: 'order-not-found' })
  expect(await orders.read({ authority: 'another' }, mine.orderId)).toMatchObject({ code: 'order-not-found' })
  expect(await orders.read({ authority: AUTHORITY }, mine.orderId)).toMatchObject({ status: 'created', authority: AUTHORITY })
})

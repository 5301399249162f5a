// A time at a hall, from the pages of the person who books it.
import type { Booking, HallBookings, NewBooking } from '@ruqsat/centre/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AIGERIM, DAUREN, openTestPortal, type TestPortal } from './harness.ts'
import { walksOf } from './registering.ts'

const AT = '2014-10-02T05:00:00.000Z'
const NAME = { kk: 'Зал', ru: 'Зал', en: 'Hall' }
const wanted: NewBooking[] = []
const cancelled: string[] = []
const source = { act: 'general', item: '1', certainty: 'stated' }
const zone = { kind: 'zone', id: 'x', title: NAME, rules: [{ fromInstant: '2000-01-01T00:00:00.000Z', offsetMinutes: 300, source }] }
const hall = { id: 'main', name: NAME, address: NAME, zone, services: [{ key: 'permit', service: NAME, variant: null }] }
const bookings = {
  halls: async () => [hall],
  freeTimes: async () => [AT],
  async book(one: NewBooking) {
    wanted.push(one)
    return { ...one, code: '123456', status: 'booked', bookedAt: AT } satisfies Booking
  },
  bookingsOf: async () => [],
  async cancel(_person: string, id: string) {
    cancelled.push(id)
    return true
  },
} as unknown as HallBookings

let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal({ bookings })
})
afterAll(() => portal.close())
const { registered } = walksOf(() => portal)

test('one form is one booking, however often it is sent; another form is another', async () => {
  const person = await registered({ iin: AIGERIM.iin })
  const book = async () => {
    const page = await person.get('/kk/cabinet/halls?hall=main&service=permit&day=2014-10-02')
    const once = /name="_once" value="([^"]+)"/.exec(page.text)![1]!
    const form = { hall: 'main', service: 'permit', day: '2014-10-02', at: AT, _once: once }
    for (let presses = 0; presses < 2; presses += 1) expect((await person.post('/kk/cabinet/halls', form)).status).toBe(303)
  }
  await book()
  await book()
  const ids = wanted.map(({ id }) => id)
  expect(ids).toHaveLength(4)
  expect([ids[0], ids[2]]).toEqual([ids[1], ids[3]])
  expect(new Set(ids).size).toBe(2)
})

test('what is no booking is not asked for', async () => {
  const person = await registered({ iin: DAUREN.iin })
  await person.get('/kk/cabinet/halls?hall=main&service=permit&day=2014-10-02')
  for (const booking of ['', 'x', '-'.repeat(36)])
    expect((await person.post('/kk/cabinet/halls', { do: 'cancel', booking })).status).toBe(303)
  expect(cancelled).toEqual([])
})

// Times that people book, on a real database: no place twice, no hall for one person, and a turn by the time that was booked.
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { instantFromMs, isRefusal, msFromInstant, type Instant, type LocalDate } from '@ruqsat/foundation'
import { openActs } from '@ruqsat/regulations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MOST_BOOKINGS, timesOf } from './core/booking.ts'
import { hallServices } from './core/services.ts'
import { openHallQueue, type HallQueue } from './index.ts'
import { openBookings, takeBooked } from './work/bookings.ts'

const MONDAY = '2027-03-01' as LocalDate
const { editions, tables } = await openActs()
const zone = Object.values(tables.zones)[0]!
const calendar = Object.values(tables.calendars).find(({ firstYear, lastYear }) => firstYear <= 2027 && lastYear >= 2027)!
const days = [{ weekdays: [1, 2, 3, 4, 5, 6] as const, opens: '09:00', closes: '12:00', breaks: [{ from: '10:00', to: '10:30' }] }]
const hours = { days: days as never, calendar }
const services = hallServices(editions, new Set(editions.map(({ hash }) => hash)))
const text = { kk: 'Зал', ru: 'Зал', en: 'Hall' }
const hall = { id: 'main', name: text, address: text, windows: 4, hours }
const all = timesOf(hours, MONDAY, zone)

let database: TestDatabase
let queue: HallQueue
let now: Instant = instantFromMs(msFromInstant(all[0]!) - 60 * 60_000)
beforeAll(async () => {
  database = await openTestDatabase('centre')
  queue = await openHallQueue(database)
})
afterAll(() => database?.drop())

const centre = () =>
  ({
    queue,
    services,
    deps: { database, legalClock: { now: async () => now }, office: { id: 'front-office', name: text, zone, halls: [hall] } },
  }) as never
let people = 0
const book = (at: Instant, more: object = {}) =>
  openBookings(centre()).book({
    id: crypto.randomUUID(),
    hall: 'main',
    service: services[0]!.key,
    person: `person ${(people += 1)}`,
    at,
    hasPriority: false,
    ...more,
  })
const codeOf = (answer: Awaited<ReturnType<typeof book>>) => (isRefusal(answer) ? answer.code : answer.status)

test('times are those of the hall: every quarter of an hour, not in its break, not on a holiday, none on a day that it is closed', () => {
  expect(all.length).toBe(4 + 6)
  expect(timesOf(hours, '2027-02-28' as LocalDate, zone)).toEqual([])
  // International Women's Day; the Saturday before is a day of six.
  expect(timesOf(hours, '2027-03-08' as LocalDate, zone)).toEqual([])
  expect(timesOf(hours, '2027-03-06' as LocalDate, zone).length).toBe(10)
})

test('of many who want one time at once as many get it as the hall has places, and it is offered no more', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => book(all[3]!)))
  expect(answers.map(codeOf).toSorted()).toEqual(['booked', 'booked', ...Array.from({ length: 4 }, () => 'centre.time-taken')])
  const free = await openBookings(centre()).freeTimes('main', MONDAY)
  expect(free).not.toContain(all[3]!)
  expect(free).toContain(all[4]!)
  const [first] = answers.filter((each) => !isRefusal(each))
  if (first === undefined || isRefusal(first)) throw new Error('Expected a booking')
  expect(await openBookings(centre()).cancel('somebody else', first.id)).toBe(false)
  expect(await openBookings(centre()).cancel(first.person, first.id)).toBe(true)
  expect(await openBookings(centre()).freeTimes('main', MONDAY)).toContain(all[3]!)
})

test('the same form is one booking, and nobody books more than a few', async () => {
  const one = { id: crypto.randomUUID(), person: 'eager' }
  const [first, again] = [await book(all[5]!, one), await book(all[5]!, one)]
  expect(again).toEqual(first)
  expect(codeOf(await book(all[5]!, { ...one, person: 'somebody else' }))).toBe('centre.time-taken')
  const more = [await book(all[6]!, { person: 'eager' }), await book(all[7]!, { person: 'eager' })]
  expect([first, ...more].map(codeOf)).toEqual(['booked', 'booked', 'centre.too-many-bookings'])
  expect(await openBookings(centre()).bookingsOf('eager')).toHaveLength(MOST_BOOKINGS)
  expect(codeOf(await book(all[7]!, { service: 'no such service' }))).toBe('centre.no-service')
  expect(codeOf(await book(instantFromMs(msFromInstant(all[7]!) + 60_000)))).toBe('centre.time-taken')
})

test('who comes at their time is called before who waits since shortly, after who waits for long; who is late waits as all', async () => {
  const booked = await book(all[8]!)
  if (isRefusal(booked)) throw new Error('Expected a booking')
  const at = (minutes: number) => instantFromMs(msFromInstant(all[8]!) + minutes * 60_000)
  const day = { authority: 'front-office', hall: 'main', day: MONDAY }
  const come = (minutes: number) => queue.take({ ...day, id: crypto.randomUUID(), service: 'permit', hasPriority: false, at: at(minutes) })
  const [long, short] = [await come(-50), await come(-10)]
  now = at(-5)
  expect(await takeBooked(centre(), hall, '12')).toMatchObject({ code: 'centre.no-booking' })
  const ticket = await takeBooked(centre(), hall, booked.code)
  expect(await takeBooked(centre(), hall, booked.code)).toEqual(ticket)
  if (isRefusal(ticket)) throw new Error('Expected a ticket')
  expect(ticket.bookedFor).toBe(all[8]!)
  expect((await queue.waiting(day)).map(({ number }) => number)).toEqual([long.number, ticket.number, short.number])
  // Early is not late: their wait begins with their time.
  const [waits] = (await queue.waits(day, 60_000, at(0))).filter(({ service }) => service === services[0]!.key)
  expect(waits).toMatchObject({ taken: 1, longestWaitMs: 0, late: 0 })
  const late = await book(all[9]!)
  if (!isRefusal(late)) throw new Error('Expected no time so near')
  expect(late.code).toBe('centre.time-taken')
})

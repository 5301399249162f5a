// The electronic queue on a real database: numbers, turns, two operators at once, and who waits for whom.
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { instantFromMs, msFromInstant, type LocalDate } from '@ruqsat/foundation'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PRIORITY_AHEAD_MS } from './core/place.ts'
import { openHallQueue, type AtWindow, type HallDay, type HallQueue, type Ticket } from './index.ts'

const MINUTE = 60_000
const MORNING = msFromInstant('2025-03-03T04:00:00.000Z')
const at = (minute: number) => instantFromMs(MORNING + minute * MINUTE)

let database: TestDatabase
let queue: HallQueue
let halls = 0
beforeAll(async () => {
  database = await openTestDatabase('centre')
  queue = await openHallQueue(database)
})
afterAll(() => database?.drop())

const newHall = (): HallDay => ({ authority: 'front-office', hall: `hall ${(halls += 1)}`, day: '2025-03-03' as LocalDate })
const windowOf = (hall: HallDay, window: number): AtWindow => ({ ...hall, operator: `${hall.hall} operator ${window}`, window })
const arrive = (hall: HallDay, minute: number, hasPriority = false) =>
  queue.take({ ...hall, id: crypto.randomUUID(), service: 'permit', hasPriority, at: at(minute) })

test('numbers are given one after the other per hall and day, also to many at once, and one form is one ticket', async () => {
  const hall = newHall()
  const taken = await Promise.all(Array.from({ length: 20 }, (_, minute) => arrive(hall, minute)))
  expect(taken.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, place) => place + 1))
  const form = { ...hall, id: crypto.randomUUID(), service: 'permit', hasPriority: false, at: at(30) }
  const both = await Promise.all([queue.take(form), queue.take(form)])
  expect(both.map(({ number }) => number)).toEqual([21, 21])
  expect((await arrive(hall, 31)).number).toBe(22)
  expect((await arrive({ ...hall, day: '2025-03-04' as LocalDate }, 31)).number).toBe(1)
  expect((await arrive(newHall(), 31)).number).toBe(1)
})

test('operators who call at once never get one ticket, and a double click gets the ticket that is held', async () => {
  const hall = newHall()
  for (let minute = 0; minute < 8; minute += 1) await arrive(hall, minute)
  const calls = await Promise.all([1, 2, 3, 4].flatMap((each) => [1, 2].map(() => queue.callNext(windowOf(hall, each), at(10)))))
  const byWindow = Map.groupBy(calls, (ticket) => ticket!.window)
  expect([...byWindow.values()].map((same) => new Set(same.map((ticket) => ticket!.id)).size)).toEqual([1, 1, 1, 1])
  expect(new Set(calls.map((ticket) => ticket!.number))).toEqual(new Set([1, 2, 3, 4]))
  expect(await queue.waiting(hall)).toHaveLength(4)
})

test('a held ticket is recalled and ended by its own operator only, and each act is kept', async () => {
  const hall = newHall()
  const { id } = await arrive(hall, 0)
  const [own, other] = [windowOf(hall, 1), windowOf(hall, 2)]
  await queue.callNext(own, at(1))
  expect(await queue.recall(other, at(2))).toBeNull()
  expect((await queue.recall(own, at(2)))?.calls).toBe(2)
  expect((await queue.called(hall)).map(({ number, window }) => [number, window])).toEqual([[1, 1]])
  expect(await queue.end(other, id, 'done', at(3))).toBeNull()
  expect((await queue.end(own, id, 'noShow', at(3)))?.status).toBe('noShow')
  expect(await queue.end(own, id, 'done', at(4))).toBeNull()
  expect(await queue.held(own)).toBeNull()
  expect(await queue.callNext(own, at(5))).toBeNull()
  const kept = await database.sql<{ kind: string }[]>`select kind from centre.ticket_event where ticket_id = ${id} order by place`
  expect(kept.map(({ kind }) => kind)).toEqual(['taken', 'called', 'recalled', 'noShow'])
})

test('the order is fair: those alike by arrival, and nobody is passed by somebody who came later than the head start', async () => {
  const arrivals = fc.array(fc.record({ minute: fc.integer({ min: 0, max: 120 }), hasPriority: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(arrivals, async (people) => {
      const hall = newHall()
      for (const { minute, hasPriority } of people.toSorted((a, b) => a.minute - b.minute)) await arrive(hall, minute, hasPriority)
      const called: Ticket[] = []
      for (;;) {
        const ticket = await queue.callNext(windowOf(hall, 1), at(200))
        if (ticket === null) break
        called.push(ticket)
        await queue.end(windowOf(hall, 1), ticket.id, 'done', at(200))
      }
      expect(called).toHaveLength(people.length)
      called.forEach((later, place) => {
        for (const earlier of called.slice(0, place)) {
          if (earlier.number < later.number) continue
          expect([earlier.hasPriority, later.hasPriority]).toEqual([true, false])
          expect(msFromInstant(earlier.takenAt) - msFromInstant(later.takenAt)).toBeLessThan(PRIORITY_AHEAD_MS)
        }
      })
    }),
    { numRuns: 25 },
  )
})

test('waits are measured against the limit that is asked about, also of those who still wait', async () => {
  const hall = newHall()
  for (const minute of [0, 1, 5]) await arrive(hall, minute)
  await queue.callNext(windowOf(hall, 1), at(1))
  expect(await queue.waits(hall, 2 * MINUTE, at(6))).toEqual([
    { service: 'permit', taken: 3, called: 1, longestWaitMs: 5 * MINUTE, meanWaitMs: expect.closeTo((7 / 3) * MINUTE), late: 1 },
  ])
})

test('a window has one operator, and nobody is called away from who serves there', async () => {
  const hall = newHall()
  const [first, second] = await operators(hall)
  const [one, same] = [
    { ...hall, operator: first, window: 1 },
    { ...hall, operator: second, window: 1 },
  ]
  expect(await queue.openWindow(one, at(0))).toBe(true)
  await arrive(hall, 0)
  await arrive(hall, 1)
  const { id } = (await queue.callNext(one, at(2)))!
  expect(await queue.openWindow(same, at(3))).toBe(false)
  expect(await queue.closeWindow(one)).toBe(false)
  await queue.end(one, id, 'done', at(4))
  expect(await queue.openWindow(same, at(5))).toBe(true)
  // Who was there before does not call to a window that is another's by now.
  expect(await queue.callNext(one, at(6))).toBeNull()
  expect((await queue.callNext(same, at(6)))?.number).toBe(2)
  expect((await queue.windows(hall)).map(({ operator, window }) => [operator, window])).toEqual([[second, 1]])
})

test('an operator is at one window, and stays at theirs where the other is busy', async () => {
  const hall = newHall()
  const [first, second] = await operators(hall)
  await queue.openWindow({ ...hall, operator: first, window: 1 }, at(0))
  await queue.openWindow({ ...hall, operator: first, window: 2 }, at(1))
  expect((await queue.windows(hall)).map(({ window }) => window)).toEqual([2])
  await arrive(hall, 1)
  await queue.callNext({ ...hall, operator: first, window: 2 }, at(2))
  await queue.openWindow({ ...hall, operator: second, window: 3 }, at(2))
  expect(await queue.openWindow({ ...hall, operator: second, window: 2 }, at(3))).toBe(false)
  expect((await queue.windowOf({ ...hall, operator: second }))?.window).toBe(3)
  const both = await Promise.all(
    [4, 4].map((window, place) => queue.openWindow({ ...newDay(hall), operator: [first, second][place]!, window }, at(9))),
  )
  expect(both).toEqual([true, true])
  expect(await queue.windows(newDay(hall))).toHaveLength(1)
})

const newDay = (hall: HallDay): HallDay => ({ ...hall, day: '2025-03-05' as LocalDate })

async function operators({ authority }: HallDay): Promise<readonly [string, string]> {
  const ids = [crypto.randomUUID(), crypto.randomUUID()] as const
  for (const id of ids)
    await database.sql`
      insert into centre.operator (authority, operator_id, iin, name, position)
      values (${authority}, ${id}, '850412400012', 'Әлия', '{}')`
  return ids
}

test('who serves in one hall opens no window in another, and is called to none that they have left', async () => {
  const [hall, other] = [newHall(), newHall()]
  const [operator] = await operators(hall)
  const here = { ...hall, operator, window: 1 }
  const there = { ...other, operator, window: 1 }
  await arrive(hall, 0)
  expect(await queue.openWindow(here, at(1))).toBe(true)
  expect(await queue.callNext(here, at(1))).not.toBeNull()
  expect(await queue.openWindow(there, at(2))).toBe(false)
  const { id } = (await queue.held(here))!
  await queue.end(here, id, 'done', at(3))
  expect(await queue.openWindow(there, at(4))).toBe(true)
  // A page that was open before: the person would be called to a window at which nobody is.
  await arrive(hall, 5)
  expect(await queue.callNext(here, at(6))).toBeNull()
  expect(await queue.waiting(hall)).toHaveLength(1)
})

import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { Fault } from '@ruqsat/foundation'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type DueClaim, runDue } from './index.ts'

type Piece = { readonly id: number; readonly attempts: number }
/** How an attempt goes. `crash`: it happened, and its process died before that was written down. */
type Way = 'done' | 'later' | 'throws' | 'never' | 'crash'

const START = '2026-01-05T04:00:00.000Z'
const LEASE_MS = 60_000
const BACK_OFF = { firstMs: 1_000, longestMs: 30_000, attempts: 5 }
let database: TestDatabase
let clock = standingTechnicalClock(START)
/** Pieces that somebody is at, and when each of these leases ends. */
const held = new Map<number, number>()
const inTwoHands: number[] = []
let happened: number[] = []

beforeAll(async () => {
  database = await openTestDatabase('jobs')
  await database.sql`create table piece (id int primary key, due_at timestamptz, attempts int not null default 0, state text not null default 'waiting')`
})
afterAll(() => database.drop())
afterEach(() => expect(inTwoHands).toEqual([]))
beforeEach(fresh)

async function fresh(): Promise<void> {
  await database.sql`truncate piece`
  await database.sql`insert into piece (id, due_at) select n, ${START} from generate_series(1, 8) n`
  clock = standingTechnicalClock(START)
  held.clear()
  happened = []
}

function take({ now, leaseUntil, limit }: DueClaim): Promise<readonly Piece[]> {
  return database.sql<Piece[]>`
    update piece set due_at = ${leaseUntil}, attempts = attempts + 1
    where id in (select id from piece where due_at <= ${now} order by due_at, id limit ${limit} for update skip locked) returning id, attempts`
}

const end = (id: number, state: string) => database.sql`update piece set due_at = null, state = ${state} where id = ${id}`

function run(wayOf: (piece: Piece) => Way): Promise<number> {
  return runDue<Piece>({
    technicalClock: clock,
    leaseMs: LEASE_MS,
    atOnce: 3,
    backOff: BACK_OFF,
    claim: take,
    attempt: async (piece) => {
      if ((held.get(piece.id) ?? 0) > clock.ms()) inTwoHands.push(piece.id)
      held.set(piece.id, clock.ms() + LEASE_MS)
      const way = wayOf(piece)
      if (way === 'throws') throw new Error('the neighbour is down')
      if (way === 'never') throw new Fault('Expected an address but there is none', { retry: 'never' })
      if (way === 'later') return way
      happened.push(piece.id)
      return undefined
    },
    done: async (piece) => {
      if (wayOf(piece) === 'crash') throw new Error('killed')
      held.delete(piece.id)
      await end(piece.id, 'done')
    },
    later: async ({ id }, { at }) => {
      held.delete(id)
      await database.sql`update piece set due_at = ${at} where id = ${id}`
    },
    giveUp: async ({ id }) => {
      held.delete(id)
      await end(id, 'givenUp')
    },
  })
}

const states = async () => (await database.sql`select state from piece order by id`).map(({ state }) => state as string)

test('each piece is done by one of the processes that run at once', async () => {
  while ((await Promise.all([run(() => 'done'), run(() => 'done'), run(() => 'done')])).some((taken) => taken > 0));
  expect(happened.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(new Set(await states())).toEqual(new Set(['done']))
})

test('a process that dies between the act and its mark is followed after the lease, not before', async () => {
  await expect(run(({ id }) => (id === 2 ? 'crash' : 'done'))).rejects.toThrow('killed')
  while ((await run(() => 'done')) > 0);
  expect(await states()).toEqual(['done', 'waiting', 'done', 'done', 'done', 'done', 'done', 'done'])
  clock.forwardMs(LEASE_MS)
  await run(() => 'done')
  expect(happened.filter((id) => id === 2)).toEqual([2, 2])
  expect(new Set(await states())).toEqual(new Set(['done']))
})

test('faults of several pieces are thrown together, when the others are through', async () => {
  await expect(run(({ id }) => (id === 2 ? 'done' : 'crash'))).rejects.toThrow(AggregateError)
  expect((await states())[1]).toBe('done')
})

test('what can never succeed is given up at once; the rest after its last attempt, with growing pauses between', async () => {
  const ways = ({ id }: Piece): Way => (id === 1 ? 'never' : id === 2 ? 'throws' : 'done')
  for (const pauseMs of [0, 1_000, 2_000, 4_000, 8_000]) {
    expect((await states())[1]).toBe('waiting')
    clock.forwardMs(pauseMs - 1)
    expect(await run(ways)).toBe(0)
    clock.forwardMs(1)
    while ((await run(ways)) > 0);
    expect((await states())[0]).toBe('givenUp')
  }
  expect(await states()).toEqual(['givenUp', 'givenUp', 'done', 'done', 'done', 'done', 'done', 'done'])
})

test('whatever goes wrong, no piece is in two hands and each comes to its end', async () => {
  const way = fc.constantFrom<Way>('done', 'later', 'throws', 'never', 'crash')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(way, { maxLength: 5 }), { minLength: 8, maxLength: 8 }),
      fc.integer({ min: 1, max: 3 }),
      async (ways, many) => {
        await fresh()
        const wayOf = ({ id, attempts }: Piece) => ways[id - 1]![attempts - 1] ?? 'done'
        // Enough for five attempts of a piece, each of which dies or waits as long as it can.
        for (let round = 0; round < 40; round += 1) {
          await Promise.allSettled(Array.from({ length: many }, () => run(wayOf)))
          clock.forwardMs(LEASE_MS / 4)
        }
        expect(await states()).not.toContain('waiting')
        const [row] = await database.sql`select max(attempts) as most from piece`
        expect(row!['most']).toBeLessThanOrEqual(6)
      },
    ),
    { numRuns: 15 },
  )
})

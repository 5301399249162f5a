import { expect, test } from 'vitest'
import { keepReading, READING_KEPT_MS } from './reading.ts'

function bench(lateMs = 0) {
  const state = { machine: 1_000, database: 50_000, asked: 0, late: lateMs }
  const reading = keepReading(
    async () => {
      state.asked += 1
      const answer = state.database
      await Promise.resolve()
      state.machine += state.late
      state.database += state.late
      return answer
    },
    () => state.machine,
  )
  const pass = (ms: number) => {
    state.machine += ms
    state.database += ms
  }
  return { state, reading, pass }
}

test('the database is asked once for what is asked at one time and shortly after', async () => {
  const { state, reading, pass } = bench()
  expect(await Promise.all([reading.now(), reading.now()])).toEqual([50_000, 50_000])
  pass(READING_KEPT_MS - 1)
  expect(await reading.now()).toBe(50_049)
  expect(state.asked).toBe(1)
  pass(1)
  expect(await reading.now()).toBe(50_050)
  expect(state.asked).toBe(2)
})

test('the least late reading is carried on: never back, never ahead of the database', async () => {
  const { state, reading, pass } = bench(2)
  let before = await reading.now()
  for (const late of [90, 0, 40, 1, 200, 7]) {
    state.late = late
    pass(READING_KEPT_MS)
    const now = await reading.now()
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(state.database)
    expect(state.database - now).toBeLessThanOrEqual(2)
    before = now
  }
})

test('a move of this process shows at once, of another within the time of a reading, back as well as forward', async () => {
  const { state, reading, pass } = bench()
  await reading.now()
  state.database += 3_600_000
  reading.forget()
  expect(await reading.now()).toBe(state.database)
  state.database -= 7_200_000
  pass(READING_KEPT_MS)
  expect(await reading.now()).toBe(state.database)
})

test('a reading that was begun before a move is nobody’s afterwards', async () => {
  const { state, reading } = bench()
  const early = reading.now()
  state.database += 3_600_000
  reading.forget()
  expect(await reading.now()).toBe(state.database)
  await early
  expect(await reading.now()).toBe(state.database)
})

test('a database that does not answer is asked again by the next', async () => {
  let fails = true
  const reading = keepReading(async () => {
    if (fails) throw new Error('no answer')
    return 7
  })
  await expect(reading.now()).rejects.toThrow('no answer')
  fails = false
  expect(await reading.now()).toBe(7)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectedWaitMs } from './wait.ts'

const MINUTE = 60_000

test('each is called to the window that is free first', () => {
  expect(expectedWaitMs([], [])).toBeNull()
  expect(expectedWaitMs([0], [])).toBe(0)
  expect(expectedWaitMs([4 * MINUTE], [])).toBe(4 * MINUTE)
  expect(expectedWaitMs([4 * MINUTE, -MINUTE], [])).toBe(0)
  expect(expectedWaitMs([0, 0], [10 * MINUTE, 4 * MINUTE])).toBe(4 * MINUTE)
  expect(expectedWaitMs([0, 0], [10 * MINUTE, 4 * MINUTE, 3 * MINUTE])).toBe(7 * MINUTE)
})

test('one more person before never makes a wait shorter, one more window never longer', () => {
  const times = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 })
  const windows = fc.array(fc.integer({ min: -5, max: 60 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(windows, times, fc.integer({ min: 0, max: 60 }), (free, before, one) => {
      const wait = expectedWaitMs(free, before)!
      expect(expectedWaitMs(free, [...before, one])).toBeGreaterThanOrEqual(wait)
      expect(expectedWaitMs([...free, one], before)).toBeLessThanOrEqual(wait)
    }),
  )
})

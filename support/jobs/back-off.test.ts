import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pauseAfter } from './back-off.ts'

test('pauses double from the first, stop growing at the longest and end with the last attempt', () => {
  const backOff = { firstMs: 2_000, longestMs: 10_000, attempts: 6 }
  expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => pauseAfter(backOff, attempt))).toEqual([2_000, 4_000, 8_000, 10_000, 10_000, null, null])
})

test('without a number of attempts there is always another, however many there were', () => {
  const number = fc.integer({ min: 1, max: 1_000_000 })
  fc.assert(
    fc.property(number, number, number, (firstMs, longerMs, attempt) => {
      const pauseMs = pauseAfter({ firstMs, longestMs: firstMs + longerMs }, attempt)!
      return pauseMs >= firstMs && pauseMs <= firstMs + longerMs
    }),
  )
})

import { expect, test } from 'vitest'
import { isInstant, isUuid } from './index.ts'

test('what a database would not take for a UUID is none', () => {
  expect(isUuid('0f8fad5b-d9cb-469f-a165-70867728950e')).toBe(true)
  for (const text of ['', '-'.repeat(36), '0f8fad5bd9cb469fa16570867728950e----', '0F8FAD5B-D9CB-469F-A165-70867728950E', 'g'.repeat(36)])
    expect(isUuid(text), text).toBe(false)
})

test('an instant is of a day that there is', () => {
  expect(isInstant('2026-11-30T04:30:00.000Z')).toBe(true)
  for (const text of [
    '',
    'x',
    '2026-02-31T00:00:00.000Z',
    '2026-11-30T24:00:00.000Z',
    '2026-11-30T04:30:00Z',
    '2026-11-30',
    '+002026-11-30T04:30:00.000Z',
  ])
    expect(isInstant(text), text).toBe(false)
})

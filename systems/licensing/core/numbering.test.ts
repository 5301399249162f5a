import * as fc from 'fast-check'
import { orFault, parseRequestNumber } from '@ruqsat/foundation'
import { expect, test } from 'vitest'
import { authorityLetters } from './numbering.ts'

const authority = fc.stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z][a-z0-9]{0,9}){0,3}$/)

test('every number that is given out is a request number, by initials or by whole ids, and is found without its hyphens', () => {
  fc.assert(
    fc.property(
      authority,
      authority,
      fc.integer({ min: 2000, max: 2099 }),
      fc.integer({ min: 1, max: 9_999_999 }),
      (id, other, year, serial) => {
        const number = `${authorityLetters(id, [id, other])}-${year}-${String(serial).padStart(6, '0')}`
        expect(parseRequestNumber(number)).toBe(number)
        const key = number.replaceAll('-', '')
        if (serial < 1_000_000) expect(orFault(parseRequestNumber(key)).replaceAll('-', '')).toBe(key)
      },
    ),
  )
})

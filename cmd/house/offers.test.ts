import { openRegulations } from '@ruqsat/regulations'
import { beforeAll, expect, test } from 'vitest'
import type { Regulations } from '@ruqsat/regulations'
import { offersOf } from './offers.ts'

let here: Regulations
beforeAll(async () => {
  here = await openRegulations(new URL('../../regulations/', import.meta.url))
})
const shown = (named: Parameters<typeof offersOf>[1]) =>
  offersOf(here.packages, named, here.tables).map(({ regulation, from }) => [regulation, from])

test('without a word every act is offered, at any time', () => {
  expect(shown(null)).toHaveLength(here.editions.length)
  expect(shown(null).every(([, from]) => from === null)).toBe(true)
})

test('the named acts are offered in their order, from the midnight of their first day at the authority’s place', () => {
  expect(
    shown([
      { regulation: 'grain', from: '2026-12-01' },
      { regulation: 'cotton', from: null },
    ]),
  ).toEqual([
    ['grain', '2026-11-30T19:00:00.000Z'],
    ['cotton', null],
  ])
})

test('an act that nobody has, or that is only transcribed, is refused with those that there are', () => {
  for (const regulation of ['barley', 'vessel'])
    expect(() => shown([{ regulation, from: null }])).toThrow(`'${regulation}' is none; there are: scrap, cotton, grain`)
})

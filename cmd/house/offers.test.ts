import { openActs } from '@ruqsat/regulations/testing'
import { offerAt } from '@ruqsat/law'
import { beforeAll, expect, test } from 'vitest'
import type { Regulations } from '@ruqsat/regulations'
import { offersOf } from './offers.ts'

let here: Regulations
beforeAll(async () => {
  here = await openActs()
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
  for (const regulation of ['barley', 'grain-annexes'])
    expect(() => shown([{ regulation, from: null }])).toThrow(`'${regulation}' is none; there are: scrap, cotton, grain, vessel`)
})

test('editions of one act follow each other at legal midnight, the last day included', () => {
  const { edition, ...rest } = here.packages.find((each) => each.edition.regulation.id === 'grain')!
  const next = { ...edition, hash: 'f'.repeat(64) }
  const packages = [
    { ...rest, edition, from: null, to: '2026-12-31' },
    { ...rest, edition: next, from: '2027-01-01', to: null },
  ]
  const midnight = '2026-12-31T19:00:00.000Z'
  const offers = offersOf(packages, null, here.tables)
  expect(offers.map(({ edition: hash, from, to }) => [hash, from, to])).toEqual([
    [edition.hash, null, midnight],
    [next.hash, midnight, null],
  ])
  expect(offerAt(offers, 'grain', '2026-12-31T18:59:59.999Z')?.edition).toBe(edition.hash)
  expect(offerAt(offers, 'grain', midnight)?.edition).toBe(next.hash)
  // Who offers the act from a later day on never offers what has ended by then.
  expect(offersOf(packages, [{ regulation: 'grain', from: '2027-02-01' }], here.tables).map((each) => each.edition)).toEqual([next.hash])
})

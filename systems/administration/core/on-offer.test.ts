import { offerAt, type Offer } from '@ruqsat/law'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOpen, offersAfter, type ServiceSwitch } from './on-offer.ts'

const at = (hour: number) => `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`
const OFFERS: readonly Offer[] = [
  { regulation: 'kites', edition: 'old', from: null, to: at(10) },
  { regulation: 'kites', edition: 'new', from: at(10), to: null },
  { regulation: 'boats', edition: 'boats', from: at(2), to: null },
]

test('an act that is closed is offered until then, and again from when it is opened', () => {
  const switches: readonly ServiceSwitch[] = [
    { regulation: 'kites', isOpen: false, at: at(5) },
    { regulation: 'kites', isOpen: true, at: at(12) },
  ]
  const offers = offersAfter(OFFERS, switches)
  const of = (hour: number) => offerAt(offers, 'kites', at(hour))?.edition ?? null
  expect([4, 5, 11, 12, 20].map(of)).toEqual(['old', null, null, 'new', 'new'])
  expect(offerAt(offers, 'boats', at(6))?.edition).toBe('boats')
  expect([isOpen(switches, 'kites'), isOpen(switches.slice(0, 1), 'kites'), isOpen(switches, 'boats')]).toEqual([true, false, true])
})

test('at every hour an act is offered where it was by the packages and the last switch left it open', () => {
  const hour = fc.integer({ min: 0, max: 23 })
  const some = fc.array(fc.record({ regulation: fc.constantFrom('kites', 'boats'), isOpen: fc.boolean(), hour }), { maxLength: 8 })
  fc.assert(
    fc.property(some, hour, (drawn, asked) => {
      const switches = drawn.toSorted((one, other) => one.hour - other.hour).map(({ hour: when, ...each }) => ({ ...each, at: at(when) }))
      const offers = offersAfter(OFFERS, switches)
      for (const id of ['kites', 'boats']) {
        const isOpenThen = isOpen(
          switches.filter((each) => each.at <= at(asked)),
          id,
        )
        expect(offerAt(offers, id, at(asked))?.edition ?? null).toBe(isOpenThen ? (offerAt(OFFERS, id, at(asked))?.edition ?? null) : null)
      }
    }),
  )
})

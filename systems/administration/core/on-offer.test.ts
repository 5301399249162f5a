import { closingAt, offerAt, type Offer } from '@ruqsat/law'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decidedOf, offersAfter, stateOf, WHOLE, type ServiceSwitch } from './on-offer.ts'

const at = (hour: number) => `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`
const OFFERS: readonly Offer[] = [
  { regulation: 'kites', edition: 'old', from: null, to: at(10) },
  { regulation: 'kites', edition: 'new', from: at(10), to: null },
  { regulation: 'boats', edition: 'boats', from: at(2), to: null },
]
const whole = (isOpen: boolean, hour: number): ServiceSwitch => ({ ...WHOLE, regulation: 'kites', isOpen, from: at(hour) })
const part = (view: string | null, isOpen: boolean, hour: number): ServiceSwitch => ({ ...whole(isOpen, hour), variant: 'issue', view })

test('an act that is closed is offered until then, and again from when it is opened', () => {
  const switches = [whole(false, 5), whole(true, 12)]
  const offers = offersAfter(OFFERS, switches)
  const of = (hour: number) => offerAt(offers, 'kites', at(hour))?.edition ?? null
  expect([4, 5, 11, 12, 20].map(of)).toEqual(['old', null, null, 'new', 'new'])
  expect(offerAt(offers, 'boats', at(6))?.edition).toBe('boats')
  expect([4, 5, 12].map((hour) => stateOf(switches, WHOLE, at(hour)).isOpen)).toEqual([true, false, true])
})

test('a channel is closed alone, a variant with all its channels; the act stays on offer', () => {
  const offers = offersAfter(OFFERS, [part('portal', false, 5), part('portal', true, 8), part(null, false, 12)])
  const isClosed = (view: string | null, hour: number) =>
    closingAt(offerAt(offers, 'kites', at(hour))!, { variant: 'issue', view }, at(hour)) !== null
  expect([4, 5, 7, 8, 11, 12].map((hour) => isClosed('portal', hour))).toEqual([false, true, true, false, false, true])
  expect([5, 12].map((hour) => isClosed('desk', hour))).toEqual([false, true])
  expect([5, 12].map((hour) => isClosed(null, hour))).toEqual([false, true])
  expect(closingAt(offerAt(offers, 'kites', at(13))!, { variant: 'renewal', view: 'portal' }, at(13))).toBeNull()
})

test('what is to hold from a later day waits for it, and a new decision replaces it', () => {
  const planned = [part('portal', false, 5), part('portal', true, 20)]
  expect(stateOf(planned, { variant: 'issue', view: 'portal' }, at(6))).toMatchObject({
    isOpen: false,
    since: at(5),
    next: { isOpen: true, from: at(20) },
  })
  const replaced = [...planned, part('portal', false, 7)]
  expect(stateOf(replaced, { variant: 'issue', view: 'portal' }, at(21))).toMatchObject({ isOpen: false, next: null })
})

test('at every hour a part is on offer where it was by the packages and the decision that holds then leaves it open', () => {
  const hour = fc.integer({ min: 0, max: 23 })
  const drawn = fc.record({ view: fc.constantFrom(undefined, null, 'portal', 'desk'), isOpen: fc.boolean(), hour })
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 10 }), hour, (some, asked) => {
      const switches = some.map(({ view, isOpen, hour: from }) => (view === undefined ? whole(isOpen, from) : part(view, isOpen, from)))
      const offer = offerAt(offersAfter(OFFERS, switches), 'kites', at(asked))
      const isOpen = (of: Parameters<typeof stateOf>[1]) =>
        decidedOf(switches, of).findLast(({ from }) => from <= at(asked))?.isOpen ?? true
      const whenWhole = isOpen(WHOLE) ? offerAt(OFFERS, 'kites', at(asked))!.edition : undefined
      expect(offer?.edition).toBe(whenWhole)
      for (const view of ['portal', 'desk']) {
        const isOffered = offer !== null && closingAt(offer, { variant: 'issue', view }, at(asked)) === null
        expect(isOffered).toBe(isOpen(WHOLE) && isOpen({ variant: 'issue', view: null }) && isOpen({ variant: 'issue', view }))
      }
    }),
  )
})

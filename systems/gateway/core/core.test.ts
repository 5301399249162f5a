import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterAnswer, afterOutage, CLOSED, letThrough, type Breaker } from './breaker.ts'
import { meaningOf, parseGateway, rightOf, type ServiceOffer } from './config.ts'
import { instantOfXml } from './envelope.ts'
import { afterEvent, MESSAGE_STATES } from './state.ts'
import { formatPackageError } from '@ruqsat/law'

describe('the circuit breaker', () => {
  const plan = { after: 3, pauseMs: 1000 }
  it('opens after outages in a row, and never lets more than one question through in one pause while it is not closed', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ waitMs: fc.nat(1500), isOutage: fc.boolean() }), { maxLength: 60 }), (questions) => {
        let breaker: Breaker = CLOSED
        let [nowMs, inRow, lastGoneMs] = [0, 0, Number.NEGATIVE_INFINITY]
        for (const { waitMs, isOutage } of questions) {
          nowMs += waitMs
          const wasOpen = breaker.kind !== 'closed'
          const { goes, next } = letThrough(breaker, plan, nowMs)
          breaker = next
          expect(goes || wasOpen).toBe(true)
          if (!goes) continue
          if (wasOpen) expect(nowMs - lastGoneMs).toBeGreaterThanOrEqual(plan.pauseMs)
          lastGoneMs = nowMs
          inRow = isOutage ? inRow + 1 : 0
          breaker = isOutage ? afterOutage(breaker, plan, nowMs) : afterAnswer()
          expect(breaker.kind === 'open').toBe(inRow >= plan.after)
        }
      }),
    )
  })
  it('does not stay shut because the process died with the question that tried it', () => {
    const { next } = letThrough({ kind: 'open', sinceMs: 0 }, plan, 1000)
    expect(letThrough(next, plan, 1500).goes).toBe(false)
    expect(letThrough(next, plan, 2000).goes).toBe(true)
  })
})

describe('a message on its way', () => {
  it('is delivered once and for all', () => {
    for (const event of ['refused', 'again', 'givenUp', 'retried'] as const) expect(afterEvent('DELIVERED', event)).toBe(null)
    for (const state of MESSAGE_STATES) if (state !== 'NOT_DELIVERED') expect(afterEvent(state, 'received')).toBe('DELIVERED')
  })
})

describe('the meaning of a fault', () => {
  it('is that of the first code that the route knows, from the outside in', () => {
    const route = { absent: ['NO_DATA'], refused: ['DENIED'] }
    expect(meaningOf(route, ['SCSE001', 'NO_DATA'])).toBe('absent')
    expect(meaningOf(route, ['DENIED', 'NO_DATA'])).toBe('refused')
    expect(meaningOf(route, ['SCSE003'])).toBe('outage')
    expect(meaningOf(route, [])).toBe('outage')
  })
})

describe('a right', () => {
  const offer = {
    callers: [{ sender: 'akimat', bin: '120340002229', source: { act: 'law', certainty: 'found' } }],
  } as unknown as ServiceOffer
  it('is that of a sender who signs as the firm that it names', () => {
    expect(rightOf(offer, 'akimat', '120340002229')).not.toBe(null)
    expect(rightOf(offer, 'akimat', '080340001111')).toBe(null)
    expect(rightOf(offer, 'akimat', null)).toBe(null)
    expect(rightOf(offer, 'another', '120340002229')).toBe(null)
  })
})

describe('the time of a message', () => {
  it.each([
    ['2015-09-03T10:15:30.000+06:00', '2015-09-03T04:15:30.000Z'],
    ['2015-09-03T10:15:30Z', '2015-09-03T10:15:30.000Z'],
    ['2015-09-03T10:15:30.123456789+05:00', '2015-09-03T05:15:30.123Z'],
    ['2015-09-03T10:15:30', null],
    ['2015-09-03', null],
    ['2015-13-03T10:15:30Z', null],
  ])('%s', (text, instant) => expect(instantOfXml(text)).toBe(instant))
})

describe('the configuration', () => {
  const read = (text: string) => parseGateway({ path: 'gateway.yaml', text })
  const faults = (text: string) => {
    const { kind, ...more } = read(text)
    return kind === 'broken'
      ? (more as { errors: Parameters<typeof formatPackageError>[0][] }).errors.map((error) => formatPackageError(error, 'en'))
      : []
  }
  const WHOLE = `
sender: ruqsat
keyFile: /etc/ruqsat/gateway.key
certificateFile: /etc/ruqsat/gateway.crt
routes:
  firms:
    service: GbdulInfoByBin_v2
    address: https://gateway.example.kz/sync
    signedBy: ['080340001111']
    payload: signedText
    repeatable: true
    absent: [NO_DATA]
services:
  LicenceState:
    house: licence-state
    authority: test-authority
    callers:
      - { sender: akimat, bin: '120340002229', source: { act: permits-law, item: '8' } }
`
  it('is read whole, with what it leaves out', () => {
    expect(read(WHOLE)).toMatchObject({
      kind: 'read',
      value: { routes: { firms: { timeoutMs: 9000, tries: 3, breaker: { after: 5 }, refused: [] } } },
    })
  })
  it.each([
    ['an address without TLS', 'https://gateway.example.kz/sync', 'http://gateway.example.kz/sync', /gateway\.yaml:8:.*an https address/],
    ['a BIN that cannot be', "'080340001111'", "'080340001112'", /gateway\.yaml:9:.*a BIN of 12 digits/],
    ['a name with a slip', 'repeatable', 'repeatible', /gateway\.yaml:11:.*repeatable/],
    ['a service without a caller', / {4}callers:\n.*\n/, '    callers: []\n', /gateway\.yaml:\d+:/],
    ['a caller without a paragraph', ", source: { act: permits-law, item: '8' }", '', /gateway\.yaml:18:.*source/],
    ['an item that no act has', "item: '8'", "item: 'eight'", /gateway\.yaml:18:/],
  ])('says what is wrong with %s, and where', (_what, from, to, fault) => {
    const [first, ...more] = faults(WHOLE.replace(from, to))
    expect(first).toMatch(fault)
    expect(more).toEqual([])
  })
})

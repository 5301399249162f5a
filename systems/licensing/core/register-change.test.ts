import * as fc from 'fast-check'
import { licenceNumber, orFault, parseBIN, parseIIN } from '@ruqsat/foundation'
import type { Grant } from '@ruqsat/law'
import { describe, expect, test } from 'vitest'
import { addMonths } from '@ruqsat/clock'
import { daysOver } from '@ruqsat/documents'
import { earlierFault, registerPlan, rowAfter, type Entry } from './register-change.ts'
import { statusOn } from './transitions.ts'

const source = { act: 'kites', item: '3', certainty: 'stated' } as const
const text = { kk: 'К', ru: 'К', en: 'K' }
const grantOf = (more: Partial<Grant>): Grant => ({
  kind: 'permit',
  title: text,
  template: 'templates/grant.typ',
  registerLetters: 'KTE',
  licensedActivity: text,
  labels: {},
  source,
  ...more,
})
const NUMBER = licenceNumber('KTE', 1)
const HOLDER = { iin: orFault(parseIIN('850412400012')), bin: null }
const FIRM = { iin: HOLDER.iin, bin: orFault(parseBIN('080340001111')) }
const ENTRY: Entry = {
  number: NUMBER,
  documentId: 'paper-1',
  authority: 'office',
  regulation: 'kites',
  holder: HOLDER,
  status: 'active',
  validFrom: '2025-01-10',
  validUntil: '2026-01-10',
  suspendedUntil: null,
}
const TODAY = '2025-06-01'

describe('the state of a number on a day', () => {
  test.each([
    ['2025-01-09', {}, 'notYet'],
    ['2025-01-10', {}, 'active'],
    ['2026-01-10', {}, 'active'],
    ['2026-01-11', {}, 'expired'],
    ['2025-06-01', { status: 'suspended', suspendedUntil: '2025-06-01' }, 'suspended'],
    ['2025-06-02', { status: 'suspended', suspendedUntil: '2025-06-01' }, 'active'],
    ['2030-06-02', { status: 'suspended', validUntil: null }, 'suspended'],
    ['2026-01-11', { status: 'replaced' }, 'replaced'],
    ['2025-06-01', { status: 'terminated' }, 'terminated'],
  ] as const)('%s %j is %s', (day, change, expected) => {
    expect(statusOn({ ...ENTRY, ...change }, day)).toBe(expected)
  })
})

describe('a number that is acted on', () => {
  const earlier = { field: 'number', source }
  const service = { id: 'kites', authority: 'office', series: ['KTE'] }
  const asked = { service, answers: { number: NUMBER }, entry: ENTRY, holder: HOLDER, today: TODAY }
  type Change = Partial<Omit<Parameters<typeof earlierFault>[0], 'grant'>>
  const codeOf = (grant: Partial<Grant>, change: Change = {}) =>
    earlierFault({ ...asked, grant: grantOf({ earlier, ...grant }), ...change })?.code ?? null

  test('is there, the same holder’s and in force', () => {
    expect(codeOf({ does: 'extends' })).toBeNull()
    expect(codeOf({ does: 'extends' }, { entry: null })).toBe('licensing.earlier-not-found')
    expect(codeOf({ does: 'extends' }, { service: { ...service, authority: 'elsewhere' } })).toBe('licensing.earlier-not-found')
    expect(codeOf({ does: 'extends' }, { holder: FIRM })).toBe('licensing.earlier-of-another')
    expect(codeOf({ does: 'extends' }, { entry: { ...ENTRY, holder: null } })).toBe('licensing.earlier-of-another')
    expect(codeOf({ does: 'replaces' }, { entry: { ...ENTRY, status: 'replaced' } })).toBe('licensing.earlier-replaced')
    expect(codeOf({ does: 'replaces' }, { entry: { ...ENTRY, status: 'terminated' } })).toBe('licensing.earlier-ended')
    expect(codeOf({ does: 'replaces' }, { entry: { ...ENTRY, status: 'suspended' } })).toBe('licensing.earlier-suspended')
    expect(codeOf({ does: 'ends' }, { entry: { ...ENTRY, status: 'suspended' } })).toBeNull()
    expect(codeOf({ does: 'extends' }, { entry: { ...ENTRY, validUntil: null } })).toBe('licensing.earlier-without-term')
  })

  test('whose term is over is taken where the act says so', () => {
    const today = '2027-01-01'
    expect(codeOf({ does: 'replaces' }, { today })).toBe('licensing.earlier-expired')
    const expired = { does: 'replaces', earlier: { ...earlier, expired: true } } as const
    expect(codeOf({ ...expired, validity: { lasts: { amount: 1, unit: 'years' }, source } }, { today })).toBeNull()
    // What holds until the end of the earlier one would be over when it is signed.
    expect(codeOf(expired, { today })).toBe('documents.result-days-over')
  })

  test('from elsewhere is for an official to judge, but not one of the register’s own series', () => {
    const elsewhere = { does: 'duplicates', earlier: { ...earlier, elsewhere: true } } as const
    expect(codeOf(elsewhere, { answers: { number: 'AB-12/3' }, entry: null })).toBeNull()
    expect(codeOf(elsewhere, { answers: { number: licenceNumber('OLD', 7) }, entry: null })).toBeNull()
    expect(codeOf(elsewhere, { answers: { number: licenceNumber('KTE', 7) }, entry: null })).toBe('licensing.earlier-not-found')
  })

  test('is of the same service: of another of this authority nothing is done, whoever judges', () => {
    const other = { ...ENTRY, regulation: 'boats', number: licenceNumber('BOT', 1) }
    const elsewhere = { does: 'replaces', earlier: { ...earlier, elsewhere: true } } as const
    expect(codeOf(elsewhere, { entry: other })).toBe('licensing.earlier-of-another-service')
    expect(codeOf(elsewhere, { entry: { ...other, regulation: 'kites' } })).toBeNull()
    expect(codeOf(elsewhere, { entry: { ...ENTRY, regulation: 'kites-of-old' } })).toBeNull()
  })

  test('of another holder is taken where the act lets it pass to a successor and the applicant says so', () => {
    const passed = { does: 'replaces', earlier: { ...earlier, successor: { field: 'change', answers: ['merger'] } } } as const
    const saying = (change: string) => ({ holder: FIRM, answers: { number: NUMBER, change } })
    expect(codeOf(passed, saying('merger'))).toBeNull()
    expect(codeOf(passed, saying('name'))).toBe('licensing.earlier-of-another')
    expect(codeOf(passed, { ...saying('merger'), entry: { ...ENTRY, status: 'terminated' } })).toBe('licensing.earlier-ended')
    expect(codeOf({ does: 'replaces' }, saying('merger'))).toBe('licensing.earlier-of-another')
  })

  test('is taken as often as the act says, counted by what was done to it', () => {
    const once = { does: 'extends', earlier: { ...earlier, most: { times: 1 } } } as const
    expect(codeOf(once)).toBeNull()
    expect(codeOf(once, { entry: { ...ENTRY, done: { issued: 1, corrected: 3 } } })).toBeNull()
    expect(codeOf(once, { entry: { ...ENTRY, done: { issued: 1, extended: 1 } } })).toBe('licensing.earlier-too-often')
    expect(
      codeOf(
        { does: 'duplicates', earlier: { ...earlier, most: { times: 2 } } },
        { entry: { ...ENTRY, done: { extended: 5, duplicated: 1 } } },
      ),
    ).toBeNull()
  })

  test('is taken only so long before its end as the act says', () => {
    const last = (amount: number, unit: 'days' | 'months') =>
      ({ does: 'extends', earlier: { ...earlier, notEarlier: { amount, unit } } }) as const
    expect(codeOf(last(30, 'days'), { today: '2025-12-10' })).toBe('licensing.earlier-too-early')
    expect(codeOf(last(30, 'days'), { today: '2025-12-11' })).toBeNull()
    expect(codeOf(last(2, 'months'), { today: '2025-11-09' })).toBe('licensing.earlier-too-early')
    expect(codeOf(last(2, 'months'), { today: '2025-11-10' })).toBeNull()
    expect(earlierFault({ ...asked, today: '2025-12-10', grant: grantOf(last(30, 'days')) })).toMatchObject({
      field: 'number',
      source,
      facts: { day: { en: expect.stringMatching(/^11.December.2025$/) } },
    })
  })

  test('of another act is taken where this one names it, of another authority only where it names that, too', () => {
    const other = { ...ENTRY, regulation: 'boats', number: licenceNumber('BOT', 1) }
    const taking = (authority?: string) =>
      ({ does: 'replaces', earlier: { ...earlier, givenBy: [{ act: 'boats', ...(authority && { authority }) }] } }) as const
    expect(codeOf(taking(), { entry: other })).toBeNull()
    expect(codeOf(taking(), { entry: { ...other, regulation: 'ships' } })).toBe('licensing.earlier-of-another-service')
    expect(codeOf(taking(), { entry: { ...other, authority: 'harbour' } })).toBe('licensing.earlier-not-found')
    expect(codeOf(taking('harbour'), { entry: { ...other, authority: 'harbour' } })).toBeNull()
    expect(codeOf(taking('harbour'), { entry: other })).toBe('licensing.earlier-of-another-service')
    expect(codeOf(taking('harbour'), { entry: { ...other, authority: 'harbour', holder: FIRM } })).toBe('licensing.earlier-of-another')
    expect(codeOf(taking('harbour'), { entry: { ...other, authority: 'harbour', status: 'terminated' } })).toBe('licensing.earlier-ended')
    expect(codeOf(taking('harbour'), { entry: null })).toBe('licensing.earlier-not-found')
  })

  test('is refused with the source that the act gives, at its field', () => {
    expect(earlierFault({ ...asked, entry: null, grant: grantOf({ does: 'ends', earlier }) })).toMatchObject({ field: 'number', source })
  })
})

test('in place of another authority’s number a new one holds until the end of that, and nothing is changed in it', () => {
  const grant = grantOf({ does: 'replaces', earlier: { field: 'number', source } })
  const plan = registerPlan({ grant, number: NUMBER, typed: 'KZ1', entry: null, others: ENTRY, signedOn: TODAY, answer: () => '' })!
  expect(plan).toEqual({ change: { does: 'replaces', number: NUMBER, earlier: 'KZ1', from: TODAY, until: ENTRY.validUntil }, seen: null })
})

describe('the days', () => {
  const planOf = (grant: Partial<Grant>, entry: Entry | null = ENTRY, answers: Record<string, string> = {}) =>
    registerPlan({ grant: grantOf(grant), number: NUMBER, typed: NUMBER, entry, signedOn: TODAY, answer: (field) => answers[field] ?? '' })
  const year = { lasts: { amount: 1, unit: 'years' }, source } as const

  test('of a first number without a term are nobody’s matter', () => {
    expect(planOf({}, null)).toBeNull()
  })

  test('of an extension follow the old end, whenever it is signed', () => {
    const plan = planOf({ does: 'extends', validity: { from: 'earlierEnd', ...year } })!
    expect(plan.change).toEqual({ does: 'extends', number: NUMBER, earlier: NUMBER, from: '2026-01-11', until: '2027-01-10' })
    expect(rowAfter({ ...plan, seen: plan.seen! })).toEqual({ status: 'active', validUntil: '2027-01-10', suspendedUntil: null })
  })

  test('of a replacement are those of the earlier one, unless the act gives others', () => {
    expect(planOf({ does: 'replaces' })!.change).toMatchObject({ from: TODAY, until: '2026-01-10' })
    expect(planOf({ does: 'replaces', validity: year })!.change).toMatchObject({ from: TODAY, until: '2026-06-01' })
  })

  test.each([
    ['last year, by an answer', { untilField: 'until' }, { until: '2025-05-31' }, 'until'],
    ['today, by an answer', { untilField: 'until' }, { until: TODAY }, null],
    ['before they begin, by two answers', { fromField: 'from', untilField: 'until' }, { from: '2025-07-02', until: '2025-07-01' }, 'until'],
    ['before they begin, after the earlier term', { from: 'earlierEnd', untilField: 'until' }, { until: '2026-01-10' }, 'until'],
    ['on the first day after the earlier term', { from: 'earlierEnd', untilField: 'until' }, { until: '2026-01-11' }, null],
    ['after a month that has passed', { fromField: 'from', lasts: { amount: 1, unit: 'months' } }, { from: '2025-04-01' }, 'from'],
    ['never', { fromField: 'from' }, { from: '2020-01-01' }, null],
    ['on a day that is not known yet', { untilField: 'until' }, {}, null],
  ] as const)('that end %s', (_what, validity, answers, at) => {
    const grant = grantOf({ does: 'replaces', earlier: { field: 'number', source }, validity: { ...validity, source } })
    const given: Readonly<Record<string, string>> = answers
    const fault = daysOver({ grant, entry: ENTRY, signedOn: TODAY, answer: (field) => given[field] ?? '' })
    expect(fault && [fault.code, fault.field]).toEqual(at && ['documents.result-days-over', at])
  })

  test('may be those that the form names', () => {
    const validity = { fromField: 'from', untilField: 'until', source }
    expect(planOf({ validity }, null, { from: '2025-07-01', until: '2025-07-03' })!.change).toMatchObject({
      from: '2025-07-01',
      until: '2025-07-03',
    })
  })

  test('of a suspension end by themselves, and the term goes on meanwhile', () => {
    const plan = planOf({ kind: 'notice', does: 'suspends', validity: { lasts: { amount: 30, unit: 'days' }, source } })!
    expect(rowAfter({ ...plan, seen: plan.seen! })).toEqual({ status: 'suspended', validUntil: '2026-01-10', suspendedUntil: '2025-07-01' })
  })

  test('are the same date of a later month, or its last day', () => {
    expect([addMonths('2024-02-29', 12), addMonths('2025-01-31', 1), addMonths('2025-11-30', 3)]).toEqual([
      '2025-02-28',
      '2025-02-28',
      '2026-02-28',
    ])
  })

  test('go forward, never past the month that was meant', () => {
    const monthOf = (each: string) => Number(each.slice(0, 4)) * 12 + Number(each.slice(5, 7))
    const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), days, (months, date) => {
        const day = date.toISOString().slice(0, 10)
        const later = addMonths(day, months)
        expect([later > day, monthOf(later) - monthOf(day)]).toEqual([true, months])
      }),
    )
  })
})

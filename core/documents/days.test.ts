import { LANGUAGES, wordsOf } from '@ruqsat/foundation'
import type { Field, Variant } from '@ruqsat/law'
import { describe, expect, test } from 'vitest'
import { daysWarning, overFault } from './days.ts'
import { sectionFaults } from './sections.ts'

const source = { act: 'x', item: '17', certainty: 'stated' } as const
const words = { kk: 'К', ru: 'Д', en: 'D' }
const day = (id: string): Field => ({ id, label: words, required: true, type: { kind: 'date' }, source: { ...source, item: '7' } })
const section = { id: 's', title: words, fields: [day('starts'), day('ends')] }

/** The faults of a form with two days that are those of the result, or are not. */
function faultsWith(validity: object | undefined, starts: string, ends: string, mayChange?: (field: string) => boolean) {
  const form = { id: 'form', sections: [section], statements: [], source }
  const variant = { form, results: { grant: { ...(validity && { validity: { ...validity, source } }) } } } as unknown as Variant
  return sectionFaults(variant, section, { starts, ends }, EARLY, mayChange)
}
/** The days of these examples are all after it. */
const EARLY = { today: '2026-02-01', promised: null }
const BOTH = { fromField: 'starts', untilField: 'ends' }

describe('days of a result that two answers give', () => {
  test.each([
    [BOTH, '2026-03-02', '2026-03-01', [['portal.end-before-beginning', 'ends']]],
    [BOTH, '2026-03-02', '01.03.2026', [['portal.end-before-beginning', 'ends']]],
    [BOTH, '2026-03-02', '2026-03-02', []],
    [BOTH, '2026-03-02', '2026-03-03', []],
    [BOTH, '2026-03-02', '', [['portal.field-empty', 'ends']]],
    [BOTH, '', '2026-03-01', [['portal.field-empty', 'starts']]],
    [BOTH, '2026-03-02', '2026-02-31', [['value.day-none', 'ends']]],
    [{ untilField: 'ends' }, '2026-03-02', '2026-03-01', []],
    [{ fromField: 'starts' }, '2026-03-02', '2026-03-01', []],
    [undefined, '2026-03-02', '2026-03-01', []],
  ] as const)('%j from %s to %s: %j', (validity, starts, ends, expected) => {
    expect(faultsWith(validity, starts, ends).map(({ code, field }) => [code, field])).toEqual(expected)
  })

  test('the fault cites what the act says of the days, names the other day, and says what to do', () => {
    const [fault] = faultsWith(BOTH, '2026-03-02', '2026-03-01')
    expect(fault).toMatchObject({ source })
    const { text, remedy } = wordsOf(fault!)
    expect(text.en).toMatch(/^The days end before they begin\. The first day is 2.March.2026\.$/)
    for (const language of LANGUAGES) {
      expect(text[language]).toContain('2026')
      expect(remedy?.[language]).not.toBe('')
    }
  })

  test.each([
    ['2026-03-02', '2026-03-01', [['portal.date-before-other', 'ends']]],
    ['2026-03-02', '2026-03-02', []],
    ['', '2026-03-01', [['portal.field-empty', 'starts']]],
  ] as const)('a date of the package that comes not before another, from %s to %s: %j', (starts, ends, expected) => {
    const later: Field = { ...day('ends'), type: { kind: 'date', notBefore: 'starts' } }
    const ordered = { ...section, fields: [day('starts'), later] }
    const variant = { form: { id: 'form', sections: [ordered], statements: [], source }, results: { grant: {} } } as unknown as Variant
    const faults = (mayChange?: (field: string) => boolean) => sectionFaults(variant, ordered, { starts, ends }, EARLY, mayChange)
    expect(faults().map(({ code, field }) => [code, field])).toEqual(expected)
    const earlier = faults((field) => field === 'starts').map(({ code }) => code)
    expect(earlier.includes('portal.date-after-other')).toBe(starts > ends)
  })

  test('in a correction it stands where something may be changed, and nowhere else', () => {
    const only = (id: string) =>
      faultsWith(BOTH, '2026-03-02', '2026-03-01', (field) => field === id).map(({ code, field }) => [code, field])
    expect(only('ends')).toEqual([['portal.end-before-beginning', 'ends']])
    expect(only('starts')).toEqual([['portal.beginning-after-end', 'starts']])
    expect(only('neither')).toEqual([])
  })
})

describe('days that would be over before the result is there', () => {
  const ready = { today: '2026-03-02', promised: '2026-03-12' } as const
  const month = { fromField: 'starts', lasts: { amount: 1, unit: 'months' } }
  const variantWith = (validity: object) => {
    const form = { id: 'form', sections: [section], statements: [], source }
    return { form, results: { grant: { validity: { ...validity, source } } } } as unknown as Variant
  }
  const judged = (validity: object, starts: string, ends: string) => {
    const values = { starts, ends }
    return [overFault(variantWith(validity), values, ready), daysWarning(variantWith(validity), values, ready)].map(
      (each) => each?.code ?? null,
    )
  }

  test.each([
    ['yesterday', { untilField: 'ends' }, '', '2026-03-01', 'portal.days-over', null],
    ['today, which is before the promised day', { untilField: 'ends' }, '', '2026-03-02', null, 'portal.days-may-be-over'],
    ['the day before the promised one', { untilField: 'ends' }, '', '2026-03-11', null, 'portal.days-may-be-over'],
    ['the promised day', { untilField: 'ends' }, '', '2026-03-12', null, null],
    [
      'early, which the package refuses',
      { untilField: 'ends', beforeReady: 'refused' },
      '',
      '2026-03-11',
      'portal.days-before-ready',
      null,
    ],
    ['the promised day, where early ones are refused', { untilField: 'ends', beforeReady: 'refused' }, '', '2026-03-12', null, null],
    ['early, which the package takes', { untilField: 'ends', beforeReady: 'warned' }, '', '2026-03-11', null, 'portal.days-may-be-over'],
    ['a month from a day long ago', month, '2026-01-31', '', 'portal.days-over', null],
    ['a month that ends before the promised day', month, '2026-02-10', '', null, 'portal.days-may-be-over'],
    ['a month from today', month, '2026-03-02', '', null, null],
    ['nothing, since the signature gives the days', { lasts: { amount: 1, unit: 'days' } }, '2020-01-01', '2020-01-01', null, null],
    ['no day at all', { untilField: 'ends' }, '', 'soon', null, null],
  ] as const)('an end that is %s', (_what, validity, starts, ends, fault, warning) => {
    expect(judged(validity, starts, ends)).toEqual([fault, warning])
  })

  test('every door that judges a section refuses them at the answer that gives the end, and says the day', () => {
    const variant = variantWith({ untilField: 'ends' })
    const [fault, ...others] = sectionFaults(variant, section, { starts: '2026-02-01', ends: '2026-03-01' }, ready)
    expect(others).toEqual([])
    expect(fault).toMatchObject({ code: 'portal.days-over', field: 'ends', source })
    for (const language of LANGUAGES) expect(wordsOf(fault!).text[language]).toContain('2026')
  })

  test('where no term can be counted, and in a correction, only today counts', () => {
    const values = { starts: '', ends: '2026-03-03' }
    const variant = variantWith({ untilField: 'ends', beforeReady: 'refused' })
    expect(overFault(variant, values, { today: '2026-03-02', promised: null })).toBeNull()
    expect(overFault(variant, { starts: '', ends: '2026-03-01' }, ready, () => false)).toBeNull()
  })
})

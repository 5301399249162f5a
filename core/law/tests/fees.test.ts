import type { Source } from '@ruqsat/foundation'
import { feeFate, payersOf, percentBack, rateFor, type Fee, type Variant } from '../index.ts'
import { expect, test } from 'vitest'

const source: Source = { act: 'code', item: '1', certainty: 'stated' }
const other: Source = { act: 'code', item: '2', certainty: 'stated' }
const words = { kk: 'Алым', ru: 'Сбор', en: 'Fee' }
const fee: Fee = { mciRate: 10, name: words, returnRule: words, source }

test.each([
  ['everybody pays the same', fee, 'individual', {}, { mciRate: 10, source }],
  ['nobody of the other kind pays', { ...fee, onlyFor: 'legalEntity' }, 'individual', {}, null],
  [
    'one kind has a rate of its own',
    { ...fee, rates: [{ onlyFor: 'individual', mciRate: 5, source: other }] },
    'individual',
    {},
    { mciRate: 5, source: other },
  ],
  ['and the other kind has not', { ...fee, rates: [{ onlyFor: 'individual', mciRate: 5 }] }, 'legalEntity', {}, { mciRate: 10, source }],
  ['an answer makes it free', { ...fee, free: [{ field: 'veteran', answers: ['yes'] }] }, 'individual', { veteran: ' yes ' }, null],
  [
    'an answer has a rate of its own',
    { ...fee, rates: [{ field: 'size', answers: ['big', 'huge'], mciRate: 40, source: other }] },
    'individual',
    { size: 'huge ' },
    { mciRate: 40, source: other },
  ],
  [
    'and another answer has not',
    { ...fee, rates: [{ field: 'size', answers: ['big'], mciRate: 40 }] },
    'individual',
    {},
    { mciRate: 10, source },
  ],
  [
    'of rows that fit the first holds',
    {
      ...fee,
      rates: [
        { onlyFor: 'individual', field: 'size', answers: ['big'], mciRate: 7 },
        { field: 'size', answers: ['big'], mciRate: 40 },
      ],
    },
    'individual',
    { size: 'big' },
    { mciRate: 7, source },
  ],
  [
    'and it fits whom it is for',
    {
      ...fee,
      rates: [
        { onlyFor: 'individual', field: 'size', answers: ['big'], mciRate: 7 },
        { field: 'size', answers: ['big'], mciRate: 40 },
      ],
    },
    'legalEntity',
    { size: 'big' },
    { mciRate: 40, source },
  ],
  [
    'another answer does not',
    { ...fee, free: [{ field: 'veteran', answers: ['yes'] }] },
    'individual',
    { veteran: 'no' },
    { mciRate: 10, source },
  ],
] as const)('%s', (_what, rule, applicant, answers, expected) => {
  expect(rateFor(rule as Fee, { applicant, answers })).toEqual(expected)
})

test('a service without a fee has no rate', () => {
  expect(rateFor(null, { applicant: 'individual', answers: {} })).toBeNull()
})

test('each answer that the fee distinguishes is a payer of its own, and one stands for all the others', () => {
  const options = ['small', 'big', 'huge', 'vast'].map((id) => ({ id, label: words }))
  const size = { id: 'size', type: { kind: 'choice', options } }
  const veteran = { id: 'veteran', type: { kind: 'yesNo' }, onlyFor: 'individual' }
  const form = { sections: [{ fields: [size, veteran] }] } as unknown as Variant['form']
  const rates = [{ field: 'size', answers: ['big'], mciRate: 40 }]
  const free = [{ field: 'veteran', answers: ['yes'] }]
  const of = (rule: Fee | null, kind: 'individual' | 'legalEntity') => payersOf({ fee: rule, form }, kind).map(({ answers }) => answers)
  expect(of({ ...fee, rates, free }, 'legalEntity')).toEqual([{ size: 'big' }, { size: 'small' }])
  expect(of({ ...fee, rates, free }, 'individual')).toEqual([
    { size: 'big', veteran: 'yes' },
    { size: 'big', veteran: 'no' },
    { size: 'small', veteran: 'yes' },
    { size: 'small', veteran: 'no' },
  ])
  expect([of(fee, 'individual'), of(null, 'individual')]).toEqual([[{}], [{}]])
})

test.each([
  [{ refunds: 'whole' }, 100, /whole fee goes back/, source],
  [{ refunds: 'share', share: { percent: 50, source: other } }, 50, /50 % goes back/, other],
  [{ refunds: 'nothing' }, null, /^Fee$/, source],
  [{}, null, /^Fee$/, source],
] as const)('of a request that is not accepted %j gives back %s of a hundred parts', (own, percent, said, where) => {
  const variant = { fee, nonAcceptance: { title: words, grounds: [], fee: words, source, ...own } } as unknown as Variant
  expect(percentBack(variant)).toBe(percent)
  const fate = feeFate(variant, 'nonAcceptance')!
  expect(fate.text.en).toMatch(said)
  expect(fate.source).toBe(where)
})

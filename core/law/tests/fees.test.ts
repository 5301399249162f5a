import type { Source } from '@ruqsat/foundation'
import { rateFor, type Fee } from '../index.ts'
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

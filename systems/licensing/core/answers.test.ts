// The answers of a request are judged where it is registered, whatever door it came by.
import type { Field, Variant } from '@ruqsat/law'
import { expect, test } from 'vitest'
import { answerFault } from './submission.ts'

const source = { act: 'x', item: '1', certainty: 'stated' } as const
const words = { kk: 'К', ru: 'Д', en: 'D' }
const field = (id: string, type: Field['type'], rest: Partial<Field> = {}): Field => ({
  id,
  label: words,
  required: true,
  type,
  source,
  ...rest,
})
const fields = [
  field('name', { kind: 'text', maxLength: 9 }, { known: 'applicant.name' }),
  field('size', { kind: 'number', min: 1, max: 9, decimals: 0 }),
  field('from', { kind: 'date', rule: 'notPast' }),
  field('until', { kind: 'date', notBefore: 'from' }, { required: false }),
  field('school', { kind: 'yesNo' }, { onlyFor: 'legalEntity' }),
]
const variant = {
  form: { id: 'f', sections: [{ id: 's', title: words, fields }], statements: [], source },
  results: { grant: {} },
} as unknown as Variant

function faultOf(answers: Readonly<Record<string, string>>, kind: 'individual' | 'legalEntity' = 'individual', corrects?: object) {
  const sections = [{ title: '', fields: Object.entries(answers).map(([id, value]) => ({ id, label: '', value, valueText: value })) }]
  const signed = { sections, ...(corrects && { corrects }) } as never
  const fault = answerFault(signed, { party: { kind } } as never, { variant })
  return fault && [fault.code, fault.field]
}

test.each([
  ['what the form takes, on a day that has passed since', { size: '3', from: '2020-01-02', until: '2020-01-02' }, null],
  ['a number out of its range', { size: '10', from: '2020-01-02' }, ['portal.number-out-of-range', 'size']],
  ['a required answer that is not there', { from: '2020-01-02' }, ['portal.field-empty', 'size']],
  ['days in the wrong order', { size: '3', from: '2020-01-02', until: '2020-01-01' }, ['portal.date-before-other', 'until']],
])('%s', (_what, answers, expected) => expect(faultOf(answers as Record<string, string>)).toEqual(expected))

test('only what such an applicant is asked is judged, and of a correction nothing that nobody asked about', () => {
  const answers = { size: '3', from: '2020-01-02' }
  expect(faultOf(answers, 'legalEntity')).toEqual(['portal.field-empty', 'school'])
  expect(faultOf({}, 'individual', { requestNumber: '1', requestSha256: '', note: '' })).toBeNull()
})

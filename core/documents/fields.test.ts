import { wordsOf } from '@ruqsat/foundation'
import type { Field } from '@ruqsat/law'
import { describe, expect, test } from 'vitest'
import { cleanValue, fieldFault } from './fields.ts'

const SOURCE = { act: 'standard', item: '9', certainty: 'assumed' } as const
const field = (type: Field['type'], required = true): Field => ({
  id: 'it',
  label: { kk: '', ru: '', en: '' },
  required,
  type,
  source: SOURCE,
})
const text = (pattern?: 'cadastral' | 'phone' | 'email' | 'documentNumber', lines = 1): Field =>
  field({ kind: 'text', maxLength: 300, lines, ...(pattern && { pattern }) })
const day = field({ kind: 'date', rule: 'notFuture' })

/** What is kept of a typed value, or the code of the refusal. */
function read(asked: Field, typed: string): string {
  const kept = cleanValue(asked, typed)
  return fieldFault(asked, kept, '2014-10-01')?.code ?? kept
}

describe('a value pasted from Word or a PDF', () => {
  test.each([
    [text('cadastral'), '02\u2011036\u2011001\u2011123', '02-036-001-123'],
    [text('cadastral'), '02–036–001–123', '02-036-001-123'],
    [text('cadastral'), ' 02:036:001:123\u00a0', '02:036:001:123'],
    [text('cadastral'), '02 036 001 123', '02 036 001 123'],
    [text('cadastral'), '02 - 036 - 001 - 123', '02 - 036 - 001 - 123'],
    [text('documentNumber'), 'МҚ–2011/58', 'МҚ-2011/58'],
    [text('documentNumber'), 'KZ12VCC00012345 (дубликат)', 'KZ12VCC00012345 (дубликат)'],
    [text('documentNumber'), '#123', '#123'],
    [text('documentNumber'), '12,45', '12,45'],
    [text('documentNumber'), '№\u00a077\u200b', '№ 77'],
    [text('phone'), '8 (7172) 55‑55‑55', '8 (7172) 55-55-55'],
    [field({ kind: 'number', min: -10, max: 100_000, decimals: 1 }), '−5', '-5'],
    [field({ kind: 'number', min: 0, max: 100_000, decimals: 1 }), '25\u202f000,5', '25 000,5'],
    [field({ kind: 'iin' }), '0612\u00a01160–0012', '061211600012'],
    [text(), 'Ахме\u200bтов\u00adА.', 'АхметовА.'],
    [text(undefined, 4), 'бір\u2028екі – үш', 'бір\nекі – үш'],
  ])('%j: %s is kept as %s', (asked, typed, kept) => expect(read(asked, typed)).toBe(kept))

  test('that does not belong is refused by the name of its sign', () => {
    const refused = fieldFault(text('cadastral'), 'О2-036-001-123', '2014-10-01')!
    expect(refused).toMatchObject({ code: 'portal.cadastral-number-sign', field: 'it', source: SOURCE })
    expect(wordsOf(refused).text.en).toContain('“О” (U+041E)')
    expect(wordsOf(fieldFault(text('documentNumber'), '12<3', '2014-10-01')!).text.ru).toContain('«<»')
  })
})

test('an address of the account that nothing can be sent to is corrected there, not in the form', () => {
  const known: Field = { ...text('email'), known: 'applicant.email' }
  expect(fieldFault(known, 'a@b.kz;', '2014-10-01')).toMatchObject({ code: 'portal.known-contact-wrong', field: 'it' })
  expect(fieldFault(known, 'a@b.kz', '2014-10-01')).toBeNull()
})

describe('what is required', () => {
  test.each(['', ' ', '\u200b\u2060', '\u00ad', '\u2800\u3164'])('is not there where nothing is seen: %j', (typed) => {
    for (const asked of [text(), text(undefined, 4), text('documentNumber'), day]) {
      expect(read(asked, typed)).toBe('portal.field-empty')
      expect(fieldFault({ ...asked, required: false }, typed, '2014-10-01')).toBeNull()
    }
  })
})

describe('a day', () => {
  test.each([
    ['01.10.2014', '2014-10-01'],
    ['2014-10-1', '2014-10-01'],
    ['02.10.2014', 'portal.date-in-future'],
    ['1012-10-01', 'value.day-year-implausible'],
    ['12-10-01', 'value.day-year-short'],
    ['2014-2-31', 'value.day-none'],
    ['--32.13.2014', 'value.day-none'],
    ['-10-01', 'value.day-malformed'],
  ])('typed as %s is %s', (typed, expected) => expect(read(day, typed)).toBe(expected))
  test.each([
    ['notPast', '2015-01-01', '2015-01-01'],
    ['notPast', '2015-01-02', 'portal.date-too-late'],
    ['notPast', '2014-09-30', 'portal.date-in-past'],
    ['notFuture', '2014-07-01', '2014-07-01'],
    ['notFuture', '2014-06-30', 'portal.date-too-early'],
    [undefined, '1999-01-01', '1999-01-01'],
    [undefined, '2015-01-02', 'portal.date-too-late'],
  ] as const)('%s within three months: %s is %s', (rule, typed, expected) => {
    const asked = field({ kind: 'date', within: { amount: 3, unit: 'months' }, ...(rule && { rule }) })
    expect(read(asked, typed)).toBe(expected)
    const fault = fieldFault(asked, typed, '2014-10-01')
    if (fault?.code === 'portal.date-too-late')
      expect(wordsOf(fault).text.en).toMatch(/^This date is too late. The last day is 1.January.2015.$/)
  })
  test('out of reason names the year that was typed, in whichever box', () => {
    expect(wordsOf(fieldFault(day, '14-10-01', '2014-10-01')!).text.en).toBe('The year is not written in full: 14.')
  })
})

test('a sign that no document can print is named at its field; what people write is taken', () => {
  expect(read(text(undefined, 4), 'Қойма \u{1f33e} 500 т')).toBe('value.sign-not-printable')
  expect(read(text('documentNumber'), '№ 王-7')).toBe('value.sign-not-printable')
  expect(read({ ...text(), known: 'applicant.name' }, 'გიორგი')).toBe('portal.known-value-not-printable')
  for (const typed of ['≥ 500 т', '«Агро-Ⅱ» ЖШС', 'Əliyev', 'Oʻzbekiston', 'а\u0301кт', '100 €'])
    expect(read(text(), typed)).toBe(typed.normalize('NFC'))
})

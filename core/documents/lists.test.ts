import type { LocalDate } from '@ruqsat/foundation'
import type { Field } from '@ruqsat/law'
import { describe, expect, test } from 'vitest'
import { listRows, valueText } from './answer.ts'
import { cleanValue, fieldFault, fieldFaults } from './fields.ts'
import { entriesOf, listValue, signedValue } from './lists.ts'

const words = (en: string) => ({ kk: en, ru: en, en })
const TODAY = '2026-03-01' as LocalDate
const type = {
  kind: 'list',
  entry: words('Site'),
  least: 2,
  most: 3,
  fields: [
    { id: 'place', label: words('Place'), required: true, type: { kind: 'text', maxLength: 5 } },
    { id: 'from', label: words('From'), required: false, type: { kind: 'date' } },
    { id: 'until', label: words('Until?'), required: false, type: { kind: 'date', notBefore: 'from' } },
  ],
} as const
const field = (required: boolean): Field & { readonly type: typeof type } => ({
  id: 'sites',
  label: words('Sites'),
  required,
  type,
  source: { act: 'x', item: '1', certainty: 'stated' },
})
const faultsOf = (entries: readonly Readonly<Record<string, string>>[], required = true) =>
  fieldFaults(field(required), JSON.stringify(entries), TODAY).map(({ code, field: at }) => [code.replace('portal.', ''), at])

describe('an answer that is a list', () => {
  const two = [{ place: 'A' }, { place: 'B' }]
  test.each([
    ['as many as it takes', two, []],
    ['one too few', [{ place: 'A' }], [['list-too-short', 'sites']]],
    ['one too many', [...two, ...two], [['list-too-long', 'sites']]],
    [
      'one too few, and what is wrong with that one',
      [{ place: 'longer' }],
      [
        ['list-too-short', 'sites'],
        ['text-too-long', 'sites-1-place'],
      ],
    ],
    ['what nobody has filled in is no entry', [{}, ...two, {}, { place: ' ' }], []],
    [
      'each question of each entry',
      [{ place: 'longer' }, { place: 'B', from: '30.02.2026' }],
      [
        ['text-too-long', 'sites-1-place'],
        ['value.day-none', 'sites-2-from'],
      ],
    ],
    ['a question that must be answered', [{ place: 'A' }, { from: '2026-03-01' }], [['field-empty', 'sites-2-place']]],
    [
      'days of one entry in the wrong order',
      [{ place: 'A', from: '2026-03-02', until: '2026-03-01' }, { place: 'B' }],
      [['date-before-other', 'sites-1-until']],
    ],
  ] as const)('%s', (_what, entries, expected) => expect(faultsOf(entries as never)).toEqual(expected))

  test('is needed where the form needs it, and may be left out elsewhere', () => {
    expect([faultsOf([]), faultsOf([{}, {}]), faultsOf([{}], false)]).toEqual([[['list-empty', 'sites']], [['list-empty', 'sites']], []])
    expect(fieldFault(field(true), 'no list', TODAY)?.code).toBe('portal.list-empty')
  })

  test('is kept clean, and an entry that was added and not filled in yet stays on the form and out of the request', () => {
    const kept = cleanValue(field(true), JSON.stringify([{ place: '  A  ', from: '01.03.2026', other: 'x' }, {}]))
    expect(entriesOf(kept)).toEqual([{ place: 'A', from: '2026-03-01' }, {}])
    expect(signedValue(field(true), kept)).toBe(listValue([{ place: 'A', from: '2026-03-01' }]))
    expect(cleanValue(field(true), JSON.stringify([{ place: '' }, {}]))).toBe('')
  })

  test('is read one entry in a line, and by a template question by question', () => {
    const value = listValue([
      { place: 'A', from: '2026-03-01' },
      { place: 'B', until: '2026-03-02' },
    ])
    expect(valueText(field(true), value, 'en').replaceAll('\u00a0', ' ')).toBe(
      '1. Place: A; From: 1 March 2026\n2. Place: B; Until: 2 March 2026',
    )
    expect(valueText(field(true), '', 'en')).toBe('—')
    expect(listRows(type, value).map(({ place, from }) => [place!.en, from!.en.replaceAll('\u00a0', ' ')])).toEqual([
      ['A', '1 March 2026'],
      ['B', '—'],
    ])
  })

  test('takes what is no list for no entries', () => {
    for (const value of ['null', '{"a":1}', '[[[[]]]]', '[1,"x",null]', '"'])
      expect(entriesOf(value).every((entry) => Object.keys(entry).length === 0)).toBe(true)
  })
})

// What a form with a list says: its entries in their order, with what its buttons did to them.
import type { Field } from '@ruqsat/law'
import { FormValues } from '@ruqsat/web'
import { describe, expect, test } from 'vitest'
import { changedList, isInForm, typedField } from '../index.ts'

const words = { kk: 'К', ru: 'Д', en: 'D' }
const type: Field['type'] = {
  kind: 'list',
  entry: words,
  most: 3,
  fields: [
    { id: 'place', label: words, required: true, type: { kind: 'text', maxLength: 9 } },
    { id: 'since', label: words, required: true, type: { kind: 'date' } },
  ],
}
const form = (typed: Readonly<Record<string, string>>) =>
  new FormValues(new Map(Object.entries(typed).map(([name, value]) => [name, [value]])))
const TWO = {
  'sites-entries': '2',
  'sites-1-place': 'A',
  'sites-1-since-day': '1',
  'sites-1-since-month': '3',
  'sites-1-since-year': '2026',
  'sites-2-place': 'B',
}
const entriesIn = (typed: Readonly<Record<string, string>>) => {
  const value = typedField({ type }, form(typed), 'sites')
  return value === '' ? [] : (JSON.parse(value) as readonly object[])
}
const [A, B] = [{ place: 'A', since: '2026-03-01' }, { place: 'B' }]

describe('a list in a form', () => {
  test.each([
    ['nothing but what was typed', {}, [A, B]],
    ['one more', { entry: 'add sites' }, [A, B, {}]],
    ['one less', { entry: 'remove sites 1' }, [B]],
    ['a button of another list', { entry: 'remove others 1' }, [A, B]],
    ['a place that is not there', { entry: 'remove sites 7' }, [A, B]],
  ] as const)('%s', (_what, more, expected) => expect(entriesIn({ ...TWO, ...more })).toEqual(expected))

  test('never has more entries than the list takes by its button', () => {
    const three = { ...TWO, 'sites-entries': '3', 'sites-3-place': 'C', entry: 'add sites' }
    expect(entriesIn(three)).toHaveLength(3)
    expect(entriesIn({ ...TWO, 'sites-entries': '999999999' })).toHaveLength(50)
  })

  test('is in the form also where nothing of it is filled in, and its buttons are no way on', () => {
    const empty = form({ 'sites-entries': '1', entry: 'add sites' })
    expect([isInForm({ id: 'sites', type }, empty), changedList(empty), typedField({ type }, empty, 'sites')]).toEqual([true, 'sites', ''])
    expect([isInForm({ id: 'sites', type }, form({})), changedList(form(TWO))]).toEqual([false, null])
  })
})

import { expect, it } from 'vitest'
import type { Variant } from '@ruqsat/law'
import { leftAsItWas, readChanges, type SignedRequest } from './index.ts'

const label = { kk: 'Түрі', ru: 'Вид', en: 'Kind' }
const options = [
  { id: 'big', label: { kk: 'үлкен', ru: 'большой', en: 'big' } },
  { id: 'small', label: { kk: 'шағын', ru: 'малый', en: 'small' } },
]
const variant = {
  form: { sections: [{ fields: [{ id: 'kind', label, type: { kind: 'choice', options } }] }] },
  documents: [{ id: 'plan', name: { kk: 'Жоспар', ru: 'План', en: 'Plan' } }],
} as unknown as Pick<Variant, 'form' | 'documents'>

const signed = (fields: readonly object[], attachments: readonly object[] = []) =>
  ({ sections: [{ fields }], attachments }) as unknown as SignedRequest

it('names what changed in every language, whatever language the requests were signed in', () => {
  const before = signed([{ id: 'kind', label: 'Вид', value: '', valueText: '' }])
  const after = signed(
    [{ id: 'kind', label: 'Вид', value: 'small', valueText: 'малый' }],
    [{ slot: 'plan', label: 'План', name: 'a.pdf', sha256: '00' }],
  )
  const nothing = { kk: '', ru: '', en: '' }
  const file = { kk: 'a.pdf', ru: 'a.pdf', en: 'a.pdf' }
  expect(readChanges(before, after, variant)).toEqual([
    { label, before: nothing, after: { kk: 'шағын', ru: 'малый', en: 'small' } },
    { label: { kk: 'Жоспар', ru: 'План', en: 'Plan' }, before: nothing, after: file },
  ])
})

it('shows a field that the form no longer has as it was signed', () => {
  const before = signed([{ id: 'gone', label: 'Цвет', value: 'r', valueText: 'красный' }])
  const [change] = readChanges(before, signed([]), variant)
  expect([change!.label.kk, change!.before.en, change!.after.ru]).toEqual(['Цвет', 'красный', ''])
})

it('says what was asked about and is as it was; what was asked in words is left out', () => {
  const field = (id: string, value: string) => ({ id, label: id, value, valueText: value })
  const file = (sha256: string) => ({ slot: 'plan', label: 'План', name: 'a.pdf', sha256 })
  const before = signed([field('kind', 'big'), field('place', 'here')], [file('00')])
  const after = signed([field('kind', 'small'), field('place', 'here')], [file('00')])
  const asked = [{ on: 'field', id: 'kind' }, { on: 'field', id: 'place' }, { on: 'document', id: 'plan' }, { on: 'other' }]
  expect(leftAsItWas(asked, before, after)).toEqual([asked[1], asked[2]])
  expect(leftAsItWas(asked, before, signed([field('kind', 'small'), field('place', 'there')], [file('01')]))).toEqual([])
})

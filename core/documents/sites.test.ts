import { expect, test } from 'vitest'
import type { Variant } from '@ruqsat/law'
import { sitesForPaper, sitesNamed } from './sites.ts'

const words = (en: string) => ({ kk: en, ru: en, en })
const source = { act: 'x', item: '1', certainty: 'stated' } as const
const text = { kind: 'text', maxLength: 100 } as const
const fields = [
  { id: 'office', label: words('Office'), required: true, type: text, source },
  {
    id: 'yards',
    label: words('Yards'),
    required: false,
    type: {
      kind: 'list',
      entry: words('Yard'),
      most: 20,
      fields: [
        { id: 'address', label: words('Address'), required: true, type: text },
        { id: 'area', label: words('Area'), required: false, type: text },
      ],
    },
    source,
  },
]
const variant = {
  form: { sections: [{ fields }] },
  results: {
    grant: {
      sites: [
        { field: 'office', source },
        { list: 'yards', field: 'address', source },
      ],
    },
  },
} as unknown as Variant

test('places are single answers and the entries of a list, in the order of the variant; what is empty is no place', () => {
  const yards = JSON.stringify([{ address: 'First street' }, { area: '5' }, { address: ' Second street ' }])
  expect(sitesNamed(variant, { office: 'Main street', yards })).toEqual([
    { name: words('Office'), address: 'Main street' },
    { name: words('Yard'), address: 'First street' },
    { name: words('Yard'), address: 'Second street' },
  ])
  expect(sitesNamed(variant, { yards: 'no list' })).toEqual([])
})

test('up to three places are on the paper itself; more are in its annex, and the paper leads there', () => {
  const place = (number: number) => ({ name: words('Yard'), address: `${number} street` })
  const [few, many] = [[1, 2, 3].map(place), [1, 2, 3, 4].map(place)]
  expect(sitesForPaper(few, words('in the annex'))).toEqual({ sites: few, annex: null })
  expect(sitesForPaper(many, words('in the annex'))).toEqual({ sites: [{ name: words('in the annex'), address: '№ 1–4' }], annex: many })
})

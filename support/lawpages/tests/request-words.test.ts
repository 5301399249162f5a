import { inAll } from '@ruqsat/foundation'
import type { Variant } from '@ruqsat/law'
import { valueText } from '@ruqsat/documents'
import { expect, test } from 'vitest'
import { wordsOfRequest } from '../request-words.ts'

const named = (word: string) => inAll((language) => `${word} ${language}`)
const FIELD = { id: 'day', label: named('label'), type: { kind: 'date' } } as const
const VARIANT = {
  form: { sections: [{ id: 's', title: named('title'), fields: [FIELD] }], statements: [{ id: 'a', text: named('statement') }] },
  documents: [{ id: 'd', name: named('document') }],
} as unknown as Pick<Variant, 'form' | 'documents'>

test('what was signed in Kazakh is read in the words of the package, and only where it is exactly its own', () => {
  const words = wordsOfRequest(VARIANT, 'kk')
  expect(words.section('title kk')).toEqual(named('title'))
  expect(words.label('day', 'label kk')).toEqual(named('label'))
  expect(words.answer('day', '2025-03-16', valueText(FIELD, '2025-03-16', 'kk'))?.ru).toBe('16\u00a0марта 2025\u00a0года')
  expect(words.file('d', 'document kk')).toEqual(named('document'))
  expect(words.statement('statement kk')).toEqual(named('statement'))
  // Other words than the package's stay as they were signed.
  expect([words.label('day', 'other'), words.answer('day', '2025-03-16', '2026'), words.section('x'), words.statement('y')]).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect(wordsOfRequest(undefined, 'kk').label('day', 'label kk')).toBeNull()
  expect(wordsOfRequest(VARIANT, 'xx').label('day', 'label kk')).toBeNull()
})

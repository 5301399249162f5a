import { LANGUAGES } from '@ruqsat/foundation'
import { expect, test } from 'vitest'
import { checkName, JUDGED_FOR, verdictWords } from '../contract.ts'
import { verifyFile } from './file.ts'
import type { Verifier } from './certificate.ts'

test('each verdict has its own words in three languages, and a file that is neither kind is no refused signature', async () => {
  const kinds = ['valid', 'refused', 'waiting', 'unsigned'] as const
  const unreadable = await verifyFile(null as unknown as Verifier, { bytes: Buffer.from('hello') })
  const words = [...kinds.map((kind) => verdictWords({ format: 'pdf', kind })), verdictWords(unreadable)]
  for (const language of LANGUAGES) {
    expect(new Set(words.map(({ title }) => title[language])).size).toBe(words.length)
    for (const { title, meaning } of words) expect([title[language], meaning[language]]).not.toContain('')
  }
  for (const sentence of Object.values(JUDGED_FOR)) for (const language of LANGUAGES) expect(sentence[language]).toContain('{at}')
})

test.each([
  ['validity', 'Срок свидетельства'],
  ['Sig1: coverage', 'Sig1: Подпись охватывает весь файл'],
  ['attachment карта: лист 2.pdf', 'Приложение: карта: лист 2.pdf'],
  ['something new', 'something new'],
])('the check %s is shown as %s', (name, shown) => {
  expect(checkName({ name }).ru).toBe(shown)
})

import { LANGUAGES } from '@ruqsat/foundation'
import { expect, test } from 'vitest'
import { SIGNATURE_FAULT_REASONS } from './contract.ts'
import { refusals, WAITING_TEXT } from './refusals.ts'

test('every reason has its own row, and no row of a signature lacks its reason', () => {
  const rows = Object.keys(refusals).filter((code) => code.startsWith('trust.signature-'))
  expect(rows.sort()).toEqual(SIGNATURE_FAULT_REASONS.map((reason) => `trust.signature-${reason}`).sort())
})

test('each text is written in all three languages, and no two refusals say the same', () => {
  const texts = [...Object.values(refusals).flatMap((row) => [row.text, row.remedy]), WAITING_TEXT]
  for (const text of texts) for (const language of LANGUAGES) expect(text[language].length).toBeGreaterThan(10)
  expect(new Set(Object.values(refusals).map((row) => row.text.kk)).size).toBe(Object.keys(refusals).length)
})

test('the law behind each refusal has its name in all three languages: no package lists it', () => {
  for (const { source } of Object.values(refusals).filter((row) => 'source' in row))
    for (const language of LANGUAGES) expect(source.law?.name[language]).toContain('370')
})

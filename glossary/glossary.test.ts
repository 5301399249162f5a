import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { glossaryMarkdown, readTerms } from './index.ts'

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const rows = readTerms(text('terms.yaml'))

describe('the glossary', () => {
  it('is sorted as the Kazakh alphabet is, whatever the order of the file', () => {
    expect(glossaryMarkdown(rows.toReversed())).toBe(glossaryMarkdown(rows))
    const order = ['ұйым', 'үй', 'уақыт', 'әкім', 'айлық', 'іс', 'ысық'].map((kk) => ({
      id: null,
      words: { kk, ru: '-', en: '-' },
      label: { kk, ru: '-', en: '-' },
      variants: [],
      notUsed: [],
      notSaid: { kk: [], ru: [], en: [] },
      notSaidByUs: { kk: [], ru: [], en: [] },
    }))
    const sorted = glossaryMarkdown(order)
      .split('\n')
      .slice(6, -1)
      .map((line) => line.split(' | ')[0]!.slice(2))
    expect(sorted).toEqual(['айлық', 'әкім', 'уақыт', 'ұйым', 'үй', 'ысық', 'іс'])
  })

  it('never refuses the very word that it gives', () => {
    expect(rows.filter((row) => [row.id, row.words.en].some((word) => word !== null && row.notUsed.includes(word)))).toEqual([])
    expect(rows.length).toBeGreaterThan(50)
  })

  it.each([
    ['a misspelt key', 'terms: [{ id: a, kk: а, ru: а, en: a, synonyms: [b] }]', /found 'synonyms'/],
    ['a missing language', 'terms: [{ id: a, kk: а, en: a }]', /terms\[0\]\.ru/],
    ['an identifier twice', 'terms: [{ id: a, kk: а, ru: а, en: a }, { id: a, kk: б, ru: б, en: b }]', /'a' occurs twice/],
  ])('refuses %s', (_what, yaml, message) => {
    expect(() => readTerms(yaml)).toThrow(message)
  })
})

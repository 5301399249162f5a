// Annex tables: what is executed and what is written, as rows and as HTML.
import { parse } from 'node-html-parser'
import { expect, test } from 'vitest'
import { LANGUAGES } from '@ruqsat/foundation'
import { annexPage, annexTableHtml, annexTables, loadRegulation, systemName, type Transcript } from '../index.ts'
import { GOOD } from '../testing.ts'

const loaded = loadRegulation(GOOD)
if (loaded.kind === 'broken') throw new Error('Expected the good package to load')
const { edition } = loaded
const [variant] = edition.regulation.variants
const source = { act: 'shop', item: 'annex 1', certainty: 'stated' } as const
const row = {
  number: '1',
  step: null,
  unit: null,
  system: null,
  about: null,
  asks: null,
  compares: null,
  name: null,
  completion: null,
  source,
}
const transcript: Transcript = {
  id: 'table-1',
  kind: 'table',
  of: 'portal',
  variants: [],
  name: { kk: '1-кесте', ru: 'Таблица 1', en: 'Table 1' },
  cutAfter: '3',
  rows: [
    { ...row, times: [{ amount: 15, from: 10, unit: 'seconds' }], next: { kind: 'steps', rows: [{ to: 'A2' }] }, system: 'IS-PORTAL' },
    { ...row, number: null, times: [{ amount: 1.5, unit: 'minutes' }], next: { kind: 'none' } },
    { ...row, number: '3', times: [], next: { kind: 'words', text: { kk: 'a <b> & "c"', ru: 'a <b> & "c"', en: 'a <b> & "c"' } } },
  ],
  source,
}
const regulation = { ...edition.regulation, transcripts: [transcript] }

test('a written table keeps what the act writes: ranges, fractions, dashes, words for numbers, where it breaks off', () => {
  const written = annexTables(regulation, variant!, 'ru').find(({ kind }) => kind === 'written')!
  expect(written.title).toBe('Таблица 1 (как записано в акте)')
  expect(written.note).toContain('после строки 3')
  expect(written.rows.map((cells) => [cells[0], cells[3], cells[6], cells[7]])).toEqual([
    ['1', systemName('IS-PORTAL', regulation).ru, '10–15 секунд', 'A2'],
    ['(2)', '', '1,5 минуты', '–'],
    ['3', '', '', '«a <b> & "c"»'],
  ])
})

test('every table has a caption, headings with their scope, and cells for each column, in three languages', () => {
  for (const language of LANGUAGES) {
    const page = parse(annexPage({ regulation, hash: 'a'.repeat(64) }, language))
    expect(page.querySelector('html')!.getAttribute('lang')).toBe(language)
    const tables = page.querySelectorAll('table')
    expect(tables.length).toBe(regulation.variants.flatMap((each) => annexTables(regulation, each, language)).length)
    for (const table of tables) {
      expect(table.querySelector('caption')!.text).toMatch(/\S/)
      const columns = table.querySelectorAll('thead th[scope=col]').length
      for (const line of table.querySelectorAll('tbody tr')) {
        expect(line.querySelectorAll('th[scope=row]')).toHaveLength(1)
        expect(line.querySelectorAll('th, td')).toHaveLength(columns)
      }
    }
    const ids = page.querySelectorAll('[id]').map((each) => each.id)
    expect(new Set(ids).size).toBe(ids.length)
  }
})

test('nothing of a text becomes markup', () => {
  const written = annexTables(regulation, variant!, 'en').find(({ kind }) => kind === 'written')!
  expect(annexTableHtml(written)).toContain('a &lt;b&gt; &amp; &quot;c&quot;')
})

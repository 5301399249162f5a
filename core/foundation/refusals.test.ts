import { expect, test } from 'vitest'
import { isForOperator, officialsIn, refusalsOf, said, wordsOf, type LocalText } from './index.ts'

const all = (text: string): LocalText => ({ kk: text, ru: text, en: text })
const refuse = refusalsOf('kite.', {
  flown: { text: all('{by} flew it at {at} for {price}, {how}.'), remedy: all('Wait for {by}.') },
  'no-wind': {
    text: all('No wind.'),
    remedy: all('Come back.'),
    operator: { text: all('The table {table} ends.'), remedy: all('Add to it.') },
  },
})
const flown = refuse('flown', {
  facts: {
    by: { kind: 'official', id: 'clara' },
    at: { kind: 'instant', at: '2014-10-01T04:30:00.000Z' },
    price: { kind: 'money', tiyn: 4_325_000 },
    how: { kk: 'тез', ru: 'быстро', en: 'fast' },
  },
})

test('a refusal carries facts, and its sentences are made for who reads', () => {
  expect(JSON.stringify(flown)).not.toContain('flew')
  const reader = { official: (id: string) => (id === 'clara' ? 'Clara' : undefined), instant: (at: string) => `${at.slice(11, 16)} here` }
  expect(wordsOf(flown, reader).text.en).toBe('Clara flew it at 04:30 here for 43\u00a0250, fast.')
  expect(wordsOf(flown, reader).text.kk).toContain('тез')
  expect(wordsOf(flown).text.ru).toBe('clara flew it at 2014-10-01T04:30:00.000Z for 43\u00a0250, быстро.')
  expect(wordsOf(said(flown, reader)).remedy.en).toBe('Wait for Clara.')
  expect(officialsIn(flown.facts)).toEqual(['clara'])
})

test('what a refusal came from and what only the operator can mend are said with it', () => {
  const outer = refusalsOf('kite.', { 'not-printed': { text: all('{why} It was not printed.'), remedy: all('Ask.') } })
  const refusal = outer('not-printed', { facts: { why: { kind: 'refusal', refusal: flown } } })
  expect(wordsOf(refusal, { official: () => 'Clara' }).text.en).toMatch(/^Clara flew it .* It was not printed\.$/)
  const calm = refuse('no-wind', { facts: { table: 'winds' } })
  expect([isForOperator(calm), isForOperator(flown)]).toEqual([true, false])
  expect(wordsOf(calm).operator?.text.en).toBe('The table winds ends.')
})

test('one code has one room’s words', () => {
  expect(() => refusalsOf('kite.', { flown: { text: all('Gone.'), remedy: all('') } })).toThrow(/one room .* 'kite\.flown'/)
})

test('a code that only another program knows has a general sentence in each language, which keeps the code', () => {
  const { text, remedy } = wordsOf({ kind: 'refusal', code: 'kite.of-a-newer-release', facts: { price: 3 } })
  for (const language of ['kk', 'ru', 'en'] as const)
    for (const words of [text, remedy]) expect(words[language]).toContain('kite.of-a-newer-release')
  expect([text.ru, text.en]).toEqual([expect.stringContaining('отклонено'), expect.stringContaining('refused')])
  const outer = refuse('flown', {
    facts: { by: 'x', at: 'y', price: 1, how: { kind: 'refusal', refusal: { kind: 'refusal', code: 'a.b' } } },
  })
  expect(wordsOf(outer).text.kk).toContain('a.b')
})

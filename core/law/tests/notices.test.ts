// Messages to people: a package's words where it has them, the house's own elsewhere.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fillText, LANGUAGES } from '@ruqsat/foundation'
import { loadRegulation, noticesOf, noticeTime, noticeWords, type Loaded } from '../index.ts'
import { NOTICE_MOMENTS } from '../package/model.ts'
import { noticeFaults } from '../package/notices.ts'
import { GOOD } from '../testing.ts'

const { regulation } = (loadRegulation(GOOD) as Loaded).edition

test('the package words the moment for the channel that it names, with its source', () => {
  const words = noticeWords(regulation, { variant: 'first', view: 'portal' }, 'resultReady')
  expect(words.text.en).toBe('The paper of {number} is ready.')
  expect(words.source).toMatchObject({ act: 'sample', item: '8 9)' })
})

test('elsewhere the house’s own words go out, without a source', () => {
  const other = noticeWords(regulation, { variant: 'first', view: 'desk' }, 'resultReady')
  expect(other.source).toBeNull()
  expect(other.text.en).not.toContain('paper')
  expect(noticeWords({ notices: [] }, { variant: 'first', view: 'portal' }, 'resultReady')).toEqual(other)
})

test('each of the house’s own names the request in every language', () => {
  for (const moment of NOTICE_MOMENTS)
    for (const language of LANGUAGES)
      expect(noticeWords({}, { variant: 'first', view: 'portal' }, moment).text[language]).toContain('{number}')
})

test('the day and the hour in a Kazakh notice carry the ending of their case', () => {
  const { text } = noticeWords({}, { variant: 'first', view: 'portal' }, 'requestRegistered')
  const due = { kk: '2026 жылғы 15 желтоқсан, 09:30', ru: '15 декабря 2026 года, 09:30', en: '15 December 2026, 09:30' }
  const said = fillText(text, { number: 'KZ-1', due })
  expect(said.kk.replaceAll('\u00a0', ' ')).toBe(
    'KZ-1 сұрау салуыңыз тіркелді. Нәтиже 2026 жылғы 15 желтоқсан сағат 09:30-ға дейін дайын болады.',
  )
  expect(said.ru).toContain('до 15 декабря 2026 года, 09:30')
})

test('the guide lists every moment, when it is and what a text may name then', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/regulation-language.md'), 'utf8')
  const odd = { kk: '{number} {odd}', ru: '{number}', en: '{number}' }
  const own = noticesOf(regulation, { id: 'first' })[0]!
  const rows = NOTICE_MOMENTS.map((moment) => {
    const [fault] = noticeFaults({ notices: [{ ...own, when: moment, text: odd }], variants: regulation.variants })
    const places = (fault!.expected.en.match(/\{\w+\}/g) ?? []).map((place) => `\`${place}\``)
    return `| \`${moment}\` | ${noticeTime(moment).en} | ${places.join(', ')} |`
  })
  expect(rows.filter((row) => !guide.split('\n').includes(row))).toEqual([])
})

test('a notice without a list of variants is for all of them', () => {
  expect(noticesOf(regulation, { id: 'first' }).map(({ id }) => id)).toEqual(['paperReady'])
  expect(noticesOf(regulation, { id: 'another' })).toEqual([])
})

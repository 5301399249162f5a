// The acts in public: on a day, between two days, and the reference, without an account and without script.
import { LANGUAGES, type LocalText } from '@ruqsat/foundation'
import { openActs } from '@ruqsat/regulations/testing'
import { parse } from 'node-html-parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestPortal, type TestPortal } from './harness.ts'

const KINDS = {
  partial: { kk: 'Ішінара автоматтандырылған', ru: 'Частично автоматизированная', en: 'Partly automated' },
  full: { kk: 'Толық автоматтандырылған', ru: 'Полностью автоматизированная', en: 'Fully automated' },
  paper: { kk: 'Қағаз түрінде', ru: 'На бумаге', en: 'On paper' },
}
const TRANSACTIONAL = { kk: 'транзакциялық', ru: 'транзакционная', en: 'transactional' }

let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal()
})
afterAll(() => portal.close())

const page = async (path: string) => {
  const answer = await portal.browser().get(path)
  expect(answer.text).not.toMatch(/undefined|г\.\.|\[object| style=|<script(?![^>]* src=)/)
  return { status: answer.status, main: parse(answer.text).querySelector('main')! }
}

describe('an act on a day', () => {
  test('is found from the start page and from the service page', async () => {
    expect((await portal.browser().get('/kk')).text).toContain('/kk/acts')
    expect((await page('/ru/acts')).main.querySelectorAll('a').length).toBeGreaterThanOrEqual(1)
    const service = await portal.browser().get('/en/services/grain/issue')
    expect(service.text).toContain('/en/acts/grain"')
    expect(service.text).toContain('/en/acts/grain/reference/issue"')
  })
  test('says what is unknown between two dates, item by item, and why', async () => {
    const { status, main } = await page('/en/acts/grain?on=2014-10-01')
    expect(status).toBe(200)
    const rows = main.querySelectorAll('table tbody tr').map((row) => row.text)
    expect(rows[0]).toMatch(/para 12.*unknown whether in force.*Unknown between two dates: .*day of publication is unknown/s)
    expect(main.text).toMatch(/Published\s*unknown/)
  })
  test.each([
    ['2014-01-01', 'Not adopted on that day'],
    ['2015-01-01', 'in force'],
    ['2020-01-01', 'from which day is unknown'],
  ])('on %s: %s', async (day, words) => {
    expect((await page(`/en/acts/grain?on=${day}`)).main.text).toContain(words)
  })
  test.each(['01.10.2014', '1.10.2014', '01/10/2014', '2014–10–01'])('typed as %s is the same day', async (day) => {
    const { status, main } = await page(`/en/acts/grain?on=${encodeURIComponent(day)}`)
    expect([status, main.querySelector('input[name="on"]')?.getAttribute('value')]).toEqual([200, '01.10.2014'])
  })
  test.each([
    ['01.10.12', 'не полностью: 12'],
    ['01.10.1012', 'Такого года не может быть: 1012'],
    ['01.10', 'не похоже на дату'],
  ])('typed as %s is refused with a sentence and kept', async (day, sentence) => {
    const { main } = await page(`/ru/acts/grain?on=${day}`)
    expect(main.text).toContain(sentence)
    expect(main.querySelector('input[name="on"]')?.getAttribute('value')).toBe(day)
  })
  test('without a day it is today; every day of change is a link that works', async () => {
    const { main } = await page('/kk/acts/grain')
    const links = main.querySelectorAll('a[href*="?on="]').map((link) => link.getAttribute('href')!)
    expect(links.length).toBeGreaterThan(3)
    for (const link of links) expect((await page(link)).status).toBe(200)
  })
  test('a day that is none comes back with the error at its field; an act that is none is not found', async () => {
    const { status, main } = await page('/ru/acts/grain?on=2014-02-30')
    expect(status).toBe(422)
    expect(main.querySelector('input[name=on]')!.getAttribute('value')).toBe('2014-02-30')
    expect(main.querySelector('input[name=on]')!.getAttribute('aria-invalid')).toBe('true')
    for (const path of ['/ru/acts/moon', '/ru/acts/moon/difference', '/ru/acts/grain/reference/moon'])
      expect((await portal.browser().get(path)).status).toBe(404)
  })
})

const acts = (await openActs()).editions.map(({ regulation }) => regulation)

describe.each(acts.map((regulation) => ({ id: regulation.id, regulation })))('the act $id', ({ id, regulation }) => {
  test.each(LANGUAGES)(
    'says in %s of what kind its service is, what it needs, what is protected, who takes part, and its words',
    async (language) => {
      const { main } = await page(`/${language}/acts/${id}`)
      const { nature, conditions, duties, unitList } = regulation.act
      const listed = regulation.units.filter((unit) => unitList?.units.includes(unit.id))
      const said: readonly LocalText[] = [
        ...(nature === null ? [] : [KINDS[nature.automation], ...(nature.type === null ? [] : [TRANSACTIONAL])]),
        ...[...conditions, ...duties.filter(({ kind }) => kind === 'protection'), ...regulation.abbreviations].map(({ text }) => text),
        ...listed.map(({ name }) => name),
      ]
      expect(said.filter((each) => !main.text.includes(each[language]))).toEqual([])
      for (const { short } of regulation.abbreviations) expect(main.text).toContain(short)
    },
  )
})

describe('the difference of two days', () => {
  test.each([
    ['kk', /қолданысқа енуі мүмкін, нақты белгісіз/, /^Қосылды: 12-тармақ/],
    ['ru', /возможно, введён в действие .*, точно неизвестно/, /^Добавлено: .*12/],
    ['en', /act No 328 of 17\u00a0September 2014 possibly took effect; it is not known/, /^Inserted: para 12/],
  ] as const)('names in %s the act, the items and what is unknown', async (language, unknown, item) => {
    const { main } = await page(`/${language}/acts/grain/difference?from=2014-09-16&to=2014-10-01`)
    expect(main.text).toMatch(unknown)
    expect(main.text).toContain('328')
    expect(main.querySelectorAll('li').map(({ text }) => text)).toContainEqual(expect.stringMatching(item))
  })
  test('without days it tells all of the act; wrong days are told at their fields', async () => {
    expect((await page('/kk/acts/grain/difference')).status).toBe(200)
    const { status, main } = await page('/kk/acts/grain/difference?from=x&to=2014-13-01')
    expect(status).toBe(422)
    expect(main.querySelectorAll('input[aria-invalid=true]')).toHaveLength(2)
  })
})

test.each(LANGUAGES)('the reference in %s has a table with caption and headings for each channel and the procedure', async (language) => {
  const { status, main } = await page(`/${language}/acts/grain/reference/issue`)
  expect(status).toBe(200)
  const tables = main.querySelectorAll('table')
  expect(tables.length).toBeGreaterThanOrEqual(2)
  for (const table of tables) {
    expect(table.querySelector('caption')!.text).toMatch(/\S/)
    expect(table.querySelectorAll('thead th[scope=col]').length).toBeGreaterThan(7)
  }
  expect(main.text).toContain('P-GI4')
})

describe('the diagrams of a variant', () => {
  const figuresOf = async (language: string) => (await page(`/${language}/acts/grain/reference/issue`)).main.querySelectorAll('figure')

  test.each(LANGUAGES)('in %s: its business processes, its blocks and each channel, for eyes, ears and keys', async (language) => {
    const figures = await figuresOf(language)
    expect(figures.map((figure) => /issue-([\w-]+)\.\w\w\.wide/.exec(figure.querySelector('img')!.getAttribute('src')!)![1])).toEqual([
      'reference',
      'flowchart',
      'desk-interaction',
      'portal-interaction',
    ])
    for (const figure of figures) {
      const caption = figure.querySelector('figcaption')!
      const link = figure.querySelector('.drawing__box > a')!
      expect(caption.text).toMatch(/\S/)
      expect(figure.getAttribute('aria-labelledby')).toBe(caption.id)
      // What takes the focus in a box that scrolls; its name is the picture's.
      expect(link.getAttribute('href')).toMatch(/\.full\./)
      expect(figure.querySelector('img')!.getAttribute('alt')).toContain(caption.text)
    }
  })
  test('are said once, as a list of all steps below the picture', async () => {
    for (const figure of await figuresOf('ru')) {
      expect(figure.querySelectorAll('svg')).toEqual([])
      expect(figure.querySelectorAll('ul')).toHaveLength(1)
      expect(figure.querySelectorAll('ul li').length).toBeGreaterThan(8)
    }
    const [reference] = await figuresOf('ru')
    expect(reference!.querySelector('ul')!.text).toMatch(/P-GI4.*5 рабочих дней/)
  })
  test('load the narrow drawing on a phone and the wide one elsewhere, each a file that never changes under its address', async () => {
    for (const figure of await figuresOf('kk')) {
      const source = figure.querySelector('source')!
      const image = figure.querySelector('img')!
      expect(source.getAttribute('media')).toBe('screen and (max-width: 48rem)')
      expect(Number(source.getAttribute('width'))).toBeLessThanOrEqual(400)
      for (const address of [source.getAttribute('srcset')!, image.getAttribute('src')!]) {
        const answer = await portal.browser().get(address)
        expect(answer.status).toBe(200)
        expect(answer.headers['content-type']).toBe('image/svg+xml; charset=utf-8')
        expect(answer.headers['cache-control']).toMatch(/immutable/)
        expect(answer.headers['set-cookie']).toBeUndefined()
        expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
        expect(answer.text).toMatch(/^<svg/)
      }
      expect(source.getAttribute('srcset')).not.toBe(image.getAttribute('src'))
    }
  })
  test('can be taken away as SVG with their title, and as PDF where something sets them', async () => {
    const [reference] = await figuresOf('kk')
    const [svg, a4, a3, ...more] = reference!.querySelectorAll('.drawing__files a').map((link) => link.getAttribute('href')!)
    expect(more).toEqual([])
    expect((await portal.browser().get(svg!)).text).toContain('Бизнес-процестер анықтамалығы</text>')
    for (const address of [a4!, a3!]) {
      const answer = await portal.browser().get(address)
      expect(answer.headers['content-type']).toBe('application/pdf')
      expect(answer.bytes.toString('latin1')).toMatch(/^%PDF/)
      expect(answer.headers['cache-control']).toMatch(/immutable/)
    }
  })
  test('under an address from before a change show what holds now and are asked for again; what is none is not found', async () => {
    const [reference] = await figuresOf('en')
    const address = reference!.querySelector('img')!.getAttribute('src')!
    const old = await portal.browser().get(address.replace(/\.[0-9a-f]{16}\./, '.0000000000000000.'))
    expect(old.status).toBe(200)
    expect(old.headers['cache-control']).toBe('no-cache')
    for (const wrong of [
      address.replace('.wide.', '.square.'),
      address.replace('issue-reference', 'issue-moon'),
      address.replace('/grain/', '/moon/'),
    ])
      expect((await portal.browser().get(wrong)).status).toBe(404)
  })
  test('no two things on the page have one id, and each drawing has a least width in the style sheet', async () => {
    const { main } = await page('/kk/acts/grain/reference/issue')
    const ids = main.querySelectorAll('[id]').map((each) => each.id)
    expect(new Set(ids).size).toBe(ids.length)
    const styles = await portal.browser().get(main.querySelector('link[rel=stylesheet]')!.getAttribute('href')!)
    expect(styles.status).toBe(200)
    for (const figure of main.querySelectorAll('figure'))
      expect(styles.text).toContain(`.${/drawing--\d+/.exec(figure.getAttribute('class')!)![0]} .drawing__picture { min-width`)
  })
})

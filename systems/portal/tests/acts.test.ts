// The acts in public: on a day, between two days, and the reference, without an account and without script.
import { DIAGRAM_STYLES } from '@ruqsat/diagrams'
import { parse } from 'node-html-parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestPortal, type TestPortal } from './harness.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal()
})
afterAll(() => portal.close())

const page = async (path: string) => {
  const answer = await portal.browser().get(path)
  expect(answer.text).not.toMatch(/undefined|\[object| style=|<script(?![^>]* src=)/)
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

describe('the difference of two days', () => {
  test('names the act, the items and what is unknown', async () => {
    const { main } = await page('/en/acts/grain/difference?from=2014-09-16&to=2014-10-01')
    expect(main.text).toMatch(/act No 328 of 17 September 2014 possibly took effect; it is not known/)
    expect(main.querySelectorAll('li').map((item) => item.text)).toContainEqual(expect.stringMatching(/^Inserted: para 12/))
  })
  test('without days it tells all of the act; wrong days are told at their fields', async () => {
    expect((await page('/kk/acts/grain/difference')).status).toBe(200)
    const { status, main } = await page('/kk/acts/grain/difference?from=x&to=2014-13-01')
    expect(status).toBe(422)
    expect(main.querySelectorAll('input[aria-invalid=true]')).toHaveLength(2)
  })
})

test.each(['kk', 'ru', 'en'])(
  'the reference in %s has a table with caption and headings for each channel and the procedure',
  async (language) => {
    const { status, main } = await page(`/${language}/acts/grain/reference/issue`)
    expect(status).toBe(200)
    const tables = main.querySelectorAll('table')
    expect(tables.length).toBeGreaterThanOrEqual(2)
    for (const table of tables) {
      expect(table.querySelector('caption')!.text).toMatch(/\S/)
      expect(table.querySelectorAll('thead th[scope=col]').length).toBeGreaterThan(7)
    }
    expect(main.text).toContain('P-GI4')
  },
)

describe('the diagrams of a variant', () => {
  test.each(['kk', 'ru', 'en'])('in %s: its business processes, its blocks and each channel, for eyes, ears and keys', async (language) => {
    const { main } = await page(`/${language}/acts/grain/reference/issue`)
    const figures = main.querySelectorAll('figure')
    expect(figures.map((figure) => figure.querySelector('svg')!.getAttribute('class'))).toEqual([
      'diagram reference',
      'diagram flowchart',
      'diagram interaction',
      'diagram interaction',
    ])
    for (const figure of figures) {
      const caption = figure.querySelector('figcaption')!
      const box = figure.querySelector('[role=region]')!
      expect(caption.text).toMatch(/\S/)
      expect(figure.getAttribute('aria-labelledby')).toBe(caption.id)
      expect(box.getAttribute('aria-label')).toBe(caption.text)
      expect(box.getAttribute('tabindex')).toBe('0')
      for (const id of figure.querySelector('svg')!.getAttribute('aria-labelledby')!.split(' '))
        expect(figure.querySelector(`[id="${id}"]`)!.text).toMatch(/\S/)
    }
  })
  test('no two things on the page have one id, and no drawing brings a style of its own', async () => {
    const { main } = await page('/kk/acts/grain/reference/issue')
    const ids = main.querySelectorAll('[id]').map((each) => each.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(main.querySelectorAll('style')).toEqual([])
  })
  test('their colours come in a style sheet, and each has a least width there', async () => {
    const { main } = await page('/kk/acts/grain/reference/issue')
    const styles = await portal.browser().get(main.querySelector('link[rel=stylesheet]')!.getAttribute('href')!)
    expect(styles.status).toBe(200)
    expect(styles.text).toContain(DIAGRAM_STYLES)
    for (const figure of main.querySelectorAll('figure'))
      expect(styles.text).toContain(`.${/drawing--\d+/.exec(figure.getAttribute('class')!)![0]} .diagram { min-width`)
  })
})

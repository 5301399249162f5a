// Every page of the portal that can be reached by its links, in three languages, as a visitor and as a person with a finished request: none says a code
// that only programs read.
import { LANGUAGES, type Language } from '@ruqsat/foundation'
import { openActs } from '@ruqsat/regulations/testing'
import { rawCodesIn } from '@ruqsat/web/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grantedCase } from './case.ts'
import { claim } from './doubles.ts'
import { AIGERIM, openTestPortal, type Browser, type TestPortal } from './harness.ts'

/** More than there are; a walk that goes in circles ends. */
const MOST_PAGES = 150
/** Drawings and files are no pages; a sign-out ends the walk; one day of the law is like the next. */
const NO_PAGE =
  /\.(?:svg|pdf|bpmn|xml|ttl|json|css|js|png|ico)(?:$|\?)|\/(?:sign-out|result|package|export|bpmn|content|qr)\b|[?&](?:on|from|to)=|\/_|^\/(?:kk|ru|en)\/work/

let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal()
})
afterAll(() => portal.close())

/** The person is registered once; their own session walks in each language. */
async function personWithCase(): Promise<Browser> {
  const browser = portal.browser()
  await browser.get('/kk/register')
  await browser.get('/kk/register/challenge')
  await browser.post('/kk/register/certificate', { signature: claim({ iin: AIGERIM.iin }) })
  const form = await browser.get('/kk/register/details')
  const once = /name="_once" value="([^"]+)"/.exec(form.text)?.[1] ?? ''
  const password = 'қоян төбе 47 арғымақ'
  const contacts = { phone: '+77011234567', email: 'a@mysal.kz', language: 'kk' }
  await browser.post('/kk/register/details', { _once: once, ...contacts, password, repeat: password })
  const [row] = await portal.database.sql<{ id: string }[]>`select account_id as id from portal.person`
  const regulations = await openActs()
  portal.cases.push(grantedCase(regulations.edition(portal.editionHash)!, regulations.tables, row!.id, 'LA-2014-000001'))
  await browser.get('/kk/services/grain/issue')
  await browser.post('/kk/drafts', { regulation: 'grain', variant: 'issue' })
  return browser
}

async function walk(
  browser: Browser,
  language: Language,
  starts: readonly string[],
): Promise<{ readonly pages: readonly string[]; readonly codes: readonly string[] }> {
  const known = new Set(starts)
  const waiting = [...starts]
  const codes: string[] = []
  const pages: string[] = []
  while (waiting.length > 0 && pages.length < MOST_PAGES) {
    const path = waiting.shift()!
    const page = await browser.get(path)
    const led = page.location.replace(/^https?:\/\/[^/]+/, '')
    if (led.startsWith(`/${language}`) && !known.has(led)) {
      known.add(led)
      waiting.unshift(led)
    }
    if (!String(page.headers['content-type']).includes('text/html') || page.status !== 200) continue
    pages.push(path)
    codes.push(...rawCodesIn(page.text, language).map((code) => `${path}: ${code}`))
    for (const [, href = ''] of page.text.matchAll(/<a\b[^>]*\shref="([^"#]+)/g)) {
      const next = href.replaceAll('&amp;', '&')
      if (!next.startsWith(`/${language}`) || NO_PAGE.test(next) || known.has(next)) continue
      known.add(next)
      waiting.push(next)
    }
  }
  return { pages, codes }
}

test('a visitor reads words on every page that links lead to, in three languages', { timeout: 120_000 }, async () => {
  for (const language of LANGUAGES) {
    const { pages, codes } = await walk(portal.browser(), language, [
      `/${language}`,
      `/${language}/verify`,
      `/${language}/register`,
      `/${language}/sign-in`,
    ])
    expect(pages.length).toBeGreaterThan(20)
    expect(codes).toEqual([])
  }
})

test('a person with a request and a draft reads words on every page of their own, in three languages', { timeout: 120_000 }, async () => {
  const browser = await personWithCase()
  for (const language of LANGUAGES) {
    const own = ['', '/requests/LA-2014-000001', '/requests/LA-2014-000001/receipt', '/requests/LA-2014-000001/signed'].map(
      (path) => `/${language}/cabinet${path}`,
    )
    const { pages, codes } = await walk(browser, language, own)
    expect(pages).toEqual(expect.arrayContaining([own[0], own[1]]))
    expect(pages.some((path) => path.includes('/drafts/'))).toBe(true)
    expect(codes).toEqual([])
  }
})

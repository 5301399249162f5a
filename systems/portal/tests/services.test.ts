// The service page of every variant of every act, offered or not: whole, with sources, and never a start where nobody can apply.
import { fillText, LANGUAGES, type Language, type LocalText } from '@ruqsat/foundation'
import { stepWithAction, type Regulation, type Variant } from '@ruqsat/law'
import { openActs } from '@ruqsat/regulations/testing'
import { axeViolations, launchBrowser, markupFindings, missingBrowser, missingMarkupJudge } from '@ruqsat/web/testing'
import { parse, type HTMLElement } from 'node-html-parser'
import type { Browser as Chromium, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import texts from '../public/texts.yaml'
import { claim } from './doubles.ts'
import { AIGERIM, heldBack, openTestPortal, type Browser, type TestPortal } from './harness.ts'

const NARROWEST_PX = 320

/** What a reader sees at once on a common desk. */
const SCREEN_PX = 800

/** Two services that this installation shows and does not offer. */
const HELD_BACK = ['vessel/duplicate', 'vessel/renewal']
const { editions } = heldBack(await openActs(), HELD_BACK)
const all = editions.flatMap(({ regulation }) =>
  regulation.variants.map((variant) => ({ regulation, variant, path: `/services/${regulation.id}/${variant.id}` })),
)
const isOffered = ({ variant }: { readonly variant: Variant }) =>
  variant.offered && variant.views.some((view) => view.id === 'portal' && view.offered)
const offered = all.filter(isOffered)
const transcribed = all.filter((each) => !isOffered(each))

let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal({ heldBack: HELD_BACK })
})
afterAll(() => portal.close())

async function pageOf(
  path: string,
  from = portal,
): Promise<{ readonly status: number; readonly main: HTMLElement; readonly title: string }> {
  const { status, text } = await from.browser().get(path)
  expect(text).not.toMatch(/undefined|г\.\.|\[object| style=|<script(?![^>]* src=)/)
  const page = parse(text)
  return { status, main: page.querySelector('main')!, title: page.querySelector('title')!.text }
}

/** Everything that a package says of a variant to who wants to apply. */
function factsOf({ authority, complaint }: Regulation, variant: Variant): readonly LocalText[] {
  const { documents, requirements, grounds, form, views, procedure, results } = variant
  return [
    ...[authority.name, authority.address, complaint.place, complaint.term],
    ...documents.map((slot) => slot.name),
    ...requirements.map((requirement) => requirement.text),
    ...grounds.flatMap((ground) => [ground.text, ground.remedy]),
    ...form.sections.flatMap((section) => [section.title, ...section.fields.map((field) => field.label)]),
    ...form.statements.map((statement) => statement.text),
    ...[...views, procedure].flatMap(({ steps }) => steps.map((step) => step.name)),
    ...views.map((view) => view.name),
    ...[results.grant.title, results.refuse.title],
  ]
}

describe.each(all)('$path', ({ regulation, variant, path }) => {
  test.each(LANGUAGES)('tells in %s everything that the package says, each row with its source', async (language) => {
    const { status, main } = await pageOf(`/${language}${path}`)
    expect(status).toBe(200)
    const text = words(main.text)
    expect(factsOf(regulation, variant).filter((fact) => !text.includes(words(fact[language])))).toEqual([])
    const rows = main.querySelectorAll('table tbody tr')
    expect(rows.length).toBe(numberOfSteps(variant))
    for (const row of rows) expect(row.querySelector('.source-note'), row.text).not.toBeNull()
    if (language === 'en') return
    const english = main
      .querySelectorAll('.source-note')
      .map((note) => note.text)
      .filter((note) => /[a-z]{3}/i.test(note.replace(/[a-z]+\.[a-z]+/gi, '')))
    expect(english).toEqual([])
  })

  test('has a table with caption and headings for each channel and for the provider', async () => {
    const { main } = await pageOf(`/kk${path}`)
    const captions = main.querySelectorAll('table caption').map((caption) => caption.text)
    for (const view of variant.views) expect(captions).toContain(view.name.kk)
    for (const table of main.querySelectorAll('table')) expect(table.querySelectorAll('thead th[scope=col]').length).toBe(5)
  })

  test('leads to the other variants, to the act and to its reference, and is led to from there', async () => {
    const { main } = await pageOf(`/en${path}`)
    const links = linksOf(main)
    for (const other of regulation.variants.filter((each) => each !== variant))
      expect(links).toContain(`/en/services/${regulation.id}/${other.id}`)
    expect(links).toContain(`/en/acts/${regulation.id}`)
    expect(links).toContain(`/en/acts/${regulation.id}/reference/${variant.id}`)
    for (const from of [`/en/acts/${regulation.id}`, `/en/acts/${regulation.id}/reference/${variant.id}`])
      expect(linksOf((await pageOf(from)).main)).toContain(`/en${path}`)
  })
})

describe.skipIf(missingMarkupJudge() !== null)('the markup', () => {
  test('of pages for everybody, and of every component, has nothing that vnu finds wrong', async () => {
    const paths = [
      '',
      offered[0]!.path,
      transcribed.at(-1)!.path,
      '/acts/grain',
      '/acts/grain/reference/issue',
      '/verify',
      '/register',
      '/sign-in',
      '/help',
    ]
    const pages = await Promise.all(
      [...LANGUAGES.flatMap((language) => paths.map((path) => `/${language}${path}`)), '/kk/_components'].map(async (name) => ({
        name,
        html: (await portal.browser().get(name)).text,
      })),
    )
    expect(markupFindings(pages)).toEqual([])
  })
})

test('each page has a title of its own', async () => {
  const titles = await Promise.all(all.map(async ({ path }) => (await pageOf(`/ru${path}`)).title))
  expect(new Set(titles).size).toBe(all.length)
})

describe('what can be had here', () => {
  test.each(offered)('$path has a start and a day', async ({ path }) => {
    const { main } = await pageOf(`/en${path}`)
    expect(linksOf(main).some((link) => link.startsWith('/en/sign-in?return='))).toBe(true)
    expect(main.text).toContain('If you apply today, ready by')
    expect(main.text).not.toContain('You cannot apply for this service online here')
  })

  test.each(offered)('$path leads to a sign-in that is a step of its own table', async ({ variant, path }) => {
    const signIn = linksOf((await pageOf(`/kk${path}`)).main).find((link) => link.startsWith('/kk/sign-in?return='))!
    const step = stepWithAction(variant.views.find(({ id }) => id === 'portal')!.steps, 'signIn')!
    expect(words((await pageOf(signIn)).main.text)).toContain(words(step.name.kk))
  })

  test('who is signed in as somebody for whom it is not reads so in place of the start', async () => {
    const browser = await registered()
    const isForMe = ({ regulation }: (typeof offered)[number]) => regulation.applicants.some(({ kind }) => kind === 'individual')
    const [mine, another] = [offered.find(isForMe)!, offered.find((each) => !isForMe(each))!]
    const mainOf = async ({ path }: { readonly path: string }) => parse((await browser.get(`/kk${path}`)).text).querySelector('main')!
    expect((await mainOf(mine)).querySelectorAll('form')).not.toEqual([])
    const main = await mainOf(another)
    expect(main.querySelectorAll('form, button')).toEqual([])
    expect(main.text).toContain('бұл қызмет тек заңды тұлғаларға арналған')
  })
})

describe('what is only transcribed', () => {
  test.each(transcribed)('$path says so, names whom to turn to, and starts nothing', async ({ regulation, path }) => {
    const { main } = await pageOf(`/en${path}`)
    expect(main.text).toContain('You cannot apply for this service online here.')
    expect(main.text).toContain('What you can do instead')
    expect(main.querySelectorAll('form, button, a.button, a[href*="sign-in"], a[href*="register"]')).toEqual([])
    expect(main.text).not.toMatch(/If you (apply|pay) today|at any time|10 MB/)
    expect(main.text).toContain('No day is counted')
    const { phone } = regulation.authority
    const number = main.querySelector('a[href^="tel:"]')
    if (/\d/.test(phone)) expect(number!.text).toBe(phone)
    else expect(main.text).toContain('no telephone is given')
  })

  test('a service that the act gives free says by which paragraph', async () => {
    const { main } = await pageOf('/en/services/vessel/issue')
    expect(words(main.text)).toContain('The service is free. Source: The regulation, para 5')
  })

  test('the start page does not list it; it leads to the acts', async () => {
    const links = linksOf((await pageOf('/kk')).main)
    for (const { path } of transcribed) expect(links).not.toContain(`/kk${path}`)
    for (const { path } of offered) expect(links).toContain(`/kk${path}`)
    expect(links).toContain('/kk/acts')
  })

  test('nobody gets a draft of it, however they ask', async () => {
    const browser = await registered()
    for (const { regulation, variant, path } of transcribed) {
      expect((await browser.get(`/kk${path}`)).text).not.toContain('action="/kk/drafts"')
      const answer = await browser.post('/kk/drafts', { regulation: regulation.id, variant: variant.id })
      expect(answer.status).toBeGreaterThanOrEqual(400)
    }
    expect(await portal.database.sql`select id from portal.draft`).toEqual([])
  })

  test('who is signed in has no start either', async () => {
    const browser = await registered()
    const main = parse((await browser.get(`/kk${transcribed[0]!.path}`)).text).querySelector('main')!
    expect(main.querySelectorAll('form, button')).toEqual([])
  })

  test('what the installation has not, an act without variants among them, is not found', async () => {
    for (const path of ['/kk/services/grain/moon', '/kk/services/moon/issue', '/kk/services/grain-annexes/issue'])
      expect((await portal.browser().get(path)).status).toBe(404)
  })
})

describe('the search of the start page', () => {
  const found = async (sought: string, language: Language = 'kk') =>
    linksOf((await pageOf(`/${language}/?q=${encodeURIComponent(sought)}`)).main).filter((link) =>
      link.startsWith(`/${language}/services/`),
    )

  test.each([
    ['the name in the language of the page', 'Астық қолхат', 'kk'],
    ['Kazakh words typed with Russian letters', 'астык колхат', 'kk'],
    ['the beginning of a Russian word on an English page', 'зернов', 'en'],
    ['an English word on a Russian page', 'GRAIN', 'ru'],
    ['who gives it', 'Ақтөбе ауыл', 'kk'],
    ['an everyday word that the act does not say', 'бидай', 'kk'],
    ['another ending', 'зерна', 'ru'],
    ['Latin letters', 'zerno', 'ru'],
  ] as const)('finds by %s', async (_, sought, language) => {
    const links = await found(sought, language)
    expect(links).toContain(`/${language}/services/grain/issue`)
    expect(links.every((link) => link.includes('/grain/'))).toBe(true)
  })

  test('shows all where nothing is sought, and says what to do where nothing is found', async () => {
    expect(await found(' ')).toEqual(await found(''))
    const { main } = await pageOf('/en?q=%3Cb%3Esubmarine')
    expect(linksOf(main).filter((link) => link.startsWith('/en/services/'))).toEqual([])
    expect(words(main.querySelector('[role=status]')!.text)).toContain(fillText(texts.catalogue.notFound, { sought: '“<b>submarine”' }).en)
    expect(main.querySelector('input[name=q]')!.getAttribute('value')).toBe('<b>submarine')
    expect(linksOf(main)).toContain('/en')
  })
})

describe('on another day', () => {
  test('after its repeal an act is called repealed, before its adoption not adopted', async () => {
    const later = await openTestPortal({ startAt: '2025-03-03T04:30:00.000Z', heldBack: HELD_BACK })
    try {
      const { main } = await pageOf('/en/services/vessel/duplicate', later)
      expect(main.text).toMatch(/Repealed \(.*Ask the provider which rules hold now\./s)
      expect((await pageOf('/en/services/grain/issue', later)).main.text).toMatch(/The act today.*[Rr]epealed/s)
    } finally {
      await later.close()
    }
    expect((await pageOf('/en/services/vessel/duplicate')).main.text).toMatch(/Not adopted on that day: adopted on 3.September 2015\./)
  })

  test('before its first day an offer says that day, and can not be started', async () => {
    const earlier = await openTestPortal({ startAt: '2014-09-01T04:30:00.000Z', heldBack: HELD_BACK })
    try {
      const { main } = await pageOf('/en/services/grain/issue', earlier)
      expect(words(main.text)).toContain('It will be offered here from 1 October 2014.')
      expect(main.querySelectorAll('form, a.button')).toEqual([])
      expect((await pageOf(`/en${transcribed[0]!.path}`, earlier)).main.text).not.toContain('It will be offered')
    } finally {
      await earlier.close()
    }
  })
})

describe.skipIf(missingBrowser() !== null)('in a browser', () => {
  let chromium: Chromium
  beforeAll(async () => {
    chromium = await launchBrowser()
  })
  afterAll(() => chromium?.close())

  test.each(LANGUAGES)('every page in %s fits 320 px, with everything unfolded', async (language) => {
    const page = await answeredByPortal({})
    for (const { path } of all) {
      await page.goto(addressOf(language, path))
      await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(wider, `${path} is wider than ${NARROWEST_PX} px`).toBe(0)
    }
    await page.close()
  })

  test.each([offered[0]!, transcribed.at(-1)!])('$path is accessible, unfolded', async ({ path }) => {
    const page = await answeredByPortal({})
    await page.goto(addressOf('kk', path))
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))
    expect((await axeViolations(page)).map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
    await page.close()
  })

  test('what decides and what is asked take two screens at most, in every language', async () => {
    const page = await answeredByPortal({ viewport: { width: 1280, height: SCREEN_PX } })
    for (const language of LANGUAGES)
      for (const { path } of offered) {
        await page.goto(addressOf(language, path))
        const more = await page.locator('main h2', { hasText: texts.service.page.more[language] }).boundingBox()
        expect(more!.y, `${language}${path}`).toBeLessThanOrEqual(2 * SCREEN_PX)
      }
    await page.close()
  })

  test('its tables unfold without script', async () => {
    const page = await answeredByPortal({ javaScriptEnabled: false })
    await page.goto(addressOf('kk', transcribed.at(-1)!.path))
    for (const summary of await page.locator('main summary').all()) await summary.click()
    for (const table of await page.locator('main table').all()) expect(await table.isVisible()).toBe(true)
    await page.close()
  })

  /** A narrow page that asks the portal of this test, which listens nowhere. */
  async function answeredByPortal(options: BrowserContextOptions): Promise<Page> {
    const page = await chromium.newPage({ viewport: { width: NARROWEST_PX, height: 800 }, ...options })
    await page.route('**/*', async (route) => {
      const { pathname, search } = new URL(route.request().url())
      const { statusCode, headers, rawPayload } = await portal.site.inject({
        url: `${pathname}${search}`,
        headers: { accept: 'text/html' },
      })
      const texts = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
      await route.fulfill({ status: statusCode, headers: Object.fromEntries(texts), body: rawPayload })
    })
    return page
  }
})

function addressOf(language: Language, path: string): string {
  return `http://localhost/${language}${path}`
}

function linksOf(main: HTMLElement): readonly string[] {
  return main.querySelectorAll('a').map((link) => link.getAttribute('href')!)
}

function numberOfSteps({ views, procedure }: Variant): number {
  return [...views, procedure].reduce((sum, table) => sum + table.steps.length, 0)
}

/** Words alone, as they are read. */
function words(text: string): string {
  return text
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .trim()
}

async function registered(): Promise<Browser> {
  await portal.database.sql`delete from portal.person`
  await portal.database.sql`delete from portal_accounts.account`
  const browser = portal.browser()
  await browser.get('/kk/register')
  await browser.get('/kk/register/challenge')
  await browser.post('/kk/register/certificate', { signature: claim({ iin: AIGERIM.iin }), return: '' })
  const once = /name="_once" value="([^"]+)"/.exec((await browser.get('/kk/register/details')).text)?.[1] ?? ''
  const password = 'қоян төбе 47 арғымақ'
  await browser.post('/kk/register/details', {
    _once: once,
    phone: '+77011234567',
    email: 'a@mysal.kz',
    language: 'kk',
    password,
    repeat: password,
  })
  return browser
}

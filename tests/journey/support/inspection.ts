// What must hold on every page, whoever comes by: accessible by axe's WCAG 2.2 AA rules, nothing to scroll sideways at 320 px, one heading,
// the right language, no complaint of the browser. Problems are collected, so that a journey goes on and all are reported at its end.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Language, LANGUAGES } from '@ruqsat/foundation'
import { axeViolations, WCAG_22_AA } from '@ruqsat/web/testing'
import type { Page } from 'playwright-core'
import { routeOf } from './routes.ts'

/** WCAG 2.2, 1.4.10: the narrowest window in which nothing may need sideways scrolling. */
const NARROWEST = 320

/** The widest look that a reader can choose (`/kk/display`). */
const LARGEST = 'size--largest spacing--wide letters--plain'

type Looked = {
  readonly page: Page
  readonly options: { readonly origin: string; readonly language: Language; readonly width: number; readonly javaScript?: boolean }
}

export class Inspector {
  readonly problems: string[] = []
  readonly visited = new Set<string>()
  readonly #done = new Set<string>()

  /** The browser's own complaints: a blocked script or style, an error in an island. */
  listen(page: Page): void {
    page.on('pageerror', (error) => this.problems.push(`${where(page.url())}: script failed: ${error.message}`))
    page.on('console', (message) => {
      const isOurs =
        message.type() === 'error' && !/Failed to load resource: the server responded with a status of (4\d\d|503)/.test(message.text())
      if (isOurs) this.problems.push(`${where(page.url())}: console: ${message.text().slice(0, 300)}`)
    })
  }

  async lookOver(window: Looked): Promise<void> {
    const { page, options } = window
    const url = page.url()
    if (!url.startsWith('http')) return
    const route = routeOf(url, options.origin)
    this.visited.add(route)
    const { headings, language, unhidden, hasErrors, deadLinks, sharedIds, edgeless } = await seenOn(page)
    if (headings !== 1) this.problems.push(`${where(url)}: ${headings} headings of the first level`)
    const wanted = LANGUAGES.find((each) => new URL(url).pathname.split('/')[1] === each)
    if (wanted !== undefined && language !== wanted) this.problems.push(`${where(url)}: lang is ${language}`)
    if (deadLinks.length > 0) this.problems.push(`${where(url)}: errors that lead to no field: ${deadLinks.join(' | ')}`)
    if (sharedIds.length > 0) this.problems.push(`${where(url)}: ids that stand twice: ${sharedIds.join(' ')}`)
    if (edgeless.length > 0) this.problems.push(`${where(url)}: without an edge in the colours of the system: ${edgeless.join(' | ')}`)
    if (unhidden.length > 0) this.problems.push(`${where(url)}: hidden and yet to be seen: ${unhidden.join(' | ')}`)
    // Each kind of page is looked over once in each state, and pictured once in each width; a journey passes some of them twenty times.
    const state = hasErrors ? 'with errors' : 'plain'
    if (this.#isNew(`picture ${route} ${state} ${options.width}`)) await this.#picture(window, route, state)
    if (this.#isNew(`${route} ${state}`)) await this.#narrow(window)
    if (options.javaScript !== false && this.#isNew(`axe ${route} ${state}`)) await this.#axe(page, route, state)
  }

  #isNew(what: string): boolean {
    if (this.#done.has(what)) return false
    this.#done.add(what)
    return true
  }

  async #axe(page: Page, route: string, state: string): Promise<void> {
    for (const { id, nodes } of await axeViolations(page, WCAG_22_AA)) {
      this.problems.push(
        `${route} (${state}): axe ${id} at ${nodes
          .map((node) => node.html.slice(0, 140))
          .slice(0, 2)
          .join(' | ')}`,
      )
    }
  }

  async #narrow({ page, options }: Looked): Promise<void> {
    const before = page.viewportSize()
    const sights = [...new Set([options.width, NARROWEST])].map((width) => ({ width, look: '' }))
    for (const { width, look } of [...sights, { width: NARROWEST, look: LARGEST }]) {
      await page.setViewportSize({ width, height: before?.height ?? 800 })
      const wide = await page.evaluate((chosen) => {
        const root = document.documentElement
        const own = root.className
        root.className = `${own} ${chosen}`
        const over = document.documentElement.scrollWidth - document.documentElement.clientWidth
        const right = document.documentElement.clientWidth
        const guilty = [...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > right + 1).pop()
        const isOver = over > 0
        root.className = own
        return isOver ? `${over} px by ${guilty?.outerHTML.slice(0, 140) ?? 'nobody'}` : null
      }, look)
      if (wide !== null) this.problems.push(`${where(page.url())}: too wide at ${width} px ${look}: ${wide}`)
    }
    if (before !== null) await page.setViewportSize(before)
  }

  async #picture({ page, options }: Looked, route: string, state: string): Promise<void> {
    const folder = screenshotFolder()
    if (folder === null) return
    const name = `${route.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'}${state === 'plain' ? '' : '-errors'}`
    await page.screenshot({ path: join(folder, `${options.width}-${options.language}-${name}.png`), fullPage: true })
  }

  /** Routes that were expected and never visited. */
  missing(routes: readonly string[]): string[] {
    return routes.filter((route) => !this.visited.has(route))
  }
}

type Seen = {
  readonly headings: number
  readonly language: string
  /** What carries `hidden` and is drawn all the same. */
  readonly unhidden: readonly string[]
  readonly hasErrors: boolean
  /** Lines of an error summary that lead to no field. */
  readonly deadLinks: readonly string[]
  /** A label or a link to one of these finds the first only. */
  readonly sharedIds: readonly string[]
  /** Buttons, fields and chosen answers that only a background shows, where backgrounds are taken away. */
  readonly edgeless: readonly string[]
}

/** All in one question: a journey passes hundreds of pages. A page that refreshes itself under the question is asked again. */
async function seenOn(page: Page): Promise<Seen> {
  const ask = () =>
    page.evaluate(() => ({
      headings: document.querySelectorAll('h1').length,
      language: document.documentElement.lang,
      unhidden: [...document.querySelectorAll('[hidden]')]
        .filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length > 0)
        .map((each) => each.outerHTML.slice(0, 120)),
      hasErrors: document.querySelector('.error-summary, .errors') !== null,
      deadLinks: [...document.querySelectorAll<HTMLAnchorElement>('.error-summary a[href^="#"]')]
        .filter((link) => document.getElementById(link.hash.slice(1)) === null)
        .map((link) => link.outerHTML.slice(0, 120)),
      edgeless: matchMedia('(forced-colors: active)').matches
        ? [...document.querySelectorAll('.button:not(.button--quiet), .input, .textarea, .select')]
            .concat([...document.querySelectorAll('.choice__input:checked + .choice__label')])
            .filter((each) => parseFloat(getComputedStyle(each, each.matches('.choice__label') ? '::after' : null).borderLeftWidth) < 1)
            .map((each) => each.outerHTML.slice(0, 120))
        : [],
      sharedIds: [...document.querySelectorAll('[id]')].filter((each) => document.getElementById(each.id) !== each).map(({ id }) => id),
    }))
  return ask().catch(async () => {
    await page.waitForLoadState('load')
    return ask()
  })
}

function where(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/, '')
}

/** Where screenshots go, if they are wanted: `RUQSAT_SCREENSHOTS=/tmp/shots npx vitest run --project journey`. */
function screenshotFolder(): string | null {
  const folder = process.env['RUQSAT_SCREENSHOTS']
  if (folder === undefined || folder === '') return null
  mkdirSync(folder, { recursive: true })
  return join(folder)
}

// A real browser as people have one: a window of some width, a language, cookies and keys of its own.
import { withoutLanguage } from '@ruqsat/web'
import type { Browser, BrowserContext, Locator, Page, Request } from 'playwright-core'
import type { Language } from '@ruqsat/foundation'
import type { Inspector } from './inspection.ts'
import { WITHOUT_NEWER } from './old-browser.ts'

export { launchBrowser, missingBrowser } from '@ruqsat/web/testing'

export type WindowOptions = {
  readonly origin: string
  readonly language: Language
  readonly width: number
  readonly inspector: Inspector
  readonly javaScript?: boolean
  /** Lacks what the oldest browsers of the target lack. */
  readonly isOld?: boolean
  /** Colours are the system's alone, as people with high contrast have them. */
  readonly forcedColors?: boolean
}

/** Longer than any page takes on a busy machine; what is slower is a fault. */
const PAGE_WITHIN_MS = 60_000
/** A button is there or it is not. */
const PRESS_WITHIN_MS = 60_000

/** One browser profile with one window. Each page that it comes to is looked over by the inspector. */
export class Window {
  readonly context: BrowserContext
  readonly page: Page
  readonly options: WindowOptions
  /** What this window has posted, newest last, for the promises about what never leaves the browser. */
  readonly posted: Request[] = []

  private constructor(context: BrowserContext, page: Page, options: WindowOptions) {
    this.context = context
    this.page = page
    this.options = options
    page.setDefaultTimeout(PRESS_WITHIN_MS)
    page.setDefaultNavigationTimeout(PAGE_WITHIN_MS)
    page.on('request', (request) => request.method() !== 'GET' && this.posted.push(request))
    options.inspector.listen(page)
  }

  /** A new profile: no cookies, no keys, nothing remembered. */
  static async profile(
    browser: Browser,
    {
      width,
      javaScript = true,
      isOld = false,
      forcedColors = false,
    }: Pick<WindowOptions, 'width' | 'javaScript' | 'isOld' | 'forcedColors'>,
  ): Promise<(options: WindowOptions) => Window> {
    const context = await browser.newContext({
      viewport: { width, height: width < 600 ? 740 : 900 },
      javaScriptEnabled: javaScript,
      acceptDownloads: true,
      reducedMotion: 'reduce',
      ...(forcedColors && { forcedColors: 'active' }),
      ...(width < 600 && { hasTouch: true }),
    })
    if (isOld) await context.addInitScript(WITHOUT_NEWER)
    const page = await context.newPage()
    return (options) => new Window(context, page, options)
  }

  /** A second tab of the same profile. */
  async anotherTab(): Promise<Window> {
    return new Window(this.context, await this.context.newPage(), this.options)
  }

  get language(): Language {
    return this.options.language
  }

  /** Types an address. `path` is without the language, or a whole address. */
  async goTo(path: string): Promise<this> {
    const url = /^https?:/.test(path) ? path : `${this.options.origin}/${this.language}${path === '/' ? '' : path}`
    const go = () => this.page.goto(url, { waitUntil: 'load' })
    // A page that refreshes itself, or an answer that still comes after a double click, may cut off an address that was just typed.
    await go().catch((error: Error) =>
      /interrupted by another navigation|net::ERR_ABORTED/.test(error.message) ? go() : Promise.reject(error),
    )
    return this.lookedOver()
  }

  /** Presses what leads to another page, and waits until that is here. */
  async press(what: Locator | string): Promise<this> {
    const place = typeof what === 'string' ? this.page.locator(what) : what
    const arrived = this.page.waitForEvent('load', { timeout: PAGE_WITHIN_MS })
    arrived.catch(() => undefined) // A press that fails is a better message than a page that does not come.
    await place.click({ timeout: PRESS_WITHIN_MS })
    await arrived
    return this.lookedOver()
  }

  /** After something else than a press has led here: a download, Enter, a refresh. */
  async lookedOver(): Promise<this> {
    await this.options.inspector.lookOver(this)
    return this
  }

  async reload(): Promise<this> {
    await this.page.reload({ waitUntil: 'load' })
    return this.lookedOver()
  }

  /** The address without origin and language. */
  get path(): string {
    const url = new URL(this.page.url())
    return withoutLanguage(url.pathname) || '/'
  }

  async heading(): Promise<string> {
    return clean(await this.page.locator('h1').first().innerText())
  }

  /** All that is read on the page, without what is in the header and footer. */
  async text(): Promise<string> {
    return clean(await this.page.locator('main').innerText())
  }

  /** Texts of the error summary, top to bottom; empty where the page has none. */
  async errors(): Promise<string[]> {
    const texts = await this.page.locator('.error-summary .error-summary__list li').allInnerTexts()
    return texts.map(clean)
  }

  async close(): Promise<void> {
    await this.context.close()
  }
}

/** Ticks a radio button or checkbox as people do: by its label, which lies over it. */
export async function tick(box: Locator): Promise<void> {
  if (await box.isChecked()) return
  const id = await box.getAttribute('id')
  await box.page().locator(`label[for="${id}"]`).click()
  if (!(await box.isChecked())) throw new Error(`Expected ${id} to be ticked by a click on its label`)
}

export function clean(text: string): string {
  return text.replace(/[\s\u00a0]+/g, ' ').trim()
}

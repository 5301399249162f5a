// The driver's people in a real browser: what a form was given is typed into the page, what it sends is pressed, what is signed is signed by
// the page's own script. The next page is read from the screen, so that whoever drives knows no more than a person does.
import type { SigningKey } from '@ruqsat/signing/browser'
import { LANGUAGES, type Language } from '@ruqsat/foundation'
import { launchBrowser } from '@ruqsat/web/testing'
import type { Browser, Locator, Response } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { type Answer, type FilledForm, openSandbox, Page, type Sandbox, type Visitor } from '../../driver/index.ts'
import { startHouse, type RunningHouse } from '../../house.ts'
import { tick, Window } from '../../journey/support/browser.ts'
import { Inspector } from '../../journey/support/inspection.ts'
import { bringKey, chooseKey, removeKeys } from '../../journey/support/keys.ts'

export type Watched = { readonly house: RunningHouse; readonly sandbox: Sandbox; readonly screens: Screens }

/** A house that counts no requests, and a browser for its people, for all tests of the group; given when they have begun. */
export function watchedHouse(): () => Watched {
  let watched: Watched | null = null
  let house: RunningHouse | null = null
  beforeAll(async () => {
    house = await startHouse({ env: { RUQSAT_RATE_LIMITS: 'off' } })
    const sandbox = await openSandbox(house.origin)
    watched = { house, sandbox, screens: await Screens.launch(sandbox) }
  })
  afterAll(async () => {
    await watched?.screens.close()
    await house?.stop()
  })
  return () => watched!
}

/** How somebody looks at the house: a window of this width, pages in this language. */
export type As = { readonly width: number; readonly language: Language }

/** A window takes a hundred megabytes: more than work on one act are not kept. */
const MOST_KEPT = 10

/** One browser for many people; each has a profile of their own. Every page that they come to is looked over. */
export class Screens {
  readonly inspector = new Inspector()
  readonly sandbox: Sandbox
  readonly #browser: Browser
  readonly #open: Screen[] = []
  readonly #kept = new Map<string, Screen>()

  private constructor(browser: Browser, sandbox: Sandbox) {
    this.#browser = browser
    this.sandbox = sandbox
  }

  static async launch(sandbox: Sandbox): Promise<Screens> {
    return new Screens(await launchBrowser(), sandbox)
  }

  /** A new profile: nobody is signed in, no key is there. */
  screen(as: As, isKept = false): Screen {
    const start = async () => {
      const open = await Window.profile(this.#browser, as)
      return open({ origin: this.sandbox.origin, inspector: this.inspector, ...as })
    }
    const screen = new Screen(this.sandbox, as.language, start, isKept)
    this.#open.push(screen)
    return screen
  }

  /**
   * The same profile each time that this person comes in this house, turned to the language that is wanted now: they are signed in and have
   * their key. To close it does nothing; a profile that was not asked for lately ends by itself.
   */
  kept(id: string, as: As): Screen {
    const name = `${id} ${as.width}`
    const screen = this.#kept.get(name) ?? this.screen(as, true)
    this.#kept.delete(name)
    this.#kept.set(name, screen)
    screen.language = as.language
    const [oldest] = this.#kept
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) {
      this.#kept.delete(oldest[0])
      void oldest[1].end()
    }
    return screen
  }

  /** One for each person, kept. */
  each(as: As): (id: string) => Screen {
    return (id) => this.kept(id, as)
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((screen) => screen.end()))
    await this.#browser.close()
  }
}

export class Screen implements Visitor {
  /** Pages are opened in it; the driver's own addresses are Kazakh. */
  language: Language
  readonly #sandbox: Sandbox
  readonly #start: () => Promise<Window>
  readonly #isKept: boolean
  #window: Promise<Window> | null = null
  #last: Response | null = null
  #ended: Promise<void> = Promise.resolve()
  #brought = ''

  constructor(sandbox: Sandbox, language: Language, start: () => Promise<Window>, isKept: boolean) {
    this.#sandbox = sandbox
    this.language = language
    this.#start = start
    this.#isKept = isKept
  }

  async open(address: string | URL): Promise<Page> {
    const window = await this.#opened()
    await window.goTo(inLanguage(new URL(address), this.language).href)
    return this.#read(window)
  }

  async submit(filled: FilledForm): Promise<Page> {
    const { on, values, files, button } = filled.entered
    const window = await this.#opened()
    if (window.page.url() !== on.href) await window.goTo(on.href)
    const form = await formOf(window, filled)
    const folded = form.locator('xpath=ancestor::details[not(@open)]')
    while ((await folded.count()) > 0) await folded.first().locator('> summary').click()
    for (const name of new Set(await namesIn(form)))
      await enter(
        form,
        name,
        values.flatMap(([known, value]) => (known === name ? [value] : [])),
      )
    for (const [name, { name: fileName, mediaType, bytes }] of files)
      await form.locator(`input[type="file"][name="${name}"]`).setInputFiles({ name: fileName, mimeType: mediaType, buffer: bytes })
    await window.press(button === null ? await mainButton(form) : form.locator(`button[name="${button[0]}"][value="${button[1]}"]`))
    return this.#read(window)
  }

  submitUntilAnswered(filled: FilledForm): Promise<Page> {
    return this.submit(filled)
  }

  /** Brings the key where this browser has another one or none, chooses it, presses the button. */
  async sign(page: Page, key: SigningKey): Promise<Page> {
    const window = await this.#opened()
    const file = this.#sandbox.fileOf(key)
    if (this.#brought !== file.name) {
      if (this.#brought !== '') await removeKeys(window)
      await window.goTo(`${this.#sandbox.origin}/${this.language}${keysOf(page.path)}`)
      await bringKey(window, file)
      this.#brought = file.name
    }
    if (window.page.url() !== page.url.href) await window.goTo(page.url.href)
    await chooseKey(window)
    await window.press('[data-part="sign"]')
    return this.#read(window)
  }

  async download(address: string | URL): Promise<Answer> {
    const { context } = await this.#opened()
    const response = await context.request.get(String(address))
    if (response.status() !== 200) throw new Error(`Expected a file at ${response.url()} but the answer was ${response.status()}`)
    return { url: new URL(response.url()), status: 200, headers: response.headers(), body: await response.body() }
  }

  forgetCookies(): void {
    void this.#opened().then(({ context }) => context.clearCookies())
  }

  /** A window takes a hundred megabytes: whoever is done closes it. */
  close(): void {
    if (!this.#isKept) void this.end()
  }

  /** What `close` began is waited for too: a browser that ends in the middle of it complains. */
  end(): Promise<void> {
    const window = this.#window
    this.#window = null
    this.#brought = ''
    this.#ended = Promise.all([this.#ended, window?.then((open) => open.close())]).then(() => undefined)
    return this.#ended
  }

  #opened(): Promise<Window> {
    this.#window ??= this.#start().then((window) => {
      window.page.on('response', (response) => {
        const request = response.request()
        if (request.isNavigationRequest() && request.frame() === window.page.mainFrame()) this.#last = response
      })
      return window
    })
    return this.#window
  }

  /** A page that refreshes itself in this moment is read again. */
  async #read(window: Window): Promise<Page> {
    const { page } = window
    const content = await page.content().catch(async () => {
      await page.waitForLoadState('load')
      return page.content()
    })
    const status = this.#last?.status() ?? 0
    return new Page(this, { url: new URL(page.url()), status, headers: this.#last?.headers() ?? {}, body: Buffer.from(content) })
  }
}

/** Where people of the site's part that this page is of bring their key. */
function keysOf(path: string): string {
  const [, , part] = path.split('/')
  return part === 'work' || part === 'centre' ? `/${part}/keys` : '/keys'
}

/** The driver speaks Kazakh; a person who reads another language opens the same page in theirs. */
function inLanguage(address: URL, language: Language): URL {
  const [, first = '', ...rest] = address.pathname.split('/')
  if (LANGUAGES.some((each) => each === first)) address.pathname = ['', language, ...rest].join('/')
  return address
}

/** Several forms of a page may lead to one address: they differ in what they carry unseen. */
async function formOf(window: Window, { action, method, entered }: FilledForm): Promise<Locator> {
  const place = await window.page.evaluate(
    ({ path, method, values }) => {
      const known = new Set(values.map(([name, value]) => `${name} ${value}`))
      const score = (form: HTMLFormElement) =>
        [...form.elements].filter((each) => {
          const { name, value, type } = each as HTMLInputElement
          return type === 'hidden' && known.has(`${name} ${value}`)
        }).length
      const names = new Set(values.map(([name]) => name))
      return (
        [...document.forms]
          .map((form, at) => ({ form, at }))
          .filter(({ form }) => new URL(form.getAttribute('action') ?? '', location.href).pathname === path && form.method === method)
          .filter(({ form }) => [...names].every((name) => form.elements.namedItem(name) !== null))
          .sort((one, other) => score(other.form) - score(one.form))[0]?.at ?? -1
      )
    },
    {
      path: action.pathname,
      method: method.toLowerCase(),
      values: entered.values.map(([name, value]) => [name, value] as [string, string]),
    },
  )
  if (place < 0) throw new Error(`Expected a form to ${action.pathname} on the screen of ${window.page.url()}`)
  return window.page.locator('form').nth(place)
}

/** Of what people enter: not hidden, not a button, not a file. */
function namesIn(form: Locator): Promise<string[]> {
  return form.evaluate((element) =>
    [...(element as HTMLFormElement).elements]
      .map((each) => each as HTMLInputElement)
      .filter(({ type, name, disabled }) => name !== '' && !disabled && !['hidden', 'submit', 'button', 'file'].includes(type))
      .map(({ name }) => name),
  )
}

async function enter(form: Locator, name: string, values: readonly string[]): Promise<void> {
  const controls = form.locator(`[name="${name}"]:not([type="hidden"])`)
  const first = controls.first()
  const kind = await first.evaluate((element) => (element.localName === 'input' ? (element as HTMLInputElement).type : element.localName))
  if (kind === 'radio' || kind === 'checkbox') {
    for (const control of await controls.all()) {
      const value = (await control.getAttribute('value')) ?? 'on'
      if (values.includes(value)) await tick(control)
      else if (kind === 'checkbox' && (await control.isChecked()))
        await form
          .page()
          .locator(`label[for="${await control.getAttribute('id')}"]`)
          .click()
    }
  } else if (kind === 'select') await first.selectOption(values[0] ?? '')
  else if ((await first.inputValue()) !== (values[0] ?? '')) await first.fill(values[0] ?? '')
}

/** The one that a person would press to go on; the others (leave, remove) have names or are elsewhere. */
async function mainButton(form: Locator): Promise<Locator> {
  const plain = form.locator('button:not([type="button"]):not([name])')
  return (await plain.count()) > 0 ? plain.first() : form.locator('button:not([type="button"])').first()
}

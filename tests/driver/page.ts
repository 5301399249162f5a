import { parse, type HTMLElement } from 'node-html-parser'
import type { Answer, Browser } from './browser.ts'
import { Form } from './form.ts'
import { plain } from './text.ts'

/** What a person without a screen sees of an answer. */
export class Page {
  readonly browser: Browser
  readonly url: URL
  readonly status: number
  readonly #answer: Answer
  #root: HTMLElement | null = null

  constructor(browser: Browser, answer: Answer) {
    this.browser = browser
    this.url = answer.url
    this.status = answer.status
    this.#answer = answer
  }

  /** `/kk/drafts/7/pay`; what is after `?` is left out. */
  get path(): string {
    return this.url.pathname
  }

  get headers(): Answer['headers'] {
    return this.#answer.headers
  }

  get bytes(): Buffer {
    return this.#answer.body
  }

  get root(): HTMLElement {
    this.#root ??= parse(this.#answer.body.toString('utf8'), { comment: false })
    return this.#root
  }

  /** The text of the main part, spaces joined. */
  get text(): string {
    return plain((this.root.querySelector('main') ?? this.root).textContent)
  }

  get heading(): string {
    return plain(this.root.querySelector('h1')?.textContent ?? '')
  }

  /** What an error summary, a notification and the errors at fields say. */
  get problems(): readonly string[] {
    return this.root.querySelectorAll('.error-summary li, .error-message, .notification').map((each) => plain(each.textContent))
  }

  get forms(): readonly Form[] {
    return this.root.querySelectorAll('form').map((element) => new Form(this, element))
  }

  /** The first form whose action ends so (`/pay`) or matches. */
  findForm(action: string | RegExp): Form | null {
    return (
      this.forms.find((form) => (typeof action === 'string' ? form.action.pathname.endsWith(action) : action.test(form.action.pathname))) ??
      null
    )
  }

  form(action: string | RegExp): Form {
    return this.findForm(action) ?? this.#lacks(`a form to ${String(action)}`)
  }

  /** The address of the first link whose address matches. */
  findLink(address: RegExp): URL | null {
    return this.links(address)[0] ?? null
  }

  link(address: RegExp): URL {
    return this.findLink(address) ?? this.#lacks(`a link to ${String(address)}`)
  }

  links(address: RegExp): readonly URL[] {
    const hrefs = this.root.querySelectorAll('a[href]').map((each) => each.getAttribute('href') ?? '')
    return hrefs.filter((href) => address.test(href)).map((href) => new URL(href, this.url))
  }

  /** The same page again. */
  reload(): Promise<Page> {
    return this.browser.open(this.url)
  }

  /** For messages: where it is, what it says first. */
  describe(): string {
    const problems = this.problems.length > 0 ? ` [${this.problems.slice(0, 3).join(' | ')}]` : ''
    return `${this.url.pathname} (${this.status}) «${this.heading}»${problems}`
  }

  #lacks(what: string): never {
    throw new Error(
      `Expected ${what} on ${this.describe()} but it has forms to ${this.forms.map((form) => form.action.pathname).join(', ') || 'nothing'}`,
    )
  }
}

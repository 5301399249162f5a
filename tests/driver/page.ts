import type { SigningKey } from '@ruqsat/signing/browser'
import { parse, type HTMLElement } from 'node-html-parser'
import type { IncomingMessage } from 'node:http'
import { plain } from './text.ts'

export type Answer = { readonly url: URL; readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: Buffer }

/** Where a page's links and forms lead. */
export type Visitor = {
  open(address: string | URL): Promise<Page>
  submit(filled: FilledForm): Promise<Page>
  submitUntilAnswered(filled: FilledForm): Promise<Page>
  download(address: string | URL): Promise<Answer>
  /** Of a browser that has a screen: signs with this key by what the page offers. Without one the driver signs by itself. */
  sign?(page: Page, key: SigningKey): Promise<Page>
  forgetCookies(name?: string): void
  close(): void
}

/** What a person without a screen sees of an answer. */
export class Page {
  readonly browser: Visitor
  readonly url: URL
  readonly status: number
  readonly #answer: Answer
  #root: HTMLElement | null = null

  constructor(browser: Visitor, answer: Answer) {
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

export type Filled = { readonly contentType: string; readonly bytes: Buffer }
/** What was entered, for a browser that types it itself. */
export type Entered = {
  readonly on: URL
  readonly values: readonly (readonly [string, string])[]
  readonly files: readonly (readonly [string, FormFile])[]
  readonly button: readonly [string, string] | null
}
export type FilledForm = { readonly method: 'GET' | 'POST'; readonly action: URL; readonly body: Filled | null; readonly entered: Entered }

export type FormFile = { readonly name: string; readonly mediaType: string; readonly bytes: Buffer }

/** A field as the page shows it. A group of radios or checkboxes is one field. */
export type Field = {
  readonly name: string
  readonly kind: 'text' | 'password' | 'email' | 'tel' | 'textarea' | 'select' | 'radio' | 'checkbox' | 'file' | 'hidden'
  readonly label: string
  readonly hint: string
  readonly inputmode: string
  readonly maxlength: number | null
  /** Values of a select, radios or checkboxes that may be chosen. */
  readonly options: readonly string[]
  /** What is next to each option, in the same order. */
  readonly optionLabels: readonly string[]
  readonly isWrong: boolean
  readonly value: string
}

/** A form of a page, filled by names or labels and sent as a browser would. Hidden tokens (CSRF, once) go along by themselves. */
export class Form {
  readonly action: URL
  readonly method: 'GET' | 'POST'
  readonly #page: Page
  readonly #element: HTMLElement
  readonly #values: [string, string][] = []
  readonly #files: [string, FormFile][] = []

  constructor(page: Page, element: HTMLElement) {
    this.#page = page
    this.#element = element
    this.action = new URL(element.getAttribute('action') ?? '', page.url)
    this.method = (element.getAttribute('method') ?? 'get').toLowerCase() === 'post' ? 'POST' : 'GET'
    for (const field of this.fields) {
      if (field.kind === 'file') continue
      if (field.kind === 'checkbox') for (const value of checkedValues(element, field.name)) this.#values.push([field.name, value])
      else if (field.kind !== 'radio' || field.value !== '') this.#values.push([field.name, field.value])
    }
  }

  get fields(): readonly Field[] {
    const found = new Map<string, Field>()
    for (const control of this.#element.querySelectorAll('input, select, textarea')) {
      const name = control.getAttribute('name')
      if (name === undefined || control.hasAttribute('disabled')) continue
      const field = fieldOf(this.#element, control, name)
      const before = found.get(name)
      if (before === undefined) found.set(name, field)
      else
        found.set(name, {
          ...before,
          options: [...before.options, ...field.options],
          optionLabels: [...before.optionLabels, ...field.optionLabels],
          value: before.value === '' ? field.value : before.value,
        })
    }
    return [...found.values()]
  }

  /** The value that would be sent for a field now. */
  value(name: string): string {
    return this.#values.find(([known]) => known === name)?.[1] ?? ''
  }

  /** Types or chooses. `which` is a field's name or its label. */
  set(which: string, value: string): this {
    const field = this.fields.find((each) => each.name === which) ?? this.fields.find((each) => each.label === which)
    if (field === undefined)
      throw new Error(
        `Expected a field «${which}» on ${this.#page.describe()} but the form has ${this.fields.map((each) => each.name).join(', ')}`,
      )
    const kept = this.#values.filter(([name]) => name !== field.name)
    this.#values.splice(0, this.#values.length, ...kept, [field.name, value])
    return this
  }

  /** Ticks every box of a group. */
  tickAll(name: string): this {
    const field = this.fields.find((each) => each.name === name && each.kind === 'checkbox')
    if (field === undefined) return this
    const kept = this.#values.filter(([known]) => known !== name)
    this.#values.splice(0, this.#values.length, ...kept, ...field.options.map((value): [string, string] => [name, value]))
    return this
  }

  attach(name: string, file: FormFile): this {
    this.#files.push([name, file])
    return this
  }

  /** As it would travel; the same bytes may be sent twice, like a double click. `button` is the pressed one's name and value. */
  filled(button?: readonly [string, string]): FilledForm {
    const values = button === undefined ? this.#values : [...this.#values, button]
    const entered = { on: this.#page.url, values: [...this.#values], files: [...this.#files], button: button ?? null }
    if (this.method === 'GET') {
      const action = new URL(this.action)
      for (const [name, value] of values) action.searchParams.append(name, value)
      return { method: 'GET', action, body: null, entered }
    }
    const isMultipart = this.#element.getAttribute('enctype') === 'multipart/form-data'
    return { method: 'POST', action: this.action, body: isMultipart ? multipart(values, this.#files) : urlencoded(values), entered }
  }

  submit(button?: readonly [string, string]): Promise<Page> {
    return this.#page.browser.submit(this.filled(button))
  }
}

function fieldOf(form: HTMLElement, control: HTMLElement, name: string): Field {
  const kind = kindOf(control)
  const isChoice = kind === 'radio' || kind === 'checkbox'
  const value = control.getAttribute('value') ?? ''
  const described = (control.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .concat(control.closest('fieldset')?.getAttribute('aria-describedby')?.split(' ') ?? [])
  const hint = described
    .map((id) => (id === '' || id.endsWith('-error') ? '' : plain(form.querySelector(`[id="${id}"]`)?.textContent ?? '')))
    .join(' ')
  return {
    name,
    kind,
    label: labelOf(form, control),
    hint: hint.trim(),
    inputmode: control.getAttribute('inputmode') ?? '',
    maxlength: control.hasAttribute('maxlength') ? Number(control.getAttribute('maxlength')) : null,
    options: isChoice ? [value] : control.querySelectorAll('option').map((option) => option.getAttribute('value') ?? ''),
    optionLabels: isChoice ? [ownLabel(form, control)] : control.querySelectorAll('option').map((option) => plain(option.textContent)),
    isWrong: control.getAttribute('aria-invalid') === 'true' || control.closest('.field--error') !== null,
    value: isChoice
      ? control.hasAttribute('checked')
        ? value
        : ''
      : kind === 'textarea'
        ? control.textContent
        : kind === 'select'
          ? selectedOf(control)
          : value,
  }
}

function kindOf(control: HTMLElement): Field['kind'] {
  if (control.localName === 'textarea' || control.localName === 'select') return control.localName
  const type = control.getAttribute('type') ?? 'text'
  return KINDS.find((kind) => kind === type) ?? 'text'
}

const KINDS = ['text', 'password', 'email', 'tel', 'radio', 'checkbox', 'file', 'hidden'] as const

/** Of a group: its legend. */
function labelOf(form: HTMLElement, control: HTMLElement): string {
  const isGroup = control.getAttribute('type') === 'radio' || control.getAttribute('type') === 'checkbox'
  const legend = isGroup ? control.closest('fieldset')?.querySelector('legend') : null
  return legend ? plain(legend.textContent) : ownLabel(form, control)
}

function ownLabel(form: HTMLElement, control: HTMLElement): string {
  const id = control.getAttribute('id')
  return id === undefined ? '' : plain(form.querySelector(`label[for="${id}"]`)?.textContent ?? '')
}

function selectedOf(select: HTMLElement): string {
  const options = select.querySelectorAll('option')
  return (options.find((option) => option.hasAttribute('selected')) ?? options[0])?.getAttribute('value') ?? ''
}

function checkedValues(form: HTMLElement, name: string): readonly string[] {
  return form
    .querySelectorAll('input[type=checkbox]')
    .filter((box) => box.getAttribute('name') === name && box.hasAttribute('checked'))
    .map((box) => box.getAttribute('value') ?? 'on')
}

function urlencoded(values: readonly (readonly [string, string])[]): Filled {
  return {
    contentType: 'application/x-www-form-urlencoded',
    bytes: Buffer.from(new URLSearchParams(values.map(([name, value]) => [name, value])).toString()),
  }
}

function multipart(values: readonly (readonly [string, string])[], files: readonly (readonly [string, FormFile])[]): Filled {
  const boundary = `----ruqsat${Math.random().toString(16).slice(2)}${Math.random().toString(16).slice(2)}`
  const parts = [
    ...values.map(([name, value]) => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)),
    ...files.flatMap(([name, file]) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${file.name}"\r\nContent-Type: ${file.mediaType}\r\n\r\n`,
      ),
      file.bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.concat(parts) }
}

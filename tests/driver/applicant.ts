// A person who applies, page by page. Each act begins by finding out how far the draft is, so that it can go on after any interruption.
import { setTimeout as sleep } from 'node:timers/promises'
import { Browser, NoAnswer, type BrowserOptions } from './browser.ts'
import { fillForm, newFilling, samplePdf, type Filling, type Typed, legalDayOf } from './fill.ts'
import type { FilledForm, Page, Visitor } from './page.ts'
import type { CardScenario, KeyKind, Persona, Sandbox } from './sandbox.ts'
import { signOn } from './signing.ts'

/** A draft as its owner knows it. */
export type OwnDraft = {
  readonly url: string
  readonly marker: string
  /** What was typed, by field; compared at the end. */
  readonly typed: Typed
  /** Digests are compared too: the bytes that were attached, by slot. */
  readonly attached: Map<string, Buffer>
}

export type ApplyOptions = {
  readonly card?: CardScenario
  /** The bank that is paid at, by its id; the first that is offered where absent. */
  readonly bank?: string
  readonly keyKind?: KeyKind
  /** What the request is confirmed by; a signature where absent. */
  readonly by?: 'signature' | 'oneTimePassword'
  /** Between two looks at a page that waits. */
  readonly pauseMs?: number
  /** What to type where a sample would not do, by field. */
  readonly answers?: Readonly<Record<string, string>>
  /** Called before each page is worked on, with where the draft is. */
  readonly onPlace?: (place: Place) => void
}

/** Where a draft is, read from the address that its own page leads to. */
export type Place =
  | 'form'
  | 'documents'
  | 'check'
  | 'registers'
  | 'no-data'
  | 'pay'
  | 'payment'
  | 'gateway'
  | 'bank'
  | 'not-paid'
  | 'sign'
  | 'refused'
  | 'waiting'
  | 'abandoned'
  | 'receipt'
  | 'sign-in'
  | 'problem'

const USUAL_PAUSE_MS = 250
/** Five seconds: carriers take their time, and a busy outbox shows the newest only. */
const MOST_LOOKS_FOR_CODE = 20
/** A draft has about fifteen pages; waiting pages are looked at again and again. */
const MOST_LOOKS = 2_000
/** A page that refuses the same answers so often in a row will not take them. */
const MOST_REFUSED = 6

/** What people apply for where a test does not say: open to everybody, with a fee and an interested body. */
const USUAL_REGULATION = 'grain'

/** A number without what people write between its digits; an address stays as it is. */
const digitsOf = (text: string) => text.replace(/[\s()-]/g, '')

export type ApplicantOptions = BrowserOptions & {
  readonly accepted?: Map<string, number>
  /** Another browser than one without a screen. */
  readonly browser?: Visitor
}

export class Applicant {
  readonly sandbox: Sandbox
  readonly persona: Persona
  readonly browser: Visitor
  readonly #accepted: Map<string, number>
  #today: string | null = null

  constructor(sandbox: Sandbox, personId: string, options: ApplicantOptions = {}) {
    this.sandbox = sandbox
    this.persona = sandbox.persona(personId)
    this.browser = options.browser ?? new Browser(options)
    this.#accepted = options.accepted ?? new Map()
  }

  get origin(): string {
    return this.sandbox.origin
  }

  /** Proves the key, gives contacts and the password that the sandbox suggests. Registered already: signs in. */
  async register(): Promise<Page> {
    const start = await this.browser.open(`${this.origin}/kk/register`)
    const proven = await signOn(start, await this.sandbox.key(this.persona.id))
    if (proven.status === 409) return this.signIn()
    const form = proven.form('/register/details')
    form.set('phone', this.persona.phone).set('email', this.persona.email).set('language', 'kk')
    form.set('password', this.persona.password).set('repeat', this.persona.password)
    const done = await form.submit()
    if (done.status === 409) return this.signIn()
    if (done.status !== 200) throw new Error(`Expected to be registered but ${done.describe()}`)
    return this.#confirmContacts(done)
  }

  /** The same without a key: the number that is the person's proves who it is. */
  async registerByPhone(): Promise<Page> {
    const { iin, phone, email, password } = this.persona
    const start = await this.browser.open(`${this.origin}/kk/register/phone`)
    const asked = await start.form('/register/phone').set('iin', iin).set('phone', phone).submit()
    const code = await this.#oneTimeCode(phone, /тіркелу коды: (\d{6})/)
    const form = (await asked.form('/register/phone/code').set('code', code).submit()).form('/register/details')
    form.set('email', email).set('language', 'kk').set('password', password).set('repeat', password)
    const done = await form.submit()
    if (done.status !== 200) throw new Error(`Expected to be registered but ${done.describe()}`)
    return this.#confirmContacts(done)
  }

  /** Has a password sent for the request on this page, and types it. */
  async #confirmByPassword(page: Page): Promise<Page> {
    const sent = await page.form('/password').submit()
    const code = await this.#oneTimeCode(this.persona.phone, /растау коды: (\d{6})/)
    return sent.form('/confirm').set('code', code).submit()
  }

  async #oneTimeCode(phone: string, pattern: RegExp): Promise<string> {
    for (let look = 0; look < MOST_LOOKS_FOR_CODE; look += 1) {
      const letter = (await this.sandbox.messages()).find(({ to, text }) => digitsOf(to).includes(digitsOf(phone)) && pattern.test(text))
      if (letter !== undefined) return pattern.exec(letter.text)![1]!
      await sleep(USUAL_PAUSE_MS)
    }
    throw new Error(`Expected a one-time password by SMS but none came within ${MOST_LOOKS_FOR_CODE} looks`)
  }

  /** Types the codes that came by SMS and mail; what does not come is left for later, as the page offers. */
  async #confirmContacts(page: Page): Promise<Page> {
    let now = page
    for (const [channel, address] of [
      ['sms', this.persona.phone],
      ['email', this.persona.email],
    ] as const) {
      const code = await this.#codeTo(address)
      const form = now.forms.find((each) => each.action.pathname.endsWith('/confirmation') && each.value('channel') === channel)
      if (form !== undefined && code !== null) now = await form.set(`code-${channel}`, code).submit()
    }
    if (now.problems.length > 0 && now.status !== 200) throw new Error(`Expected the contacts to be confirmed but ${now.describe()}`)
    return now.path.endsWith('/confirmation') ? this.browser.open(`${this.origin}/kk/cabinet`) : now
  }

  async #codeTo(address: string): Promise<string | null> {
    for (let look = 0; look < MOST_LOOKS_FOR_CODE; look += 1) {
      const letters = await this.sandbox.messages()
      const letter = letters.find(({ to, text }) => digitsOf(to).includes(digitsOf(address)) && /Растау коды: \d{6}/.test(text))
      if (letter !== undefined) return /Растау коды: (\d{6})/.exec(letter.text)![1]!
      await sleep(USUAL_PAUSE_MS)
    }
    return null
  }

  /** `returnTo` is a path of the portal; the cabinet where it is not given. */
  async signIn(returnTo = ''): Promise<Page> {
    const query = returnTo === '' ? '' : `?return=${encodeURIComponent(returnTo)}`
    const page = await this.browser.open(`${this.origin}/kk/sign-in${query}`)
    const form = page.findForm('/sign-in')
    if (form === null) return page
    form
      .set('who', this.persona.bin === null ? 'self' : 'firm')
      .set('iin', this.persona.iin)
      .set('password', this.persona.password)
    if (this.persona.bin !== null) form.set('bin', this.persona.bin)
    const signedIn = await form.submit()
    if (signedIn.status !== 200 || signedIn.path.endsWith('/sign-in'))
      throw new Error(`Expected to be signed in but ${signedIn.describe()}`)
    return signedIn
  }

  /** The start button of a service (`regulation` or `regulation/variant`), ready to be pressed once or again. */
  async startForm(regulation = USUAL_REGULATION, channel?: string): Promise<FilledForm> {
    const home = await this.browser.open(`${this.origin}/kk${channel === undefined ? '' : `/channels/${channel}`}`)
    const services = home.links(/\/services\//).filter((link) => `${link.pathname}/`.includes(`/${regulation}/`))
    for (const service of services) {
      const page = await this.browser.open(service)
      const form = page.findForm(/\/drafts$/)
      if (form !== null) return form.filled()
    }
    throw new Error(`Expected a service with a start button but ${services.length} services have none`)
  }

  /** Starts a draft. The same form sent again, after no answer came, starts no second one. */
  async startDraft(marker: string, pressed?: FilledForm): Promise<OwnDraft> {
    const page = await this.browser.submitUntilAnswered(pressed ?? (await this.startForm()))
    const [, url] = /^(\/\w\w\/drafts\/[0-9a-f-]{36})/.exec(page.path) ?? []
    if (url === undefined) throw new Error(`Expected a draft but ${page.describe()}`)
    return { url: `${this.origin}${url}`, marker, typed: new Map(), attached: new Map() }
  }

  /** Where the draft is now, as the portal itself leads there. */
  open(draft: OwnDraft): Promise<Page> {
    return this.browser.open(draft.url)
  }

  /** Works on the draft until it has a number; answers with the receipt. */
  async apply(draft: OwnDraft, options: ApplyOptions = {}): Promise<Page> {
    return this.#workUntil(draft, options, (place) => place === 'receipt')
  }

  /** Fills every section with values that its page accepts. */
  async fillAll(draft: OwnDraft, options: Pick<ApplyOptions, 'answers'> = {}): Promise<Page> {
    return this.#workUntil(draft, options, (place) => place !== 'form')
  }

  /** Attaches a file of its own to every document that the page asks for. */
  async attachAll(draft: OwnDraft): Promise<Page> {
    return this.#attach(await this.browser.open(`${draft.url}/documents`), draft)
  }

  /** Ticks the statements and confirms the answers. */
  async check(draft: OwnDraft): Promise<Page> {
    const page = await this.browser.open(`${draft.url}/check`)
    return this.#confirm(page)
  }

  /** From the portal's page through gateway and bank and back. Ends where the draft is then. */
  async pay(draft: OwnDraft, card: CardScenario = 'success'): Promise<Page> {
    return this.#workUntil(draft, { card }, (place) => !PAYING.has(place))
  }

  /** As far as this place: `gateway` is the page of the order, where a payment can still be given up. */
  workTo(draft: OwnDraft, wanted: Place, options: Pick<ApplyOptions, 'answers'> = {}): Promise<Page> {
    return this.#workUntil(draft, options, (place) => place === wanted)
  }

  /** Signs once with a key of this kind; what came of it is the answer's business. */
  async sign(draft: OwnDraft, keyKind: KeyKind = 'good'): Promise<Page> {
    const page = await this.browser.open(`${draft.url}/sign`)
    return signOn(page, await this.sandbox.key(this.persona.id, keyKind))
  }

  /** The request's number, from the receipt that the draft leads to. */
  async receiptNumber(draft: OwnDraft): Promise<string> {
    return numberOf(await this.open(draft))
  }

  /** The page of a registered request with its history. */
  request(number: string): Promise<Page> {
    return this.browser.open(`${this.origin}/kk/cabinet/requests/${encodeURIComponent(number)}`)
  }

  /** The signed result, as the applicant downloads it. */
  async downloadResult(number: string): Promise<Buffer> {
    return (await this.browser.download(`${this.origin}/kk/cabinet/requests/${encodeURIComponent(number)}/result`)).body
  }

  /** The signed result, or null while the request is under way. */
  async resultOf(number: string): Promise<Buffer | null> {
    const page = await this.request(number)
    if (page.status !== 200) throw new Error(`Expected the page of ${number} but ${page.describe()}`)
    const link = page.findLink(/\/result$/)
    return link === null ? null : (await this.browser.download(link)).body
  }

  /** The signed request with its evidence, for whoever wants to verify it elsewhere. */
  async downloadPackage(number: string): Promise<Buffer> {
    return (await this.browser.download(`${this.origin}/kk/cabinet/requests/${encodeURIComponent(number)}/package?with=attachments`)).body
  }

  close(): void {
    this.browser.close()
  }

  async #workUntil(draft: OwnDraft, options: ApplyOptions, isEnd: (place: Place) => boolean): Promise<Page> {
    let page: Page | null = null
    let refused = 0
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      page ??= await this.open(draft)
      refused = page.status === 422 ? refused + 1 : 0
      if (refused === MOST_REFUSED)
        throw new Error(`Expected answers that the page takes but it refused them ${refused} times: ${page.describe()}`)
      const place = placeOf(page)
      options.onPlace?.(place)
      if (isEnd(place)) return page
      page = await this.#goOn(page, place, draft, options)
    }
    throw new Error(`Expected the draft to come to an end within ${MOST_LOOKS} looks but it is at ${page?.describe() ?? draft.url}`)
  }

  /** One page's worth of work; null where the draft is to be opened again. */
  async #goOn(page: Page, place: Place, draft: OwnDraft, options: ApplyOptions): Promise<Page | null> {
    switch (place) {
      case 'sign-in':
        return this.signIn(new URL(draft.url).pathname)
      case 'form':
        return fillForm(page, page.form(/\/form\//), this.#filling(page, draft, options), draft.typed)
      case 'documents':
        return this.#attach(page, draft)
      case 'check':
        return this.#confirm(page)
      case 'pay':
        return page.form('/pay').tickAll('requirementsRead').submit()
      case 'registers':
        return page.form('/registers').submit()
      case 'gateway':
      case 'bank':
        return this.#payAtBank(page, options)
      case 'not-paid':
      case 'refused':
        return page.form('/again').submit()
      case 'sign':
        if (options.by === 'oneTimePassword') return this.#confirmByPassword(page)
        return signOn(page, await this.sandbox.key(this.persona.id, options.keyKind ?? 'good'))
      case 'payment':
      case 'waiting':
      case 'problem':
        await sleep(options.pauseMs ?? USUAL_PAUSE_MS)
        return place === 'problem' ? this.#afterProblem(page) : null
      default:
        throw new Error(`Expected a page that can be worked on but ${page.describe()}`)
    }
  }

  /** Where something is missing elsewhere, goes there. */
  async #confirm(page: Page): Promise<Page> {
    const next = await page.form('/check').tickAll('statements').submit()
    if (next.status !== 422) return next
    const missing = next.root.querySelector('.error-summary a[href*="/drafts/"]')?.getAttribute('href')
    if (missing === undefined || missing === null) throw new Error(`Expected the answers to be confirmed but ${next.describe()}`)
    return this.browser.open(new URL(missing, next.url))
  }

  #afterProblem(page: Page): null {
    if (page.status === 409 || page.status >= 500 || page.status === 429) return null
    throw new Error(`Expected to go on but ${page.describe()}: ${page.text.slice(0, 300)}`)
  }

  #filling(page: Page, draft: OwnDraft, { answers }: ApplyOptions): Filling {
    this.#today ??= legalDayOf(page)
    return { ...newFilling(draft.marker, this.#today, this.#accepted), ...(answers && { answers }) }
  }

  async #attach(page: Page, draft: OwnDraft): Promise<Page> {
    const form = page.form('/documents')
    for (const slot of slotsOf(page)) {
      if (slotHasFile(page, slot)) continue
      const bytes = draft.attached.get(slot) ?? samplePdf(`${slot} ${draft.marker}`)
      draft.attached.set(slot, bytes)
      form.attach(slot, { name: `${slot}.pdf`, mediaType: 'application/pdf', bytes })
    }
    const next = await form.submit(['go', 'check'])
    if (next.status !== 200) throw new Error(`Expected the files to be taken but ${next.describe()}`)
    return next
  }

  async #payAtBank(page: Page, options: ApplyOptions): Promise<Page | null> {
    const card = page.findForm('/cards')
    if (card !== null) {
      const { number, expiry, cvv } = this.sandbox.card(options.card ?? 'success')
      return card.set('number', number).set('expiry', expiry).set('cvv', cvv).submit()
    }
    const code = page.findForm('/codes')
    if (code !== null) return code.set('code', await this.#codeFromOutbox(options)).submit()
    const pay = page.findForm('/payments')
    if (pay !== null) return (options.bank === undefined ? pay : pay.set('bank', options.bank)).submit()
    const checks = page.findForm('/checks')
    if (checks !== null) {
      await sleep(options.pauseMs ?? USUAL_PAUSE_MS)
      return checks.submit()
    }
    const back = page.findLink(/\/(drafts|pay)\/[0-9a-f-]{36}\/(payment|return)/)
    return back === null ? null : this.browser.open(back)
  }

  async #codeFromOutbox(options: ApplyOptions): Promise<string> {
    await sleep(options.pauseMs ?? USUAL_PAUSE_MS)
    for (const { text } of await this.sandbox.messages()) {
      const [, code] = /(?<!\d)(\d{6})(?!\d)/.exec(text) ?? []
      if (code !== undefined) return code
    }
    throw new NoAnswer('The code has not come yet')
  }
}

const PAYING: ReadonlySet<Place> = new Set(['pay', 'payment', 'gateway', 'bank', 'sign-in', 'problem'])

/** Reads the place from address and status alone: what a page says differs by language and act. */
export function placeOf(page: Page): Place {
  const { path } = page
  if (path.endsWith('/sign-in')) return 'sign-in'
  if (page.url.hostname === '127.0.0.1') return page.status >= 400 && page.status !== 422 ? 'problem' : 'bank'
  if (/^\/\w\w\/pay\//.test(path))
    return page.status >= 400 && page.status !== 422 && page.findForm(/\/pay\//) === null ? 'problem' : 'gateway'
  if (path.endsWith('/receipt')) return page.status === 200 ? 'receipt' : 'problem'
  if (page.status >= 400 && page.findForm(/\/again$/) !== null) return path.endsWith('/not-paid') ? 'not-paid' : 'refused'
  if (page.status >= 400 && page.findForm(/\/(form\/[^/]+|check|pay)$/) === null) return 'problem'
  const [, place] = /\/drafts\/[0-9a-f-]{36}\/([a-z-]+)/.exec(path) ?? []
  const known = PLACES.find((each) => each === place)
  if (known === undefined) throw new Error(`Expected a page of a draft but ${page.describe()}`)
  return known
}

const PLACES = [
  'form',
  'documents',
  'check',
  'registers',
  'no-data',
  'pay',
  'payment',
  'not-paid',
  'sign',
  'refused',
  'waiting',
  'abandoned',
] as const

/** `/kk/cabinet/requests/{number}/receipt`. */
export function numberOf(receipt: Page): string {
  const [, number] = /\/requests\/([^/]+)\/receipt$/.exec(receipt.path) ?? []
  if (number === undefined) throw new Error(`Expected a receipt but ${receipt.describe()}`)
  return decodeURIComponent(number)
}

/** Documents that the page asks for: each has a field for its files. */
function slotsOf(page: Page): readonly string[] {
  return page.forms.flatMap((form) => form.fields.filter((field) => field.kind === 'file').map((field) => field.name))
}

/** What is attached can be removed again, in the same part of the page. */
function slotHasFile(page: Page, slot: string): boolean {
  const input = page.root.querySelector(`input[type=file][name="${slot}"]`)
  const removal = input?.closest('section, article, .card')?.querySelector('button[name="remove"]') ?? null
  return removal !== null
}

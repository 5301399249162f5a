// Everything a visitor needs is on the sandbox's page: people with their numbers, passwords and keys; test cards; legal time; switches.
import { isProblem, readSigningKeys, type SigningKey } from '@ruqsat/signing/browser'
import type { HTMLElement } from 'node-html-parser'
import { Browser, type BrowserOptions } from './browser.ts'
import type { Page } from './page.ts'
import { plain } from './text.ts'

export type KeyKind = 'good' | 'expired' | 'revoked' | 'not-yet-valid' | 'another-person' | 'wrong-purpose' | 'unknown-root'

export type Persona = {
  /** `aigerim`: the name in the files of their keys. */
  readonly id: string
  readonly name: string
  readonly iin: string
  readonly bin: string | null
  readonly login: string
  readonly password: string
  readonly phone: string
  readonly email: string
  /** True where the portal knows them from the start. */
  readonly isRegistered: boolean
  readonly keys: readonly KeyKind[]
}

export type CardScenario =
  | 'success'
  | 'insufficientFunds'
  | 'lostCard'
  | 'code'
  | 'slow'
  | 'late'
  | 'twice'
  | 'silentSuccess'
  | 'noAnswer'
  | 'otherSum'
  | 'chargedTwice'
export type Card = { readonly number: string; readonly expiry: string; readonly cvv: string }

export type Sandbox = {
  readonly origin: string
  readonly people: ReadonlyMap<string, Persona>
  readonly keyPassword: string
  persona(id: string): Persona
  card(scenario: CardScenario): Card
  /** The key as a browser holds it after import. Kept: the file is downloaded once. */
  key(personId: string, kind?: KeyKind): Promise<SigningKey>
  /** The file that such a key came from. */
  fileOf(key: SigningKey): KeyFile
  /** Moves legal time forward by one of the page's steps: `hour`, `fourHours`, `day`, `week`. */
  moveTime(by: 'hour' | 'fourHours' | 'day' | 'week'): Promise<void>
  /** Sets how a neighbour behaves, e.g. `setSwitch('ocsp', 'down')`. */
  setSwitch(neighbour: string, mode: string): Promise<void>
  /** The newest messages of the outbox, newest first: to whom, and what they say. */
  messages(): Promise<readonly { readonly to: string; readonly text: string }[]>
  /** Confirms every payment that the bank holds (the `late` card). */
  confirmHeldPayments(): Promise<number>
  /** Somebody pays over a bank's counter, in tenge; answers with the number on the receipt. */
  payOverCounter(payment: { readonly sum: string; readonly payer: string; readonly purpose: string }): Promise<string>
}

export type KeyFile = { readonly name: string; readonly bytes: Buffer; readonly password: string }

/** In the order of the list on each card: the page's labels are for people and differ by language, `<code>` marks what can be copied. */
const IIN = /^\d{12}$/

export async function openSandbox(origin: string, options: BrowserOptions = {}): Promise<Sandbox> {
  const browser = new Browser(options)
  const address = `${origin}/kk/sandbox`
  const page = await browser.open(address)
  const people = new Map(
    page.root
      .querySelectorAll('[id^="person-"]')
      .map((card) => personaOf(card))
      .map((persona) => [persona.id, persona]),
  )
  const keyPassword = keyPasswordOf(page)
  const kept = new Map<string, Promise<SigningKey>>()
  const files = new Map<SigningKey, KeyFile>()
  const persona = (id: string): Persona => {
    const found = people.get(id)
    if (found === undefined) throw new Error(`Expected '${id}' in the sandbox but it has ${[...people.keys()].join(', ')}`)
    return found
  }
  return {
    origin,
    people,
    keyPassword,
    persona,
    card(scenario) {
      const number = page.root.querySelector(`#card-${scenario}`)?.textContent.replace(/\D/g, '')
      if (number === undefined) throw new Error(`Expected the card '${scenario}' on the sandbox's page`)
      const [, expiry = '', cvv = ''] = /(\d\d\/\d\d)\D+?(\d{3})\b/.exec(page.text) ?? []
      return { number, expiry, cvv }
    },
    key(personId, kind = 'good') {
      const file = `${persona(personId).id}-${kind}.p12`
      const known = kept.get(file) ?? readKey(browser, `${origin}/sandbox/keys/${file}`, { name: file, password: keyPassword, files })
      kept.set(file, known)
      // What failed is asked for again.
      known.catch(() => kept.delete(file))
      return known
    },
    fileOf(key) {
      const file = files.get(key)
      if (file === undefined) throw new Error('Expected a key of this sandbox')
      return file
    },
    async moveTime(by) {
      const now = await browser.open(address)
      await now.form('/legal-time-moves').submit(['by', by])
    },
    async setSwitch(neighbour, mode) {
      const now = await browser.open(address)
      await now.form('/switches').set(neighbour, mode).submit()
    },
    async messages() {
      const outbox = await browser.open(`${address}/outbox`)
      return outbox.root
        .querySelectorAll('article')
        .map((article) => ({ to: plain(article.querySelector('dd')?.textContent ?? ''), text: plain(article.textContent) }))
    },
    async payOverCounter({ sum, payer, purpose }) {
      const form = (await browser.open(address)).form('/counter-payments')
      const paid = await form.set('counter-sum', sum).set('counter-payer', payer).set('counter-purpose', purpose).submit()
      const number = /DALA-\d+/.exec(paid.text)?.[0]
      if (number === undefined) throw new Error(`Expected the number of a receipt but ${paid.describe()}`)
      return number
    },
    async confirmHeldPayments() {
      const now = await browser.open(address)
      const forms = now.forms.filter((form) => form.action.pathname.endsWith('/bank-confirmations'))
      for (const form of forms) await form.submit()
      return forms.length
    },
  }
}

async function readKey(
  browser: Browser,
  address: string,
  { name, password, files }: { readonly name: string; readonly password: string; readonly files: Map<SigningKey, KeyFile> },
): Promise<SigningKey> {
  const { body } = await browser.download(address)
  const keys = await readSigningKeys(new Uint8Array(body), password)
  if (isProblem(keys)) throw new Error(`Expected a key in ${address} but it has a problem: ${keys.code}`)
  files.set(keys[0]!, { name, bytes: body, password })
  return keys[0]!
}

function personaOf(card: HTMLElement): Persona {
  const codes = card.querySelectorAll('code').map((code) => plain(code.textContent))
  const files = card.querySelectorAll('a[href*="/sandbox/keys/"]').map((link) => link.getAttribute('href')!.split('/').at(-1)!)
  const id = card.getAttribute('id')!.slice('person-'.length)
  const isFirm = codes.length === 5
  const [iin = '', ...others] = codes
  const [login = '', password = ''] = others.slice(isFirm ? 1 : 0)
  if (!IIN.test(iin)) throw new Error(`Expected an IIN first on the card of '${id}' but found '${iin}'`)
  const texts = card.querySelectorAll('dd').map((each) => plain(each.textContent))
  return {
    name: plain(card.querySelector('summary')?.textContent ?? '').split(' – ')[0]!,
    id,
    iin,
    bin: isFirm ? others[0]! : null,
    login,
    password,
    phone: texts.find((text) => /^\+\d{11}$/.test(text.replace(/[\s()-]/g, ''))) ?? '',
    email: texts.find((text) => /^\S+@\S+$/.test(text)) ?? '',
    isRegistered: card.querySelector('.status-tag') !== null,
    keys: files.map((file) => file.slice(id.length + 1, -'.p12'.length) as KeyKind),
  }
}

function keyPasswordOf(page: Page): string {
  const cards = page.root.querySelectorAll('[id^="person-"]')
  const password = cards[0]?.querySelectorAll('code').at(-1)?.textContent
  if (password === undefined) throw new Error('Expected the password of all keys on the sandbox\u2019s page')
  return plain(password)
}

// The sandbox page, as a visitor uses it: who lives here, which keys and cards there are, the messages, legal time, and the switches.
import { clean, type Window } from './browser.ts'

export type Inhabitant = {
  readonly id: string
  readonly name: string
  readonly iin: string
  readonly bin: string | null
  readonly login: string
  readonly password: string
  readonly keyPassword: string
  readonly phone: string
  readonly email: string
}

export type KeyKind = 'good' | 'expired' | 'revoked' | 'not-yet-valid' | 'another-person' | 'wrong-purpose' | 'unknown-root'
export type Neighbour = 'bank' | 'ocsp' | 'crl' | 'registers' | 'messaging'
export type Letter = { readonly subject: string; readonly to: string; readonly text: string }

const TRIES = 40
const PAUSE_MS = 250

/** Reads everything from the page in English; who walks a journey in Kazakh sees the same under other words. */
export class Republic {
  readonly window: Window
  readonly #people = new Map<string, Inhabitant>()
  #cards: Readonly<Record<string, string>> | null = null
  constructor(window: Window) {
    this.window = window
  }

  async person(id: string): Promise<Inhabitant> {
    if (this.#people.size === 0) await this.#readPeople()
    const known = this.#people.get(id)
    if (known === undefined) throw new Error(`Expected ${id} on the sandbox page but found ${[...this.#people.keys()].join(', ')}`)
    return known
  }

  /** Everybody at once: the page is long. */
  async #readPeople(): Promise<void> {
    await this.#open()
    const cards = await this.window.page.locator('[id^="person-"]').evaluateAll((all) =>
      all.map((card) => ({
        id: card.id.slice('person-'.length),
        summary: card.querySelector('summary')?.textContent ?? '',
        rows: [...card.querySelectorAll('.summary-list__row')].map((row) => [
          row.querySelector('dt')?.textContent?.trim() ?? '',
          row.querySelector('dd')?.textContent?.trim() ?? '',
        ]),
      })),
    )
    for (const { id, summary, rows } of cards)
      this.#people.set(id, inhabitantOf(id, clean(summary), Object.fromEntries(rows) as Readonly<Record<string, string>>))
  }

  /** The number of the test card that does this. */
  async card(scenario: string): Promise<string> {
    if (this.#cards === null) {
      await this.#open()
      const cells = await this.window.page
        .locator('[id^="card-"]')
        .evaluateAll((all) => all.map((cell) => [cell.id, cell.textContent?.replace(/\s/g, '') ?? '']))
      this.#cards = Object.fromEntries(cells) as Record<string, string>
    }
    const number = this.#cards[`card-${scenario}`]
    if (number === undefined) throw new Error(`Expected a test card '${scenario}' but found ${Object.keys(this.#cards).join(', ')}`)
    return number
  }

  async legalTime(): Promise<string> {
    await this.#open()
    return (await this.window.page.locator('#legal-time ~ .inset-text time').first().getAttribute('datetime'))!
  }

  async moveLegalTimeBy(step: 'hour' | 'fourHours' | 'day' | 'week'): Promise<void> {
    await this.#open()
    await this.window.press(`button[name="by"][value="${step}"]`)
  }

  async makeNeighbours(modes: Partial<Readonly<Record<Neighbour, string>>>): Promise<void> {
    await this.#open()
    const { page } = this.window
    for (const [neighbour, mode] of Object.entries(modes)) await page.locator(`select[name="${neighbour}"]`).selectOption(mode)
    await this.window.press(page.locator('form[action$="/sandbox/switches"] button'))
  }

  /** Presses the confirmation of the payment that waits for it. */
  async confirmHeldPayment(): Promise<void> {
    await this.#open()
    await this.window.press(this.window.page.locator('form[action$="/sandbox/bank-confirmations"] button').first())
  }

  /** The newest message to this phone or mailbox whose text or subject says this; waits for it, because carriers take their time. */
  async message(to: string, says: RegExp, tries = TRIES): Promise<Letter> {
    let seen: Letter[] = []
    for (let looks = 0; looks < tries; looks += 1) {
      seen = await this.messages()
      const found = seen.find((letter) => plain(letter.to).includes(plain(to)) && says.test(`${letter.subject} ${letter.text}`))
      if (found !== undefined) return found
      await this.window.page.waitForTimeout(PAUSE_MS)
    }
    throw new Error(
      `Expected a message to ${to} that says ${says} but found: ${seen.map(({ to: whom, subject }) => `${whom}: ${subject}`).join('; ')}`,
    )
  }

  /** The newest first. */
  async messages(): Promise<Letter[]> {
    await this.window.goTo('/sandbox/outbox')
    const letters = await this.window.page.locator('article').evaluateAll((all) =>
      all.map((each) => ({
        subject: each.querySelector('h2')?.textContent ?? '',
        to: each.querySelector('dd')?.textContent ?? '',
        text: each.querySelector('.inset-text')?.textContent ?? '',
      })),
    )
    return letters.map(({ subject, to, text }) => ({ subject: clean(subject), to: clean(to), text: clean(text) }))
  }

  async #open(): Promise<void> {
    await this.window.goTo('/sandbox')
  }
}

function inhabitantOf(id: string, summary: string, facts: Readonly<Record<string, string>>): Inhabitant {
  const fact = (name: string) => {
    const found = facts[name]
    if (found === undefined || found === '')
      throw new Error(`Expected '${name}' of ${id} on the sandbox page but found ${Object.keys(facts).join(', ')}`)
    return found
  }
  return {
    id,
    name: summary.split(' – ')[0]!,
    iin: fact('IIN'),
    bin: facts['BIN'] ?? null,
    login: fact('Login'),
    password: fact('Password'),
    keyPassword: fact('Password of all keys'),
    phone: fact('Phone'),
    email: fact('E-mail'),
  }
}

function plain(text: string): string {
  return text.replace(/[\s\u00a0()-]/g, '')
}

// The applicant's way to an account: register by certificate, sign in by password, sign out, change and reset the password.
import type { Locator } from 'playwright-core'
import { tick, type Window } from './browser.ts'
import { bringKey, downloadKey, type KeyFile } from './keys.ts'
import type { Inhabitant, KeyKind, Republic } from './republic.ts'

export class Applicant {
  readonly window: Window
  readonly person: Inhabitant
  /** What they sign in with; they may choose another one than the sandbox proposes. */
  password: string
  constructor(window: Window, person: Inhabitant) {
    this.window = window
    this.person = person
    this.password = person.password
  }

  get page() {
    return this.window.page
  }

  /** Whether this one acts for a firm. */
  get actsForFirm(): boolean {
    return this.person.bin !== null
  }

  /** A0: brings the key, signs the portal's challenge with it, gives contacts and a password. */
  async registers(key?: KeyFile): Promise<void> {
    const file = key ?? (await downloadKey(this.window, this.person))
    await this.window.goTo('/register')
    await this.window.press(this.link('/keys').first())
    await bringKey(this.window, file)
    await this.window.press(this.page.locator('[data-part="found"] a'))
    await this.confirmsByKey()
    await this.givesContacts()
  }

  async confirmsByKey(): Promise<void> {
    await tick(this.page.locator('input[name="signing-key"]').first())
    await this.window.press('[data-part="sign"]')
  }

  async givesContacts(): Promise<void> {
    const form = this.form('/register/details')
    await form.locator('[name="phone"]').fill(this.person.phone)
    await form.locator('[name="email"]').fill(this.person.email)
    await tick(form.locator(`[name="language"][value="${this.window.language}"]`))
    await form.locator('[name="password"]').fill(this.password)
    await form.locator('[name="repeat"]').fill(this.password)
    await this.window.press(form.locator('button'))
  }

  /** Types the codes of the messages that came; asks the sandbox's outbox as a person looks at their phone and mail. */
  async confirmsContacts(republic: Pick<Republic, 'message'>): Promise<void> {
    for (const [channel, address] of [
      ['sms', this.person.phone],
      ['email', this.person.email],
    ] as const) {
      const { text } = await republic.message(address, /(Растау коды|Код подтверждения|Confirmation code): \d{6}/)
      await this.page.locator(`[name="code-${channel}"]`).fill(/: (\d{6})/.exec(text)![1]!)
      await this.window.press(this.page.locator(`form:has([name="code-${channel}"]) button`))
    }
  }

  /** A1, from wherever the sign-in page was reached. */
  async signsIn(password = this.password): Promise<void> {
    if (this.window.path !== '/sign-in') await this.window.goTo('/sign-in')
    const form = this.form('/sign-in')
    await tick(form.locator(`[name="who"][value="${this.actsForFirm ? 'firm' : 'self'}"]`))
    if (this.person.bin !== null) await form.locator('[name="bin"]').fill(this.person.bin)
    await form.locator('[name="iin"]').fill(this.person.iin)
    await form.locator('[name="password"]').fill(password)
    await this.window.press(form.locator('button'))
  }

  async signsOut(): Promise<void> {
    await this.window.press(this.form('/sign-out').locator('button'))
  }

  /** The session ends while the window stays open: its cookie is gone, as after a night. */
  async losesTheSession(): Promise<void> {
    const cookies = await this.window.context.cookies()
    const kept = cookies.filter(({ name }) => !/^(?:__Host-)?portal$/.test(name))
    await this.window.context.clearCookies()
    await this.window.context.addCookies(kept)
  }

  /** Brings another key, from the sandbox page. */
  async bringsKey(kind: KeyKind): Promise<void> {
    const file = await downloadKey(this.window, this.person, kind)
    await this.window.goTo('/keys')
    await bringKey(this.window, file)
  }

  async looksIntoCabinet(): Promise<void> {
    await this.window.goTo('/cabinet')
  }

  /** The request numbers that the cabinet lists. */
  async requestNumbers(): Promise<string[]> {
    await this.looksIntoCabinet()
    return this.page.locator('a[href*="/cabinet/requests/"]').allInnerTexts()
  }

  /** How many unfinished drafts the cabinet lists. */
  async countDrafts(): Promise<number> {
    await this.looksIntoCabinet()
    return this.page.locator('main a[href*="/drafts/"]').count()
  }

  form(path: string): Locator {
    const action = `/${this.window.language}${path}`
    // The way back may go along in the address.
    return this.page.locator(`form[action$="${action}"], form[action*="${action}?"]`)
  }

  link(path: string): Locator {
    return this.page.locator(`main a[href^="/${this.window.language}${path}"]`)
  }
}

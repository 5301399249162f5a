// An operator of the hall: signs in, opens a window, calls, enters for the person whose ticket they hold.
import {
  Browser,
  fillForm,
  legalDayOf,
  newFilling,
  samplePdf,
  signOn,
  type Page,
  type Persona,
  type Sandbox,
  type Visitor,
} from '../../driver/index.ts'

export class HallOperatorAtWork {
  readonly sandbox: Sandbox
  readonly persona: Persona
  readonly browser: Visitor

  constructor(sandbox: Sandbox, personId: string, browser: Visitor = new Browser()) {
    this.sandbox = sandbox
    this.persona = sandbox.persona(personId)
    this.browser = browser
  }

  open(path: string): Promise<Page> {
    return this.browser.open(new URL(path, this.sandbox.origin))
  }

  async signIn(): Promise<Page> {
    const page = await this.open('/kk/centre/sign-in')
    const form = page.forms.find((each) => each.fields.some(({ kind }) => kind === 'password'))
    if (form === undefined) return page
    return form.set('login', this.persona.login).set('password', this.persona.password).submit()
  }

  async opensWindow(number: number): Promise<Page> {
    return this.form(await this.open('/kk/centre'), 'open')
      .set('window', `main ${number}`)
      .submit()
  }

  async presses(what: string): Promise<Page> {
    return this.form(await this.open('/kk/centre'), what).submit()
  }

  /** From the called ticket to the page where the registers are asked. */
  async enters(answers: Readonly<Record<string, string>>): Promise<Page> {
    const entry = await this.presses('begin')
    const filling = { ...newFilling('1', legalDayOf(entry)), answers: { comes: 'self', language: 'kk', ...answers } }
    return fillForm(entry, this.form(entry, 'fill'), filling, new Map())
  }

  /** A scan of each document, the statements read. */
  attaches(page: Page): Promise<Page> {
    const form = this.form(page, 'papers')
    for (const { name, kind } of form.fields)
      if (kind === 'file') form.attach(name, { name: `${name}.pdf`, mediaType: 'application/pdf', bytes: samplePdf(name) })
    if (form.fields.some(({ name }) => name === 'statements')) form.set('statements', 'yes')
    return form.submit()
  }

  async signs(page: Page): Promise<Page> {
    return signOn(page, await this.sandbox.key(this.persona.id))
  }

  form(page: Page, what: string) {
    const form = page.forms.find((each) => each.value('do') === what)
    if (form === undefined) throw new Error(`Expected to press '${what}' on ${page.describe()}`)
    return form
  }
}

/** Takes a ticket for the service whose key begins so; gives the ticket's page. */
export async function takeTicket(sandbox: Sandbox, service: string): Promise<Page> {
  const page = await new Browser().open(`${sandbox.origin}/kk/centre/halls/main/kiosk`)
  const keys = page.root.querySelectorAll('button[name="service"]').map((button) => button.getAttribute('value') ?? '')
  const key = keys.find((each) => each.startsWith(service))
  if (key === undefined) throw new Error(`Expected a ticket for ${service} but there is ${keys.join(', ')}`)
  return page.forms.find(({ action }) => action.pathname.endsWith('/kiosk'))!.submit(['service', key])
}

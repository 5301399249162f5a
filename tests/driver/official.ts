// A member of staff at the workstation: signs in, takes tasks from the work list, does what the step's page offers.
import { Browser, type BrowserOptions } from './browser.ts'
import { fillForm, legalDayOf, newFilling, samplePdf } from './fill.ts'
import type { Form, Page, Visitor } from './page.ts'
import type { KeyKind, Persona, Sandbox } from './sandbox.ts'
import { signOn } from './signing.ts'

export type WorkItem = { readonly url: URL; readonly caseId: string; readonly taskId: string; readonly text: string }

/** What an official wants where a step leaves a choice. */
export type Wish = {
  /** `incomplete` where the act has that outcome. */
  readonly decision?: 'grant' | 'refuse' | 'incomplete'
  readonly opinion?: 'agrees' | 'objects'
  /** The officer's name, where the head assigns; the first one where it is not given. */
  readonly officer?: string
  readonly explanation?: string
  /** The same in Russian, where the form offers to write it for a request in Kazakh. */
  readonly explanationInRussian?: string
  /** Id of the ground of a refusal; the first one where it is not given. */
  readonly ground?: string
  readonly keyKind?: KeyKind
  /** What is written at a step that decides nothing, by field; the rest is filled in with what its page accepts. */
  readonly works?: Readonly<Record<string, string>>
}

/** Actions that go on with the procedure; the others (return, decline) are next to them. */
const MAIN_ACTIONS = ['accept', 'assign', 'examine', 'approve', 'conclude', 'writeWork', 'answerWork', 'handOver'] as const
export type OfficialAction = (typeof MAIN_ACTIONS)[number] | 'signResult'

/** The work list leads to the action on the page of a task. */
const TASK = /\/work\/tasks\/([^/]+)\/([^/?#]+)(?:#[\w-]+)?$/

export class Official {
  readonly sandbox: Sandbox
  readonly persona: Persona
  readonly browser: Visitor

  constructor(sandbox: Sandbox, personId: string, options: BrowserOptions & { readonly browser?: Visitor } = {}) {
    this.sandbox = sandbox
    this.persona = sandbox.persona(personId)
    this.browser = options.browser ?? new Browser(options)
  }

  async signIn(): Promise<Page> {
    const page = await this.browser.open(`${this.sandbox.origin}/kk/work/sign-in`)
    const form = page.forms.find((each) => each.fields.some((field) => field.kind === 'password'))
    if (form === undefined) return page
    form.set('login', this.persona.login)
    const signedIn = await form.set(form.fields.find((field) => field.kind === 'password')!.name, this.persona.password).submit()
    if (signedIn.status !== 200 || signedIn.path.endsWith('/sign-in'))
      throw new Error(`Expected ${this.persona.id} to be signed in but ${signedIn.describe()}`)
    return signedIn
  }

  /** A page of the workstation; signs in first where nobody is. */
  async open(path: string): Promise<Page> {
    const page = await this.browser.open(new URL(path, this.sandbox.origin))
    if (!page.path.endsWith('/work/sign-in')) return page
    await this.signIn()
    return this.browser.open(new URL(path, this.sandbox.origin))
  }

  /** Open tasks by due date; `text` is what one types into the search. */
  async workList(text = ''): Promise<readonly WorkItem[]> {
    const page = await this.open(`/kk/work${text === '' ? '' : `?text=${encodeURIComponent(text)}`}`)
    const items = page.links(TASK).map((url) => {
      const [, caseId = '', taskId = ''] = TASK.exec(url.pathname)!
      return { url, caseId: decodeURIComponent(caseId), taskId: decodeURIComponent(taskId), text: rowText(page, url) }
    })
    return [...new Map(items.map((item) => [item.taskId, item])).values()]
  }

  /** This official's task of a request, or null where none lies with them now. */
  async taskOf(requestNumber: string): Promise<WorkItem | null> {
    return (await this.workList(requestNumber)).find((item) => item.text.includes(requestNumber)) ?? null
  }

  /** Does what the step asks for. Answers with the page after it and what was done. */
  async doTask(item: WorkItem, wish: Wish = {}): Promise<{ readonly action: OfficialAction | null; readonly page: Page }> {
    const page = await this.open(item.url.pathname)
    // What is written can be written again until it is signed: a paper that waits comes first.
    if (page.findForm('/prepare') !== null || page.findLink(/\/(sign|prepare)$/) !== null)
      return { action: 'signResult', page: await this.prepareAndSign(item, wish) }
    for (const form of page.forms) {
      const action = MAIN_ACTIONS.find((each) => each === form.value('task-action'))
      if (action === 'writeWork' || action === 'answerWork') return { action, page: await this.#write(page, form, wish) }
      if (action !== undefined) return { action, page: await filledFor(action, form, wish).submit() }
    }
    return { action: null, page }
  }

  /** Fills in what the step asks and attaches a file to each of its documents. */
  async #write(page: Page, form: Form, { works = {} }: Wish): Promise<Page> {
    for (const { name, kind } of form.fields)
      if (kind === 'file') form.attach(name, { name: `${name}.pdf`, mediaType: 'application/pdf', bytes: samplePdf(name) })
    const answers = Object.fromEntries(Object.entries(works).map(([field, value]) => [`${form.value('task-action')}-${field}`, value]))
    return fillForm(page, form, { ...newFilling(this.persona.id, legalDayOf(page)), answers }, new Map())
  }

  /** Has the result prepared, signs the bytes of the PDF with the official's key, sends the signature. */
  async prepareAndSign(item: WorkItem, wish: Wish = {}): Promise<Page> {
    const prepared = await this.prepare(item)
    return signOn(prepared, await this.sandbox.key(this.persona.id, wish.keyKind ?? 'good'))
  }

  /** The page that shows the prepared result, ready to be signed. */
  async prepare(item: WorkItem): Promise<Page> {
    const task = await this.open(item.url.pathname)
    const form = task.findForm('/prepare')
    const page = form === null ? await this.browser.open(task.link(/\/(sign|prepare)$/)) : await form.submit()
    if (page.status !== 200) throw new Error(`Expected the result to be prepared but ${page.describe()}`)
    return page
  }

  /** The clerk gives the signed result out. */
  async handOver(requestNumber: string): Promise<Page> {
    const item = await this.taskOf(requestNumber)
    if (item === null) throw new Error(`Expected ${this.persona.id} to have a task of ${requestNumber}`)
    return (await this.doTask(item)).page
  }

  close(): void {
    this.browser.close()
  }
}

function filledFor(action: (typeof MAIN_ACTIONS)[number], form: Form, wish: Wish): Form {
  const grants = (wish.decision ?? 'grant') === 'grant'
  switch (action) {
    case 'writeWork':
    case 'answerWork':
    case 'accept':
      return form
    case 'handOver':
      // At a counter somebody takes the result away, and shows who they are.
      return form.fields.some(({ name }) => name === 'handOver-shownDocument') ? form.set('handOver-shownDocument', '045678901') : form
    case 'assign': {
      const officers = form.fields.find((field) => field.name === 'assign-officerId')
      if (officers === undefined) throw new Error('Expected officers to choose from')
      const place = wish.officer === undefined ? 0 : officers.optionLabels.findIndex((label) => label.includes(wish.officer!))
      const chosen = officers.options[place]
      if (chosen === undefined)
        throw new Error(`Expected the officer ${wish.officer} but the head may choose ${officers.optionLabels.join(', ')}`)
      return form.set('assign-officerId', chosen).set('assign-instruction', 'Қарап, жобасын дайындаңыз.')
    }
    case 'approve': {
      const agrees = (wish.opinion ?? 'agrees') === 'agrees'
      return form
        .set('approve-opinion', agrees ? 'agrees' : 'objects')
        .set('approve-reason', agrees ? '' : (wish.explanation ?? 'Талаптарға сай емес.'))
    }
    case 'examine':
    case 'conclude': {
      form
        .set(`${action}-decision`, wish.decision ?? 'grant')
        .set(`${action}-explanation`, grants ? '' : (wish.explanation ?? 'Құжаттар толық емес.'))
      const inStateLanguage = form.fields.find((field) => field.name === `${action}-inStateLanguage`)
      if (!grants && inStateLanguage !== undefined) form.set(inStateLanguage.name, 'Құжаттар толық емес.')
      const alsoIn = form.fields.find((field) => field.name === `${action}-alsoIn`)
      if (!grants && alsoIn !== undefined) form.set(alsoIn.name, wish.explanationInRussian ?? '')
      const grounds = form.fields.find((field) => field.name === `${action}-groundIds`)
      // A draft of before may be a refusal: its grounds are taken off.
      return grounds === undefined ? form : form.set(grounds.name, grants ? '' : (wish.ground ?? grounds.options[0]!))
    }
  }
}

/** The text of the row or list item that a link is in. */
function rowText(page: Page, url: URL): string {
  const link = page.root.querySelectorAll('a[href]').find((each) => new URL(each.getAttribute('href')!, page.url).pathname === url.pathname)
  return (link?.closest('tr, li, article') ?? link)?.textContent.replace(/\s+/g, ' ') ?? ''
}

// An official at the workstation: the work list, the page of a task, what is done there.
import type { Locator } from 'playwright-core'
import { clean, type Window, tick } from './browser.ts'
import { bringKey, chooseKey, downloadKey } from './keys.ts'
import type { Inhabitant, KeyKind } from './republic.ts'

export class Official {
  readonly window: Window
  readonly person: Inhabitant
  constructor(window: Window, person: Inhabitant) {
    this.window = window
    this.person = person
  }

  get page() {
    return this.window.page
  }

  async signsIn(): Promise<void> {
    if (this.window.path !== '/work/sign-in') await this.window.goTo('/work')
    await this.page.locator('[name="login"]').fill(this.person.login)
    await this.page.locator('[name="password"]').fill(this.person.password)
    await this.window.press(this.page.locator('form[action$="/work/sign-in"] button'))
  }

  /** The task of this request on the desk; absent where there is none. */
  taskOf(requestNumber: string): Locator {
    return this.page.locator('table tbody tr', { hasText: requestNumber }).locator('a[href*="/work/tasks/"]').first()
  }

  async lists(requestNumber: string): Promise<boolean> {
    await this.window.goTo('/work')
    return (await this.taskOf(requestNumber).count()) > 0
  }

  /** From the work list to the page of the task. */
  async opensTask(requestNumber: string): Promise<void> {
    await this.window.goTo('/work')
    await this.window.press(this.taskOf(requestNumber))
  }

  action(kind: string): Locator {
    return this.page.locator('form.task-action', { has: this.page.locator(`input[name="task-action"][value="${kind}"]`) })
  }

  /** Presses the button of an action; what is folded is opened first. */
  async does(kind: string): Promise<void> {
    await this.unfolds(kind)
    await this.window.press(this.action(kind).locator('button.button').last())
  }

  async unfolds(kind: string): Promise<void> {
    const folded = this.page.locator('details:not([open])', { has: this.action(kind) })
    if ((await folded.count()) > 0) await folded.locator('summary').first().click()
  }

  /** The clerk. */
  async accepts(requestNumber: string): Promise<void> {
    await this.opensTask(requestNumber)
    await this.does('accept')
  }

  /** The head. */
  async assigns(requestNumber: string, officerName: string, instruction = 'Құжаттарды қарап, жоба дайындаңыз.'): Promise<void> {
    await this.opensTask(requestNumber)
    await tick(this.action('assign').getByLabel(officerName))
    await this.page.locator('[name="assign-instruction"]').fill(instruction)
    await this.does('assign')
  }

  /** The officer, in favour. `kind` is `examine` or `conclude`. */
  async finds(requestNumber: string, kind: 'examine' | 'conclude', explanation = 'Барлық талап орындалған.'): Promise<void> {
    await this.opensTask(requestNumber)
    await tick(this.page.locator(`[name="${kind}-decision"][value="grant"]`))
    await this.page.locator(`[name="${kind}-explanation"]`).fill(explanation)
    await this.does(kind)
  }

  /** The officer, against, on grounds of the package. */
  async findsAgainst(
    requestNumber: string,
    kind: 'examine' | 'conclude',
    groundIds: readonly string[],
    explanation: string,
  ): Promise<void> {
    await this.opensTask(requestNumber)
    await tick(this.page.locator(`[name="${kind}-decision"][value="refuse"]`))
    for (const ground of groundIds) await tick(this.page.locator(`[name="${kind}-groundIds"][value="${ground}"]`))
    await this.page.locator(`[name="${kind}-explanation"]`).fill(explanation)
    await this.does(kind)
  }

  /** At a step that decides nothing: texts by field, and what is chosen. */
  async writes(
    requestNumber: string,
    texts: Readonly<Record<string, string>>,
    choices: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.opensTask(requestNumber)
    for (const [field, value] of Object.entries(choices)) await tick(this.page.locator(`[name="writeWork-${field}"][value="${value}"]`))
    for (const [field, text] of Object.entries(texts)) await this.page.locator(`[name="writeWork-${field}"]`).fill(text)
    await this.window.press(this.action('writeWork').locator('button.button').first())
  }

  async declines(requestNumber: string, reason: string): Promise<void> {
    await this.opensTask(requestNumber)
    await this.unfolds('declineAssignment')
    await this.page.locator('[name="declineAssignment-reason"]').fill(reason)
    await this.does('declineAssignment')
  }

  /** The interested body. */
  async agrees(requestNumber: string): Promise<void> {
    await this.opensTask(requestNumber)
    await tick(this.page.locator('[name="approve-opinion"][value="agrees"]'))
    await this.does('approve')
  }

  async returns(requestNumber: string, reason: string): Promise<void> {
    await this.opensTask(requestNumber)
    await this.unfolds('returnToOfficer')
    await this.page.locator('[name="returnToOfficer-reason"]').fill(reason)
    await this.does('returnToOfficer')
  }

  /** The head takes the assignment back, from the page of the case. */
  async takesBack(requestNumber: string, reason: string): Promise<void> {
    await this.opensCase(requestNumber)
    const form = this.page.locator('form[action$="/take-back"]')
    const folded = this.page.locator('details:not([open])', { has: form })
    if ((await folded.count()) > 0) await folded.locator('summary').first().click()
    await form.locator('textarea').fill(reason)
    await this.window.press(form.locator('button.button').last())
  }

  async opensCase(requestNumber: string): Promise<void> {
    await this.window.goTo('/work')
    await this.page.locator('form[action$="/work/cases"] [name="number"]').fill(requestNumber)
    await this.window.press(this.page.locator('form[action$="/work/cases"] button'))
  }

  /** Has the document prepared and comes to the page that shows and signs it. */
  async preparesResult(requestNumber: string): Promise<void> {
    await this.opensTask(requestNumber)
    await this.window.press(this.page.locator('form[action$="/prepare"] button'))
    await this.page.locator('[data-part="keys"] > *').first().waitFor()
  }

  async bringsKey(kind: KeyKind = 'good'): Promise<void> {
    const key = await downloadKey(this.window, this.person, kind)
    await this.window.goTo('/work/keys')
    await bringKey(this.window, key)
  }

  async signsResult(): Promise<void> {
    await chooseKey(this.window)
    await this.window.press('[data-part="sign"]')
  }

  async handsOver(requestNumber: string): Promise<void> {
    await this.opensTask(requestNumber)
    await this.does('handOver')
  }

  /** The answer to the last action. */
  async told(): Promise<string> {
    return clean((await this.page.locator('.notification').allInnerTexts()).join(' '))
  }
}

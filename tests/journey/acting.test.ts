// Acting for somebody else: rights that the head of a firm gives by keyboard alone and a person uses without script, and the list of powers of attorney.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import rights from '../../systems/portal/cabinet/rights/texts.yaml'
import type { Applicant } from './support/applicant.ts'
import { Application } from './support/application.ts'
import { missingBrowser } from './support/browser.ts'
import { Department } from './support/department.ts'
import { inOrder } from './support/in-order.ts'
import { Keyboard } from './support/keyboard.ts'
import { Stage } from './support/stage.ts'

const RIGHTS = '/cabinet/rights'

describe.skipIf(missingBrowser() !== null)('who acts for another', () => {
  let stage: Stage
  let marat: Applicant
  let daulet: Applicant
  /** The same person on an old telephone. */
  let plain: Applicant

  beforeAll(async () => {
    stage = await Stage.open()
    marat = await stage.applicant('marat', { width: 1280, language: 'ru' })
    daulet = await stage.applicant('daulet', { width: 1280, language: 'kk' })
    plain = await stage.applicant('daulet', { width: 360, language: 'kk', javaScript: false })
    await marat.registers()
    await daulet.registers()
    await plain.signsIn()
  })
  afterAll(() => stage?.close())

  describe('by rights in a firm', () => {
    inOrder(() => stage)

    test('the head invites by keyboard alone', async () => {
      await marat.window.goTo(RIGHTS)
      const keyboard = new Keyboard(marat.page)
      const form = marat.form(`${RIGHTS}/invite`)
      await keyboard.writes(form.locator('[name="iin"]'), daulet.person.iin)
      // Begin, see all and receive are proposed; whoever has no certificate of the firm cannot sign for it.
      expect(await form.locator('[name="rights"]:checked').count()).toBe(3)
      await keyboard.presses(form.locator('button'))
      await marat.window.lookedOver()
      expect(await marat.window.text()).toContain(daulet.person.iin)
    })

    test('the person accepts without script, goes over to the firm and begins a request of it', async () => {
      await plain.window.goTo('/cabinet')
      await plain.window.press(plain.link(RIGHTS).first())
      await plain.window.press(plain.form(`${RIGHTS}/accept`).locator('button'))
      await plain.window.press(plain.form(`${RIGHTS}/act`).locator('button'))
      expect(plain.window.path).toBe('/cabinet')
      const application = new Application(plain)
      await application.begins()
      expect(application.section).not.toBe('')
      await marat.looksIntoCabinet()
      expect(await marat.page.locator('main a[href*="/drafts/"]').count()).toBe(1)
    })

    test('what the head takes back by keyboard ends with the next click, and the person is themselves again', async () => {
      await marat.window.goTo(RIGHTS)
      await new Keyboard(marat.page).presses(marat.form(`${RIGHTS}/take-back`).locator('button').first())
      await plain.window.goTo('/cabinet')
      expect(await plain.window.text()).toContain('Ұйым басшысы')
      await plain.window.goTo(RIGHTS)
      await plain.window.press(plain.form(`${RIGHTS}/self`).locator('button'))
      expect(await plain.countDrafts()).toBe(0)
    })
  })

  describe('by a power of attorney', () => {
    inOrder(() => stage)
    const HELD = 'NP-1002'
    let aigerim: Applicant
    let application: Application
    let number: string

    test('the cabinet lists what is held, revoked and over, and leads from what is held to a request', async () => {
      await daulet.window.goTo('/cabinet')
      await daulet.window.press(daulet.link('/cabinet/powers').first())
      const text = await daulet.window.text()
      for (const part of ['NP-1001', HELD, 'NP-1003', 'NP-1004']) expect(text).toContain(part)
      for (const part of [rights.powers.states.revoked.kk, rights.powers.states.over.kk]) expect(text).toContain(part)
      expect(await daulet.link('/drafts/for-another').count()).toBe(2)
      await daulet.window.press(daulet.page.locator(`main a[href$="power=${HELD}"]`))
    })

    test('both numbers are there already; the service is asked for, and nothing is lost where it is not chosen', async () => {
      aigerim = await stage.applicant('aigerim', { width: 360, language: 'kk' })
      await aigerim.registers()
      await aigerim.confirmsContacts(stage.republic)
      const form = daulet.form('/drafts/for-another')
      await daulet.window.press(form.locator('button'))
      expect(await daulet.window.errors()).toHaveLength(1)
      expect(await form.locator('[name="power"]').inputValue()).toBe(HELD)
      expect(await form.locator('[name="principal"]').inputValue()).toBe(aigerim.person.iin)
      await form.locator('[name="service"]').selectOption('grain/issue')
      await daulet.window.press(form.locator('button'))
      application = new Application(daulet)
      application.id = /[0-9a-f-]{36}/.exec(daulet.page.url())![0]
    })

    test('the request is the principal’s, paid and signed by the representative with their own key', async () => {
      await application.isFilled()
      await application.goesToPay()
      await application.goesToBank()
      await application.paysBy(await stage.republic.card('success'))
      await application.arrivesAt('/sign')
      await daulet.page.locator('[data-part="keys"] > *').first().waitFor()
      const signed = await daulet.page.locator('.signing__content').textContent()
      for (const said of [aigerim.person.iin, daulet.person.iin, HELD]) expect(signed).toContain(said)
      await application.signs()
      number = await application.requestNumber()
      expect(await daulet.requestNumbers()).toContain(number)
    })

    test('the principal is told, reads the request, and finds who asked about them', async () => {
      await stage.republic.message(aigerim.person.phone, new RegExp(number))
      expect(await aigerim.requestNumbers()).toContain(number)
      await aigerim.window.press(aigerim.link(`/cabinet/requests/${number}`).first())
      for (const said of [daulet.person.name, HELD]) expect(await aigerim.window.text()).toContain(said)
    })

    test('the officials see who acts, and both people read the answer', async () => {
      const department = new Department(stage, { width: 1280, language: 'kk' })
      const clerk = await department.clerk
      await clerk.opensTask(number)
      for (const said of [daulet.person.name, HELD]) expect(await clerk.window.text()).toContain(said)
      await department.takesIn(number)
      await (await department.officer).finds(number, 'examine')
      await (await department.interestedBody).agrees(number)
      await (await department.officer).finds(number, 'conclude')
      await (await department.head).bringsKey()
      await department.signs(number)
      await clerk.handsOver(number)
      for (const reader of [daulet, aigerim]) {
        await reader.window.goTo(`/cabinet/requests/${number}`)
        expect(await reader.window.text()).toMatch(/KZ\d{2}LAA\d{8}/)
      }
    })
  })

  test('every page of the way is accessible and fits a narrow window', () => {
    expect(stage.inspector.problems).toEqual([])
    expect(stage.faultsInLog()).toEqual([])
  })
})

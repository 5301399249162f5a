// Acting for somebody else: rights that the head of a firm gives by keyboard alone and a person uses without script, and the list of powers of attorney.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Applicant } from './support/applicant.ts'
import { Application } from './support/application.ts'
import { missingBrowser } from './support/browser.ts'
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
    test('the cabinet lists what is held, revoked and over', async () => {
      await plain.window.goTo('/cabinet/powers')
      const text = await plain.window.text()
      for (const part of ['NP-1001', 'NP-1002', 'NP-1003', 'NP-1004', 'күші жойылды', 'мерзімі өтті']) expect(text).toContain(part)
    })
  })

  test('every page of the way is accessible and fits a narrow window', () => {
    expect(stage.inspector.problems).toEqual([])
    expect(stage.faultsInLog()).toEqual([])
  })
})

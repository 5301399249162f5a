// A person with a telephone alone: no key file, no computer. The signature is made in eGov Mobile (its twin), by the deep link on the same
// telephone without any script, and by the code on another one; each thing that can go wrong has its words, and the draft stays.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Applicant } from './support/applicant.ts'
import { Application } from './support/application.ts'
import { missingBrowser, type Window } from './support/browser.ts'
import { inOrder } from './support/in-order.ts'
import { Stage } from './support/stage.ts'

/** The code runs out by the machine's clock; a person's own reload is not waited for. */
const WAIT = { timeout: 60_000 }

/** In the application: whose telephone, which key, and the press. */
async function onThePhone(window: Window, who: string, key: string, answer: 'sign' | 'decline' = 'sign'): Promise<void> {
  await window.page.locator('[name="answer"]').first().waitFor(WAIT)
  await window.page.locator('[name="person"]').selectOption(who)
  await window.page.locator('[name="key"]').selectOption(key)
  await window.press(window.page.locator(`[name="answer"][value="${answer}"]`))
}

describe.skipIf(missingBrowser() !== null)('with a telephone alone', () => {
  inOrder(() => stage)
  let stage: Stage
  beforeAll(async () => {
    stage = await Stage.open()
  })
  afterAll(() => stage?.close())

  describe('without script, on the telephone itself', () => {
    let saule: Applicant
    test('the request is signed by the deep link and registered', async () => {
      saule = await stage.applicant('saule', { width: 360, language: 'kk', javaScript: false })
      const application = new Application(saule)
      await saule.signsIn()
      await application.isReadyToSign(await stage.republic.card('success'))
      await saule.window.press(saule.form(`/drafts/${application.id}/phone`).locator('button'))
      expect(saule.window.path).toMatch(/^\/phone\//)
      expect(await saule.window.text()).toMatch(/Қолданба құжатты әлі ашқан жоқ/)
      await saule.window.press(saule.page.locator('main a.button'))
      await onThePhone(saule.window, 'saule', 'good')
      await saule.window.press(saule.page.locator('main a'))
      // The page asks again by itself until the portal has the signature.
      await saule.page.locator('[data-phone-form] button').waitFor(WAIT)
      await saule.window.press(saule.page.locator('[data-phone-form] button'))
      await application.arrivesAt('/receipt')
      expect(await application.requestNumber()).not.toBe('')
    })
  })

  describe('at a computer, with the telephone next to it', () => {
    let person: Applicant
    let phone: Window
    let application: Application

    /** A new exchange; the telephone opens what the code holds, which is what the link holds. */
    async function begins(): Promise<void> {
      await person.window.press(person.form(`/drafts/${application.id}/phone`).locator('button'))
      await person.page.waitForURL(/live=1/, WAIT)
      const code = person.page.locator('img[src$="/code"]')
      expect(await code.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true)
      await person.window.lookedOver()
      await phone.goTo((await person.page.locator('main a.button').getAttribute('href'))!)
    }

    test('a person who declines learns it, and nothing is lost', async () => {
      person = await stage.applicant('saule', { width: 1280, language: 'ru' })
      phone = await stage.window({ width: 360, language: 'kk' })
      application = new Application(person)
      await person.signsIn()
      await application.isReadyToSign(await stage.republic.card('success'))
      await begins()
      await person.page.getByText('Документ открыт в телефоне').waitFor(WAIT)
      await onThePhone(phone, 'saule', 'good', 'decline')
      await person.page.getByText('В eGov Mobile от подписи отказались').waitFor(WAIT)
      await person.window.lookedOver()
    })

    test.each([
      ['another-person', 'trust.signature-wrong-person'],
      ['revoked', 'trust.signature-revoked'],
      ['expired', 'trust.signature-expired'],
      ['changed', 'trust.signature-changed-content'],
    ])('a key that is %s is refused as %s, as in every other way', async (key, code) => {
      if (!/phone/.test(person.window.path)) await application.opens('sign')
      await begins()
      await onThePhone(phone, 'saule', key)
      await application.arrivesAt('/refused')
      expect(await person.page.locator('main').textContent()).toContain(code)
      await person.window.press(person.page.locator('form[action$="/again"] button'))
    })

    test('a good signature goes on by itself to the receipt', async () => {
      await application.opens('sign')
      await begins()
      await onThePhone(phone, 'saule', 'good')
      await application.arrivesAt('/receipt')
      expect(await application.requestNumber()).not.toBe('')
    })

    test('nobody else sees an exchange', async () => {
      const stranger = await stage.window({ width: 360, language: 'en' })
      await person.window.goTo('/register')
      await person.window.press(person.form('/register/phone-signing').locator('button'))
      const path = person.window.path
      await stranger.goTo(path)
      expect(await stranger.text()).toContain('There is no such signing')
    })
  })

  describe('who has no account yet', () => {
    test('proves by the telephone who they are and goes on to their details', async () => {
      const newcomer = await stage.applicant('aigerim', { width: 360, language: 'kk' })
      await newcomer.window.goTo('/register')
      await newcomer.window.press(newcomer.form('/register/phone-signing').locator('button'))
      await newcomer.page.waitForURL(/live=1/, WAIT)
      const phone = await stage.window({ width: 360, language: 'en' })
      await phone.goTo((await newcomer.page.locator('main a.button').getAttribute('href'))!)
      await onThePhone(phone, 'aigerim', 'good')
      await newcomer.page.waitForURL(/\/register\/details/, WAIT)
      expect(await newcomer.window.text()).toContain(newcomer.person.iin)
    })
  })

  test('every page on the way is accessible and whole', () => {
    expect(stage.inspector.problems).toEqual([])
    expect(stage.faultsInLog()).toEqual([])
  })
})

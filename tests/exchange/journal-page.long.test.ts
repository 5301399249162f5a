// The page on which a head reads what was asked through the gateway, in a real browser: by keyboard alone, narrow and wide, without a finding.
// A room that is silent is named there, and found back.
import { launchBrowser } from '@ruqsat/web/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Applicant, openSandbox, signOn, type Sandbox } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { missingBrowser, Window } from '../journey/support/browser.ts'
import { Inspector } from '../journey/support/inspection.ts'
import { Keyboard } from '../journey/support/keyboard.ts'

/** More in a row than the breaker of a room lets through. */
const QUESTIONS = 8

describe.skipIf(missingBrowser() !== null)('the journal of the gateway', () => {
  const inspector = new Inspector()
  let house: RunningHouse
  let sandbox: Sandbox
  let browser: Browser
  beforeAll(async () => {
    house = await startHouse({ env: { RUQSAT_RATE_LIMITS: 'off' } })
    sandbox = await openSandbox(house.origin)
    browser = await launchBrowser()
    const applicant = new Applicant(sandbox, 'aigerim')
    expect((await applicant.register()).status).toBe(200)
    await applicant.apply(await applicant.startDraft('journal', await applicant.startForm('grain/issue')))
    applicant.close()
  })
  afterAll(async () => {
    await browser?.close()
    await house?.stop()
  })

  /** A head at their desk, who has no mouse. */
  async function atDesk(as: {
    readonly width: number
    readonly language: 'kk' | 'ru' | 'en'
  }): Promise<{ window: Window; keyboard: Keyboard }> {
    const window = (await Window.profile(browser, as))({ origin: house.origin, inspector, ...as })
    const keyboard = new Keyboard(window.page)
    const { login, password } = sandbox.persona('asqar')
    await window.goTo('/work/sign-in')
    await keyboard.writes(window.page.locator('input[name="login"]'), login)
    await keyboard.writes(window.page.locator('input[type="password"]').first(), password)
    await keyboard.presses(window.page.locator('main form button').first())
    await window.goTo('/work/exchange')
    return { window, keyboard }
  }

  test.each([
    { width: 360, language: 'kk' },
    { width: 1280, language: 'ru' },
  ] as const)('is searched and opened by keyboard at $width px in $language', async (as) => {
    const { window, keyboard } = await atDesk(as)
    const { page } = window
    const rows = page.locator('table').last().locator('tbody tr')
    expect(await rows.count()).toBeGreaterThan(0)
    const details = rows.first().locator('summary')
    await keyboard.goTo(details)
    await page.keyboard.press('Enter')
    expect(await rows.first().locator('code').first().isVisible()).toBe(true)
    await window.lookedOver()
    await page.reload()
    await keyboard.writes(page.locator('input[name="term"]'), 'no such case')
    await keyboard.presses(page.locator('form.search button'))
    await window.lookedOver()
    expect(await window.text()).not.toMatch(/[0-9a-f]{64}/)
    await window.close()
  })

  test('names a register that is silent, and that it is back', async () => {
    const { window } = await atDesk({ width: 1280, language: 'en' })
    const state = () => window.page.locator('table').first().locator('tbody tr', { hasText: 'persons' }).innerText()
    const newcomer = new Applicant(sandbox, 'daulet')
    await sandbox.setSwitch('registers', 'down')
    try {
      for (let asked = 0; asked < QUESTIONS; asked += 1) {
        const proven = await signOn(await newcomer.browser.open(`${house.origin}/kk/register`), await sandbox.key('daulet'))
        expect(proven.status).toBe(503)
      }
      await window.reload()
      expect(await state()).toContain('does not answer')
    } finally {
      await sandbox.setSwitch('registers', 'ok')
    }
    await expect.poll(async () => (await newcomer.register()).status, { timeout: 30_000, interval: 1_000 }).toBe(200)
    await window.reload()
    expect(await state()).toContain('may be asked')
    newcomer.close()
    await window.close()
  })

  test('had nothing to complain of', () => expect(inspector.problems).toEqual([]))
})

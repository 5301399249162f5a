// The page on which a head reads what was asked through the gateway, in a real browser: reached by keyboard, narrow and wide, without a finding.
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
  })
  afterAll(async () => {
    await browser?.close()
    await house?.stop()
  })

  /** A head at their desk, who has no mouse. */
  async function atDesk(as: { readonly width: number; readonly language: 'kk' | 'ru' | 'en' }): Promise<{ window: Window }> {
    const window = (await Window.profile(browser, as))({ origin: house.origin, inspector, ...as })
    const keyboard = new Keyboard(window.page)
    const { login, password } = sandbox.persona('asqar')
    await window.goTo('/work/sign-in')
    await keyboard.writes(window.page.locator('input[name="login"]'), login)
    await keyboard.writes(window.page.locator('input[type="password"]').first(), password)
    await keyboard.presses(window.page.locator('main form button').first())
    await window.goTo('/work/exchange')
    return { window }
  }

  test.each([
    { width: 360, language: 'kk' },
    { width: 1280, language: 'ru' },
  ] as const)('is reached by keyboard and read at $width px in $language', async (as) => {
    const { window } = await atDesk(as)
    expect(await window.page.locator('table').first().locator('tbody tr').count()).toBeGreaterThan(3)
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

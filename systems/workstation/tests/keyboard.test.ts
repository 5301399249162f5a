// A day without a mouse: every routine step from the list back to the list, key by key, and how many keys that takes.
import { axeViolations, launchBrowser, missingBrowser } from '@ruqsat/web/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDesk, PASSWORD, type Desk } from './desk.ts'

/** What a routine task may take, from the list to the list; words that are typed are not counted. */
const MOST_KEYS = 20
const MOST_TABS = 40

describe.skipIf(missingBrowser() !== null)('without a mouse', { timeout: 240_000 }, () => {
  let desk: Desk
  let browser: Browser
  let origin = ''

  beforeAll(async () => {
    desk = await openDesk()
    origin = await desk.site.site.listen()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await desk?.close()
  })

  /** A person at the keyboard: nothing is focused or pressed but by keys, and every key counts. */
  async function sitDown(login: string) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    await page.goto(`${origin}/kk/work`)
    await page.fill('#field-login', login)
    await page.fill('#field-password', PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/work')
    let count = 0
    const press = async (key: string) => {
      count += 1
      await page.keyboard.press(key)
    }
    const go = async (url: string) => {
      await Promise.all([page.waitForURL(url), press('Enter')])
      await page.waitForLoadState()
    }
    const tabTo = async (selector: string) => {
      for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
        await press('Tab')
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return
      }
      throw new Error(`Expected ${selector} within ${MOST_TABS} tabs of ${page.url()}`)
    }
    /** From the list: after an act the next task has the focus; else it is the first link behind the skip link. */
    const openNext = async () => {
      if (!page.url().includes('done')) {
        await press('Tab')
        await press('Enter')
        await press('Tab')
      } else await page.waitForFunction(() => document.activeElement?.matches('a[href*="/work/tasks/"]'))
      await go('**/work/tasks/**')
    }
    const routine = async (act: () => Promise<void>): Promise<number> => {
      count = 0
      await openNext()
      await act()
      await tabTo('.task-action button')
      await go('**/work?done')
      return count
    }
    return { page, press, go, tabTo, routine, counted: () => count, forget: () => (count = 0) }
  }

  async function isClean(page: Page): Promise<void> {
    expect((await axeViolations(page)).map(({ id }) => id)).toEqual([])
  }

  test('each routine step takes at most twenty keys, and the next task is there after it', async () => {
    for (let count = 0; count < 2; count += 1) await desk.double.open()
    const keys: Record<string, readonly number[]> = {}
    const nothing = async () => undefined
    const clerk = await sitDown('clara')
    keys['accept'] = [await clerk.routine(nothing), await clerk.routine(nothing)]
    const choosing = async (login: string, field: string) => {
      const person = await sitDown(login)
      const choose = async () => {
        await person.tabTo(`input[name="${field}"]`)
        await person.press('Space')
      }
      return [await person.routine(choose), await person.routine(choose)]
    }
    // The first officer of the list by name is the one who gets them.
    keys['assign'] = await choosing('dauren', 'assign-officerId')
    keys['examine'] = await choosing('olzhas', 'examine-decision')
    keys['approve'] = await choosing('zhanar', 'approve-opinion')
    const officer = await sitDown('olzhas')
    keys['conclude'] = [await officer.routine(nothing), await officer.routine(nothing)]
    if (process.env['RUQSAT_KEYS']) console.log(JSON.stringify(keys))
    for (const [step, counts] of Object.entries(keys))
      for (const count of counts) expect(count, `${step}: ${counts.join(', ')}`).toBeLessThanOrEqual(MOST_KEYS)
  })

  test('the way to the act stays in sight however far one reads, and has a key of its own', async () => {
    await desk.double.open()
    const { page, press } = await sitDown('clara')
    await page.goto(`${origin}/kk/work/tasks/${await firstTask(page)}`)
    for (const [width, height] of [
      [360, 640],
      [1280, 720],
    ] as const) {
      await page.setViewportSize({ width, height })
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2))
      const box = (await page.locator('.act-bar a').boundingBox())!
      expect(box.y, `${width}`).toBeGreaterThanOrEqual(0)
      expect(box.y + box.height, `${width}`).toBeLessThanOrEqual(height)
    }
    await isClean(page)
    // From the list the whole form is there at once, its button with it.
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto(`${origin}/kk/work`)
    await page.locator('.desk__step').first().click()
    await page.waitForLoadState()
    expect(page.url()).toContain('#task-action')
    const button = (await page.locator('.task-action .button--primary').boundingBox())!
    expect(button.y + button.height).toBeLessThanOrEqual(800)
    await press('Alt+a')
    expect(await page.evaluate(() => location.hash)).toBe('#task-action')
  })

  test('fifty requests are entered in the journal by some two keys each', async () => {
    for (let count = 0; count < 50; count += 1) await desk.double.open('issue', `KO-2025-FIFTY${count}`)
    const clerk = await sitDown('clara')
    await clerk.page.goto(`${origin}/kk/work`)
    const visible = await clerk.page
      .locator('tbody tr')
      .evaluateAll((rows) => rows.filter((row) => row.getBoundingClientRect().bottom <= 800))
    expect(visible.length, 'tasks on a screen of 1280 x 800').toBeGreaterThanOrEqual(12)
    await clerk.page.goto(`${origin}/kk/work?text=fifty`)
    clerk.forget()
    await clerk.tabTo('a[href*="action=accept"]')
    await clerk.go('**action=accept**')
    for (let left = 50; left > 0; left -= 20) {
      await clerk.tabTo('input[name="all"]')
      await clerk.press('Space')
      await clerk.go('**/work/batch/**')
      expect(await clerk.page.textContent('main')).toContain(`Орындалғаны: ${Math.min(left, 20)}. Орындалмағаны: 0.`)
      await isClean(clerk.page)
      await clerk.press('Enter')
      await clerk.page.waitForURL('**action=accept**')
    }
    expect(clerk.counted()).toBeLessThan(125)
    expect(await clerk.page.textContent('main')).toContain('Мұндай тапсырма табылмады')
  })

  async function firstTask(page: Page): Promise<string> {
    const href = (await page.locator('.desk__next a').getAttribute('href'))!
    return href.split('/work/tasks/')[1]!
  }
})

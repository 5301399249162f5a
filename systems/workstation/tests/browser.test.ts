// The whole of the staff's work in real Chromium with real keys: from the journal to the hand-over, by keyboard, at the width of a phone and of a desk.
import { mkdir } from 'node:fs/promises'
import type { StaffAct } from '@ruqsat/caseflow'
import { isRefusal } from '@ruqsat/foundation'
import { axeViolations, launchBrowser, missingBrowser } from '@ruqsat/web/testing'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PASSWORD } from './desk.ts'
import { openRealOffice, type RealOffice } from './real-office.ts'

/** What a routine task may take, signing included. */
const MOST_KEYS = 20

/** Pictures for people to look at, where a folder is named. */
const PICTURES = process.env['RUQSAT_PICTURES']

describe.skipIf(missingBrowser() !== null)('the workstation in a browser', { timeout: 480_000 }, () => {
  let office: RealOffice
  let browser: Browser
  const contexts: BrowserContext[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    office = await openRealOffice()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await office?.close()
  })

  async function signIn(login: string, width = 1280): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 } })
    contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    page.on('console', (message) => message.type() === 'error' && complaints.push(`${page.url()}: ${message.text()}`))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(`${office.origin}/kk/work`)
    if (contexts.length === 1) await look(page, 'sign-in')
    await page.fill('#field-login', login)
    await page.fill('#field-password', PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/work')
    return page
  }

  /** Nobody is shut out, nothing runs off a narrow screen; and a picture. */
  async function look(page: Page, name: string): Promise<void> {
    const size = page.viewportSize()!
    const violations = await axeViolations(page)
    expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([])
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: size.height })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(overflow, `${name} at ${width}`).toBeLessThanOrEqual(0)
    }
    if (PICTURES !== undefined) {
      await mkdir(PICTURES, { recursive: true })
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: size.height })
        await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true })
      }
    }
    await page.setViewportSize(size)
  }

  /** The first task of the list, by keyboard: skip link, first link. */
  async function openFirst(page: Page): Promise<void> {
    if (!page.url().includes('?done')) {
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
    }
    await Promise.all([page.waitForURL('**/work/tasks/**'), page.keyboard.press('Enter')])
  }

  async function choose(page: Page, label: string): Promise<void> {
    await page.getByLabel(label, { exact: true }).focus()
    await page.keyboard.press('Space')
  }

  /** Grounds of refusal are asked for once a refusal is chosen, and not before. */
  async function groundsFollowDecision(page: Page): Promise<void> {
    const grounds = page.getByText('Бас тарту негіздері', { exact: true })
    expect(await grounds.isVisible()).toBe(false)
    await choose(page, 'Дәлелді бас тарту')
    expect(await grounds.isVisible()).toBe(true)
    await page.reload()
  }

  /** On a phone and on a small desk the button comes into sight by the page's own scrolling and by the keyboard: nothing on the way scrolls inside itself. */
  async function isReachable(page: Page, name: string): Promise<void> {
    const size = page.viewportSize()!
    const button = page.getByRole('button', { name, exact: true })
    for (const [width, height] of [
      [360, 640],
      [1280, 720],
    ] as const) {
      await page.setViewportSize({ width, height })
      const scrollers = await button.evaluate((element) => {
        const found: string[] = []
        for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement)
          if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(at).overflowY)) found.push(at.className)
        return found
      })
      expect(scrollers, `${width}`).toEqual([])
      await button.evaluate((element) => {
        element.blur()
        window.scrollTo(0, 0)
      })
      await button.focus()
      const box = (await button.boundingBox())!
      expect(box.y, `${width}`).toBeGreaterThanOrEqual(0)
      expect(box.y + box.height, `${width}`).toBeLessThanOrEqual(height)
    }
    await page.setViewportSize(size)
  }

  async function press(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name, exact: true }).focus()
    await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')])
    await page.waitForLoadState()
  }

  // One case goes through the three tests, as it goes from desk to desk.
  let requestNumber = ''
  let clerk: Page
  let head: Page

  test('from the journal to the completed result', async () => {
    requestNumber = (await office.register()).requestNumber
    await office.register()
    clerk = await signIn('clerk')
    await look(clerk, 'work-list')
    await openFirst(clerk)
    await look(clerk, 'accept')
    await press(clerk, 'Журналға тіркеу')
    expect(clerk.url()).toContain('?done')
    // The next task has the focus already.
    expect(await clerk.evaluate(() => document.activeElement?.textContent)).toContain('Келесі тапсырма')
    await look(clerk, 'work-list-done')
    await openFirst(clerk)
    await press(clerk, 'Журналға тіркеу')
    await clerk.goto(`${office.origin}/kk/work/journal`)
    await look(clerk, 'journal')
    expect(await clerk.textContent('main')).toContain(requestNumber)

    head = await signIn('head')
    // Both are due at one instant.
    await head.goto(`${office.origin}/kk/work?text=${requestNumber}`)
    await openFirst(head)
    expect(await head.textContent('main')).toContain(requestNumber)
    await look(head, 'assign')
    await choose(head, 'Жақсыбеков Орал')
    await head.getByLabel('Бұрыштама').fill('Қойманы тексеріп, жобасын дайындаңыз')
    await press(head, 'Орындаушыға тапсыру')
    await head.goto(`${office.origin}/kk/work/overview`)
    await look(head, 'overview')
    expect(await head.textContent('main')).toContain('Жақсыбеков Орал')
    await head.goto(`${office.origin}/kk/work/messages`)
    await look(head, 'messages')
    await head.goto(`${office.origin}/kk/work/payments`)
    await look(head, 'payments')
    await head.goto(`${office.origin}/kk/work/substitutions`)
    await press(head, 'Алмастыруды тағайындау')
    await look(head, 'substitutions-errors')
    await head.getByLabel('Кімнің жұмысы').selectOption({ index: 1 })
    await look(head, 'substitutions')
    await head.goto(`${office.origin}/kk/work/cases/${requestNumber}`)
    await look(head, 'case')

    const officer = await signIn('officer')
    await openFirst(officer)
    await look(officer, 'examine')
    await groundsFollowDecision(officer)
    await isReachable(officer, 'Жобаны аяқтау')
    await press(officer, 'Жобаны аяқтау')
    await look(officer, 'examine-errors')
    await choose(officer, 'Беру')
    await press(officer, 'Жобаны аяқтау')

    const body = await signIn('body')
    await openFirst(body)
    await look(body, 'approve')
    await choose(body, 'Келісеміз')
    await press(body, 'Қорытынды беру')

    await officer.goto(`${office.origin}/kk/work`)
    await openFirst(officer)
    await look(officer, 'conclude')
    await press(officer, 'Ресімдеп, басшыға жіберу')
  })

  test('the head signs: no key, a revoked key, an outage, and then it is signed', async () => {
    await head.goto(`${office.origin}/kk/work?text=${requestNumber}`)
    await head.locator('.desk__step').first().click()
    await look(head, 'sign-start')
    await press(head, 'Құжатты дайындау')
    expect(head.url()).toMatch(/\/sign$/)
    await head.getByText('Осы браузерде қол қоюға жарайтын кілт жоқ').or(head.locator('[data-part="keys"] a')).first().waitFor()
    await look(head, 'sign-no-key')
    const number = /KZ\d{2}[A-Z]{3}\d{8}/.exec((await head.textContent('main'))!)![0]

    await bringKey(head, await office.container('revoked'))
    await sign(head)
    await look(head, 'sign-refused')
    expect(await head.textContent('main')).toContain('кері қайтарыл')
    expect(await head.textContent('main')).toContain(number)

    await bringKey(head, await office.container('good'))
    await head.waitForSelector('[data-part="sign"]:not([hidden])')
    await look(head, 'sign')
    // Revocation cannot be asked: nothing is lost, and the same signature is taken later.
    await office.trust.setFault('ocsp', 'down')
    await office.trust.setFault('crl', 'down')
    await sign(head)
    await look(head, 'sign-waiting')
    await office.trust.setFault('ocsp', 'none')
    await office.trust.setFault('crl', 'none')
    await press(head, 'Сол қолтаңбамен қайталау')
    expect(await head.textContent('main')).toContain(`Нәтижеге қол қойылды: ${number}`)
  })

  test('the next result is signed by at most twenty keys, from the list to the list', async () => {
    const number = await leadToSignature()
    await head.goto(`${office.origin}/kk/work?text=${number}`)
    let count = 0
    const key = async (name: string) => {
      count += 1
      await head.keyboard.press(name)
    }
    const tabTo = async (selector: string) => {
      const isThere = () => head.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)
      while (!(await isThere()) && count <= MOST_KEYS) await key('Tab')
    }
    const enter = async (url: string | RegExp) => {
      await Promise.all([head.waitForURL(url), key('Enter')])
      await head.waitForLoadState()
    }
    // The first of the content, behind the skip link, is the next task.
    await key('Tab')
    await key('Enter')
    await tabTo('.desk__next a')
    await enter('**/work/tasks/**')
    await tabTo('.task .button--primary')
    await enter('**/sign')
    await head.waitForSelector('[data-part="sign"]:not([hidden])')
    await key('Tab')
    await key('Enter')
    await tabTo('[data-part="sign"]')
    await enter(/\/work\?.*done/)
    expect(await head.textContent('main')).toContain('Нәтижеге қол қойылды')
    expect(count).toBeLessThanOrEqual(MOST_KEYS)
  })

  test('the clerk hands over; the file is valid for anyone; nothing complained', async () => {
    await clerk.goto(`${office.origin}/kk/work`)
    await openFirst(clerk)
    await look(clerk, 'hand-over')
    const signed = await clerk.request.get(`${office.origin}${await clerk.getByText('Қол қойылған нәтижені көру').getAttribute('href')}`)
    expect(signed.headers()['content-type']).toBe('application/pdf')
    expect((await office.trust.verifyPdf(await signed.body())).kind).toBe('valid')
    await press(clerk, 'Нәтижені беру')
    await clerk.goto(`${office.origin}/kk/work/cases/${requestNumber}`)
    await look(clerk, 'case-closed')
    await clerk.goto(`${office.origin}/kk/work/account`)
    await look(clerk, 'account')
    await clerk.emulateMedia({ media: 'print' })
    await clerk.goto(`${office.origin}/ru/work/cases/${requestNumber}`)
    expect(await clerk.locator('.not-on-paper:visible').count()).toBe(0)
    const refusedByDesign = /status of (422|503|404)/
    expect(complaints.filter((complaint) => !refusedByDesign.test(complaint))).toEqual([])
  })

  /** Another request, by its officials, until the head has it; its number. */
  async function leadToSignature(): Promise<string> {
    const { caseId, requestNumber: number } = await office.register()
    const { host } = office.licensing
    const { staff } = office
    const actorOf = ({ id, role, authority, unit }: (typeof staff)['clerk']) => ({ kind: 'staff' as const, id, role, authority, unit })
    const draft = { decision: 'grant' as const, groundIds: [], explanation: '' }
    const acts: readonly (readonly [(typeof staff)['clerk'], (taskId: string) => StaffAct])[] = [
      [staff.clerk, (taskId) => ({ kind: 'accept', taskId })],
      [staff.head, (taskId) => ({ kind: 'assign', taskId, officerId: staff.officer.id, instruction: '' })],
      [staff.officer, (taskId) => ({ kind: 'examine', taskId, draft })],
      [staff.body, (taskId) => ({ kind: 'approve', taskId, opinion: 'agrees', reason: '' })],
      [staff.officer, (taskId) => ({ kind: 'conclude', taskId, draft })],
    ]
    for (const [person, act] of acts) {
      const actor = actorOf(person)
      const { tasks } = await host.listTasks(actor, { limit: 20 })
      const done = await host.act(caseId, act(tasks.find((task) => task.caseId === caseId)!.taskId), actor)
      if (isRefusal(done)) throw new Error(`${person.role}: ${done.code}`)
    }
    return number
  }

  /** From the signing page to the import page and back. */
  async function bringKey(page: Page, p12: Buffer): Promise<void> {
    await page.locator('[data-part="keys"] a').click()
    await page.waitForURL('**/work/keys**')
    // The key that was refused goes: two keys of one person look alike.
    for (const old of await page.getByRole('button', { name: 'Жою' }).all()) {
      await old.click()
      await page.getByRole('button', { name: 'Иә, жою' }).click()
      await page.getByText('Кілт жойылды').waitFor()
    }
    await page.setInputFiles('#signing-file', { name: 'key.p12', mimeType: 'application/x-pkcs12', buffer: p12 })
    await page.fill('#signing-password', PASSWORD)
    await page.getByRole('button', { name: 'Файлды ашу' }).click()
    await page.getByRole('button', { name: 'Осы браузерде сақтау' }).click()
    await page.getByText('Қол қоюға оралу').first().click()
    await page.waitForURL('**/sign')
    await page.waitForSelector('input[name="signing-key"]')
  }

  async function sign(page: Page): Promise<void> {
    await page.waitForSelector('[data-part="sign"]:not([hidden])')
    await page.locator('input[name="signing-key"]').first().focus()
    await page.keyboard.press('Space')
    await Promise.all([page.waitForEvent('framenavigated'), page.locator('[data-part="sign"]').click()])
    await page.waitForLoadState()
  }
})

import { sectionsFor } from '@ruqsat/documents'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { LANGUAGES } from '@ruqsat/foundation'
import { appliesTo } from '@ruqsat/law'
import { axeViolations, launchBrowser, missingBrowser } from '@ruqsat/web/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodValue, PDF, signatureOver } from '../drafts/testing.ts'
import { openDraftSite, type DraftSite, type Visitor } from './testing.ts'

// Every page of a draft in a real browser at the narrowest screen: nothing overflows, nothing is refused by the policy, axe is content.
// PICTURES=<folder> also keeps pictures at 320, 360 and 1280 px, for eyes.

/** The site must know its own address before it listens. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

const PICTURES = process.env['PICTURES']
const NARROWEST_PX = 320
const HEIGHT_PX = 800

describe.skipIf(missingBrowser() !== null)('in a browser', () => {
  let site: DraftSite
  let browser: Browser
  let page: Page
  let visitor: Visitor
  let draft: string
  let origin: string
  const complaints: string[] = []

  beforeAll(async () => {
    const port = await freePort()
    origin = `http://localhost:${port}`
    site = await openDraftSite({ port })
    await site.site.site.listen()
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: NARROWEST_PX, height: HEIGHT_PX } })
    page.on('console', (message) => message.type() === 'error' && !/status of 4/.test(message.text()) && complaints.push(message.text()))
    visitor = site.visitor()
    await visitor.signIn(await site.addPerson())
    draft = await visitor.start(site.edition)
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  /** The same person as the visitor, in the browser. */
  async function look(name: string, place: string, before?: () => Promise<unknown>): Promise<void> {
    await page.context().clearCookies()
    await page.context().addCookies([...visitor.cookies].map(([cookie, value]) => ({ name: cookie, value, url: origin })))
    await page.goto(`${origin}${draft}${place}`)
    await before?.()
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wider, `${name} is wider than ${NARROWEST_PX} px`).toBe(0)
    const violations = await axeViolations(page)
    expect(violations.map((each) => `${name}: ${each.id} ${each.nodes[0]?.html}`)).toEqual([])
    expect(complaints, name).toEqual([])
    await keepPictures(name)
    // A page that looks again by itself must not do so under the next.
    await page.goto('about:blank')
  }

  /** The answer, the whole request by its parts, the keys and the button: before what only machines read. */
  async function signsWithinTwoScreens(): Promise<void> {
    await page.setViewportSize({ width: 1280, height: HEIGHT_PX })
    for (const language of LANGUAGES) {
      await page.goto(`${origin}${draft.replace('/kk/', `/${language}/`)}/sign`)
      await page.locator('[data-part="keys"] > *').first().waitFor()
      const technical = await page.locator('details', { has: page.locator('[data-part="proof"]') }).boundingBox()
      expect(technical!.y, language).toBeLessThanOrEqual(2 * HEIGHT_PX)
    }
    await page.setViewportSize({ width: NARROWEST_PX, height: HEIGHT_PX })
    await page.goto('about:blank')
  }

  async function keepPictures(name: string): Promise<void> {
    if (PICTURES === undefined) return
    await mkdir(PICTURES, { recursive: true })
    for (const width of [NARROWEST_PX, 360, 1280]) {
      await page.setViewportSize({ width, height: HEIGHT_PX })
      await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true })
    }
    await page.setViewportSize({ width: NARROWEST_PX, height: HEIGHT_PX })
  }

  async function submit(): Promise<void> {
    await Promise.all([page.waitForEvent('load'), page.locator('main form button.button--primary').first().click()])
  }

  test('documents come back to their own place: told there, and only what is attached looks done', async () => {
    const slot = site.edition.regulation.variants.find((each) => each.offered)!.documents.find((each) => appliesTo(each, 'individual'))
    const card = (text: string) => new RegExp(`<section[^>]*id="slot-${slot!.id}"[^]*?</section>`).exec(text)![0]
    const empty = card((await visitor.get(`${draft}/documents`)).text)
    expect(empty).toContain('<strong class="status-tag status-tag--warning">міндетті, әлі тіркелмеген</strong>')
    expect(empty).not.toContain('status-tag--success')
    const { location } = await visitor.upload(`${draft}/documents`, slot!.id, 'a.pdf', PDF('a'))
    expect(location).toBe(`${draft}/documents#told-slot-${slot!.id}`)
    const page = await visitor.get(`${draft}/documents`)
    const full = card(page.text)
    expect(full).toContain(`<p class="told" id="told-slot-${slot!.id}" role="status" tabindex="-1">Файл тіркелді.</p>`)
    expect(full).toContain('<strong class="status-tag status-tag--success">тіркелді</strong>')
    expect(page.text).not.toContain('notification--success')
    expect((await visitor.get(`${draft}/documents`)).text, 'told once').not.toContain('class="told"')
    const removed = await visitor.post(`${draft}/documents`, { remove: /name="remove" value="([^"]+)"/.exec(full)![1]! })
    expect(removed.location).toBe(`${draft}/documents#told-slot-${slot!.id}`)
    const asked = await visitor.get(`${draft}/documents?errors=1`)
    expect(asked.text).toMatch(new RegExp(`<a href="#field-${slot!.id}">${slot!.name.kk.slice(0, 10)}[^<]*: `))
  })

  /** The page of documents in a window of its own. */
  async function documentsTab(javaScriptEnabled: boolean): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: NARROWEST_PX, height: HEIGHT_PX } })
    await context.addCookies([...visitor.cookies].map(([cookie, value]) => ({ name: cookie, value, url: origin })))
    const tab = await context.newPage()
    await tab.goto(`${origin}${draft}/documents`)
    return tab
  }
  const lastSlot = () =>
    site.edition.regulation.variants.find((each) => each.offered)!.documents.findLast((each) => appliesTo(each, 'individual'))!
  const pdfFile = (name: string) => ({ name, mimeType: 'application/pdf', buffer: PDF(name) })

  test('after an upload without script the focus and the eye are at that document', async () => {
    const tab = await documentsTab(false)
    const card = tab.locator(`#slot-${lastSlot().id}`)
    await card.locator('input[type=file]').setInputFiles(pdfFile('plain.pdf'))
    await Promise.all([tab.waitForEvent('load'), tab.getByRole('button', { name: 'Таңдалған файлдарды тіркеу' }).click()])
    const told = card.getByRole('status')
    expect(await told.innerText()).toBe('Файл тіркелді.')
    expect(await told.evaluate((each) => each === document.activeElement)).toBe(true)
    const box = (await told.boundingBox())!
    expect(box.y >= 0 && box.y + box.height <= HEIGHT_PX).toBe(true)
    await Promise.all([tab.waitForEvent('load'), card.getByRole('button', { name: /Алып тастау/ }).click()])
    expect(await card.getByRole('status').innerText()).toBe('Файл алып тасталды.')
    await tab.context().close()
  }, 60_000)

  test('with script several files are sent as they are chosen, in place; what is not taken or not sent is said and lost nowhere', async () => {
    const tab = await documentsTab(true)
    const card = tab.locator(`#slot-${lastSlot().id}`)
    const input = card.locator('input[type=file]')
    const sent = () => tab.locator('form#documents:not([data-sending])').waitFor()
    expect(await tab.getByRole('button', { name: 'Таңдалған файлдарды тіркеу' }).count()).toBe(0)
    await input.focus()
    const program = { ...pdfFile('program.pdf'), buffer: Buffer.from('MZ this is a program') }
    await input.setInputFiles([pdfFile('one.pdf'), program, pdfFile('two.pdf')])
    await sent()
    expect(await card.locator('.file-list__name').allInnerTexts()).toEqual(['one.pdf', 'two.pdf'])
    expect(await card.innerText()).toContain('program.pdf: ')
    expect(await input.evaluate((each) => each === document.activeElement)).toBe(true)
    expect((await axeViolations(tab)).map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])

    await tab.route('**/documents', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
    await input.setInputFiles(pdfFile('late.pdf'))
    await sent()
    expect(await card.innerText()).toContain('late.pdf: жіберілмеді, байланыс үзілді. Файл жоғалған жоқ.')
    await tab.unroute('**/documents')
    await card.getByRole('button', { name: 'Қайта жіберу' }).click()
    await sent()
    expect(await card.locator('.file-list__name').allInnerTexts()).toEqual(['one.pdf', 'two.pdf', 'late.pdf'])
    expect(await card.innerText()).not.toContain('жіберілмеді')
    for (let left = 3; left > 0; left -= 1)
      await Promise.all([
        tab.waitForEvent('load'),
        card
          .getByRole('button', { name: /Алып тастау/ })
          .first()
          .click(),
      ])
    expect(await card.locator('.file-list__name').count()).toBe(0)
    await tab.context().close()
  }, 60_000)

  test('each page of a draft is whole at 320 px and accessible', async () => {
    const { regulation } = site.edition
    const variant = regulation.variants.find((each) => each.offered)!
    const sections = sectionsFor(variant.form, 'individual')
    const slots = variant.documents.filter((slot) => appliesTo(slot, 'individual') && slot.required)
    const id = draft.split('/').at(-1)!

    await look('form-first', `/form/${sections[0]!.id}`)
    await look('form-errors', `/form/${sections[1]!.id}`, async () => {
      await page.locator('input[type=text]').first().fill('Ақтөбе')
      await submit()
    })
    await look('documents-empty', '/documents')
    await look('check-missing', '/check', submit)
    for (const section of sections) {
      await visitor.get(`${draft}/form/${section.id}`)
      const fields = section.fields.filter((field) => field.known === undefined)
      const typed = fields.flatMap((field): [string, string][] => {
        const value = goodValue(field)
        if (field.type.kind !== 'date') return [[field.id, value]]
        const [year = '', month = '', day = ''] = value.split('-')
        return [
          [`${field.id}-year`, year],
          [`${field.id}-month`, month],
          [`${field.id}-day`, day],
        ]
      })
      await visitor.post(`${draft}/form/${section.id}`, Object.fromEntries(typed))
    }
    for (const slot of slots) {
      await visitor.get(`${draft}/documents`)
      await visitor.upload(`${draft}/documents`, slot.id, 'қоймаға_меншік_құқығын_растайтын_өте_ұзын_атаулы_құжат.pdf', PDF(slot.id))
    }
    await look('form-filled', `/form/${sections[1]!.id}`)
    await look('documents-full', '/documents')
    await look('check-complete', '/check')
    await visitor.get(`${draft}/check`)
    await visitor.post(`${draft}/check`, { statements: variant.form.statements.map((each) => each.id) })
    await look('pay', '/pay')
    await look('pay-errors', '/pay', submit)
    await visitor.post(`${draft}/pay`, { requirementsRead: 'yes' })
    site.payments.say(id, 'unknown')
    await look('payment-unknown', '/payment')
    site.payments.say(id, 'declined')
    await look('not-paid', '/payment')
    await visitor.post(`${draft}/again`)
    site.payments.say(id, 'paid')
    await look('sign', '/payment', () => page.locator('[data-part="keys"] > *').first().waitFor())
    await signsWithinTwoScreens()
    const content = await visitor.get(`${draft}/content`)
    const signature = Buffer.from(signatureOver(content.bytes)).toString('base64')
    site.trust.says = 'revoked'
    await visitor.post(`${draft}/sign`, { signature })
    await look('refused', '/refused')
    await visitor.post(`${draft}/again`)
    site.trust.says = 'waiting'
    await visitor.post(`${draft}/sign`, { signature })
    await look('waiting', '/waiting')
    await look('abandon', '/abandon')
    await visitor.post(`${draft}/abandon`)
    await look('abandoned', '/abandoned')
  }, 300_000)
})

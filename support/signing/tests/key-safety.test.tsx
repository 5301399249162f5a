// What keeps a key from a flaw of a page, in real Chromium: a PIN, a thread of its own, Trusted Types, and pages made from the bytes themselves.

import { canonicalJson } from '@ruqsat/foundation'
import { axeViolations, launchBrowser, missingBrowser } from '@ruqsat/web/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isProblem, readSigningKeys } from '../browser.ts'
import { KeyImport, PdfSigningPanel, SigningPanel } from '../index.ts'
import { type Authority, makeAuthority, PASSWORD, PEOPLE } from './openssl-authority.ts'
import { type Portal, startPortal } from './portal.tsx'
import { preparedPdf } from './prepared-pdf.ts'
import { REQUEST } from './sample-request.ts'

const BYTES = new TextEncoder().encode(canonicalJson(REQUEST))
const PDF = preparedPdf()

describe.skipIf(missingBrowser() !== null)('a key in the browser', () => {
  let authority: Authority
  let portal: Portal
  let browser: Browser
  let page: Page
  const sent: string[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    authority = makeAuthority()
    portal = await startPortal()
    const keys = await readSigningKeys(authority.container(PEOPLE.rsa), PASSWORD)
    if (isProblem(keys)) throw new Error(keys.code)
    const legalTime = new Date(Date.parse(keys[0]!.notBefore) + 60_000).toISOString()
    const common = { language: 'kk', islands: portal.islands, legalTime, utcOffsetMinutes: 300 } as const
    const submit = { submitUrl: '/submit', csrf: { name: '_csrf', value: 'token-1' }, keyImportUrl: '/page/keys' }
    portal.file('bytes', { body: BYTES })
    portal.file('pdf', { body: PDF.pdf })
    portal.page('keys', () => <KeyImport {...common} />)
    portal.page('sign', () => <SigningPanel {...common} {...submit} purpose="sign" bytesUrl="/file/bytes" />)
    portal.page('pdf', () => (
      <PdfSigningPanel
        {...common}
        {...submit}
        pdfUrl="/file/pdf"
        byteRange={PDF.byteRange}
        documentTitle="Лицензия № 1"
        preview="embedded"
      />
    ))
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await portal?.stop()
    authority?.remove()
  })
  beforeEach(async () => {
    page = await (await browser.newContext({ viewport: { width: 360, height: 800 } })).newPage()
    page.setDefaultTimeout(60_000)
    page.on('request', (request) => sent.push(request.url()))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    portal.posts.length = sent.length = complaints.length = 0
  })
  afterEach(() => page.context().close())

  const open = (name: string) => page.goto(`${portal.origin}/page/${name}`)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const alertText = async () => {
    await page.locator('[data-part=alert] p').first().waitFor()
    return page.locator('[data-part=alert]').innerText()
  }
  async function chooseFile(file: Uint8Array, password: string): Promise<void> {
    await page.getByLabel('Кілт файлы').setInputFiles({ name: 'key.p12', mimeType: 'application/x-pkcs12', buffer: Buffer.from(file) })
    await page.getByLabel('Файлдың құпиясөзі').fill(password)
    await press('Файлды ашу')
  }
  async function expectAccessible(): Promise<void> {
    const violations = await axeViolations(page)
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  }

  it('a key under a PIN signs only with it, and what is kept is no key', async () => {
    await open('keys')
    await chooseFile(authority.container(PEOPLE.rsa), PASSWORD)
    await page.getByLabel('Кілттің PIN-і').fill('12345')
    await press('Осы браузерде сақтау')
    expect(await alertText()).toContain('PIN тым қысқа.')
    await page.getByLabel('Кілттің PIN-і').fill('бес-алты-7')
    await expectAccessible()
    await press('Осы браузерде сақтау')
    await page.getByText('Кілт осы браузерде сақталды').waitFor()
    const kept = await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('ruqsat-signing')
        request.onsuccess = () => resolve(request.result)
      })
      const all = (name: string) =>
        new Promise<Record<string, unknown>[]>((resolve) => {
          const request = database.transaction(name).objectStore(name).getAll()
          request.onsuccess = () => resolve(request.result as Record<string, unknown>[])
        })
      const [key] = await all('keys')
      const [device] = await all('device')
      return { names: Object.keys(key!), isReadable: (device!['key'] as CryptoKey).extractable }
    })
    expect(kept.names).not.toContain('privateKey')
    expect(kept.isReadable).toBe(false)

    await open('sign')
    await press('Қол қою')
    expect(await alertText()).toContain('Кілттің PIN-ін енгізіңіз.')
    await expectAccessible()
    await page.getByLabel('Кілттің PIN-і').fill('бес-алты-8')
    await press('Қол қою')
    await page.getByText('PIN бұл кілтке сәйкес келмейді.').waitFor()
    expect(await page.getByLabel('Кілттің PIN-і').inputValue()).toBe('')
    await page.getByLabel('Кілттің PIN-і').fill('бес-алты-7')
    await press('Қол қою')
    await page.locator('#done').waitFor()
    expect(authority.verify(Buffer.from(portal.posts[0]!['signature']!, 'base64'), BYTES)).toContain('successful')
    expect(complaints).toEqual([])
  })

  it('opens a file in a thread of its own, and Trusted Types stop what a flaw would do', async () => {
    await open('keys')
    await page.getByText('Осы браузерде кілт жоқ.').waitFor()
    expect(page.workers().map((worker) => new URL(worker.url()).pathname)).toEqual([portal.islands.scripts['key-worker'].url])
    const refused = await page.evaluate(() => {
      const tries = [
        () => (document.body.innerHTML = '<b>x</b>'),
        () => new Worker('/assets/other.js'),
        () => document.createElement('script').setAttribute('src', '/other.js'),
      ]
      return tries.map((act) => {
        try {
          act()
          return 'done'
        } catch (error) {
          return (error as Error).name
        }
      })
    })
    expect(refused).toEqual(['TypeError', 'TypeError', 'TypeError'])
  })

  it('shows the pages of a PDF from the bytes that it signs, and asks the server for them once', async () => {
    // Chromium without a window has no viewer.
    await page.addInitScript(() => Object.defineProperty(navigator, 'pdfViewerEnabled', { value: true }))
    await open('pdf')
    const shown = await page.locator('iframe.signing__preview').getAttribute('src')
    expect(shown).toMatch(/^blob:/)
    expect(await page.locator('[data-part="open-pdf"]').getAttribute('href')).toBe(shown)
    const bytes = await page.evaluate(async (url) => [...new Uint8Array(await (await fetch(url)).arrayBuffer())], shown!).catch(String)
    // The policy lets no script fetch it: only the viewer shows it.
    expect(bytes).toContain('Failed to fetch')
    expect(sent.filter((line) => line.includes('/file/pdf'))).toHaveLength(1)
  })
})

// The panels in real Chromium: bring a key, keep it, sign with it, and everything that can go wrong on the way.

import { canonicalJson, orFault, parseIIN, parseBIN } from '@ruqsat/foundation'
import { axeViolations, launchBrowser, missingBrowser } from '@ruqsat/web/testing'
import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { coveredBytes, isProblem, readSigningKeys, type SigningKey } from '../browser.ts'
import { CanSign, KeyImport, PdfSigningPanel, type PdfSigningPanelProps, SigningPanel, type SigningPanelProps } from '../index.ts'
import { AS_OLD_AS_THE_TARGET } from './old-browser.ts'
import { type Authority, makeAuthority, PASSWORD, PEOPLE, type Person } from './openssl-authority.ts'
import { type Portal, startPortal } from './portal.tsx'
import { preparedPdf } from './prepared-pdf.ts'
import { REQUEST } from './sample-request.ts'

/** A name that resolves to this machine and is no secure context: what a phone in the same network sees. */
const LAN_NAME = 'ruqsat.lan.test'
const BYTES = new TextEncoder().encode(canonicalJson(REQUEST))
const PDF = preparedPdf()

describe.skipIf(missingBrowser() !== null)('the panels in a browser', () => {
  let authority: Authority
  let portal: Portal
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let legalTime: string
  const sent: string[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    authority = makeAuthority()
    portal = await startPortal()
    legalTime = new Date(Date.parse((await keyOf(PEOPLE.rsa)).notBefore) + 60_000).toISOString()
    browser = await launchBrowser([`--host-resolver-rules=MAP ${LAN_NAME} 127.0.0.1`])
  })
  afterAll(async () => {
    await browser?.close()
    await portal?.stop()
    authority?.remove()
  })
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 360, height: 800 } })
    page = await context.newPage()
    page.setDefaultTimeout(60_000)
    page.on('request', (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    portal.posts.length = sent.length = complaints.length = 0
    portal.file('bytes', { body: BYTES })
    portal.file('pdf', { body: PDF.pdf })
    portal.page('keys', () => (
      <KeyImport
        language="kk"
        islands={portal.islands}
        sandbox
        legalTime={legalTime}
        utcOffsetMinutes={300}
        expectedHolder={{ iin: orFault(parseIIN('900101400013')) }}
      />
    ))
    signingPage({})
  })
  afterEach(async () => {
    await context.close()
  })

  async function keyOf(person: Person): Promise<SigningKey> {
    const keys = await readSigningKeys(authority.container(person), PASSWORD)
    if (isProblem(keys)) throw new Error(keys.code)
    return keys[0] as SigningKey
  }

  const submit = {
    submitUrl: '/submit',
    csrf: { name: '_csrf', value: 'token-1' },
    hiddenFields: { once: 'o-1' },
    keyImportUrl: '/page/keys',
  }

  function signingPage(props: Partial<SigningPanelProps>): void {
    const all: SigningPanelProps = {
      language: 'kk',
      islands: portal.islands,
      sandbox: true,
      legalTime,
      utcOffsetMinutes: 300,
      purpose: 'sign',
      bytesUrl: '/file/bytes',
      expectedHolder: { iin: orFault(parseIIN('900101400013')), name: 'Сейітова Әлия' },
      ...submit,
      ...props,
    }
    portal.page('sign', () => <SigningPanel {...all} />)
  }
  function pdfPage(props: Partial<PdfSigningPanelProps>): void {
    const all: PdfSigningPanelProps = {
      language: 'kk',
      islands: portal.islands,
      legalTime,
      utcOffsetMinutes: 300,
      pdfUrl: '/file/pdf',
      byteRange: PDF.byteRange,
      documentTitle: 'Лицензия № 1',
      ...submit,
      ...props,
    }
    portal.page('pdf', () => <PdfSigningPanel {...all} />)
  }

  const open = (name: string) => page.goto(`${portal.origin}/page/${name}`)
  const alertText = async () => {
    await page.locator('[data-part=alert] p').first().waitFor()
    return page.locator('[data-part=alert]').innerText()
  }
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  async function chooseFile(file: Uint8Array, password: string): Promise<void> {
    await page.getByLabel('Кілт файлы').setInputFiles({ name: 'key.p12', mimeType: 'application/x-pkcs12', buffer: Buffer.from(file) })
    await page.getByLabel('Файлдың құпиясөзі').fill(password)
    await press('Файлды ашу')
  }
  async function bringKey(person: Person, options: readonly string[] = []): Promise<void> {
    await chooseFile(authority.container(person, options), PASSWORD)
    await press('Осы браузерде сақтау')
    await page.getByText('Кілт осы браузерде сақталды').waitFor()
  }
  async function expectAccessible(): Promise<void> {
    const violations = await axeViolations(page)
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  }

  it('brings a key in, keeps it over a reload, cannot export it, and removes it', async () => {
    await open('keys')
    expect(await page.getByText('Сынақ алаңындағы кілттерді сынақ алаңының өзі жасаған').isVisible()).toBe(true)
    await page.getByText('Осы браузерде кілт жоқ.').waitFor()
    await expectAccessible()

    await chooseFile(authority.container(PEOPLE.rsa, ['-legacy']), 'басқа')
    expect(await alertText()).toContain('Құпиясөз бұл файлға сәйкес келмейді.')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('signing-password')
    await expectAccessible()
    await page.getByLabel('Файлдың құпиясөзі').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByText('СЕЙІТОВА ӘЛИЯ НҰРЛАНҚЫЗЫ').first().waitFor()
    expect(await page.getByLabel('Файлдың құпиясөзі').inputValue()).toBe('')
    await expectAccessible()
    await press('Осы браузерде сақтау')
    await page.getByText('Кілт осы браузерде сақталды').waitFor()

    await page.reload()
    await page.getByText('900101400013', { exact: true }).waitFor()
    await expectAccessible()
    const proof = await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('ruqsat-signing')
        request.onsuccess = () => resolve(request.result)
      })
      const [record] = await new Promise<{ privateKey: CryptoKey }[]>((resolve) => {
        const request = database.transaction('keys').objectStore('keys').getAll()
        request.onsuccess = () => resolve(request.result)
      })
      const tries = await Promise.all(
        (['pkcs8', 'jwk', 'raw', 'spki'] as const).map((format) =>
          crypto.subtle.exportKey(format as 'pkcs8', record!.privateKey).then(
            () => 'exported',
            (error: Error) => error.name,
          ),
        ),
      )
      const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['wrapKey'])
      tries.push(
        await crypto.subtle.wrapKey('pkcs8', record!.privateKey, wrapping, { name: 'AES-GCM', iv: new Uint8Array(12) }).then(
          () => 'wrapped',
          (error: Error) => error.name,
        ),
      )
      database.close()
      return { extractable: record!.privateKey.extractable, usages: record!.privateKey.usages, tries }
    })
    expect(proof).toMatchObject({ extractable: false, usages: ['sign'] })
    for (const outcome of proof.tries) expect(outcome).toMatch(/InvalidAccessError|NotSupportedError/)
    expect(sent.filter((line) => !line.startsWith('GET '))).toEqual([])
    expect(sent.join('\n')).not.toContain(encodeURIComponent(PASSWORD))

    await page.getByRole('button', { name: /^Жою/ }).click()
    await press('Иә, жою')
    await page.getByText('Осы браузерде кілт жоқ.').waitFor()
    await page.reload()
    await page.getByText('Осы браузерде кілт жоқ.').waitFor()
    expect(complaints).toEqual([])
  })

  it('names a file that is no key file, and warns of a key of somebody else', async () => {
    await open('keys')
    await press('Файлды ашу')
    expect(await alertText()).toContain('Файл таңдалмаған')
    await chooseFile(new TextEncoder().encode('%PDF-1.7'), 'x')
    expect(await alertText()).toContain('Бұл — кілт файлы (.p12) емес.')
    await chooseFile(authority.container(PEOPLE.ecdsa), PASSWORD)
    await page.getByText('Бұл кілт сіздікі емес').waitFor()
    expect(await page.locator('[data-part=alert]').innerText()).toBe('')
    await expectAccessible()
  })

  it('leads from the signing page to the key and back, and signs once what it shows', async () => {
    await open('sign')
    await page.getByText('Осы браузерде әзірге кілт жоқ.').waitFor()
    await expectAccessible()
    await page.getByRole('link', { name: 'Кілтті енгізу' }).click()
    await bringKey(PEOPLE.rsa)
    await page.getByRole('link', { name: 'Қол қоюға оралу' }).click()
    await page.getByRole('radio').waitFor()
    expect(page.url()).toBe(`${portal.origin}/page/sign`)
    const content = page.locator('[data-part=content]')
    // The answer is in the open, and the first words of each part of the request.
    const atOnce = await content.innerText()
    for (const text of ['Сейітова Әлия, ЖСН 900101400013', 'Облыс басқармасы', '18 520 теңге', 'Мәліметтердің дұрыстығын растаймын.'])
      expect(atOnce).toContain(text)
    expect(atOnce).toContain('Көкшетау қ., Абай к., 1 · 12 000')
    expect(atOnce).not.toContain('Қойма мекенжайы')
    // Everything else is one press away, before anything is signed.
    await press('Бәрін ашу')
    const whole = await content.innerText()
    for (const text of ['Қойма мекенжайы', '12 000', 'акт 1.pdf', 'order-7', '900101400013']) expect(whole).toContain(text)
    await expectAccessible()
    await press('Бәрін жабу')
    expect(await content.innerText()).toBe(atOnce)
    // What programs read is behind the technical details.
    const proof = await page.locator('[data-part=proof]').textContent()
    expect(proof).toContain('capacity = 12000')
    expect(proof).toContain(Buffer.from(await crypto.subtle.digest('SHA-256', BYTES)).toString('hex'))
    await expectAccessible()

    await page.evaluate(() => {
      const sign = document.querySelector<HTMLButtonElement>('[data-part=sign]')!
      for (let click = 0; click < 5; click++) sign.click()
    })
    await page.locator('#done').waitFor()
    expect(portal.posts).toHaveLength(1)
    const post = portal.posts[0] as Record<string, string>
    expect(post).toMatchObject({ _csrf: 'token-1', once: 'o-1' })
    expect(authority.verify(Buffer.from(post['signature'] as string, 'base64'), BYTES)).toContain('CAdES Verification successful')
    expect(Object.keys(post).sort()).toEqual(['_csrf', 'once', 'signature', 'signedSha256'])
    expect(complaints).toEqual([])

    await page.goBack()
    await page.getByRole('radio').waitFor()
    expect(portal.posts).toHaveLength(1)
  })

  it('signs with the keyboard alone, by an elliptic key', async () => {
    signingPage({ expectedHolder: { bin: orFault(parseBIN('141040000021')), roles: ['first-head'] } })
    await open('keys')
    await bringKey(PEOPLE.ecdsa)
    await open('sign')
    await page.getByRole('radio').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('#done').waitFor()
    expect(authority.verify(Buffer.from(portal.posts[0]?.['signature'] as string, 'base64'), BYTES)).toContain('successful')
  })

  it('closes unsuitable keys and says why; where it only warns, they can be tried', async () => {
    await open('keys')
    for (const person of [PEOPLE.rsa, PEOPLE.ecdsa, PEOPLE.authenticationOnly]) await bringKey(person)
    await open('sign')
    await page.getByRole('radio').first().waitFor()
    expect(await page.getByRole('radio').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).disabled))).toEqual([
      false,
      true,
      true,
    ])
    const hints = await page.locator('.choice__hint').allInnerTexts()
    expect(new Set(hints.map((hint) => /куәлік № …([0-9A-F]{1,6})/.exec(hint)?.[1])).size, 'each key by its own number').toBe(3)
    expect(hints.join('\n')).toContain('басқа адамның кілті')
    expect(hints.join('\n')).toContain('қол қоюға арналмаған')
    await expectAccessible()
    await press('Қол қою')
    expect(await alertText()).toContain('Алдымен кілтті таңдаңыз.')

    signingPage({ unsuitableKeys: 'warned' })
    await page.reload()
    await page.getByRole('radio', { name: /АХМЕТОВ/ }).check()
    await press('Қол қою')
    await page.locator('#done').waitFor()
    expect(portal.posts).toHaveLength(1)

    signingPage({ legalTime: '2099-01-01T00:00:00.000Z' })
    await open('sign')
    await page.getByText('Осы браузердегі кілттердің ешқайсысы мұнда жарамайды.').waitFor()
    expect((await page.locator('.choice__hint').allInnerTexts()).every((hint) => hint.includes('мерзімі өткен'))).toBe(true)
    expect(await page.locator('[data-part=sign]').isVisible()).toBe(false)
  })

  it('confirms a challenge by a key for authentication, and refuses one of another site', async () => {
    const challenge = { schema: 'ruqsat.challenge/1', origin: portal.origin, purpose: 'register', nonce: 'n0nce', issuedAt: legalTime }
    const bytes = new TextEncoder().encode(canonicalJson(challenge))
    portal.file('bytes', { body: bytes })
    signingPage({ purpose: 'authenticate', expectedHolder: undefined })
    await open('keys')
    await bringKey(PEOPLE.authenticationOnly)
    await open('sign')
    await page.getByText('порталға тіркелу').waitFor()
    await press('Растау')
    await page.locator('#done').waitFor()
    expect(portal.posts).toHaveLength(1)

    portal.file('bytes', { body: new TextEncoder().encode(canonicalJson({ ...challenge, origin: 'https://evil.test' })) })
    await open('sign')
    expect(await alertText()).toContain('https://evil.test')
    expect(await page.locator('[data-part=sign]').isVisible()).toBe(false)
    await expectAccessible()
  })

  it('tells what happened to bytes that do not come, and loses nothing', async () => {
    portal.file('bytes', { status: 503 })
    await open('sign')
    expect(await alertText()).toContain('Құжатты жүктеу мүмкін болмады.')
    await expectAccessible()
    portal.file('bytes', { body: BYTES })
    await press('Қайталау')
    await page.getByText('Осы браузерде әзірге кілт жоқ.').waitFor()
    portal.file('bytes', { redirect: '/page/keys' })
    await page.reload()
    expect(await alertText()).toContain('Жобаңыз сақтаулы')
    portal.file('bytes', { body: new TextEncoder().encode('{"a":1,"a":2}') })
    await page.reload()
    expect(await alertText()).toContain('қол қоюға болмайды')
  })

  it('signs the byte range of a PDF, and refuses a range that leaves something out', async () => {
    pdfPage({})
    await open('keys')
    await bringKey(PEOPLE.rsa)
    await open('pdf')
    await page.getByText('Техникалық мәліметтер').click()
    await page.getByText('Браузер тексерді').waitFor()
    await expectAccessible()
    await press('Қол қою')
    await page.locator('#done').waitFor()
    const cms = Buffer.from(portal.posts[0]?.['signature'] as string, 'base64')
    expect(authority.verify(cms, coveredBytes(PDF.pdf, PDF.byteRange))).toContain('CAdES Verification successful')
    expect(authority.printCms(cms)).not.toContain('signingTime')
    const [start, first, second, last] = PDF.byteRange
    pdfPage({ byteRange: [start, first - 5, second, last] })
    await open('pdf')
    expect(await alertText()).toContain('PDF-те қол қойылмайтын бөлік бар')
    expect(portal.posts).toHaveLength(1)
  })

  it('says on a plain-HTTP address of the network why it cannot sign, and what to do', async () => {
    for (const name of ['keys', 'sign']) {
      await page.goto(`http://${LAN_NAME}:${portal.port}/page/${name}`)
      const text = await alertText()
      expect(text).toContain(`http://${LAN_NAME}:${portal.port}`)
      expect(text).toContain('https://')
      expect(text).toContain('--tls')
      expect(await page.locator('[data-part=work]').first().isVisible()).toBe(false)
      await expectAccessible()
    }
  })

  it('brings a key and signs in a browser as old as the build names', async () => {
    await context.addInitScript({ content: AS_OLD_AS_THE_TARGET })
    await open('keys')
    await bringKey(PEOPLE.rsa)
    await open('sign')
    await page.getByRole('radio').check()
    await press('Қол қою')
    await page.locator('#done').waitFor()
    expect(authority.verify(Buffer.from(portal.posts[0]?.['signature'] as string, 'base64'), BYTES)).toContain('successful')
    expect(complaints).toEqual([])
  })

  it('lets words stand where its script does not come, does not parse or breaks at once, and takes them away where it runs', async () => {
    const words = 'Бет дайындалып жатыр.'
    pdfPage({})
    const meetings = [
      (route: Route) => route.abort(),
      (route: Route) => route.fulfill({ contentType: 'text/javascript', body: 'let a ??? b' }),
      (route: Route) => route.fulfill({ contentType: 'text/javascript', body: 'nothing.here()' }),
    ]
    for (const meet of meetings) {
      await page.route('**/assets/signing/*.js', meet)
      for (const name of meet === meetings[0] ? ['keys', 'sign', 'pdf'] : ['sign']) {
        await open(name)
        await page.waitForLoadState('networkidle')
        expect(await page.getByRole('status').filter({ hasText: words }).isVisible(), name).toBe(true)
        await expectAccessible()
      }
      await page.unroute('**/assets/signing/*.js')
    }
    for (const name of ['keys', 'sign', 'pdf']) {
      await open(name)
      await page.getByText(words).waitFor({ state: 'detached' })
    }
  })

  it('says before any payment whether this browser can sign', async () => {
    portal.page('can-sign', () => <CanSign language="kk" islands={portal.islands} sandbox legalTime={legalTime} utcOffsetMinutes={300} />)
    await open('can-sign')
    await page.getByText('Бұл браузер қол қоя алады.').waitFor()
    await expectAccessible()
    await context.addInitScript({ content: 'delete Crypto.prototype.subtle' })
    await page.reload()
    expect(await alertText()).toContain('Бұл браузер қол қоя алмайды.')
    await page.route('**/assets/signing/*.js', (route) => route.abort())
    await page.reload()
    expect(await page.locator('main').innerText()).toContain('төлемес бұрын бетті басқа, жаңарақ браузермен ашыңыз')
  })

  it('blames the browser and not the key where a function is missing', async () => {
    await open('keys')
    await bringKey(PEOPLE.rsa)
    await open('sign')
    await page.getByRole('radio').check()
    await page.evaluate('delete Object.getPrototypeOf(new Uint8Array()).constructor.from; window.btoa = undefined')
    await press('Қол қою')
    const told = await alertText()
    expect(told).toContain('Бұл бет осы браузерде жұмыс істемеді.')
    expect(told).toContain('Кілтті жоюдың қажеті жоқ')
  })

  it('explains itself without script', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false })
    const tab = await plain.newPage()
    for (const [name, text] of [
      ['keys', 'Кілтті браузерге енгізу үшін JavaScript қажет'],
      ['sign', 'Енгізген деректеріңіз сақтаулы'],
    ] as const) {
      await tab.goto(`${portal.origin}/page/${name}`)
      expect(await tab.locator('body').innerText()).toContain(text)
    }
    await plain.close()
  })

  it('stays small', () => {
    const sizes = Object.entries(portal.islands.scripts).map(([name, { sizeBytes }]) => [name, sizeBytes] as const)
    console.info(sizes.map(([name, bytes]) => `${name} ${(bytes / 1024).toFixed(1)} KiB`).join(', '))
    for (const [name, bytes] of sizes) expect(bytes, name).toBeLessThan(60 * 1024)
  })
})

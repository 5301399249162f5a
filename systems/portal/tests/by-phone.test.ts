// Registration with IIN and password, and sign-in by a one-time password: nobody learns anything about others, and nothing typed is lost.
import { type Language, LANGUAGES } from '@ruqsat/foundation'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { AIGERIM, DAUREN, openTestPortal, type Answer, type Browser, type TestPortal } from './harness.ts'
import { PASSWORD, walksOf } from './registering.ts'

let portal: TestPortal
const { confirmation, details, registered, confirm } = walksOf(() => portal)
const PHONE = '+77011234567'
const PROVEN_PHONE = { kk: `Расталған телефон: ${PHONE}`, ru: `Подтверждённый телефон: ${PHONE}`, en: `Confirmed phone: ${PHONE}` }
const WAIT = { timeout: 20_000 }

beforeAll(async () => {
  portal = await openTestPortal()
})
afterAll(() => portal.close())
beforeEach(async () => {
  portal.messaging.sent.length = 0
  portal.registers.mode = 'ok'
  portal.registers.subscribers = { [PHONE]: AIGERIM.iin, '+77059876543': DAUREN.iin }
  portal.technicalClock.forwardMs(2 * 60 * 60_000)
  await portal.database.sql`delete from portal.person`
  await portal.database.sql`delete from portal_accounts.account`
})

const sent = (begins: string) => portal.messaging.sent.filter(({ text }) => text.kk.startsWith(begins))
const codeIn = (begins: string) =>
  sent(begins)
    .at(-1)!
    .text.kk.replace(/\D*(\d{6}).*/s, '$1')
const wrong = (code: string) => (code === '000000' ? '111111' : '000000')

async function numbers(
  browser: Browser,
  fields: { readonly iin: string; readonly phone: string },
  language: Language = 'kk',
): Promise<Answer> {
  await browser.get(`/${language}/register/phone`)
  return browser.post(`/${language}/register/phone`, fields)
}

async function code(browser: Browser, typed: string, language: Language = 'kk'): Promise<Answer> {
  await browser.get(`/${language}/register/phone/code`)
  return browser.post(`/${language}/register/phone/code`, { code: typed })
}

async function proven(browser: Browser, language: Language = 'kk'): Promise<Answer> {
  await numbers(browser, { iin: AIGERIM.iin, phone: '8 701 123 45 67' }, language)
  await vi.waitFor(() => expect(sent('Порталға тіркелу коды')).toHaveLength(1), WAIT)
  return code(browser, codeIn('Порталға тіркелу коды'), language)
}

describe('registration with IIN and password', () => {
  test.each(LANGUAGES)('goes in %s from the number and its code to an account that signs in by password', async (language) => {
    const browser = portal.browser()
    expect((await proven(browser, language)).location).toBe(`/${language}/register/details`)
    const page = await browser.get(`/${language}/register/details`)
    expect(page.text).toContain(AIGERIM.surname)
    expect(page.text).toContain(PROVEN_PHONE[language])
    expect(page.text).not.toContain('name="phone"')
    // A telephone that is posted all the same is not the proven one.
    const done = await details(browser, { phone: '+7 705 987 65 43', language }, language)
    expect(done.location).toBe(confirmation(`/${language}/cabinet`, language))
    expect((await browser.get(`/${language}/account`)).text).toContain(PHONE)
    expect(await portal.database.sql`select certificate_sha256 from portal.person`).toEqual([{ certificate_sha256: null }])
    const again = portal.browser()
    await again.get(`/${language}/sign-in`)
    const signedIn = await again.post(`/${language}/sign-in`, { who: 'self', iin: AIGERIM.iin, password: PASSWORD })
    expect(signedIn.location).toBe(`/${language}/cabinet`)
  })

  test('keeps what was typed where the password is weak, and never the password', async () => {
    const browser = portal.browser()
    await proven(browser)
    const refused = await details(browser, { email: 'mine@mysal.kz', password: 'қысқа', repeat: 'қысқа' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('mine@mysal.kz')
    expect(refused.text).not.toContain('value="қысқа"')
  })

  test('answers alike for a number of somebody else, an unknown one, and who is registered', async () => {
    await registered()
    portal.messaging.sent.length = 0
    const pages: string[] = []
    const ask = async (iin: string, phone: string) => {
      const browser = portal.browser()
      const answer = await numbers(browser, { iin, phone })
      const shown = await browser.get('/kk/register/phone/code')
      pages.push(`${answer.status} ${answer.location} ${shown.text.replace(/name="_csrf" value="[^"]+"/g, '').replaceAll(phone, 'P')}`)
      return browser
    }
    await ask(DAUREN.iin, PHONE)
    await ask(DAUREN.iin, '+77771112233')
    const own = await ask(AIGERIM.iin, PHONE)
    expect(new Set(pages.map((page) => page.replace(/nonce="[^"]+"/g, ''))).size).toBe(1)
    expect((await code(own, '123456')).text).toContain('Код қате немесе мерзімі өткен')
    // Only the telephone's own person hears that they are registered, and where: on it.
    await vi.waitFor(
      () => expect(portal.messaging.sent.map(({ to, text }) => [to, text.kk.slice(0, 22)])).toEqual([[PHONE, 'Сіз порталда тіркелген']]),
      WAIT,
    )
  })

  test('takes five wrong codes and no sixth try, and a code works once and in the browser that asked', async () => {
    const browser = portal.browser()
    await numbers(browser, { iin: AIGERIM.iin, phone: PHONE })
    await vi.waitFor(() => expect(sent('Порталға тіркелу коды')).toHaveLength(1), WAIT)
    const right = codeIn('Порталға тіркелу коды')
    const stranger = portal.browser()
    await stranger.get('/kk/register/phone')
    expect((await stranger.post('/kk/register/phone/code', { code: right })).location).toBe('')
    for (let tries = 0; tries < 5; tries += 1) expect((await code(browser, wrong(right))).status).toBe(422)
    expect((await code(browser, right)).text).toContain('Код қате немесе мерзімі өткен')
  })

  test('says that the register is silent, keeps the numbers, and is not offered where there is no such register', async () => {
    portal.registers.mode = 'outage'
    const silent = await numbers(portal.browser(), { iin: AIGERIM.iin, phone: '8 701 123 45 67' })
    expect([silent.status, silent.text.includes('8 701 123 45 67'), silent.text.includes(AIGERIM.iin)]).toEqual([503, true, true])
    expect(silent.text).toContain('Бұл бас тарту емес')
    // A register that does not let us ask does not pass by waiting, and the page does not say so.
    portal.registers.mode = 'refused'
    const refusing = await numbers(portal.browser(), { iin: AIGERIM.iin, phone: '8 701 123 45 67' })
    expect([refusing.status, refusing.text.includes('8 701 123 45 67')]).toEqual([403, true])
    expect(refusing.text).toContain('рұқсат бермейді')
    expect(refusing.text).not.toContain('Бұл бас тарту емес')
    portal.registers.mode = 'ok'
    expect((await portal.browser().get('/kk/register')).text).toContain('/kk/register/phone')
    portal.registers.subscribers = null
    expect((await portal.browser().get('/kk/register')).text).not.toContain('/kk/register/phone')
    expect((await portal.browser().get('/kk/register/phone')).location).toBe('/kk/register')
  })

  test.each([
    ['85041240001', '8 701 123 45 67', 'ЖСН-де 12 цифр болады'],
    ['850412400012', '8 (7172) 55 55 55', 'Бұл қалалық телефон'],
  ])('%s and %s are refused at their field, and nothing typed is lost', async (iin, phone, sentence) => {
    const refused = await numbers(portal.browser(), { iin, phone })
    expect([refused.status, refused.text.includes(sentence)]).toEqual([422, true])
    for (const typed of [iin, phone]) expect(refused.text).toContain(`value="${typed}"`)
  })
})

describe('sign-in by a one-time password', () => {
  const WRONG_CODE = { kk: 'Код қате немесе мерзімі өткен', ru: 'Код неверен или устарел', en: 'The code is wrong or' }
  const ask = async (browser: Browser, iin: string = AIGERIM.iin, language: Language = 'kk') => {
    await browser.get(`/${language}/sign-in/code`)
    return browser.post(`/${language}/sign-in/code`, { iin, bin: '' })
  }

  test.each(LANGUAGES)('works in %s where the telephone is confirmed, once', async (language) => {
    await confirm(await registered(), 'sms')
    const browser = portal.browser()
    const { location } = await ask(browser, AIGERIM.iin, language)
    await vi.waitFor(() => expect(sent('Порталға кіру коды')).toHaveLength(1), WAIT)
    await browser.get(location)
    const refused = await browser.post(location, { code: wrong(codeIn('Порталға кіру коды')) })
    expect([refused.status, refused.text.includes(WRONG_CODE[language])]).toEqual([422, true])
    expect((await browser.post(location, { code: codeIn('Порталға кіру коды') })).location).toBe(`/${language}/cabinet`)
    expect((await browser.get(`/${language}/account`)).status).toBe(200)
    const second = portal.browser()
    await second.get(location)
    expect((await second.post(location, { code: codeIn('Порталға кіру коды') })).status).toBe(422)
  })

  test('sends nothing to a telephone that is not confirmed, nor for nobody, and the page is the same', async () => {
    await registered()
    const pages = await Promise.all(
      [AIGERIM.iin, DAUREN.iin].map(async (iin) => {
        const browser = portal.browser()
        const { location } = await ask(browser, iin)
        const { text, status } = await browser.get(location)
        return `${status} ${text
          .replaceAll(location, 'L')
          .replaceAll(encodeURIComponent(location), 'L')
          .replaceAll(location.slice(3), 'L')
          .replace(/(name="_csrf" value|nonce)="[^"]+"/g, '')}`
      }),
    )
    expect(pages[0]).toBe(pages[1])
    await confirm(await portalOf(), 'email')
    expect(sent('Порталға кіру коды')).toEqual([])
  })

  /** Another page of the same house: what was put off is through by then. */
  async function portalOf(): Promise<Browser> {
    const browser = portal.browser()
    await browser.get('/kk/sign-in')
    await browser.post('/kk/sign-in', { who: 'self', iin: AIGERIM.iin, password: PASSWORD })
    return browser
  }
})

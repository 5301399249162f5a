import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { AIGERIM, openTestPortal, type Browser, type TestPortal } from './harness.ts'
import { PASSWORD, walksOf } from './registering.ts'

let portal: TestPortal
const { codeTo, confirm, confirmation, details, prove, registered, signIn } = walksOf(() => portal)

beforeAll(async () => {
  portal = await openTestPortal()
})
afterAll(() => portal.close())
beforeEach(async () => {
  portal.messaging.sent.length = 0
  await portal.database.sql`delete from portal.person`
  await portal.database.sql`delete from portal_accounts.account`
})

describe('a telephone and an e-mail', () => {
  const account = async (browser: Browser) => (await browser.get('/kk/account')).text
  const wrongCode = (code: string) => (code === '000000' ? '111111' : '000000')

  test('are confirmed by the codes that were sent there, after registration', async () => {
    const browser = await registered()
    expect(portal.messaging.sent.filter(({ text }) => text.kk.startsWith('Растау коды')).map(({ channel, to }) => [channel, to])).toEqual([
      ['sms', '+77011234567'],
      ['email', 'a@mysal.kz'],
    ])
    expect((await account(browser)).match(/расталмаған/g)).toHaveLength(2)
    const refused = await confirm(browser, 'sms', wrongCode(codeTo('sms')))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Код қате немесе мерзімі өткен')
    expect((await confirm(browser, 'sms', `${codeTo('sms').slice(0, 3)} ${codeTo('sms').slice(3)}`)).location).toBe(
      confirmation('/kk/cabinet'),
    )
    expect((await account(browser)).match(/расталмаған/g)).toHaveLength(1)
    expect((await confirm(browser, 'email')).location).toBe('/kk/cabinet')
    expect(await account(browser)).not.toContain('расталмаған')
  })

  test('get the code for a lost password when they are confirmed; the e-mail is the other way', async () => {
    const browser = await registered()
    const resets = () => portal.messaging.sent.filter(({ text }) => text.kk.startsWith('Құпиясөзді қалпына')).map(({ channel }) => channel)
    const ask = async () => {
      const lost = portal.browser()
      await lost.get('/kk/password-reset')
      await lost.post('/kk/password-reset', { iin: AIGERIM.iin, bin: '' })
    }
    await confirm(browser, 'email')
    await ask()
    await vi.waitFor(() => expect(resets()).toEqual(['email']), { timeout: 20_000 })
    await confirm(browser, 'sms')
    await ask()
    await vi.waitFor(() => expect(resets()).toEqual(['email', 'sms']), { timeout: 20_000 })
  })

  test('that change must be confirmed again, and the old code proves nothing about the new number', async () => {
    const browser = await registered()
    const old = codeTo('sms')
    await browser.get('/kk/account')
    const moved = { phone: '7059876543', email: 'a@mysal.kz', language: 'kk', password: PASSWORD }
    expect((await browser.post('/kk/account/contacts', moved)).location).toBe('/kk/account/confirmation')
    if (codeTo('sms') !== old) expect((await confirm(browser, 'sms', old)).status).toBe(422)
    await confirm(browser, 'sms')
    expect((await account(browser)).match(/расталмаған/g)).toHaveLength(1)
  })

  test('are asked for again without two messages for one double click', async () => {
    const browser = await registered()
    const before = portal.messaging.sent.length
    await browser.get('/kk/account/confirmation')
    await browser.post('/kk/account/confirmation/codes', { channel: 'sms', return: '' })
    expect(portal.messaging.sent).toHaveLength(before)
    portal.technicalClock.forwardMs(61_000)
    for (let times = 0; times < 6; times += 1) {
      await browser.post('/kk/account/confirmation/codes', { channel: 'sms', return: '' })
      portal.technicalClock.forwardMs(61_000)
    }
    expect(portal.messaging.sent).toHaveLength(before + 4)
  })

  test.each([
    ['8 (7172) 55 55 55', 'a@mysal.kz', 'Бұл қалалық телефон'],
    ['+7 701 123 45 67', 'a@b.kz;', '«;» белгісі болмайды'],
  ])('%s and %s are refused at their field, and nothing typed is lost', async (phone, email, sentence) => {
    const browser = portal.browser()
    await prove(browser, { iin: AIGERIM.iin })
    const refused = await details(browser, { phone, email })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(sentence)
    for (const typed of [phone, email]) expect(refused.text).toContain(`value="${typed}"`)
  })

  test('that change are told of it where they were confirmed, and nobody else is written to without end', async () => {
    const browser = await registered()
    const told = () => portal.messaging.sent.filter(({ text }) => text.kk.includes('өзгертілді')).map(({ to }) => to)
    const move = async (phone: string) => {
      await browser.get('/kk/account')
      return browser.post('/kk/account/contacts', { phone, email: 'a@mysal.kz', language: 'kk', password: PASSWORD })
    }
    for (let time = 0; time < 5; time += 1) await move(`705987654${time}`)
    expect(told()).toEqual([])
    expect((await browser.get('/kk/account/confirmation')).text).toContain('Код тым жиі сұралды')
    await confirm(browser, 'email')
    await move('7059876549')
    expect(told()).toEqual(['a@mysal.kz'])
  })

  test('of another country is taken, and an address that was kept before there was one rule is corrected without a fault', async () => {
    const browser = portal.browser()
    await prove(browser, { iin: AIGERIM.iin })
    expect((await details(browser, { phone: '+998 90 123-45-67' })).location).toBe(confirmation('/kk/cabinet'))
    await portal.database.sql`update portal.person set email = 'a@b.kz;'`
    await portal.database.sql`update portal_accounts.account set email = 'a@b.kz;'`
    await browser.get('/kk/account')
    const corrected = { phone: '+998901234567', email: 'a@b.kz', language: 'kk', password: PASSWORD }
    expect((await browser.post('/kk/account/contacts', corrected)).status).toBe(303)
    expect(await account(browser)).toContain('a@b.kz')
  })
})

describe('what is no IIN', () => {
  test.each([
    ['000000000000', 'Бұл ЖСН емес'],
    ['851304400012', 'Бұл ЖСН емес'],
    ['940140000385', 'Бұл БСН, ЖСН емес'],
    ['85041240001', 'ЖСН-де 12 цифр болады, ал жазылғаны: 11'],
  ])('%s is said to be none at sign-in and for a lost password, and never "wrong password"', async (iin, sentence) => {
    const browser = portal.browser()
    const refused = await signIn(browser, { iin, password: PASSWORD })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(sentence)
    expect(refused.text).not.toContain('Логин немесе құпиясөз қате')
    await browser.get('/kk/password-reset')
    expect((await browser.post('/kk/password-reset', { iin, bin: '' })).text).toContain(sentence)
  })
  test('an IIN in the place of the BIN is said to be one', async () => {
    const refused = await signIn(portal.browser(), { who: 'firm', bin: AIGERIM.iin, iin: AIGERIM.iin, password: PASSWORD })
    expect(refused.text).toContain('Бұл ЖСН, БСН емес')
  })
})

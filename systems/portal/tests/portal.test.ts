import { orFault, parseIIN, parseBIN, LANGUAGES } from '@ruqsat/foundation'
import { openActs } from '@ruqsat/regulations/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { grantedCase } from './case.ts'
import { claim } from './doubles.ts'
import { PASSWORD, walksOf } from './registering.ts'
import { AIGERIM, DAUREN, FIRM, openTestPortal, type Browser, type TestPortal } from './harness.ts'

let portal: TestPortal

beforeAll(async () => {
  portal = await openTestPortal()
})
afterAll(() => portal.close())
beforeEach(async () => {
  portal.registers.mode = 'ok'
  portal.messaging.sent.length = 0
  portal.cases.length = 0
  await portal.database.sql`delete from portal.draft`
  await portal.database.sql`delete from portal.person`
  await portal.database.sql`delete from portal_accounts.account`
})

const { confirm, confirmation, details, onceIn, prove, registered, sendDetails, signIn } = walksOf(() => portal)

describe('before anything is begun', () => {
  test('the start page lists what is offered, in Kazakh first', async () => {
    const page = await portal.browser().get('/kk')
    expect(page.status).toBe(200)
    expect(page.text).toContain('/kk/services/grain/issue')
    const buttons = [...page.text.matchAll(/<a class="button link-button[^>]*>([^]*?)<\/a>/g)].map(([, inner = '']) =>
      inner.replace(/<[^>]*>/g, ''),
    )
    expect(new Set(buttons).size, 'no two links of one name').toBe(buttons.length)
  })
  test.each(LANGUAGES)('the service page in %s says fee, term, sources and the edition, and has no style attribute', async (language) => {
    const page = await portal.browser().get(`/${language}/services/grain/issue`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('18\u00a0520')
    expect(page.text).toContain(portal.editionHash)
    expect(page.text).toContain('source-note--assumed')
    expect(page.text).not.toMatch(/ style=/)
    expect(page.text).not.toContain('undefined')
    expect(page.text).not.toContain('[object')
  })
  test('the sum of the steps is called so and explains itself', async () => {
    const page = await portal.browser().get('/en/services/grain/issue')
    expect(page.text).toContain('The act gives no total: this is the sum of the terms of its steps.')
    expect(page.text).toContain('Office hours')
  })
  test('an act that is only transcribed is listed nowhere as a service', async () => {
    const { editions } = await openActs()
    const transcribed = editions.map(({ regulation }) => regulation).filter(({ variants }) => !variants.some((variant) => variant.offered))
    expect(transcribed.some(({ variants }) => variants.length === 0)).toBe(true)
    const pages = await Promise.all(['/kk', '/kk/help', '/kk/sign-in'].map((path) => portal.browser().get(path)))
    for (const { service } of transcribed) for (const page of pages) expect(page.text).not.toContain(`>${service.kk}<`)
  })
})

describe('registration', () => {
  test('reads the person from the certificate, name and address from the register, and tells them', async () => {
    const browser = portal.browser()
    const proven = await prove(browser, { iin: AIGERIM.iin }, '/kk/services/grain/issue')
    expect(proven.location).toBe('/kk/register/details')
    expect((await browser.get('/kk/register/details')).text).toContain('Сағындықова Әйгерім Қайратқызы')
    expect((await details(browser)).location).toBe(confirmation('/kk/services/grain/issue'))
    expect(portal.messaging.sent.map((message) => [message.channel, message.to])).toEqual([
      ['sms', '+77011234567'],
      ['email', 'a@mysal.kz'],
      ['sms', '+77011234567'],
      ['email', 'a@mysal.kz'],
    ])
    expect((await browser.get('/kk/cabinet')).text).toContain('Сағындықова')
  })
  test('what was signed is the challenge of this session', async () => {
    const browser = portal.browser()
    await browser.get('/kk/register')
    const bytes = (await browser.get('/kk/register/challenge')).text
    await browser.post('/kk/register/certificate', { signature: claim({ iin: AIGERIM.iin }) })
    expect(portal.trust.seen.at(-1)!.content).toBe(bytes)
    expect(JSON.parse(bytes)).toMatchObject({ schema: 'ruqsat.challenge/1', purpose: 'register', origin: 'http://localhost:80' })
  })
  test('a signature without a challenge, and one used twice, are refused', async () => {
    const stranger = portal.browser()
    await stranger.get('/kk/register')
    expect((await stranger.post('/kk/register/certificate', { signature: claim({ iin: AIGERIM.iin }) })).status).toBe(422)
    const browser = portal.browser()
    await prove(browser, { iin: AIGERIM.iin })
    expect((await browser.post('/kk/register/certificate', { signature: claim({ iin: DAUREN.iin }) })).status).toBe(422)
  })
  test('a refused certificate, one that cannot be checked now, and one without IIN have pages of their own', async () => {
    expect((await prove(portal.browser(), { iin: AIGERIM.iin, fault: 'expired' })).status).toBe(422)
    expect((await prove(portal.browser(), { iin: AIGERIM.iin, fault: 'waiting' })).status).toBe(503)
    expect((await prove(portal.browser(), { iin: null })).text).toContain('ЖСН жоқ')
    // A firm's certificate whose BIN cannot exist is not taken for the person's own.
    for (const stated of [
      { iin: null, impossibleIin: '850412400013' },
      { iin: AIGERIM.iin, impossibleBin: '080340001112' },
    ])
      expect((await prove(portal.browser(), stated)).text).toContain('мұндай нөмір болмайды')
  })
  test('absent, refused and out of reach are three answers; an outage costs one click and no signature', async () => {
    expect((await prove(portal.browser(), { iin: orFault(parseIIN('900101300017')) })).text).toContain('мұндай ЖСН жоқ')
    expect((await prove(portal.browser(), { iin: DAUREN.iin, bin: orFault(parseBIN('120340002229')) })).text).toContain('мұндай БСН жоқ')
    const browser = portal.browser()
    portal.registers.mode = 'refused'
    expect((await prove(browser, { iin: AIGERIM.iin })).text).toContain('Сынақтағы бас тарту')
    portal.registers.mode = 'outage'
    expect((await prove(browser, { iin: AIGERIM.iin })).status).toBe(503)
    portal.registers.mode = 'ok'
    expect((await browser.post('/kk/register/lookup', {})).location).toBe('/kk/register/details')
  })
  test('the form pressed twice signs in twice; posted again later, from a browser that others use too, it signs nobody in', async () => {
    const browser = portal.browser()
    await prove(browser, { iin: AIGERIM.iin })
    const once = onceIn(await browser.get('/kk/register/details'))
    expect((await sendDetails(browser, once)).location).toBe(confirmation('/kk/cabinet'))
    const again = async () => {
      browser.loseSession()
      await browser.get('/kk/sign-in')
      return sendDetails(browser, once)
    }
    expect((await again()).location).toBe(confirmation('/kk/cabinet'))
    portal.technicalClock.forwardMs(5 * 60_000)
    expect((await again()).status).toBe(409)
    expect((await browser.get('/kk/cabinet')).location).toContain('/kk/sign-in')
  })
  test('a second registration of the same person leads to sign-in', async () => {
    await registered()
    const again = await prove(portal.browser(), { iin: AIGERIM.iin })
    expect(again.status).toBe(409)
    expect(again.text).toContain('/kk/sign-in')
  })
  test('one person may act for self and for a firm; an employee may register and is told what they may not do', async () => {
    await registered({ iin: DAUREN.iin })
    await registered({ iin: DAUREN.iin, bin: FIRM.bin, roles: ['legal-entity', 'first-head'] })
    const employee = portal.browser()
    await prove(employee, { iin: AIGERIM.iin, bin: FIRM.bin, roles: ['legal-entity', 'employee'] })
    expect((await employee.get('/kk/register/details')).text).toContain('қол қоя алмайсыз')
    await details(employee)
    const rows = await portal.database.sql`select iin, bin, may_sign as sign from portal.person order by bin nulls first, iin`
    expect(rows.map((row) => [row['iin'], row['bin'], row['sign']])).toEqual([
      [DAUREN.iin, null, true],
      [DAUREN.iin, FIRM.bin, true],
      [AIGERIM.iin, FIRM.bin, false],
    ])
  })
  test('a bad form comes back with what was typed, except the passwords', async () => {
    const browser = portal.browser()
    await prove(browser, { iin: AIGERIM.iin })
    const page = await details(browser, { phone: '123', email: 'не почта', password: 'short', repeat: 'other' })
    expect(page.status).toBe(422)
    for (const field of ['phone', 'email', 'password', 'repeat']) expect(page.text).toContain(`href="#field-${field}"`)
    expect(page.text).toContain('value="не почта"')
    expect(page.text).not.toContain('value="short"')
  })
  test('a double click makes one account and both answers lead on', async () => {
    const browser = portal.browser()
    await prove(browser, { iin: AIGERIM.iin })
    const page = await browser.get('/kk/register/details')
    const once = /name="_once" value="([^"]+)"/.exec(page.text)![1]!
    const fields = { _once: once, phone: '+77011234567', email: 'a@mysal.kz', language: 'kk', password: PASSWORD, repeat: PASSWORD }
    const both = await Promise.all([browser.post('/kk/register/details', fields), browser.post('/kk/register/details', fields)])
    expect(both.map((answer) => answer.location)).toEqual([confirmation('/kk/cabinet'), confirmation('/kk/cabinet')])
    expect((await portal.database.sql`select 1 from portal.person`).length).toBe(1)
  })
})

describe('sign-in', () => {
  test('by IIN and password, back to the page that was asked for', async () => {
    await registered()
    const browser = portal.browser()
    const led = await browser.get('/kk/account')
    expect(led.location).toBe('/kk/sign-in?return=%2Fkk%2Faccount')
    const answer = await signIn(browser, { iin: '850412 400012', password: PASSWORD, return: '/kk/account' })
    expect(answer.location).toBe('/kk/account')
    expect((await browser.get('/kk/account')).text).toContain('+77011234567')
  })
  test('never leads to another site', async () => {
    await registered()
    for (const bad of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      expect((await signIn(portal.browser(), { iin: AIGERIM.iin, password: PASSWORD, return: bad })).location).toBe('/kk/cabinet')
    }
  })
  test('a firm is chosen by its BIN', async () => {
    await registered({ iin: DAUREN.iin, bin: FIRM.bin, roles: ['first-head'] })
    expect((await signIn(portal.browser(), { iin: DAUREN.iin, password: PASSWORD })).status).toBe(422)
    const browser = portal.browser()
    expect((await signIn(browser, { who: 'firm', bin: FIRM.bin, iin: DAUREN.iin, password: PASSWORD })).location).toBe('/kk/cabinet')
    expect((await browser.get('/kk/cabinet')).text).toContain('«Алтын дән» ЖШС')
  })
  test('a slip in the number is said and counts as nothing; five wrong passwords close the door and say for how long', async () => {
    await registered()
    const browser = portal.browser()
    for (let times = 0; times < 6; times += 1)
      expect((await signIn(browser, { iin: '850412400013', password: 'x' })).text).toContain('бақылау цифры')
    const wrong = await signIn(browser, { iin: AIGERIM.iin, password: 'wrong' })
    expect(wrong.text).toContain('A2')
    expect(wrong.text).toContain('ЖСН немесе құпиясөз қате')
    expect(wrong.text).not.toContain('Логин')
    for (let times = 0; times < 4; times += 1) await signIn(browser, { iin: AIGERIM.iin, password: 'wrong' })
    const locked = await signIn(browser, { iin: AIGERIM.iin, password: PASSWORD })
    expect(locked.text).toMatch(/1 мин 0 с/)
    expect(locked.text).toContain(AIGERIM.iin)
    portal.technicalClock.forwardMs(61_000)
    expect((await signIn(browser, { iin: AIGERIM.iin, password: PASSWORD })).location).toBe('/kk/cabinet')
  })
  test('a lost password comes back by a code', async () => {
    await confirm(await registered(), 'sms')
    const browser = portal.browser()
    await browser.get('/kk/password-reset')
    const asked = await browser.post('/kk/password-reset', { iin: AIGERIM.iin, bin: '' })
    // The answer does not wait for the code, so that its time shows nobody whether the person is registered.
    const code = await vi.waitFor(() => /^Құпиясөзді.* (\d{6})/.exec(portal.messaging.sent.at(-1)!.text.kk)![1]!, { timeout: 20_000 })
    await browser.get(asked.location)
    expect((await browser.post(asked.location, { code: '000000', newPassword: 'жаңа кілем 12 терезе' })).status).toBe(
      code === '000000' ? 303 : 422,
    )
    expect((await browser.post(asked.location, { code, newPassword: 'жаңа кілем 12 терезе' })).location).toBe('/kk/sign-in')
    expect((await signIn(portal.browser(), { iin: AIGERIM.iin, password: 'жаңа кілем 12 терезе' })).location).toBe('/kk/cabinet')
  })
  test('sign out, here and everywhere', async () => {
    const browser = await registered()
    const other = portal.browser()
    await signIn(other, { iin: AIGERIM.iin, password: PASSWORD })
    await browser.get('/kk/account')
    await browser.post('/kk/account/sessions/end', {})
    for (const each of [browser, other]) expect((await each.get('/kk/cabinet')).status).toBe(303)
  })
})

describe('a session that ended in mid-form', () => {
  const draftOf = async (browser: Browser) => {
    await browser.get('/kk/services/grain/issue')
    const started = await browser.post('/kk/drafts', { regulation: 'grain', variant: 'issue' })
    const page = await browser.get(started.location)
    return page.location || started.location
  }
  test('leads to sign-in and gives back what was typed, to the same person only', async () => {
    const browser = await registered()
    const form = (await draftOf(browser)).replace('/form/applicant', '/form/granary')
    expect((await browser.get(form)).status).toBe(200)
    browser.loseSession()
    const led = await browser.post(form, { granaryAddress: 'Хромтау ауданы\u0000' })
    expect(led.location).toBe(`/kk/sign-in?return=${encodeURIComponent(form)}`)
    await signIn(browser, { iin: AIGERIM.iin, password: PASSWORD, return: form })
    expect((await browser.get(form)).text).toContain('value="Хромтау ауданы"')
  })
  test('gives back what was typed on a page without a draft, in its form', async () => {
    const browser = await registered()
    await browser.get('/kk/account')
    browser.loseSession()
    await browser.post('/kk/account/contacts', { _keep: '/account/contacts', phone: '+7 701 555 66 77' })
    await signIn(browser, { iin: AIGERIM.iin, password: PASSWORD })
    const page = await browser.get('/kk/account')
    expect([page.text.includes('value="+7 701 555 66 77"'), page.text.includes('Жазғаныңыз жоғалған жоқ')]).toEqual([true, true])
  })
  test('keeps nothing of a stranger', async () => {
    const stranger = portal.browser()
    await stranger.get('/kk/sign-in')
    await stranger.post('/kk/account/contacts', { phone: '+7 701 999 88 77' })
    expect(await portal.database.sql`select 1 from portal_accounts.session where data::text like '%999 88 77%'`).toHaveLength(0)
  })
  test('shows another person nothing', async () => {
    const browser = await registered()
    await registered({ iin: DAUREN.iin })
    const form = (await draftOf(browser)).replace('/form/applicant', '/form/granary')
    await browser.get(form)
    browser.loseSession()
    await browser.post(form, { granaryAddress: 'Хромтау ауданы' })
    await signIn(browser, { iin: DAUREN.iin, password: PASSWORD })
    const page = await browser.get(form)
    expect(page.status).toBe(404)
    expect(page.text).not.toContain('Хромтау')
  })
})

describe('cabinet and account', () => {
  const withCase = async () => {
    const browser = await registered()
    const [row] = await portal.database.sql<{ id: string }[]>`select account_id as id from portal.person`
    const regulations = await openActs()
    portal.cases.push(grantedCase(regulations.edition(portal.editionHash)!, regulations.tables, row!.id, 'LA-2014-000001'))
    return browser
  }
  test('lists the request, tells its history and hands the result out', async () => {
    const browser = await withCase()
    expect((await browser.get('/kk/cabinet')).text).toContain('LA-2014-000001')
    const page = await browser.get('/kk/cabinet/requests/LA-2014-000001')
    for (const text of ['Қызмет тарихы', 'Тіркелді', 'Кеңсе маманы', 'мерзімінде', '/kk/verify/KZ65LAA00000001'])
      expect(page.text).toContain(text)
    const result = await browser.get('/kk/cabinet/requests/LA-2014-000001/result')
    expect(result.headers['content-type']).toBe('application/pdf')
    expect((await browser.get('/kk/cabinet/requests/LA-2014-000001/receipt')).text).toContain('LA-2014-000001')
  })
  test('another person finds none of it', async () => {
    await withCase()
    const other = await registered({ iin: DAUREN.iin })
    for (const path of ['', '/result', '/receipt', '/package']) {
      expect((await other.get(`/kk/cabinet/requests/LA-2014-000001${path}`)).status).toBe(404)
    }
  })
  test('a number with signs that no number has is not found either', async () => {
    const browser = await withCase()
    for (const path of ['', '/package']) expect((await browser.get(`/kk/cabinet/requests/%00${path}`)).status).toBe(404)
  })
  test('the signed request is handed out as a package', async () => {
    const browser = await withCase()
    const [row] = await portal.database.sql<{ id: string }[]>`select account_id as id from portal.person`
    await portal.database.sql`
      insert into portal.draft (id, account_id, regulation, edition_hash, variant, view, step_id, status, language, frozen, frozen_sha256, cms, evidence, signed_at, request_number, registered_at, created_at, changed_at)
      values (gen_random_uuid(), ${row!.id}, 'grain', ${portal.editionHash}, 'issue', 'portal', 'A9', 'registered', 'kk', ${Buffer.from('{}')}, 'dd', ${Buffer.from('cms')},
        ${portal.database.sql.json({ at: '2014-10-01T04:39:00.000Z', signingTime: null, contentSha256: null, chain: [], revocation: [] })},
        '2014-10-01T04:39:00Z', 'LA-2014-000001', '2014-10-01T04:40:00Z', '2014-10-01T04:30:00Z', '2014-10-01T04:40:00Z')`
    const file = await browser.get('/kk/cabinet/requests/LA-2014-000001/package?with=attachments')
    expect(String(file.headers['content-disposition'])).toContain('LA-2014-000001.ruqsat.json')
    expect(JSON.parse(file.text)).toMatchObject({
      format: 'ruqsat-signed-package',
      version: 1,
      content: 'e30=',
      receivedAt: '2014-10-01T04:39:00.000Z',
      attachments: [],
    })
  })
  test('the export is one document with everything and no password', async () => {
    const browser = await withCase()
    await browser.get('/kk/services/grain/issue')
    await browser.post('/kk/drafts', { regulation: 'grain', variant: 'issue' })
    const file = await browser.get('/kk/account/export')
    const data = JSON.parse(file.text)
    expect(data).toMatchObject({ schema: 'ruqsat.export/1', person: { iin: AIGERIM.iin }, account: { login: AIGERIM.iin } })
    expect(data.drafts).toHaveLength(1)
    expect(data.requests[0].result.mediaType).toBe('application/pdf')
    expect(file.text).not.toMatch(/password|scrypt|argon/i)
  })
  test('a session without the password does not turn the codes for a new password to another phone', async () => {
    const browser = await registered()
    await confirm(browser, 'sms')
    await browser.get('/kk/account')
    const before = portal.messaging.sent.length
    const moved = { phone: '+7 702 000 00 01', email: 'b@mysal.kz', language: 'ru' }
    expect((await browser.post('/kk/account/contacts', moved)).text).toContain('Қазіргі құпиясөз қате')
    expect((await browser.get('/kk/account')).text).not.toContain('+77020000001')
    await browser.post('/kk/account/contacts', { ...moved, password: PASSWORD })
    const told = portal.messaging.sent.slice(before).filter(({ text }) => !text.kk.startsWith('Растау коды'))
    expect(told.map(({ to }) => to)).toEqual(['+77011234567'])
    // The language alone needs no password.
    await browser.get('/kk/account')
    expect((await browser.post('/kk/account/contacts', { ...moved, language: 'en' })).location).toBe('/kk/account')
  })
  test('contacts and password can be changed', async () => {
    const browser = await registered()
    await browser.get('/kk/account')
    expect((await browser.post('/kk/account/contacts', { phone: '12', email: 'b@mysal.kz', language: 'ru' })).status).toBe(422)
    const moved = { phone: '+7 702 000 00 01', email: 'b@mysal.kz', language: 'ru' }
    await browser.post('/kk/account/contacts', { ...moved, password: PASSWORD })
    expect((await browser.get('/kk/account')).text).toContain('+77020000001')
    expect((await browser.post('/kk/account/password', { oldPassword: 'wrong', newPassword: 'жаңа кілем 12 терезе' })).text).toContain(
      'Қазіргі құпиясөз қате',
    )
    expect((await browser.post('/kk/account/password', { oldPassword: PASSWORD, newPassword: 'жаңа кілем 12 терезе' })).location).toBe(
      '/kk/account',
    )
    expect((await browser.get('/kk/account')).status).toBe(200)
  })
})

test.each(['help', 'accessibility', 'register', 'keys', 'sign-in', 'password-reset', 'verify'])(
  '%s speaks three languages',
  async (path) => {
    for (const language of LANGUAGES) {
      const page = await portal.browser().get(`/${language}/${path}`)
      expect(page.status).toBe(200)
      expect(page.text).not.toMatch(/undefined|\[object| style=/)
    }
  },
)

import { afterAll, beforeAll, expect, test } from 'vitest'
import { claim, type Claim } from './doubles.ts'
import { AIGERIM, DAUREN, FIRM, openTestPortal, type Browser, type TestPortal } from './harness.ts'

// Whoever is registered for a firm shows a present certificate where the one they registered with no longer counts.

const PASSWORD = 'қоян төбе 47 арғымақ'
const EMPLOYEE: Claim = { iin: AIGERIM.iin, bin: FIRM.bin, roles: ['legal-entity', 'employee'] }

let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal()
})
afterAll(() => portal.close())

async function registered(who: Claim): Promise<Browser> {
  const browser = portal.browser()
  await browser.get('/kk/register')
  await browser.get('/kk/register/challenge')
  await browser.post('/kk/register/certificate', { signature: claim(who) })
  const _once = /name="_once" value="([^"]+)"/.exec((await browser.get('/kk/register/details')).text)?.[1] ?? ''
  const fields = { _once, phone: '+77011234567', email: 'a@mysal.kz', language: 'kk', password: PASSWORD, repeat: PASSWORD }
  await browser.post('/kk/register/details', fields)
  return browser
}

async function shows(browser: Browser, who: Claim) {
  await browser.get('/kk/account/certificate')
  await browser.get('/kk/register/challenge')
  return browser.post('/kk/account/certificate', { signature: claim(who) })
}

test('a present certificate of the same person and firm opens it again, with the rights that it states; nobody else’s does', async () => {
  const browser = await registered(EMPLOYEE)
  expect((await browser.get('/kk/cabinet')).status).toBe(200)
  await portal.database.sql`update portal.person set standing = 'ended'`
  expect((await browser.get('/kk/cabinet')).status).toBe(403)
  for (const other of [{ ...EMPLOYEE, iin: DAUREN.iin }, { iin: AIGERIM.iin }, { ...EMPLOYEE, fault: 'revoked' } as Claim]) {
    expect((await shows(browser, other)).status).toBe(422)
    expect((await browser.get('/kk/cabinet')).status).toBe(403)
  }
  expect((await shows(browser, { ...EMPLOYEE, roles: ['legal-entity', 'signatory'] })).location).toBe('/kk/cabinet')
  expect((await browser.get('/kk/cabinet')).status).toBe(200)
  expect((await browser.get('/kk/account')).text).toContain('қол қою құқығы бар')
})

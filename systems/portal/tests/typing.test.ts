import { parse, type HTMLElement } from 'node-html-parser'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { claim } from './doubles.ts'
import { AIGERIM, openTestPortal, type Browser, type TestPortal } from './harness.ts'

// What is typed and not sent survives the language switch on each page with a form, without script: finished or not, right or wrong.
// So does the place to which the person was going.

const PASSWORD = 'қоян төбе 47 арғымақ'
let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal()
})
beforeEach(async () => {
  await portal.database.sql`delete from portal.draft`
  await portal.database.sql`delete from portal.person`
  await portal.database.sql`delete from portal_accounts.account`
})
afterAll(() => portal.close())

/** Presses the switch as a browser without script does: the whole form, and the button. */
async function switchTo(browser: Browser, language: string, path: string, typed: Record<string, string>): Promise<HTMLElement> {
  const page = parse((await browser.get(path)).text)
  const button = page.querySelector(`.language-switch button[lang=${language}]`)!
  const form = page.querySelector(`#${button.getAttribute('form')}`)!
  const hidden = form.querySelectorAll('input[type=hidden]').map((each) => [each.getAttribute('name')!, each.getAttribute('value') ?? ''])
  const answer = await browser.post(button.getAttribute('formaction')!, {
    ...Object.fromEntries(hidden),
    ...typed,
    _go: button.getAttribute('value')!,
  })
  expect([answer.status, answer.location]).toEqual([303, path.replace(/^\/kk/, `/${language}`)])
  return parse((await browser.get(answer.location)).text)
}

test('where one was going survives sign-in with a wrong password, a lost one, registration, the key page and another language', async () => {
  const goal = '/kk/services/grain/issue'
  const browser = portal.browser()
  const entrance = `/kk/sign-in?return=${encodeURIComponent(goal)}`
  const page = parse((await browser.get(entrance)).text)
  const links = page.querySelectorAll('main a').map((each) => each.getAttribute('href'))
  const back = `?return=${encodeURIComponent(goal)}`
  expect(links).toEqual(expect.arrayContaining([`/kk/password-reset${back}`, `/kk/register${back}`]))
  expect(links).toContain(`/kk/keys?return=${encodeURIComponent(entrance)}`)
  expect(page.querySelector('main form')?.getAttribute('action')).toBe(entrance)

  const wrong = parse((await browser.post(entrance, { who: 'self', iin: AIGERIM.iin, password: 'x' })).text)
  expect(wrong.querySelector('.language-switch [lang=ru]')?.getAttribute('value')).toBe(entrance.replace('/kk/', '/ru/'))
  const reset = await browser.post(`/kk/password-reset${back}`, { iin: AIGERIM.iin, bin: '' })
  expect(reset.location).toMatch(
    new RegExp(`^/kk/password-reset/[\\w-]+\\?return=${encodeURIComponent(encodeURIComponent(goal)).replaceAll('%25', '%')}$`),
  )

  // Registration in Russian: the service is shown in Russian too.
  const register = `/ru/register${back}`
  const start = parse((await browser.get(register)).text)
  const key = start.querySelector('main a[href^="/ru/keys"]')!.getAttribute('href')!
  expect(new URL(key, 'http://x').searchParams.get('return')).toBe(`/ru/register?return=${encodeURIComponent('/ru/services/grain/issue')}`)
  expect((await browser.get(key)).text).toContain('/ru/register?return=')
  await browser.get('/ru/register/challenge')
  const refused = await browser.post(`/ru/register/certificate${back}`, { signature: claim({ iin: AIGERIM.iin, fault: 'expired' }) })
  expect(refused.text).toContain(`href="/ru/register?return=${encodeURIComponent('/ru/services/grain/issue')}"`)
  await browser.get('/ru/register/challenge')
  await browser.post(`/ru/register/certificate${back}`, { signature: claim({ iin: AIGERIM.iin }) })
  const _once = valueOf(parse((await browser.get('/ru/register/details')).text), '_once')!
  const secrets = { password: PASSWORD, repeat: PASSWORD }
  const done = await browser.post('/ru/register/details', {
    phone: '8 701 123 45 67',
    email: 'a@mysal.kz',
    language: 'ru',
    _once,
    ...secrets,
  })
  // The telephone is confirmed on the way.
  expect(new URL(done.location, 'http://x').searchParams.get('return')).toBe('/ru/services/grain/issue')

  const later = portal.browser()
  await later.get(entrance)
  expect((await later.post(entrance.replace('/kk/', '/en/'), { who: 'self', iin: AIGERIM.iin, password: PASSWORD })).location).toBe(
    '/en/services/grain/issue',
  )
  const elsewhere = portal.browser()
  for (const evil of ['//evil.example', 'https://evil.example', '/\\\\evil.example']) {
    const opened = await elsewhere.get(`/kk/sign-in?return=${encodeURIComponent(evil)}`)
    expect(parse(opened.text).querySelector('main')!.toString()).not.toContain('evil.example')
  }
})

const valueOf = (page: HTMLElement, name: string) => page.querySelector(`[name="${name}"]`)?.getAttribute('value')

test('the language switch keeps what is typed, from sign-in over registration and account to the form of the act', async () => {
  const browser = portal.browser()
  const signIn = await switchTo(browser, 'ru', '/kk/sign-in', { who: 'firm', iin: '12', password: PASSWORD })
  expect([valueOf(signIn, 'iin'), valueOf(signIn, 'password')]).toEqual(['12', undefined])
  expect(signIn.querySelector('[name=who][checked]')?.getAttribute('value')).toBe('firm')
  const reset = await switchTo(browser, 'en', '/kk/password-reset', { iin: '8504', bin: 'x' })
  expect([valueOf(reset, 'iin'), valueOf(reset, 'bin')]).toEqual(['8504', 'x'])

  await browser.get('/kk/register')
  await browser.get('/kk/register/challenge')
  await browser.post('/kk/register/certificate', { signature: claim({ iin: AIGERIM.iin }), return: '' })
  const secrets = { password: PASSWORD, repeat: PASSWORD }
  const typed = { phone: '8 701 123', email: 'a@', ...secrets }
  const details = await switchTo(browser, 'ru', '/kk/register/details', typed)
  expect([valueOf(details, 'phone'), valueOf(details, 'email'), valueOf(details, 'repeat')]).toEqual(['8 701 123', 'a@', undefined])
  const kept = await portal.database.sql`select 1 from portal_accounts.session where data::text like ${`%${PASSWORD}%`}`
  expect(kept).toHaveLength(0)

  const once = valueOf(parse((await browser.get('/kk/register/details')).text), '_once')!
  const good = { phone: '8 701 123 45 67', email: 'a@mysal.kz', language: 'kk', _once: once, _keep: '/register/details', ...secrets }
  expect((await browser.post('/kk/register/details', good)).status).toBe(303)
  const account = await switchTo(browser, 'en', '/kk/account', { phone: '+7 702', email: 'new' })
  expect([valueOf(account, 'phone'), valueOf(account, 'email')]).toEqual(['+7 702', 'new'])
  expect(account.querySelector('[role=status]')?.text).toContain('not sent yet')

  await browser.get('/kk/services/grain/issue')
  const started = await browser.post('/kk/drafts', { regulation: 'grain', variant: 'issue' })
  const draft = (await browser.get(started.location)).location || started.location
  const section = draft.replace('/form/applicant', '/form/granary')
  const form = await switchTo(browser, 'ru', section, { granaryAddress: 'Хромтау, жарты' })
  expect(valueOf(form, 'granaryAddress')).toBe('Хромтау, жарты')
  // It is no answer: the draft itself knows nothing of it, until the form is sent.
  const drafts = await portal.database.sql`select 1 from portal.draft where field_values::text like '%Хромтау%'`
  expect(drafts).toHaveLength(0)
})

// Everyone gets through: without a mouse, without script, in another language, after losing a password; and time that passes is shown.
import { LANGUAGES } from '@ruqsat/foundation'
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Applicant } from './support/applicant.ts'
import { Application } from './support/application.ts'
import { addClient, tokenOf } from './support/client.ts'
import { missingBrowser, type Window } from './support/browser.ts'
import { Department } from './support/department.ts'
import { inOrder } from './support/in-order.ts'
import { Keyboard } from './support/keyboard.ts'
import { downloaded } from './support/signed-files.ts'
import { Stage } from './support/stage.ts'

/** Each takes a quarter of a second and a page; the message leaves within ten seconds. */
const LOOKS_FOR_A_DIGEST = 60

describe.skipIf(missingBrowser() !== null)('everyone', () => {
  let stage: Stage
  let saule: Applicant
  let number: string

  beforeAll(async () => {
    stage = await Stage.open()
    saule = await stage.applicant('saule', { width: 1280, language: 'ru' })
  })
  afterAll(() => stage?.close())

  describe('without script', () => {
    inOrder(() => stage)
    let plain: Applicant
    let application: Application

    beforeAll(async () => {
      plain = await stage.applicant('saule', { width: 360, language: 'kk', javaScript: false })
      application = new Application(plain)
    })

    test('signs in, fills, attaches and pays', async () => {
      await plain.signsIn()
      await application.isReadyToSign(await stage.republic.card('success'))
    })

    test('is told at the signature alone that script is needed, and that nothing is lost', async () => {
      expect(await plain.window.text()).toMatch(/JavaScript/)
      await plain.window.goTo('/keys')
      expect(await plain.window.text()).toMatch(/JavaScript/)
    })

    test('goes on in a browser with script', async () => {
      await saule.signsIn()
      await saule.bringsKey('good')
      const there = new Application(saule)
      there.id = application.id
      await there.opensSigning()
      await there.signs()
      number = await there.requestNumber()
    })

    test('reads the history and the register, and writes to the account', async () => {
      for (const path of [
        '/',
        `/cabinet/requests/${encodeURIComponent(number)}`,
        '/cabinet',
        '/verify',
        '/help',
        '/accessibility',
        '/display',
        '/privacy',
        '/acts',
        '/acts/grain?on=2014-10-01',
        '/acts/grain/difference?from=2014-09-16&to=2014-10-01',
        '/acts/grain/reference/issue',
        '/services/vessel/issue',
        '/services/grain/reissue',
        '/account',
        '/sandbox',
        '/sandbox/outbox',
      ]) {
        await plain.window.goTo(path)
        expect(await plain.window.heading()).not.toBe('')
      }
      await plain.window.goTo('/account')
      await plain.page.locator('[name="phone"]').fill('+7 701 000 11 22')
      await plain.form('/account/contacts').locator('[name="password"]').fill(plain.password)
      await plain.window.press(plain.form('/account/contacts').locator('button'))
      expect(await plain.window.text()).toContain('Сақталды')
      await plain.window.close()
    })
  })

  describe('by telephone', () => {
    inOrder(() => stage)
    let desk: Window

    test('an operator of the contact centre finds the request by its number and two answers, and ends the call', async () => {
      await stage.republic.window.goTo('/sandbox')
      const [login, password] = await stage.republic.window.page.locator('#contact-operator code').allTextContents()
      desk = await stage.window({ width: 360, language: 'kk' })
      await desk.goTo('/contact')
      await desk.page.locator('[name="login"]').fill(login!)
      await desk.page.locator('[name="password"]').fill(password!)
      await desk.press(desk.page.locator('form[action$="/contact/sign-in"] button'))
      await desk.goTo('/contact/request')
      await desk.page.locator('[name="number"]').fill(number)
      await desk.page.locator('[name="identifierEnd"]').fill(saule.person.iin.slice(-4))
      await desk.page.locator('[name="phoneEnd"]').fill('0000')
      await desk.press(desk.page.locator('form[action$="/contact/request"] button'))
      expect(await desk.text()).toContain('жауаптар сәйкес келмейді')
      await desk.page.locator('[name="phoneEnd"]').fill(saule.person.phone.replace(/\D/g, '').slice(-4))
      await desk.press(desk.page.locator('form[action$="/contact/request"] button'))
      expect(await desk.text()).toContain(number)
      expect(await desk.text()).not.toContain(saule.person.iin)
      await desk.page.locator('[name="note"]').fill('Кезеңі айтылды')
      await desk.press(desk.page.locator('form[action*="/contact/calls/"] button'))
      expect(await desk.text()).toContain('Кезеңі айтылды')
    })

    test('advice is what the public page of the service says', async () => {
      await desk.goTo('/contact/services')
      await desk.press(desk.page.locator('form:has([name="variant"]) button').first())
      await desk.goTo('/contact/account')
      await desk.goTo('/contact')
      expect(await desk.page.locator('table tbody tr').count()).toBe(3)
      await desk.close()
    })
  })

  // At 200 % of a desk of 1280 px, in the colours of the system alone.
  describe('without a mouse', () => {
    inOrder(() => stage)
    const enlarged = { width: 640, forcedColors: true }

    test('an applicant signs in', async () => {
      const daulet = await stage.window({ ...enlarged, language: 'kk' })
      const keyboard = new Keyboard(daulet.page)
      await daulet.goTo('/')
      await keyboard.presses(daulet.page.locator('header a[href$="/sign-in"]'))
      await keyboard.writes(daulet.page.locator('[name="iin"]'), saule.person.iin)
      await keyboard.writes(daulet.page.locator('[name="password"]'), saule.password)
      await keyboard.presses(daulet.page.locator('form[action*="/kk/sign-in"] button'))
      await daulet.lookedOver()
      expect(daulet.path).toBe('/cabinet')
      await daulet.close()
    })

    test('a clerk signs in, opens the most urgent task and finishes it', async () => {
      const person = await stage.republic.person('gulnar')
      const desk = await stage.window({ ...enlarged, language: 'ru' })
      const keyboard = new Keyboard(desk.page)
      await desk.goTo('/work')
      await keyboard.writes(desk.page.locator('[name="login"]'), person.login)
      await keyboard.writes(desk.page.locator('[name="password"]'), person.password)
      await desk.page.keyboard.press('Enter')
      await desk.page.locator('.desk__next a').waitFor()
      await keyboard.presses(desk.page.locator('.desk__next a'))
      expect(await desk.text()).toContain(number)
      await keyboard.goTo(desk.page.locator('a[href="#task-action"]'))
      await desk.page.keyboard.press('Enter')
      await keyboard.presses(desk.page.locator('form.task-action button.button').first(), 'Space')
      await desk.lookedOver()
      expect(await desk.text()).toContain(number)
      await desk.close()
    })
  })

  describe('by an account elsewhere', () => {
    inOrder(() => stage)

    /** Signs in by the provider's twin, as this person. */
    async function signsInBy(window: Window, page: string, realm: string, who: string) {
      await window.goTo(page)
      await window.press(window.page.locator(`a[href*="/sign-in-by/twin-${realm}"]`))
      await window.press(window.page.locator(`button[value="${who}"]`))
    }

    /** A system of others asks who it is; this house is where people go back to, so that the browser has a page to be on. */
    async function isAsked(window: Window, realm: 'applicants' | 'officials') {
      const back = `${stage.house.origin}/${window.language}/help`
      const client = await addClient(stage.house, 'openid', 'profile', 'iin', `--people=${realm}`, `--return=${back}`)
      const verifier = hash('sha256', `verifier of ${client.id}`)
      const asked = { client_id: client.id, response_type: 'code', redirect_uri: back, scope: 'openid profile iin', state: 'a-state' }
      const challenge = hash('sha256', verifier, 'base64url')
      const query = new URLSearchParams({ ...asked, code_challenge: challenge, code_challenge_method: 'S256' })
      await window.goTo(`${stage.house.origin}/identity/authorization?${query.toString()}`)
      return { ...client, back, verifier }
    }

    test('a program of the authority reads what happened to the request, in its order, and nobody’s name', async () => {
      const scopes = ['events.read']
      const token = await tokenOf(stage.house, await addClient(stage.house, '--authority=aktobe-agriculture', ...scopes), scopes)
      const read = async () => {
        const answer = await fetch(`${stage.house.origin}/api/v1/events?limit=100`, { headers: { authorization: `Bearer ${token}` } })
        return (await answer.json()) as { readonly items: readonly { readonly type: string; readonly request: string | null }[] }
      }
      await expect
        .poll(async () => (await read()).items.filter(({ request }) => request === number).map(({ type }) => type))
        .toEqual(expect.arrayContaining(['request.registered', 'task.opened', 'task.closed']))
      const { items } = await read()
      const types = items.map(({ type }) => type)
      expect(types).toContain('payment.changed')
      expect(types.indexOf('task.opened')).toBeLessThan(types.indexOf('task.closed'))
      const [surname] = saule.person.name.split(' ')
      for (const personal of [saule.person.iin, surname!]) expect(JSON.stringify(items)).not.toContain(personal)
    })

    test('an applicant signs in by a provider’s twin, and lets a system of others know them', async () => {
      const window = await stage.window({ width: 360, language: 'kk' })
      await signsInBy(window, '/sign-in', 'applicants', 'saule')
      expect(window.path).toBe('/cabinet')
      const { id, secret, back, verifier } = await isAsked(window, 'applicants')
      expect(window.path).toBe('/sign-in-to/applicants')
      await window.press(window.page.locator('button[value="yes"]'))
      const code = new URL(window.page.url()).searchParams.get('code')!
      const body = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: back, code_verifier: verifier })
      const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
      const tokens = await fetch(`${stage.house.origin}/identity/token`, { method: 'POST', body, headers: { authorization } })
      const { access_token: token } = (await tokens.json()) as { access_token: string }
      const person = await fetch(`${stage.house.origin}/identity/person`, { headers: { authorization: `Bearer ${token}` } })
      expect(await person.json()).toMatchObject({ iin: saule.person.iin })
      await window.close()
    })

    test('an official signs in by it too, and keeps to themselves who they are', async () => {
      const window = await stage.window({ width: 1280, language: 'ru' })
      await signsInBy(window, '/work/sign-in', 'officials', 'gulnar')
      expect(window.path).toBe('/work')
      await isAsked(window, 'officials')
      expect(window.path).toBe('/sign-in-to/officials')
      await window.press(window.page.locator('button[value="no"]'))
      expect(new URL(window.page.url()).searchParams.get('error')).toBe('access_denied')
      await window.close()
    })
  })

  describe('in another language', () => {
    test('the switch keeps the page, and what stands there', async () => {
      await saule.window.goTo(`/cabinet/requests/${encodeURIComponent(number)}`)
      const before = saule.window.path
      for (const language of LANGUAGES) {
        await saule.window.press(saule.page.locator(`.language-switch [lang="${language}"]`))
        expect(saule.window.path).toBe(before)
        expect(await saule.page.locator('html').getAttribute('lang')).toBe(language)
        expect(await saule.window.heading()).toContain(number)
      }
    })

    test('nobody is guessed: the start page without a language is Kazakh', async () => {
      const visitor = await stage.window()
      await visitor.goTo(`${stage.house.origin}/`)
      expect(await visitor.page.locator('html').getAttribute('lang')).toBe('kk')
      await visitor.close()
    })
  })

  describe('as time passes', () => {
    inOrder(() => stage)
    const department = () => new Department(stage, { language: 'ru' })

    test('what is late is marked at the desk, in the history, and told', async () => {
      for (let weeks = 0; weeks < 3; weeks += 1) await stage.republic.moveLegalTimeBy('week')
      const head = await department().head
      await head.window.goTo('/work')
      await expect
        .poll(async () => (await head.window.reload(), head.window.text()), { timeout: 60_000, interval: 500 })
        .toMatch(/просрочено/i)
      await saule.window.goTo(`/cabinet/requests/${encodeURIComponent(number)}`)
      const page = await saule.window.text()
      expect(page).toMatch(/просрочено/i)
      expect(await saule.page.locator('.phase-banner').innerText()).toMatch(/сдвинуто/)
      await head.window.press(head.page.locator('header a[href$="/work/overview"]'))
      expect(await head.window.text()).toContain(number)
      await head.window.press(head.page.locator('header a[href$="/work/control"]'))
      await head.window.press(head.page.locator('main a[href$="/work/messages"]'))
      expect(await head.window.text()).toMatch(/Недоставленных сообщений нет/)
      await head.window.press(head.page.locator('header a[href$="/work/substitutions"]'))
      expect(await head.window.text()).toMatch(/Замещений нет/)
      // Late steps leave as one when the office opens next, counted from when the house learned of them.
      const comes = () => stage.republic.message('asqar@', /срок|мерзім/i, LOOKS_FOR_A_DIGEST)
      await stage.republic.moveLegalTimeBy('week')
      await comes().catch(async () => {
        await stage.republic.moveLegalTimeBy('week')
        return comes()
      })
    })

    test('a due date explains itself day by day', async () => {
      const head = await department().head
      await head.opensTask(number)
      const due = head.page.locator('.due-date details, details', { hasText: 'Как посчитан срок' }).last()
      await due.locator('summary').click()
      expect(await due.innerText()).toMatch(/рабоч/i)
    })

    test('time moves forward only, and says where the tables end', async () => {
      const { window } = stage.republic
      await window.goTo('/sandbox')
      await window.page.locator('[name="date-day"]').fill('1')
      await window.page.locator('[name="date-month"]').fill('2')
      await window.page.locator('[name="date-year"]').fill('2010')
      await window.press(
        window.page
          .locator('form', { has: window.page.locator('[name="date-day"]') })
          .locator('button')
          .last(),
      )
      expect(await window.errors()).toHaveLength(1)
      await window.page.locator('[name="date-year"]').fill('2090')
      await window.press(
        window.page
          .locator('form', { has: window.page.locator('[name="date-day"]') })
          .locator('button')
          .last(),
      )
      expect((await window.errors()).join()).toMatch(/the last day of the tables/)
    })
  })

  describe('with an account of their own', () => {
    inOrder(() => stage)

    test('changes the password: the other session ends, the old password is worth nothing', async () => {
      const elsewhere = await stage.applicant('saule', { language: 'ru' })
      await elsewhere.signsIn()
      await saule.window.goTo('/account')
      const form = saule.form('/account/password')
      await form.locator('[name="oldPassword"]').fill('не тот пароль')
      await form.locator('[name="newPassword"]').fill('три слова и река')
      await saule.window.press(form.locator('button'))
      expect(await saule.window.errors()).toHaveLength(1)
      await form.locator('[name="oldPassword"]').fill(saule.password)
      await form.locator('[name="newPassword"]').fill('три слова и река')
      await saule.window.press(form.locator('button'))
      expect(await saule.window.errors()).toEqual([])
      await elsewhere.looksIntoCabinet()
      expect(elsewhere.window.path).toBe('/sign-in')
      await elsewhere.signsIn()
      expect(await elsewhere.window.errors()).toHaveLength(1)
      saule.password = 'три слова и река'
      await elsewhere.signsIn(saule.password)
      expect(elsewhere.window.path).toBe('/cabinet')
      await elsewhere.window.close()
    })

    test('takes a copy of everything that is kept about them', async () => {
      await saule.window.goTo('/account')
      const path = await downloaded(saule.page, 'main a[href$="/account/export"]')
      const copy = JSON.parse(readFileSync(path, 'utf8')) as {
        person: { iin: string }
        drafts: { attachments: unknown[] }[]
        requests: unknown[]
      }
      expect(copy.person.iin).toBe(saule.person.iin)
      expect(copy.drafts[0]!.attachments).toHaveLength(5)
      expect(copy.requests).toHaveLength(1)
      expect(JSON.stringify(copy)).not.toMatch(/scrypt|argon|passwordHash/i)
    })

    test('signs out everywhere', async () => {
      const elsewhere = await stage.applicant('saule', { language: 'ru' })
      await elsewhere.signsIn(saule.password)
      await saule.window.goTo('/account')
      await saule.window.press(saule.form('/account/sessions/end').locator('button'))
      for (const each of [saule, elsewhere]) {
        await each.looksIntoCabinet()
        expect(each.window.path).toBe('/sign-in')
      }
      await elsewhere.window.close()
    })

    test('staff have the same: a forgotten password, a page of their own', async () => {
      const clerk = await department().clerk
      await clerk.window.goTo('/work/account')
      expect(await clerk.window.text()).toContain(clerk.person.name)
      const forgetful = await stage.window({ language: 'ru' })
      await forgetful.goTo('/work/password-reset')
      await forgetful.page.locator('form [name="login"]').fill(clerk.person.login)
      await forgetful.press(forgetful.page.locator('form[action*="/work/password-reset"] button'))
      const { text } = await stage.republic.message(clerk.person.phone, /\d{6}/)
      expect(text).toMatch(/\d{6}/)
      await forgetful.close()
    })
    const department = () => new Department(stage, { language: 'ru' })
  })

  test('the register is not copied number by number', async () => {
    const answers = await Promise.all(
      Array.from({ length: 70 }, (_, at) =>
        fetch(`${stage.house.origin}/kk/verify/KZ09LAA${String(at).padStart(8, '0')}`).then(({ status }) => status),
      ),
    )
    expect(answers).toContain(429)
  })

  test('every page of the way was visited, is accessible, and fits a narrow window', () => {
    expect(stage.unvisited('everyone')).toEqual([])
    expect(stage.inspector.problems).toEqual([])
    expect(stage.faultsInLog()).toEqual([])
  })
})

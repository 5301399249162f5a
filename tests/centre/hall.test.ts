// The hall: in a real browser a ticket is taken at the kiosk, shown on the screen, called at a window by keyboard, and ended; and what is taken
// at a window, from the ticket to the paper that is taken away. Every cell, in a browser, is in the long file.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stepWithAction } from '@ruqsat/law'
import { SAMPLE_IIN } from '@ruqsat/scenarios'
import { applyAtHall, calledTo, hallCells, onPaper, present } from '../cells/support/hall.ts'
import { Applicant, Office, Official, openSandbox, revocationOutage, signOn, type Persona, type Sandbox } from '../driver/index.ts'
import { deskIds, verify } from '../next-act/support/grant.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { launchBrowser, missingBrowser, tick, Window } from '../journey/support/browser.ts'
import { Inspector } from '../journey/support/inspection.ts'
import { HallOperatorAtWork, takeTicket } from './support/operator.ts'

type Opened = { readonly house: RunningHouse; readonly sandbox: Sandbox; readonly operators: readonly Persona[] }

describe.skipIf(missingBrowser() !== null)('the hall', () => {
  const inspector = new Inspector()
  let opened: Opened
  let browser: Awaited<ReturnType<typeof launchBrowser>>

  beforeAll(async () => {
    const house = await startHouse({ env: { RUQSAT_RATE_LIMITS: 'off' } })
    const sandbox = await openSandbox(house.origin)
    browser = await launchBrowser()
    opened = { house, sandbox, operators: ['aliya', 'nurbol'].map((id) => sandbox.persona(id)) }
  })
  afterAll(async () => {
    await browser?.close()
    await opened?.house.stop()
  })

  const windowOf = async (as: { readonly width: number; readonly language: 'kk' | 'ru' | 'en'; readonly javaScript?: boolean }) => {
    const open = await Window.profile(browser, as)
    return open({ origin: opened.house.origin, inspector, ...as })
  }

  /** Takes a ticket without script, as a kiosk may have none; gives its number and page. */
  async function takesTicket(kiosk: Window, isInNeed = false): Promise<{ readonly number: string; readonly path: string }> {
    await kiosk.goTo('/centre/halls/main/kiosk')
    if (isInNeed) await tick(kiosk.page.locator('input[name="priority"]'))
    await kiosk.press(kiosk.page.locator('button[name="service"]').first())
    return { number: await kiosk.page.locator('.ticket__number').innerText(), path: kiosk.path }
  }

  async function signsIn(persona: Persona, language: 'kk' | 'ru' | 'en', width = 1280): Promise<Window> {
    const window = await windowOf({ width, language })
    await window.goTo('/centre')
    expect(window.path).toBe('/centre/sign-in')
    await window.page.fill('#field-login', persona.login)
    await window.page.fill('#field-password', persona.password)
    await window.press('main form button')
    return window
  }

  /** By keyboard alone: the button is found and pressed. */
  async function presses(window: Window, what: string): Promise<void> {
    const arrived = window.page.waitForEvent('load')
    await window.page.locator(`form:has(input[name="do"][value="${what}"]) button`).focus()
    await window.page.keyboard.press('Enter')
    await arrived
    await window.lookedOver()
  }

  async function opensWindow(window: Window, number: number): Promise<void> {
    await tick(window.page.locator(`input[name="window"][value="main ${number}"]`))
    await presses(window, 'open')
  }

  test('who needs it is called earlier, each sees the number and the window, and each ticket comes to its end', async () => {
    const kiosk = await windowOf({ width: 360, language: 'kk', javaScript: false })
    const first = await takesTicket(kiosk)
    expect(await kiosk.text()).toContain('Қазір бірде-бір терезе ашық емес')
    const second = await takesTicket(kiosk, true)
    const screen = await windowOf({ width: 1280, language: 'ru' })
    await screen.goTo('/centre/halls/main/screen?sound')
    await screen.page.locator('#sound').click()
    const [aliya, nurbol] = [await signsIn(opened.operators[0]!, 'en'), await signsIn(opened.operators[1]!, 'kk', 360)]
    await opensWindow(aliya, 2)
    await opensWindow(nurbol, 3)
    await presses(aliya, 'next')
    expect(await aliya.page.locator('.at-window__number').innerText()).toBe(second.number)
    // The screen with sound renews itself; the plain one is loaded again by the header alone.
    await screen.page.locator(`[data-call]:text-is("${second.number}")`).waitFor()
    await screen.lookedOver()
    expect(await screen.text()).toMatch(new RegExp(`${second.number} Окно ?2|${second.number}.*2`))
    await presses(nurbol, 'next')
    expect(await nurbol.page.locator('.at-window__number').innerText()).toBe(first.number)
    await nurbol.goTo('/centre/results')
    expect(await nurbol.heading()).toBe('Нәтижені беру')
    await nurbol.goTo('/centre')
    await kiosk.goTo(first.path)
    expect(await kiosk.text()).toContain('3-терезеге барыңыз')
    await presses(aliya, 'again')
    await presses(aliya, 'done')
    expect(await aliya.text()).toContain(`Number ${second.number} was served.`)
    await presses(nurbol, 'noShow')
    await kiosk.goTo(first.path)
    expect(await kiosk.text()).toContain('Жаңа билет алыңыз')
    await presses(aliya, 'next')
    expect(await aliya.text()).toContain('Nobody is waiting')
    // What the act gives, with its paragraph.
    expect(await aliya.text()).toMatch(/2 minutes.*para 10, subpara 1\)/)
    await presses(aliya, 'close')
    expect(await aliya.heading()).toBe('Choose your window')
  })

  test('a window where somebody is served is nobody else’s', async () => {
    const kiosk = await windowOf({ width: 1280, language: 'en' })
    await takesTicket(kiosk)
    const aliya = await signsIn(opened.operators[0]!, 'en')
    await opensWindow(aliya, 1)
    await presses(aliya, 'next')
    const nurbol = await signsIn(opened.operators[1]!, 'ru')
    await presses(nurbol, 'close')
    await opensWindow(nurbol, 1)
    expect(await nurbol.text()).toContain('В этом окне сейчас обслуживают человека')
    await presses(aliya, 'done')
    await kiosk.goTo('/centre/halls')
    await kiosk.goTo('/centre/halls/other/kiosk')
    expect(await kiosk.heading()).toBe('There is no such hall')
  })

  /** The number of the request that was taken at a window. */
  let served: string

  /** The first that acts on nothing earlier. */
  const cell = hallCells.find(({ whole }) => whole.results.grant.earlier === undefined)!

  test('an application goes from the window through the gateway to the provider, and the paper back to the window', async () => {
    const { sandbox, house } = opened
    const [person, other] = [sandbox.persona('daulet'), sandbox.persona('marat')]
    const operator = await calledTo(sandbox, 2, `${cell.id}/${cell.variant}/`)
    const number = await applyAtHall(operator, cell, person)
    served = number
    const office = new Office(sandbox, deskIds(sandbox, cell.regulation))
    await takeTicket(sandbox, 'results')
    await operator.presses('next')
    const early = await present(operator, number, person)
    expect([early.status, early.text]).toEqual([422, expect.stringContaining('Берілетін нәтиже жоқ')])
    const steps = await office.carryThrough(number)
    expect(steps.at(-1)?.action).toBe('handOver')
    office.close()
    const wrong = await present(operator, number, other)
    expect([wrong.status, wrong.form('/centre/results').value('number')]).toEqual([422, number])
    const result = await present(operator, number, person)
    expect(result.text).toContain(stepWithAction(cell.view.steps, 'receiveResult')!.name.kk)
    const { body } = await operator.browser.download(result.link(/\/paper$/))
    expect(await verify(house, body)).toMatch(/valid/i)
    // Who takes it without a document takes nothing.
    const asked = await result.form(result.url.pathname).submit()
    expect([asked.status, asked.problems.length > 0]).toEqual([422, true])
    const somebody = {
      comes: 'representative',
      receivedBy: other.name,
      representativeIin: other.iin,
      power: 'NP-9',
      shownDocument: '045678901',
    }
    const form = asked.form(result.url.pathname)
    for (const [name, value] of Object.entries(somebody)) form.set(name, value)
    expect((await form.submit()).text).toMatch(/нотариаттық жүйеде жоқ/)
    const receipt = await result.form(result.url.pathname).set('shownDocument', '045678901').submit()
    expect(receipt.text).toContain('045678901')
    await operator.presses('done')
    expect((await operator.open(receipt.url.pathname)).status).toBe(403)
    await takeTicket(sandbox, 'results')
    await operator.presses('next')
    const again = await present(operator, number, person)
    expect(again.text).toContain('Екінші рет берілмейді')
    expect((await operator.open(`${again.url.pathname}/paper`)).status).toBe(403)
    await operator.presses('done')
  })

  test('a complaint is taken at a window: about the hall it goes to the head of its organisation, about an official to the provider', async () => {
    const { sandbox } = opened
    const person = sandbox.persona('daulet')
    const { iin, name, phone, email } = person
    const complains = async (variant: string, answers: Readonly<Record<string, string>>) => {
      const operator = await calledTo(sandbox, 2, `${cell.id}-complaint/${variant}/`)
      const typed = { iin, name, phone, email, address: 'Орал', circumstances: 'Екі сағат күттірді.', wish: 'Шара қолданыңыз.', ...answers }
      const papers = await operator.form(await operator.enters(typed), 'ask').submit()
      const signed = await operator.signs(await operator.attaches(papers))
      return { operator, signed, number: signed.root.querySelector('.panel .number')?.text ?? null }
    }
    // Whoever types a number that is not the complainant's learns that there is none of theirs.
    const wrong = await complains('counter', { requestNumber: 'AA-2026-999999' })
    expect([wrong.number, wrong.signed.text]).toEqual([null, expect.stringContaining('нөмірлі сұрау салуыңыз табылмады')])
    await wrong.operator.presses('done')
    const aboutHall = await complains('counter', { requestNumber: served })
    await aboutHall.operator.presses('done')
    const aboutOfficial = await complains('complaint', { requestNumber: served, about: 'conduct', officialPost: 'decision' })
    await aboutOfficial.operator.presses('done')
    const at = (post: string) => new Official(sandbox, `${cell.regulation.authority.id}-${post}`)
    const [clerk, head, corporation, appeal] = [at('clerk'), at('head'), at('corporation-head'), at('appeal-head')]
    for (const { number } of [aboutHall, aboutOfficial]) await clerk.doTask((await clerk.taskOf(number!))!)
    // The head decided what the second one is about: nobody else is left in the body, and the higher one has it.
    const seen = async (official: Official) => {
      const found: boolean[] = []
      for (const { number } of [aboutHall, aboutOfficial]) found.push((await official.taskOf(number!)) !== null)
      return found
    }
    expect([await seen(head), await seen(corporation), await seen(appeal)]).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ])
    for (const each of [clerk, head, corporation, appeal]) each.close()
  })

  test('of two windows that call at once one has the ticket', async () => {
    const { sandbox } = opened
    const operators = ['aliya', 'nurbol'].map((id) => new HallOperatorAtWork(sandbox, id))
    for (const [place, operator] of operators.entries()) {
      await operator.signIn()
      const page = await operator.open('/kk/centre')
      if (page.forms.some((form) => form.value('do') === 'open')) await operator.opensWindow(place + 2)
    }
    await takeTicket(sandbox, `${cell.id}/${cell.variant}/`)
    const called = await Promise.all(operators.map((operator) => operator.presses('next')))
    const held = called.map(({ root }) => root.querySelector('.at-window__number') !== null)
    expect(held.filter(Boolean)).toHaveLength(1)
    await operators[held.indexOf(true)]!.presses('done')
    for (const operator of operators) await operator.presses('close')
  })

  test('a register that knows nobody is the table’s own notice, one that is silent refuses nothing; nobody else signs or reads', async () => {
    const { sandbox } = opened
    const person = sandbox.persona('daulet')
    const operator = await calledTo(sandbox, 2, `${cell.id}/${cell.variant}/`)
    const asked = await operator.enters({ ...onPaper(cell, person), iin: SAMPLE_IIN })
    await sandbox.setSwitch('registers', 'down')
    const waiting = await operator.form(asked, 'ask').submit()
    await sandbox.setSwitch('registers', 'ok')
    expect(waiting.status).toBe(503)
    const unknown = await operator.form(waiting, 'ask').submit()
    expect(unknown.text).toContain(stepWithAction(cell.view.steps, 'noticeNoData')!.name.kk)
    expect(unknown.text).toContain(SAMPLE_IIN)
    const typed = operator.form(await operator.form(unknown, 'change').submit(), 'fill').set('iin', person.iin)
    // The session ends meanwhile: after the sign-in the form is as it was typed.
    operator.browser.forgetCookies('centre')
    expect((await typed.submit()).path).toBe('/kk/centre/sign-in')
    const corrected = operator.form(await operator.signIn(), 'fill')
    expect(corrected.value('iin')).toBe(person.iin)
    const papers = await operator.form(await corrected.submit(), 'ask').submit()
    const signing = await operator.attaches(papers)
    const refused = await signOn(signing, await sandbox.key('nurbol'))
    expect(refused.status).toBe(422)
    // While nobody can say whether the certificate is revoked, nothing is changed and nothing is signed again.
    expect((await revocationOutage(sandbox, () => operator.signs(refused))).status).toBe(503)
    const waits = await operator.open(signing.url.pathname)
    expect(waits.forms.every((form) => form.value('do') === '')).toBe(true)
    const receipt = await waits.form('/sign').submit()
    expect(receipt.root.querySelector('.panel .number')?.text).toMatch(/\d{6}/)
    // It is another operator's to read no more than anybody's, and nobody's once the person has left.
    const other = new HallOperatorAtWork(sandbox, 'nurbol')
    await other.signIn()
    expect((await other.open(signing.url.pathname)).status).toBe(403)
    await operator.presses('done')
    expect((await operator.open(signing.url.pathname)).status).toBe(403)
    expect((await operator.open('/kk/centre/results')).status).toBe(403)
  })

  test('a person books a time on the portal without script, and the kiosk takes the code on that day', async () => {
    const { sandbox } = opened
    const applicant = new Applicant(sandbox, 'daulet')
    await applicant.register()
    const window = await windowOf({ width: 360, language: 'kk', javaScript: false })
    await window.goTo('/sign-in?return=%2Fkk%2Fcabinet%2Fhalls')
    await window.page.fill('#field-iin', applicant.persona.iin)
    await window.page.fill('#field-password', applicant.persona.password)
    await window.press('main form button')
    const days = await window.page
      .locator('select[name="day"] option')
      .evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value))
    // Tomorrow, or the day after where the hall is closed.
    for (const day of days.slice(2)) {
      await window.page.selectOption('select[name="service"]', 'results')
      await window.page.selectOption('select[name="day"]', day)
      await window.press(window.page.locator('form[method="get"] button'))
      if ((await window.page.locator('select[name="at"]').count()) > 0) break
    }
    const booking = window.page.locator('form:has(select[name="at"])')
    await window.press(booking.locator('button'))
    expect(await window.errors()).toEqual(['Уақыт таңдалмаған. Бос уақыттардың бірін таңдаңыз.'])
    await booking.locator('select[name="at"]').selectOption({ index: 1 })
    await window.press(booking.locator('button'))
    expect(await window.text()).toContain('Сіз жазылдыңыз.')
    const code = /Код (\d{6})/.exec(await window.text())?.[1] ?? ''
    await window.close()
    const kiosk = await windowOf({ width: 360, language: 'kk', javaScript: false })
    const types = async (text: string) => {
      await kiosk.goTo('/centre/halls/main/kiosk')
      await kiosk.page.fill('#field-code', text)
      await kiosk.press(kiosk.page.locator('form:has(#field-code) button'))
    }
    await types('12')
    expect(await kiosk.errors()).toHaveLength(1)
    // Until the day of the booking its code is none.
    for (let moves = 0; moves < 4 && !kiosk.path.startsWith('/centre/tickets/'); moves += 1) {
      await types(code)
      if (!kiosk.path.startsWith('/centre/tickets/')) await sandbox.moveTime('day')
    }
    expect(await kiosk.text()).toContain('Жазылған уақыты')
    expect(await kiosk.text()).toContain('Дайын нәтижені алу')
    await kiosk.close()
    applicant.close()
  })

  test('no page had anything to complain of', () => expect(inspector.problems).toEqual([]))
})

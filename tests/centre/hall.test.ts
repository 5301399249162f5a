// The hall in a real browser: a ticket is taken at the kiosk, shown on the screen, called at a window by keyboard, and ended.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSandbox, type Persona } from '../driver/index.ts'
import { startHouse, type RunningHouse } from '../house.ts'
import { launchBrowser, missingBrowser, tick, Window } from '../journey/support/browser.ts'
import { Inspector } from '../journey/support/inspection.ts'

type Opened = { readonly house: RunningHouse; readonly operators: readonly Persona[]; close(): Promise<void> }

describe.skipIf(missingBrowser() !== null)('the hall', () => {
  const inspector = new Inspector()
  let opened: Opened
  let browser: Awaited<ReturnType<typeof launchBrowser>>

  beforeAll(async () => {
    const house = await startHouse()
    const sandbox = await openSandbox(house.origin)
    browser = await launchBrowser()
    opened = { house, operators: ['aliya', 'nurbol'].map((id) => sandbox.persona(id)), close: () => house.stop() }
  })
  afterAll(async () => {
    await browser?.close()
    await opened?.close()
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

  test('no page had anything to complain of', () => expect(inspector.problems).toEqual([]))
})

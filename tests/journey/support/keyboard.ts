// A person without a mouse: Tab, Space, Enter and the letters.
import type { Locator, Page } from 'playwright-core'

/** More stops than any of our pages has between two things. */
const MOST_STOPS = 120

export class Keyboard {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  /** Tabs until this has the focus, and sees to it that the focus can be seen. */
  async goTo(what: Locator): Promise<void> {
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      await this.page.keyboard.press('Tab')
      if (await what.evaluate((element) => element === document.activeElement)) return this.#seesFocus(what)
    }
    throw new Error(`Expected to reach ${what} by Tab within ${MOST_STOPS} stops`)
  }

  async writes(into: Locator, text: string): Promise<void> {
    await this.goTo(into)
    await this.page.keyboard.type(text)
  }

  async presses(what: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await this.goTo(what)
    const arrived = this.page.waitForEvent('load')
    await this.page.keyboard.press(key)
    await arrived
  }

  /** WCAG 2.2, 2.4.7: whoever goes by keyboard sees where they are. A radio button shows it on its label's side. */
  async #seesFocus(what: Locator): Promise<void> {
    const isSeen = await what.evaluate((element) => {
      const looks = [element, element.nextElementSibling, element.parentElement].filter((each) => each !== null)
      return looks.some((each) =>
        ['', '::before', '::after'].some((part) => {
          const style = getComputedStyle(each, part === '' ? undefined : part)
          return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
        }),
      )
    })
    if (!isSeen) throw new Error(`Expected the focus on ${what} to be seen`)
  }
}

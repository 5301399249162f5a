// Where a journey plays: one house, one browser, one inspector, and the sandbox's page in a window of its own.
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { startHouse, type RunningHouse } from '../../house.ts'
import { Applicant } from './applicant.ts'
import { launchBrowser, Window, type WindowOptions } from './browser.ts'
import { Inspector } from './inspection.ts'
import { Official } from './official.ts'
import { Republic } from './republic.ts'
import { ROUTES, type Journey } from './routes.ts'

export type As = Partial<Pick<WindowOptions, 'width' | 'language' | 'javaScript' | 'isOld' | 'forcedColors'>>

export class Stage {
  readonly house: RunningHouse
  readonly browser: Browser
  readonly inspector = new Inspector()
  readonly republic: Republic

  private constructor(house: RunningHouse, browser: Browser, republicWindow: (stage: Inspector) => Window) {
    this.house = house
    this.browser = browser
    this.republic = new Republic(republicWindow(this.inspector))
  }

  static async open(): Promise<Stage> {
    const [house, browser] = await Promise.all([startHouse(), launchBrowser()])
    const visitor = await Window.profile(browser, { width: 1280 })
    return new Stage(house, browser, (inspector) => visitor({ origin: house.origin, language: 'en', width: 1280, inspector }))
  }

  /** A new browser profile: no cookies, no keys. */
  async window({ width = 1280, language = 'kk', javaScript = true, ...look }: As = {}): Promise<Window> {
    const open = await Window.profile(this.browser, { width, javaScript, ...look })
    return open({ origin: this.house.origin, language, width, inspector: this.inspector, javaScript, ...look })
  }

  async applicant(id: string, as: As = {}): Promise<Applicant> {
    const person = await this.republic.person(id)
    return new Applicant(await this.window(as), person)
  }

  /** An official at their desk, signed in. */
  async official(id: string, as: As = {}): Promise<Official> {
    const person = await this.republic.person(id)
    const official = new Official(await this.window(as), person)
    await official.signsIn()
    return official
  }

  /** What the house wrote while it ran; a fault in it is a fault of the journey. */
  faultsInLog(): string[] {
    const lines = readFileSync(this.house.logFile, 'utf8').split('\n')
    return lines.filter((line) => /"level":"(error|fatal)"|UnhandledPromise|TypeError/.test(line)).map((line) => line.slice(0, 400))
  }

  /** Pages that this journey was bound to visit and has not. */
  unvisited(journey: Journey): string[] {
    return this.inspector.missing(ROUTES[journey])
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.house.stop()
  }
}

// The department and the interested body at their desks, each in a browser of their own.
import type { Official } from './official.ts'
import type { As, Stage } from './stage.ts'

const DESKS = {
  clerk: 'gulnar',
  head: 'asqar',
  officer: 'bekzat',
  secondOfficer: 'madina',
  interestedBody: 'temir',
  strangersClerk: 'zarina',
} as const
export type Desk = keyof typeof DESKS

export class Department {
  readonly #stage: Stage
  readonly #as: As
  readonly #desks = new Map<Desk, Promise<Official>>()
  constructor(stage: Stage, as: As = {}) {
    this.#stage = stage
    this.#as = as
  }

  /** Signs in when first needed, and stays. */
  at(desk: Desk): Promise<Official> {
    const known = this.#desks.get(desk)
    if (known !== undefined) return known
    const coming = this.#stage.official(DESKS[desk], this.#as)
    this.#desks.set(desk, coming)
    return coming
  }

  get clerk() {
    return this.at('clerk')
  }
  get head() {
    return this.at('head')
  }
  get officer() {
    return this.at('officer')
  }
  get interestedBody() {
    return this.at('interestedBody')
  }

  /** From the registration to the officer's desk. */
  async takesIn(requestNumber: string): Promise<void> {
    await (await this.clerk).accepts(requestNumber)
    const officer = await this.officer
    await (await this.head).assigns(requestNumber, officer.person.name)
  }

  /** The head signs what was completed, with a key that is in their browser. */
  async signs(requestNumber: string): Promise<void> {
    const head = await this.head
    await head.preparesResult(requestNumber)
    await head.signsResult()
  }
}

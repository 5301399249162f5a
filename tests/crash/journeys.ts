// Applications from the start button to the result in the applicant's hands, by people who try again whenever the house does not answer.
import { setTimeout as sleep } from 'node:timers/promises'
import {
  Applicant,
  NoAnswer,
  numberOf,
  Office,
  type CardScenario,
  type DoneStep,
  type FilledForm,
  type OwnDraft,
  type Sandbox,
} from '../driver/index.ts'
import type { SeededRandom } from '@ruqsat/foundation/testing'

export type Journey = {
  readonly marker: string
  readonly applicant: Applicant
  readonly card: CardScenario
  readonly decision: 'grant' | 'refuse'
  draft: OwnDraft | null
  number: string | null
  readonly steps: DoneStep[]
  /** Nothing is left to do. */
  isDone: boolean
  result: Buffer | null
}

/** Cards whose payment arrives without waiting; the money comes once, or is reported twice, or has to be asked for. */
const CARDS: readonly CardScenario[] = ['success', 'success', 'twice', 'silentSuccess']
const OFFICE = ['gulnar', 'asqar', 'bekzat', 'temir'] as const
/** A request whose registration was cut off is taken up again after half a minute: meanwhile its owner does something else. */
const WAITS_AT_MOST_MS = 1_500
const TRY_AGAIN_MS = 100
const CARRY_TRIES = 20

class Parked extends Error {}

export class Journeys {
  readonly all: Journey[] = []
  readonly #sandbox: Sandbox
  readonly #random: SeededRandom
  readonly #accepted = new Map<string, number>()
  #isOver = false

  constructor(sandbox: Sandbox, random: SeededRandom) {
    this.#sandbox = sandbox
    this.#random = random
  }

  /** One person, one application after another, until `stop`. */
  async live(personId: string): Promise<void> {
    const options = { isFailureNoAnswer: true, timeoutMs: 20_000 }
    const applicant = new Applicant(this.#sandbox, personId, { ...options, accepted: this.#accepted })
    const office = new Office(this.#sandbox, OFFICE, options)
    await untilAnswered(() => applicant.register())
    while (!this.#isOver) {
      const journey = this.#begin(applicant)
      await this.#travel(journey, office, true)
    }
    // What was put aside is finished now: nobody may be forgotten.
    for (const journey of this.all.filter((each) => each.applicant === applicant && !each.isDone))
      await this.#travel(journey, office, false)
  }

  stop(): void {
    this.#isOver = true
  }

  #begin(applicant: Applicant): Journey {
    const journey: Journey = {
      marker: `J${this.all.length + 1}`,
      applicant,
      card: this.#random.pick(CARDS),
      decision: this.#random.whole(5) === 0 ? 'refuse' : 'grant',
      draft: null,
      number: null,
      steps: [],
      isDone: false,
      result: null,
    }
    this.all.push(journey)
    return journey
  }

  async #travel(journey: Journey, office: Office, mayPark: boolean): Promise<void> {
    const { applicant } = journey
    try {
      if (journey.draft === null) {
        const pressed: FilledForm = await untilAnswered(() => applicant.startForm())
        journey.draft = await untilAnswered(() => applicant.startDraft(journey.marker, pressed))
      }
      journey.number ??= await this.#apply(journey, journey.draft, mayPark)
      journey.result = await this.#carry(journey, journey.number, office)
      journey.isDone = true
    } catch (error) {
      if (!(error instanceof Parked))
        throw new Error(`${journey.marker} (${applicant.persona.id}, ${journey.card}): ${(error as Error).message}`, { cause: error })
    }
  }

  async #apply(journey: Journey, draft: OwnDraft, mayPark: boolean): Promise<string> {
    let waitingSince: number | null = null
    const onPlace = (place: string) => {
      if (place !== 'waiting') return void (waitingSince = null)
      waitingSince ??= performance.now()
      if (mayPark && !this.#isOver && performance.now() - waitingSince > WAITS_AT_MOST_MS) throw new Parked()
    }
    return untilAnswered(async () => numberOf(await journey.applicant.apply(draft, { card: journey.card, onPlace })))
  }

  async #carry(journey: Journey, number: string, office: Office): Promise<Buffer> {
    const officer = this.#sandbox.persona('bekzat').name
    for (let tries = 0; tries < CARRY_TRIES; tries += 1) {
      await untilAnswered(() => office.carryThrough(number, { decision: journey.decision, officer, done: journey.steps }))
      const result = await untilAnswered(() => journey.applicant.resultOf(number))
      if (result !== null) return result
      await sleep(TRY_AGAIN_MS)
    }
    throw new Error(`Expected a result of ${number} after ${CARRY_TRIES} rounds but the last step was ${journey.steps.at(-1)?.action}`)
  }
}

/** Nobody goes home because a page did not come: the same again, a little later. */
async function untilAnswered<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      await sleep(TRY_AGAIN_MS)
    }
  }
}

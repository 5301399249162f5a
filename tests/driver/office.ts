// The officials of one authority and of those it asks, working through requests. Whoever has a task does it; the order is nobody's knowledge
// here: it is learnt from the first request of a house, so that later ones ask the right desk at once.
import type { BrowserOptions } from './browser.ts'
import { Official, type OfficialAction, type Wish } from './official.ts'
import type { Visitor } from './page.ts'
import type { Sandbox } from './sandbox.ts'

export type DoneStep = { readonly official: string; readonly action: OfficialAction }

export type CarryOptions = Wish & {
  readonly onDone?: (step: DoneStep) => void | Promise<void>
  /** Steps that were done before, by this office or another: the next desk is then known. */
  readonly done?: DoneStep[]
}

/** Rounds over all desks without a task for the request: more than a refresh of a slow list, fewer than a hang. */
const IDLE_ROUNDS = 3
/** A procedure of an act has about ten steps; lost answers repeat some. */
const MOST_STEPS = 200
/** What the offices of a house have learnt, by who is in them. */
const LEARNT = new WeakMap<Sandbox, Map<string, Map<string, string>>>()

export class Office {
  readonly officials: readonly Official[]
  /** Whose desk came after a step; after none: whose was the first. */
  readonly #after: Map<string, string>

  /** `browserOf` gives each a browser of their own; else they have one without a screen. */
  constructor(
    sandbox: Sandbox,
    personIds: readonly string[],
    options: BrowserOptions & { readonly browserOf?: (id: string) => Visitor } = {},
  ) {
    const { browserOf, ...usual } = options
    this.officials = personIds.map(
      (id) => new Official(sandbox, id, browserOf === undefined ? usual : { ...usual, browser: browserOf(id) }),
    )
    this.#after = learntBy(sandbox, personIds)
  }

  /**
   * Works on one request until the clerk has handed the result over. `options.done` lists the finished steps, also where this is
   * interrupted.
   */
  async carryThrough(requestNumber: string, options: CarryOptions = {}): Promise<readonly DoneStep[]> {
    const done = options.done ?? []
    let idle = 0
    for (let steps = 0; steps < MOST_STEPS && done.at(-1)?.action !== 'handOver'; steps += 1) {
      const step = await this.#nextStep(requestNumber, done.at(-1), options)
      if (step === null) {
        idle += 1
        if (idle === IDLE_ROUNDS) return done
        continue
      }
      idle = 0
      this.#after.set(nameOf(done.at(-1)), step.official)
      done.push(step)
      await options.onDone?.(step)
    }
    return done
  }

  official(personId: string): Official {
    const found = this.officials.find(({ persona }) => persona.id === personId)
    if (found === undefined) throw new Error(`Expected ${personId} in the office`)
    return found
  }

  close(): void {
    for (const official of this.officials) official.close()
  }

  async #nextStep(requestNumber: string, before: DoneStep | undefined, wish: Wish): Promise<DoneStep | null> {
    const likely = this.#after.get(nameOf(before))
    const desks = [...this.officials].sort((one, other) => Number(other.persona.id === likely) - Number(one.persona.id === likely))
    for (const official of desks) {
      const item = await official.taskOf(requestNumber)
      if (item === null) continue
      const { action, page } = await official.doTask(item, wish)
      // Somebody, perhaps we ourselves before the answer was lost, was faster: the work list shows who is next.
      if (page.status === 409 || page.path.endsWith('/sign-in')) return null
      if (action === null || page.status !== 200) throw new Error(`Expected ${official.persona.id} to do the task but ${page.describe()}`)
      return { official: official.persona.id, action }
    }
    return null
  }
}

function nameOf(step: DoneStep | undefined): string {
  return step === undefined ? '' : `${step.official} ${step.action}`
}

function learntBy(sandbox: Sandbox, personIds: readonly string[]): Map<string, string> {
  const all = LEARNT.get(sandbox) ?? new Map<string, Map<string, string>>()
  LEARNT.set(sandbox, all)
  const [people, own] = [personIds.join(' '), new Map<string, string>()]
  return all.get(people) ?? all.set(people, own).get(people)!
}

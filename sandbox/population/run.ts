// A population of any size: people and firms for the registers, then cases, batch by batch. What is in memory is one batch; what is done is
// written down after each, and a batch that comes again changes nothing.
import type { CaseStep } from '@ruqsat/caseflow'
import { wholeStep } from '@ruqsat/caseflow'
import type { Sql } from '@ruqsat/database'
import { Fault, type Instant } from '@ruqsat/foundation'
import type { LegalEntity, RegisterPerson } from '@ruqsat/registers/contract'
import { advancePopulation, beginPopulation } from '../store/populations.ts'
import { openCases, type PopulationNeed } from './cases.ts'
import { firmAt, PEOPLE_PER_FIRM, personAt } from './people.ts'

export type PopulationSize = { readonly seed: number; readonly people: number; readonly cases: number }

export type PopulationDeps = Omit<PopulationNeed, 'seed' | 'people' | 'now'> & {
  readonly sql: Sql
  readonly now: Instant
  /** Puts people and firms into the registers; the same again changes nothing. */
  populateTwin(people: readonly RegisterPerson[], firms: readonly LegalEntity[]): Promise<void>
  /** Writes cases with everything that happened in them, in one transaction; one that is there changes nothing. Answers how many were new. */
  commit(steps: readonly CaseStep[]): Promise<number>
  /** After so many cases: seals what was written. */
  seal(): Promise<void>
  /** How far it is. */
  progress(done: { readonly people: number; readonly cases: number }): void
}

export type Populated = {
  readonly people: number
  readonly firms: number
  readonly cases: number
  readonly events: number
  /** Places whose case could not be opened on its day: the calendar does not reach it. */
  readonly left: number
}

const PEOPLE_AT_ONCE = 1_000
/** A batch is one transaction and one call of some MB. */
const CASES_AT_ONCE = 100
/** A checkpoint names the head of each case since the last. */
const SEAL_EVERY = 10_000

/**
 * Makes what is missing of a population. A Fault where the seed was used with another number of people: the same seed must mean the same
 * people. Bigger numbers of cases go on where a smaller one ended.
 */
export async function runPopulation(deps: PopulationDeps, { seed, people, cases }: PopulationSize): Promise<Populated> {
  const { sql } = deps
  const begun = await beginPopulation(sql, { seed, people, at: deps.now })
  if (begun.people !== people)
    throw new Fault(`Expected the population of seed ${seed} to have ${begun.people} people, as it was begun, but ${people} were asked for`)
  const firms = Math.ceil(people / PEOPLE_PER_FIRM)
  for (let from = begun.nextPerson; from < people; from += PEOPLE_AT_ONCE) {
    const until = Math.min(from + PEOPLE_AT_ONCE, people)
    const places = Array.from({ length: until - from }, (_, at) => from + at)
    const heads = places.filter((place) => place % PEOPLE_PER_FIRM === 0).map((place) => place / PEOPLE_PER_FIRM)
    await deps.populateTwin(
      places.map((place) => personAt(seed, place)),
      heads.map((place) => firmAt(seed, place)),
    )
    await advancePopulation(sql, seed, { nextPerson: until })
    deps.progress({ people: until, cases: begun.nextCase })
  }
  const made = await runCases(deps, { seed, people, cases }, begun)
  return { people, firms, ...made }
}

async function runCases(
  deps: PopulationDeps,
  { seed, people, cases }: PopulationSize,
  begun: { readonly at: Instant; readonly nextCase: number },
): Promise<Pick<Populated, 'cases' | 'events' | 'left'>> {
  if (begun.nextCase >= cases) return { cases: 0, events: 0, left: 0 }
  if (people === 0) throw new Fault('Expected people for the cases of a population but there are none')
  const caseAt = openCases({ ...deps, seed, people, now: begun.at })
  const made = { cases: 0, events: 0, left: 0 }
  let unsealed = 0
  let writing: Promise<void> = Promise.resolve()
  for (let from = begun.nextCase; from < cases; from += CASES_AT_ONCE) {
    const until = Math.min(from + CASES_AT_ONCE, cases)
    const steps = Array.from({ length: until - from }, (_, at) => caseAt(from + at)).flatMap((each) =>
      each === null ? [] : [wholeStep(each.whole, each.context)],
    )
    made.left += until - from - steps.length
    // The next batch is thought of while this one is written; never two at once.
    await writing
    writing = write(steps, until)
  }
  await writing
  await deps.seal()
  return made

  async function write(steps: readonly CaseStep[], until: number): Promise<void> {
    made.cases += await deps.commit(steps)
    made.events += steps.reduce((sum, { events }) => sum + events.length, 0)
    await advancePopulation(deps.sql, seed, { nextCase: until })
    unsealed += steps.length
    if (unsealed >= SEAL_EVERY) {
      await deps.seal()
      unsealed = 0
    }
    deps.progress({ people, cases: until })
  }
}

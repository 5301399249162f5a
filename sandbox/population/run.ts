// A population of any size: people and firms for the registers, then cases, batch by batch. What is in memory is one batch; what is done is
// written down after each, and a batch that comes again changes nothing.
import type { SentStep } from '@ruqsat/caseflow'
import type { AnySql, Sql } from '@ruqsat/database'
import { Fault, type Instant } from '@ruqsat/foundation'
import type { LegalEntity, RegisterPerson } from '@ruqsat/registers/contract'
import { advancePopulation, beginPopulation } from '../store/populations.ts'
import { firmAt, PEOPLE_PER_FIRM, personAt } from './people.ts'

export type PopulationSize = { readonly seed: number; readonly people: number; readonly cases: number }

/** Thinks cases out: each batch is the same, whoever thinks of it and when. */
export type Thinkers = {
  /** Of how many batches it thinks at once. */
  readonly atOnce: number
  /** The cases of these places in their order, without those that no calendar reaches. */
  think(from: number, until: number): Promise<readonly SentStep[]>
  end(): Promise<void>
}

export type PopulationDeps = {
  readonly sql: Sql
  readonly now: Instant
  /** Puts people and firms into the registers; the same again changes nothing. */
  populateTwin(people: readonly RegisterPerson[], firms: readonly LegalEntity[]): Promise<void>
  /** No event is later than `now`. */
  thinkers(need: PopulationSize & { readonly now: Instant }): Promise<Thinkers>
  /** Writes cases with everything that happened in them and what `within` writes, in one transaction; a case that is there changes nothing. Answers how many were new. */
  commit(steps: readonly SentStep[], within: (tx: AnySql) => Promise<void>): Promise<number>
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
/** A batch is one transaction of some MB. */
const CASES_AT_ONCE = 100
/** A checkpoint names the head of each case since the last, and compares all cases to find them. */
const SEAL_EVERY = 25_000

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
  const thinkers = await deps.thinkers({ seed, people, cases, now: begun.at })
  const made = { cases: 0, events: 0, left: 0 }
  let unsealed = 0
  try {
    const thought = inOrder(thinkers, begun.nextCase, cases)
    for (let batch = thought.next(); batch !== null; batch = thought.next()) await write(await batch.steps, batch)
  } finally {
    await thinkers.end()
  }
  await deps.seal()
  return made

  /** The mark of how far it is goes with the cases: what a crash undoes, it undoes whole. */
  async function write(steps: readonly SentStep[], { from, until }: Batch): Promise<void> {
    made.cases += await deps.commit(steps, (tx) => advancePopulation(tx, seed, { nextCase: until }))
    made.events += steps.reduce((sum, { events }) => sum + events.split('\n').length, 0)
    made.left += until - from - steps.length
    unsealed += steps.length
    if (unsealed >= SEAL_EVERY) {
      await deps.seal()
      unsealed = 0
    }
    deps.progress({ people, cases: until })
  }
}

type Batch = { readonly from: number; readonly until: number; readonly steps: Promise<readonly SentStep[]> }

/** The batches in their order; as many as are thought of at once are begun before they are asked for. */
function inOrder(thinkers: Thinkers, first: number, cases: number): { next(): Batch | null } {
  const begun: Batch[] = []
  let from = first
  return {
    next() {
      while (begun.length <= thinkers.atOnce && from < cases) {
        const until = Math.min(from + CASES_AT_ONCE, cases)
        const steps = thinkers.think(from, until)
        // Who awaits the batch hears of it; until then it is nobody's fault.
        steps.catch(() => undefined)
        begun.push({ from, until, steps })
        from = until
      }
      return begun.shift() ?? null
    },
  }
}

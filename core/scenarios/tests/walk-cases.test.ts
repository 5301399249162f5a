// How far a walk goes where a procedure has many choices: an act with three bodies at once, a correction, a hearing and silence is sound,
// and whatever way is found to be wrong can be said as a scenario that runs.
import type { Instant, LocalDate } from '@ruqsat/foundation'
import { readPackage, readTables } from '@ruqsat/regulations'
import { describe, expect, test } from 'vitest'
import { parseScenario, runScenario } from '../index.ts'
import { replay, scenarioOf } from '../proof/replay.ts'
import { exploreCases, type OfferedCell, type Place } from '../walk-cases.ts'

const ACT = new URL('../../../tests/next-act/regulations/2025-teniztau-14-drones/', import.meta.url)
const loaded = await readPackage(ACT)
if (loaded.kind === 'broken') throw new Error(JSON.stringify(loaded.errors))
const { edition } = loaded
const tables = await readTables(new URL('../../../regulations/calendars/', import.meta.url))
const context = { edition, tables }
const variant = edition.regulation.variants.find(({ id }) => id === 'issue')!
const cell: OfferedCell = { variant, view: variant.views[0]!, applicant: 'individual' }

describe('a walk of an act with many choices', () => {
  test('comes to its end, and finds no fault', () => {
    const { fault, places } = exploreCases(cell, context)
    expect(fault).toBeNull()
    expect(places.size).toBeGreaterThan(2_000)
  })

  test('goes by the order of the table where every order is too much', () => {
    const { fault, places } = exploreCases(cell, context, 'any', 2_000)
    expect(fault).toBeNull()
    expect(places.size).toBeLessThan(2_000)
  })

  test('says that nothing is shown where even that is too much, and not that the case never ends', () => {
    expect(exploreCases(cell, context, 'any', 50).fault?.why.en).toMatch(/^too many choices: no end is in sight after 50 places/)
  })

  test('is in the time of its edition, from a working day', () => {
    const startOn = (notBefore: LocalDate) => exploreCases(cell, { ...context, notBefore }, 'table').start
    expect(startOn('2027-01-01')).toBe('2027-01-05T05:00:00.000Z')
    // No calendar holds a case of that day.
    expect(startOn('2027-12-30')).toMatch(/^2010-02-01/)
  })

  const failuresOn = (taken: Place['taken'], start: Instant) => {
    const { lines } = replay({ cell, start, taken }, context)
    const scenario = parseScenario({ path: 'scenarios/way.txt', text: `${scenarioOf('A way', lines)}cites: 8\n` })
    if ('errors' in scenario) throw new Error(JSON.stringify(scenario.errors))
    return runScenario(scenario, context).failures
  }

  test('each way on which nobody is late is a scenario that runs', () => {
    const { places, start } = exploreCases(cell, context, 'table')
    const said = [...places.values()]
      .filter(({ path }) => path.some((each) => / (objected|writes)/.test(each)) && !path.some((each) => / (late|silence)/.test(each)))
      .slice(0, 40)
    expect(said.length).toBe(40)
    for (const { taken } of said) expect(failuresOn(taken, start)).toEqual([])
  })

  // The time of the others passes with that of the one: they act before it, in whichever order they were walked.
  test.each([1, 2])('and so is each on which %i of the bodies are late', (count) => {
    const { places, start } = exploreCases(cell, context, 'table')
    const said = [...places.values()].filter(
      ({ path }) =>
        path.length > 5 && path.filter((each) => / late/.test(each)).length === count && !path.some((each) => / silence/.test(each)),
    )
    const some = said.filter((_, at) => at % Math.ceil(said.length / 40) === 0)
    expect(some.length).toBeGreaterThan(count === 1 ? 20 : 0)
    for (const { taken, path } of some) expect(failuresOn(taken, start), path.join()).toEqual([])
  })
})

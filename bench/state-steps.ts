// How large the state of a case is after each step, and how long the engine takes for a whole case, of this checkout. One line of JSON.
//   node --import ./tools/loader.mjs bench/state-steps.ts
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { apply, emptyCase, type CaseEvent, type CaseState } from '@ruqsat/engine'
import { openRegulations } from '@ruqsat/regulations'
import { parseScenario, runScenario, type Scenario } from '@ruqsat/scenarios'

const USUAL_ROUNDS = 1_000
/** Run before it is measured: on a busy machine code that is not compiled yet made the one checkout look twice as slow as the other. */
const WARM_ROUNDS = 500
const ROOT = new URL('../', import.meta.url)

const LONG_CASES: Readonly<Record<string, { readonly act: string; readonly text: string }>> = {
  grain: {
    act: '2014-aktobe-120-grain',
    text: `scenario: A long case
given: variant issue, view portal, applicant legalEntity, registered 2026-11-23 10:00
when: clerk accepts at 2026-11-23 10:10
when: head assigns officer-1 at 2026-11-23 11:00
when: officer declines "On leave from tomorrow." at 2026-11-23 12:00
when: head assigns officer-2 at 2026-11-23 15:00
when: officer examines grant at 2026-11-24 10:00
when: interestedBody agrees at 2026-11-25 10:00
when: officer concludes grant at 2026-11-26 10:00
when: head returns "The capacity differs from the ownership document." at 2026-11-26 15:00
when: officer concludes refuse untrueData "The capacity differs from the ownership document." at 2026-11-27 11:00
when: head returns "Say by which page." at 2026-11-27 12:00
when: officer concludes refuse untrueData "The capacity differs from the ownership document, page 2." at 2026-11-27 15:00
when: head signs at 2026-11-30 09:00
when: clerk hands over at 2026-11-30 09:20
then: case refused
`,
  },
  fair: {
    act: '2022-saryzhaz-9-fair',
    text: `scenario: A long case
given: variant street, view portal, applicant individual, registered 2026-11-23 10:00
when: head assigns inspector-1 at 2026-11-23 10:30
when: officer examines grant at 2026-11-23 12:00
when: interestedBody of lawyers agrees at 2026-11-24 10:00
when: interestedBody of fireWatch objects "A cart stands in the way" at 2026-11-24 11:00
when: clock reaches 2026-11-26 18:30
when: interestedBody of roadWatch agrees at 2026-11-27 09:30
when: officer concludes grant at 2026-11-27 10:00
when: head returns "What of the cart?" at 2026-11-27 10:30
when: officer concludes grant at 2026-11-27 11:00
when: head returns "Once more" at 2026-11-27 11:30
when: officer concludes grant at 2026-11-27 12:00
when: head signs at 2026-11-27 12:30
when: clerk hands over at 2026-11-27 12:40
then: case granted
`,
  },
}

/** What a step writes: the opening is written once. Released states hold the total there, too. */
function writtenBytes(state: CaseState): number {
  const { opening: _opening, openedAt: _openedAt, totalIsSum: _isSum, ...rest } = state
  const isTotalOnce = state.total !== null && 'derivation' in state.total
  return bytesOf(isTotalOnce ? { ...rest, total: undefined } : rest)
}

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

/** After each step: what happens at one instant by one actor. */
function statesOf(events: readonly CaseEvent[]): readonly CaseState[] {
  const states: CaseState[] = []
  let state: CaseState = emptyCase
  events.forEach((event, place) => {
    state = apply(state, event)
    const next = events[place + 1]
    if (next === undefined || next.at !== event.at || next.actor.id !== event.actor.id) states.push(state)
  })
  return states
}

function median(all: readonly number[]): number {
  return all.toSorted((one, other) => one - other)[all.length >> 1]!
}

const folder = mkdtempSync(join(tmpdir(), 'ruqsat-bench-'))
try {
  for (const home of ['regulations/', 'tests/next-act/regulations/'])
    cpSync(fileURLToPath(new URL(home, ROOT)), folder, { recursive: true })
  const { packages, tables } = await openRegulations(pathToFileURL(folder))
  for (const [name, { act, text }] of Object.entries(LONG_CASES)) {
    const { edition } = packages.find((each) => each.folder === act)!
    const scenario = parseScenario({ path: 'long.txt', text }) as Scenario
    const report = runScenario(scenario, { edition, tables })
    if (report.failures.length > 0) throw new Error(JSON.stringify(report.failures))
    const states = statesOf(report.events)
    const times: number[] = []
    for (let round = 0; round < WARM_ROUNDS; round += 1) runScenario(scenario, { edition, tables })
    for (let round = 0; round < USUAL_ROUNDS; round += 1) {
      const begun = performance.now()
      runScenario(scenario, { edition, tables })
      times.push(performance.now() - begun)
    }
    for (let round = 0; round < WARM_ROUNDS; round += 1) for (const state of states) JSON.parse(JSON.stringify(state))
    const begun = performance.now()
    for (let round = 0; round < USUAL_ROUNDS; round += 1) for (const state of states) JSON.parse(JSON.stringify(state))
    const jsonMs = (performance.now() - begun) / USUAL_ROUNDS
    console.log(
      JSON.stringify({
        name,
        stateBytes: states.map(bytesOf),
        writtenBytes: states.map(writtenBytes),
        eventBytes: report.events.reduce((sum, event) => sum + bytesOf(event), 0),
        decideMsPerStep: round3(median(times) / states.length),
        jsonMsPerStep: round3(jsonMs / states.length),
      }),
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000
}

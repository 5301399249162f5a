// Every scenario of every package is run: what a department would sign is what the engine does.
import { describe, expect, test } from 'vitest'
import { KITE_CONTEXT } from '@ruqsat/engine/testing'
import { openActs } from '@ruqsat/regulations/testing'
import { parseScenario, runScenario, scenariosOf } from '../index.ts'

const { packages, tables } = await openActs()

describe.each(packages.filter(({ edition }) => edition.regulation.variants.length > 0))('$folder', ({ edition, files }) => {
  test.each(scenariosOf(files))('$path', (scenario) => {
    expect(runScenario(scenario, { edition, tables }).failures).toEqual([])
    expect(scenario.cites.length).toBeGreaterThan(0)
  })
})

const KITE = `scenario: A kite goes up
given: variant issue, view portal, applicant individual, registered 2025-03-03 10:00
then: L1 due 2025-03-03 10:30
when: clerk accepts at 2025-03-03 10:20
cites: 5, L1
`
/** `line: expected code value, found code value`; a code is left out where the value says all. */
const run = (text: string) => {
  const scenario = parseScenario({ path: 'kite.txt', text })
  if ('errors' in scenario) throw new Error(JSON.stringify(scenario.errors))
  const shown = ({ code, value }: { readonly code: string; readonly value: string }) => (code === 'is' ? value : `${code} ${value}`.trim())
  return runScenario(scenario, KITE_CONTEXT).failures.map(
    ({ line, expected, found }) => `${line}: expected ${shown(expected)}, found ${shown(found)}`,
  )
}
const failuresOf = (lines: string) => run(`${KITE}${lines}`)

describe('a scenario that is wrong says where', () => {
  test('a wrong due date, state, total, place and status', () => {
    expect(
      failuresOf(
        'then: L2 due 2025-03-05 18:30\nthen: L2 closed\nthen: L2 late\nthen: total due 2025-03-04 10:00\nthen: view at A11\nthen: case granted',
      ),
    ).toEqual([
      '6: expected 2025-03-05 18:30, found 2025-03-04 18:30',
      '7: expected closed, found open',
      '8: expected late, found open',
      '9: expected 2025-03-04 10:00, found 2025-03-18 09:30',
      '10: expected A11, found A9',
      '11: expected granted, found open',
    ])
  })

  test('until when an outcome may be found', () => {
    const strict = (lines: string) =>
      run(
        `scenario: A sketch is missing\ngiven: variant strict, view portal, applicant individual, registered 2025-03-03 10:00\nwhen: head assigns oscar at 2025-03-03 10:20\n${lines}`,
      )
    expect(strict('then: E2 incomplete until 2025-03-04 18:30')).toEqual([])
    expect(strict('then: E2 incomplete until 2025-03-05 18:30\nthen: E3 incomplete until 2025-03-05 18:30')).toEqual([
      '4: expected 2025-03-05 18:30, found 2025-03-04 18:30',
      '5: expected 2025-03-05 18:30, found noDueDate',
    ])
    expect(
      strict('when: officer examines incomplete weak-string "No sketch." at 2025-03-04 18:31\nthen: refused incomplete-too-late'),
    ).toEqual([])
  })

  // One rule for everybody (decision 0114): at the last instant a step is in time, a minute later it is late.
  test('what is done at the last instant is in time; where nobody does it by then, it is late', () => {
    expect(failuresOf('when: head assigns oscar at 2025-03-04 18:30\nthen: L2 closed')).toEqual([])
    expect(failuresOf('when: clerk hands over at 2025-03-04 18:30\nthen: refused not-your-role\nthen: L2 late')).toEqual([
      '8: expected late, found open',
    ])
    expect(failuresOf('when: clerk hands over at 2025-03-04 18:31\nthen: refused not-your-role\nthen: L2 late')).toEqual([])
    expect(failuresOf('when: clock reaches 2025-03-04 18:30\nthen: L2 late')).toEqual([])
  })

  test('an action that was refused unexpectedly', () => {
    expect(failuresOf('when: clerk hands over at 2025-03-03 11:00\nwhen: head assigns oscar at 2025-03-03 12:00')).toEqual([
      '6: expected actionDone, found actionRefused not-your-role',
    ])
    expect(failuresOf('when: clerk hands over at 2025-03-03 11:00\nthen: refused task-done')).toEqual([
      '7: expected task-done, found not-your-role',
    ])
    expect(failuresOf('when: clerk hands over at 2025-03-03 11:00\nthen: refused not-your-role')).toEqual([])
  })

  test('before registration the channel is walked, and a wrong row is told', () => {
    const walk = (lines: string) =>
      run(`scenario: A kite is wanted\ngiven: variant issue, view portal, applicant individual, not yet registered\n${lines}`)
    expect(walk('then: view at A3\nwhen: A3 done\nwhen: A4 done\nthen: view at A8\nwhen: A8 done\nthen: view at A9')).toEqual([])
    expect(walk('when: A4 done\nwhen: A3 answers yes\nthen: channel ended')).toEqual([
      '3: expected channelAt A4, found A3',
      '4: expected done, found yes',
      '5: expected channelEnd, found A3',
    ])
    expect(walk('when: A3 done\nwhen: A4 done\nwhen: A8 done\nwhen: A9 done')).toEqual([
      '6: expected beginsRegistered, found registersAt A9',
    ])
    expect(failuresOf('when: A9 done')).toEqual(['6: expected notRegistered, found registered'])
  })

  test('a last action that is refused without saying so', () => {
    expect(failuresOf('when: clerk hands over at 2025-03-03 11:00')).toEqual(['6: expected actionDone, found actionRefused not-your-role'])
  })
})

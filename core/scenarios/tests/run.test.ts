// Every case of every package is run: what a department would sign is what the engine does.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openRegulations } from '@ruqsat/regulations'
import { runCase } from '../run.ts'
import { KITE_CONTEXT } from '@ruqsat/engine/testing'

const folder = new URL('../../../regulations/', import.meta.url)
const packages = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/scenarios/`, folder)))
const regulations = await openRegulations(folder)

describe.each(packages)('%s', (name) => {
  const cases = readdirSync(new URL(`${name}/scenarios/`, folder)).filter((file) => file.endsWith('.txt'))
  const found = regulations.packages.find((each) => each.folder === name || each.folder.endsWith(`/${name}`))
  test.each(cases)('%s', (file) => {
    const report = runCase(readFileSync(new URL(`${name}/scenarios/${file}`, folder), 'utf8'), {
      edition: found!.edition,
      tables: regulations.tables,
    })
    expect(report.failures).toEqual([])
    expect(report.title).not.toBe('')
    expect(report.cites.length).toBeGreaterThan(0)
  })
})

const KITE_CASE = `case: A kite goes up
given: variant issue, view portal, applicant individual, registered 2025-03-03 10:00
then: L1 due 2025-03-03 10:30
when: clerk accepts at 2025-03-03 10:20
cites: 5, L1
`
const failuresOf = (lines: string) =>
  runCase(`${KITE_CASE}${lines}`, KITE_CONTEXT).failures.map(({ line, expected, found }) => `${line}: expected ${expected}, found ${found}`)

describe('a case that is wrong says where', () => {
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
      runCase(
        `case: A sketch is missing\ngiven: variant strict, view portal, applicant individual, registered 2025-03-03 10:00\nwhen: head assigns oscar at 2025-03-03 10:20\n${lines}`,
        KITE_CONTEXT,
      ).failures.map(({ line, expected, found }) => `${line}: expected ${expected}, found ${found}`)
    expect(strict('then: E2 incomplete until 2025-03-04 18:30')).toEqual([])
    expect(strict('then: E2 incomplete until 2025-03-05 18:30\nthen: E3 incomplete until 2025-03-05 18:30')).toEqual([
      '4: expected 2025-03-05 18:30, found 2025-03-04 18:30',
      '5: expected 2025-03-05 18:30, found no such due date',
    ])
    expect(
      strict('when: officer examines incomplete weak-string "No sketch." at 2025-03-04 18:31\nthen: refused incomplete-too-late'),
    ).toEqual([])
  })

  test('a line that is not in the grammar, and a deed that was refused unexpectedly', () => {
    expect(failuresOf('then: the kite flies')).toEqual([
      '6: expected a line of the grammar in docs/regulation-language.md, found none of its forms',
    ])
    expect(failuresOf('when: clerk hands over at 2025-03-03 11:00\nwhen: head assigns oscar at 2025-03-03 12:00')).toEqual([
      '6: expected the deed to succeed, or a line `then: refused`, found it was refused: not-your-role',
    ])
    expect(failuresOf('when: clerk hands over at 2025-03-03 11:00\nthen: refused task-done')).toEqual([
      '7: expected task-done, found not-your-role',
    ])
    expect(failuresOf('when: clerk hands over at 2025-03-03 11:00\nthen: refused not-your-role')).toEqual([])
    expect(runCase('case: x', KITE_CONTEXT).failures.map(({ expected }) => expected)).toEqual(["one line 'given:'"])
  })

  test('before registration the channel is walked, and a wrong row is told', () => {
    const walk = (lines: string) =>
      runCase(
        `case: A kite is wanted\ngiven: variant issue, view portal, applicant individual, not yet registered\n${lines}`,
        KITE_CONTEXT,
      ).failures.map(({ line, expected, found }) => `${line}: expected ${expected}, found ${found}`)
    expect(walk('then: view at A3\nwhen: A3 done\nwhen: A4 done\nthen: view at A8\nwhen: A8 done\nthen: view at A9')).toEqual([])
    expect(walk('when: A4 done\nwhen: A3 answers yes\nthen: channel ended')).toEqual([
      '3: expected the channel to stand at A4, found A3',
      "4: expected 'done', found yes",
      '5: expected its end, found A3',
    ])
    expect(walk('when: A3 done\nwhen: A4 done\nwhen: A8 done\nwhen: A9 done')).toEqual([
      "6: expected a case that begins 'registered TIME', found A9, where the request is registered",
    ])
    expect(failuresOf('when: A9 done')).toEqual(["6: expected a case that begins 'not yet registered', found one that is registered"])
  })

  test('a last deed that is refused without saying so', () => {
    expect(failuresOf('when: clerk hands over at 2025-03-03 11:00')).toEqual([
      '6: expected the deed to succeed, or a line `then: refused`, found it was refused: not-your-role',
    ])
  })
})

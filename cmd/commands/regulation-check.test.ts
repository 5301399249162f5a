import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatPackageError, uncheckable } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keptOut } from '../house/offers.ts'
import { ruqsat } from './testing.ts'
import { actWithSlip, homeOfSlips, REGULATIONS, SLIPPED_ACT } from './testing-slips.ts'

let home: string
beforeAll(async () => {
  home = await homeOfSlips()
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** The grain act with one slip in one file, and what the command says of it. */
async function checkedWith(path: string, slip: (text: string) => string) {
  const folder = await actWithSlip(home, path, slip)
  return ruqsat(['regulation', 'check', folder])
}

describe('what takes the money and cannot register is refused with file and line', () => {
  test.each([
    [
      'a break longer than the day',
      'act.yaml',
      (text: string) => text.replace("from: '13:00', to: '14:30'", "from: '08:00', to: '20:00'"),
      /act\.yaml:\d+:\d+ .*\[hours-impossible\]/,
    ],
    [
      'an office that works on days off only',
      'act.yaml',
      (text: string) => text.replace('weekdays: [1, 2, 3, 4, 5]', 'weekdays: [6, 7]'),
      /act\.yaml:\d+:\d+ .*\[office-closed\].*weekday 1/,
    ],
    [
      'a step that no calendar holds',
      'procedure/issue.yaml',
      (text: string) => text.replace(/amount: \d+, unit: workingDays/, 'amount: 9999, unit: workingDays'),
      /procedure\/issue\.yaml:\d+:\d+ \[cannot-be-run\]/,
    ],
    [
      'a number that nobody can type',
      'variants/issue.yaml',
      (text: string) => text.replace('min: 1, max: 1000000, decimals: 1', 'min: 0.02, max: 0.08, decimals: 1'),
      /variants\/issue\.yaml:\d+:\d+ \[cannot-be-filled\]: expected a form that can be filled in \(.*(individual|legal entity)\)/,
    ],
    [
      'a question of which each answer is a refusal',
      'variants/issue.yaml',
      (text: string) => text.replace("answers: ['no']", "answers: ['no', 'yes']"),
      /variants\/issue\.yaml:172:15 \[cannot-be-filled\]/,
    ],
    [
      'a known address that is longer than its field',
      'variants/issue.yaml',
      (text: string) => text.replace('maxLength: 30, pattern: phone', 'maxLength: 5, pattern: phone'),
      /variants\/issue\.yaml:\d+:\d+ \[cannot-be-filled\]/,
    ],
    [
      'a procedure that never ends',
      'procedure/issue.yaml',
      (text: string) => text.replace('next: [{ to: end }]', 'next: [{ to: P-GI3 }]'),
      /issue\.yaml:\d+:\d+ \[cannot-be-run\]: .*they go in a circle/,
    ],
    [
      'a step that waits for branches which nobody has started',
      'procedure/issue.yaml',
      (text: string) => text.replace('- id: P-GI5\n', '- id: P-GI5\n    joins: true\n'),
      /procedure\/issue\.yaml:\d+:\d+ \[cannot-be-run\]: .*led no further.*the way there: P-GI1 accepts → P-GI2 assigns/,
    ],
    [
      'an outcome that leads to a step where nobody can do anything',
      'procedure/issue.yaml',
      (text: string) => text.replace('next: [{ to: P-GI4 }]', 'next: [{ when: incomplete, to: P-GI7 }, { to: P-GI4 }]'),
      /procedure\/issue\.yaml:\d+:\d+ \[cannot-be-run\]: .*the way there: P-GI1 accepts → P-GI2 assigns → P-GI3 examines incomplete/,
    ],
  ])('%s', async (_name, path, slip, said) => {
    const { code, out } = await checkedWith(path, slip)
    expect(out).toMatch(said)
    expect(out).not.toMatch(/: sound/)
    expect(code).toBe(1)
  })

  test('a table of the clock that is no table is told by its file, and ends nothing', async () => {
    await writeFile(join(home, 'calendars', 'broken.yaml'), 'rows: 7\n')
    const { code, out } = await checkedWith('act.yaml', (text) => `${text}\n`)
    await rm(join(home, 'calendars', 'broken.yaml'))
    expect([code, out]).toEqual([1, expect.stringMatching(/calendars: broken\.yaml:1:1 \[missing-key\]: expected id/)])
  })
})

describe('what nobody has decided stays out of service', () => {
  test('is not called sound, and is kept from being offered with its findings', async () => {
    const { code, out } = await checkedWith('findings.yaml', (text) => text.replace(/(\n {2}- )(?=code:|\{ code:)[^]*?(?=\n {2}- )/, ''))
    expect(code).toBe(1)
    expect(out).toMatch(/not to be offered yet/)
    expect(out).not.toMatch(/: sound/)
    const { packages } = await openRegulations(new URL(`file://${home}/`))
    expect(keptOut(packages)).toEqual([
      { regulation: 'grain', folder: SLIPPED_ACT, findings: [expect.objectContaining({ kind: 'finding', reading: null })] },
    ])
    expect(keptOut((await openRegulations(REGULATIONS)).packages)).toEqual([])
  })
})

test('without the tables of the clock no scenario is run: nothing is called sound, and the folder is named', async () => {
  const folder = join(home, 'alone', SLIPPED_ACT)
  await cp(new URL(SLIPPED_ACT, REGULATIONS), folder, { recursive: true })
  const { code, out } = await ruqsat(['regulation', 'check', folder])
  expect([code, out]).toEqual([1, expect.stringContaining(': only its files were checked, ')])
  expect(out).toContain(`No scenario was run: there is no folder ${join(home, 'alone', 'calendars')}. What to do:`)
})

test('what no rule foresaw is an error of that file, with what was thrown', () => {
  const line = formatPackageError(uncheckable('units.yaml', new RangeError('odd')), 'en')
  expect(line).toMatch(/^units\.yaml:1:1 \[cannot-be-checked\]: .*found odd\./)
})

// What an act has otherwise than its model, as the command reports it.
import { fileURLToPath } from 'node:url'
import { readdirSync } from 'node:fs'
import { canonicalJson, ownJson } from '@ruqsat/foundation'
import { randomFrom } from '@ruqsat/foundation/testing'
import { packageDifference, type Regulation } from '@ruqsat/law'
import { readPackage } from '@ruqsat/regulations'
import { expect, it } from 'vitest'
import { ruqsat } from './testing.ts'

const ACTS = fileURLToPath(new URL('../../tests/next-act/regulations/', import.meta.url))
const [MODEL, TULIP, EAGLE] = ['2023-zhetiozen-1-songs', '2023-qyzgaldaq-4-songs', '2024-burkit-2-songs'].map(
  (name) => `${ACTS}${name}`,
) as [string, string, string]

it('reports every local difference with its place, both values, its source and the place in the model', async () => {
  const { code, out } = await ruqsat(['regulation', 'diff', EAGLE, '--language', 'en'])
  expect(code).toBe(0)
  await expect(out).toMatchFileSnapshot('testdata/regulation-diff-child.txt')
})

it('says the same where the model is named first', async () => {
  const alone = await ruqsat(['regulation', 'diff', TULIP, '--language', 'ru'])
  expect(await ruqsat(['regulation', 'diff', MODEL, TULIP, '--language', 'ru'])).toEqual(alone)
  expect(alone.out).toContain('tulip-songs: отличий от типового акта «songs» — 8')
})

it('says that an act without a model has none', async () => {
  const { code, err } = await ruqsat(['regulation', 'diff', MODEL])
  expect([code, err]).toEqual([64, expect.stringContaining('has no model')])
})

const PACKAGES = [ACTS, fileURLToPath(new URL('../../regulations/', import.meta.url))].flatMap((home) =>
  readdirSync(home)
    .filter((name) => /^\d{4}-/.test(name))
    .map((name) => `${home}${name}`),
)
const SEED = Number(process.env['RUQSAT_SEED'] ?? 8)

type Leaf = readonly (string | number)[]
function leavesOf(value: unknown, path: Leaf = []): readonly Leaf[] {
  // What is left out is left out: another thing in its place would be of another shape.
  if (value === null) return []
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...path, Array.isArray(value) ? Number(key) : key]))
}
/** A time has one of these units, whatever a writer changes. */
const OTHER_UNIT: Readonly<Record<string, string>> = {
  workingDays: 'hours',
  calendarDays: 'workingDays',
  hours: 'minutes',
  minutes: 'seconds',
  seconds: 'hours',
}
/** A copy with another value at this leaf. */
function changedAt(value: object, path: Leaf): Regulation {
  const copy = ownJson(canonicalJson(value)) as Record<string | number, unknown>
  const parent = path.slice(0, -1).reduce<Record<string | number, unknown>>((each, key) => each[key] as Record<string, unknown>, copy)
  const key = path.at(-1)!
  const was = parent[key]
  parent[key] = typeof was === 'number' ? was + 1 : typeof was === 'boolean' ? !was : (OTHER_UNIT[String(was)] ?? `${String(was)}x`)
  return copy as unknown as Regulation
}

it.each(PACKAGES)('names what was changed in %s, alone and next to another change', async (folder) => {
  const read = await readPackage(folder)
  if (read.kind === 'broken') throw new Error(`Expected ${folder} to be sound`)
  const { regulation } = read.edition
  const leaves = leavesOf(regulation).filter((path) => path.at(-1) !== 'id')
  const random = randomFrom(SEED)
  const said = (after: Regulation) => packageDifference(regulation, after).map(({ kk }) => kk.slice(0, kk.lastIndexOf(' → ')))
  for (let turn = 0; turn < 12; turn += 1) {
    const [one, other] = [random.pick(leaves), random.pick(leaves)]
    if (one.join() === other.join()) continue
    const both = said(changedAt(changedAt(regulation, one), other))
    for (const path of [one, other])
      for (const line of said(changedAt(regulation, path))) expect(both, `${path.join('/')}, RUQSAT_SEED=${SEED}`).toContain(line)
    expect(both.length).toBeGreaterThan(0)
    expect(both.join()).not.toContain('Айырмашылық жоқ')
  }
})

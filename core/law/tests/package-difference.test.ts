// Whatever a writer changes in a package, the difference names it: every value alone, and every two of them together.
import fc from 'fast-check'
import { isLanguage, LANGUAGES } from '@ruqsat/foundation'
import { describe, expect, test } from 'vitest'
import { loadRegulation, packageDifference, type Regulation } from '../index.ts'
import { placesThatDiffer } from '../tables/package-places.ts'
import { GOOD } from '../testing.ts'

const loaded = loadRegulation(GOOD)
if (loaded.kind === 'broken') throw new Error('Expected the good package to load')
const good = loaded.edition.regulation

type Path = readonly (string | number)[]

function leavesOf(value: unknown, path: Path = []): readonly Path[] {
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

function changedAt(value: unknown, [key, ...path]: Path): unknown {
  if (key === undefined && typeof value === 'string' && OTHER_UNIT[value] !== undefined) return OTHER_UNIT[value]
  if (key === undefined) return typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${value ?? ''}x`
  if (Array.isArray(value)) return value.map((each, at) => (at === key ? changedAt(each, path) : each))
  const record = value as Readonly<Record<string, unknown>>
  return { ...record, [key]: changedAt(record[key], path) }
}

const valueAt = (path: Path) => path.reduce<unknown>((each, key) => (each as Readonly<Record<string | number, unknown>>)[key], good)
/** What is left out is left out: another thing in its place would be of another shape. */
const leaves = leavesOf(good).filter((path) => valueAt(path) !== null && valueAt(path) !== undefined)
const difference = (...paths: readonly Path[]) => packageDifference(good, paths.reduce(changedAt, good as unknown) as Regulation)
const lead = (line: string) => line.slice(0, line.lastIndexOf(' → ') + 1 || undefined)
/** Another act, or another thing of its list, is no place of this one. */
const isNamed = (path: Path) => path.at(-1) !== 'id'

/** Languages of one text: where both changed, each reader sees their own. */
const areOneText = (one: Path, other: Path) =>
  one.slice(0, -1).join() === other.slice(0, -1).join() && [one, other].every((path) => isLanguage(path.at(-1)))

describe('the difference of two packages', () => {
  test('names every value that alone was changed, by what was and what is', () => {
    for (const path of leaves.filter((each) => each.join() !== 'id')) {
      const lines = difference(path)
      expect(lines.length, path.join('/')).toBeGreaterThan(0)
      for (const line of lines)
        for (const language of LANGUAGES) {
          expect(line[language], path.join('/')).not.toMatch(/^Nothing differs|^Различий нет|^Айырмашылық жоқ/)
          const [was, is] = line[language].slice(line[language].lastIndexOf(': ') + 2).split(' → ')
          if (is !== undefined) expect(was, `${path.join('/')} in ${language}`).not.toBe(is)
        }
    }
  })

  test('leaves out neither of two', () => {
    const pick = fc.constantFrom(...leaves.filter(isNamed))
    fc.assert(
      fc.property(pick, pick, (one, other) => {
        fc.pre(one.join() !== other.join() && !areOneText(one, other))
        const both = difference(one, other).map((line) => lead(line.kk))
        for (const path of [one, other])
          for (const { kk } of difference(path)) expect(both, `${one.join('/')} and ${other.join('/')}`).toContain(lead(kk))
        expect(new Set(both).size).toBe(both.length)
      }),
      { numRuns: 150 },
    )
  })

  test('shows a change of the Kazakh text alone in Kazakh, whatever language it is read in', () => {
    const at: Path = ['variants', 0, 'name', 'kk']
    const [line, ...more] = difference(at)
    expect(more).toEqual([])
    expect(line!.en).toMatch(/, name: kk: .+ → kk: .+x$/)
    expect(line!.kk).not.toContain('kk:')
  })

  test('says of a long text what differs in it', () => {
    const long = 'а'.repeat(300)
    const [place] = placesThatDiffer({ text: `${long}б` }, { text: `${long}в` })
    expect([place!.before, place!.after]).toEqual([`…${'а'.repeat(20)}б`, `…${'а'.repeat(20)}в`])
  })
})

import { describe, expect, it } from 'vitest'
import { loadRegulation, mainPath, stepTable, sumOfTable, sumText, termText, type Loaded, type Step } from '../index.ts'
import { exceeds, sumOfPath, worstPath } from '../sums.ts'
import { broken, GOOD } from './packages.ts'

const { regulation } = (loadRegulation(GOOD) as Loaded).edition
const hours = regulation.authority.officeHours
const [pattern] = regulation.variants[0]!.procedure.steps

type Row = Pick<Partial<Step>, 'next' | 'splits' | 'joins'> & { readonly days?: number }

/** A table by its rows; `days` are working days. */
function table(rows: Readonly<Record<string, Row>>): readonly Step[] {
  return Object.entries(rows).map(([id, { days, ...row }]): Step => {
    const time = days === undefined ? null : { duration: { amount: days, unit: 'workingDays' as const }, source: pattern!.source }
    return { ...pattern!, ...row, id, next: row.next ?? [{ to: 'end' }], time }
  })
}
const ids = (steps: readonly Step[]) => steps.map((step) => step.id).join(' ')

describe('the longest path', () => {
  const choice = table({
    A: {
      days: 1,
      next: [
        { when: 'done', to: 'B' },
        { when: 'incomplete', to: 'C' },
      ],
    },
    B: { days: 1 },
    C: { days: 5, next: [{ to: 'D' }] },
    D: { days: 1 },
  })

  it('leaves the main path where another one takes longer', () => {
    expect([ids(mainPath(choice)), ids(worstPath(choice, hours))]).toEqual(['A B', 'A C D'])
    expect(sumOfTable(choice).workingDays).toBe(2)
    expect(sumOfPath(worstPath(choice, hours)).workingDays).toBe(7)
  })

  it('takes the longest of parallel branches, not their sum', () => {
    const parallel = table({
      A: { days: 1, next: [{ to: 'B' }, { to: 'C' }], splits: true },
      B: { days: 2, next: [{ to: 'J' }] },
      C: { days: 3, next: [{ to: 'J' }] },
      J: { days: 1, joins: true },
    })
    expect(ids(worstPath(parallel, hours))).toBe('A C J')
    expect(sumOfTable(parallel).workingDays).toBe(5)
  })

  it('counts a loop once, with what leads back', () => {
    const loop = table({
      A: { days: 1, next: [{ to: 'B' }] },
      B: {
        days: 1,
        next: [
          { when: 'done', to: 'D' },
          { when: 'incomplete', to: 'C' },
        ],
      },
      C: { days: 4, next: [{ to: 'A' }] },
      D: { days: 2 },
    })
    expect(ids(worstPath(loop, hours))).toBe('A B C D')
    expect(ids(mainPath(loop))).toBe('A B D')
  })

  it('holds steps without times too', () => {
    expect(ids(mainPath(table({ A: { next: [{ to: 'B' }] }, B: { next: [{ to: 'C' }] }, C: {} })))).toBe('A B C')
    expect(worstPath([], hours)).toEqual([])
  })

  it('is as long for a very long table', () => {
    const rows = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`S${index}`, { next: [{ to: `S${index + 1}` }] }]))
    expect(worstPath(table({ ...rows, S20000: {} }), hours)).toHaveLength(20_001)
  })
})

describe('a term', () => {
  const none = { seconds: 0, minutes: 0, hours: 0, workingDays: 0, calendarDays: 0 }

  it('is exceeded by what surely does not fit, whatever its unit', () => {
    expect(exceeds({ ...none, hours: 9, workingDays: 1 }, { amount: 2, unit: 'workingDays' }, hours)).toBe(true)
    expect(exceeds({ ...none, hours: 8, workingDays: 1 }, { amount: 2, unit: 'workingDays' }, hours)).toBe(false)
    expect(exceeds({ ...none, minutes: 61 }, { amount: 1, unit: 'hours' }, hours)).toBe(true)
    expect(exceeds({ ...none, minutes: 60 }, { amount: 1, unit: 'hours' }, hours)).toBe(false)
  })

  it('is said as the acts say it', () => {
    expect(termText({ amount: 90, unit: 'seconds' })).toEqual({ kk: '1,5 минут', ru: '1,5 минуты', en: '1.5 minutes' })
    expect(termText({ amount: 15, unit: 'seconds' }, 10)).toEqual({ kk: '10–15 секунд', ru: '10–15 секунд', en: '10–15 seconds' })
    expect(termText({ amount: 1.5, unit: 'minutes' }).ru).toBe('1,5 минуты')
    expect(termText({ amount: 60, unit: 'seconds' }).en).toBe('1 minute')
    expect(termText({ amount: 75, unit: 'seconds' }).en).toBe('75 seconds')
    expect(sumText({ ...none, seconds: 150, workingDays: 1 }).ru).toBe('1 рабочий день + 2,5 минуты')
  })

  it('stands in the step table with both its ends', () => {
    const script =
      'in views/first.portal.yaml\n- next: [{ to: S2 }]\n+ time: { duration: { amount: 15, unit: seconds }, from: 10 }, next: [{ to: S2 }]'
    const { variants } = (loadRegulation(broken(GOOD, script)) as Loaded).edition.regulation
    expect(stepTable(variants[0]!.views[0]!, regulation, 'ru').rows[0]!.time).toBe('10–15 секунд')
  })
})

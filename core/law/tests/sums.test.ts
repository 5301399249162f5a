import { LANGUAGES } from '@ruqsat/foundation'
import { describe, expect, it } from 'vitest'
import type { Duration } from '@ruqsat/clock'
import { loadRegulation, mainPath, stepsOfSuccess, stepTable, sumOfTable, sumText, termText, type Loaded, type Step } from '../index.ts'
import { exceeds, sumOfPath, surelyLonger, worstPath } from '../tables/sums.ts'
import { broken, GOOD } from '../testing.ts'

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

function incomplete(within: string): string {
  return `in procedure/first.yaml\n- next: [{ to: P3 }]\n+ next: [{ to: P3 }, { when: incomplete, within: ${within}, to: P3 }]`
}

describe('what follows a registration', () => {
  it('names every parallel branch, and no refusal', () => {
    const steps = table({
      A: { splits: true, next: [{ when: 'incomplete', to: 'X' }, { to: 'B' }, { to: 'C' }] },
      B: { days: 1, next: [{ to: 'D' }] },
      C: { days: 3, next: [{ to: 'D' }] },
      X: { days: 1, next: [{ to: 'end' }] },
      D: { joins: true },
    })
    expect(ids(stepsOfSuccess(steps))).toBe('A B C D')
  })
})

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
    expect(sumOfPath(worstPath(choice, hours), hours).workingDays).toBe(7)
  })

  it('counts an outcome that has a time of its own with that time', () => {
    const source = pattern!.source
    const timed = (days: number) =>
      table({
        A: {
          days: 7,
          next: [
            { when: 'done', to: 'B' },
            { when: 'incomplete', within: { duration: { amount: 1, unit: 'workingDays' }, source }, to: 'C' },
          ],
        },
        B: { days: 1 },
        C: { days },
      })
    const worst = (days: number) => worstPath(timed(days), hours)
    expect([ids(worst(6)), sumOfPath(worst(6), hours).workingDays]).toEqual(['A B', 8])
    expect([ids(worst(9)), sumOfPath(worst(9), hours).workingDays]).toEqual(['A C', 10])
    expect(sumOfTable(timed(9)).workingDays).toBe(8)
  })

  it('counts the longer time where both outcomes lead to the same step, and where one of them ends', () => {
    const within = { duration: { amount: 1, unit: 'workingDays' as const }, source: pattern!.source }
    const same = table({ A: { days: 7, next: [{ when: 'incomplete', within, to: 'B' }, { to: 'B' }] }, B: { days: 1 } })
    expect(sumOfPath(worstPath(same, hours), hours).workingDays).toBe(8)
    const ending = table({ A: { days: 7, next: [{ when: 'incomplete', within, to: 'B' }, { to: 'end' }] }, B: { days: 2 } })
    expect([ids(worstPath(ending, hours)), sumOfPath(worstPath(ending, hours), hours).workingDays]).toEqual(['A', 7])
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
  const none = { seconds: 0, minutes: 0, hours: 0, workingDays: 0, calendarDays: 0, days: 0 }

  it('is exceeded by what surely does not fit, whatever its unit', () => {
    expect(exceeds({ ...none, hours: 9, workingDays: 1 }, { amount: 2, unit: 'workingDays' }, hours)).toBe(true)
    expect(exceeds({ ...none, hours: 8, workingDays: 1 }, { amount: 2, unit: 'workingDays' }, hours)).toBe(false)
    expect(exceeds({ ...none, minutes: 61 }, { amount: 1, unit: 'hours' }, hours)).toBe(true)
    expect(exceeds({ ...none, minutes: 60 }, { amount: 1, unit: 'hours' }, hours)).toBe(false)
  })

  it('is surely longer than another only where no calendar could make it shorter', () => {
    const longer = (time: Duration, than: Duration) => surelyLonger(time, than, hours)
    expect(longer({ amount: 8, unit: 'workingDays' }, { amount: 7, unit: 'workingDays' })).toBe(true)
    expect(longer({ amount: 7, unit: 'workingDays' }, { amount: 7, unit: 'workingDays' })).toBe(false)
    expect(longer({ amount: 8, unit: 'workingDays' }, { amount: 7, unit: 'calendarDays' })).toBe(true)
    expect(longer({ amount: 8, unit: 'calendarDays' }, { amount: 7, unit: 'workingDays' })).toBe(false)
    expect(longer({ amount: 90, unit: 'minutes' }, { amount: 1, unit: 'hours' })).toBe(true)
  })

  it('is said as the acts say it', () => {
    expect(termText({ amount: 90, unit: 'seconds' })).toEqual({ kk: '1,5 минут', ru: '1,5 минуты', en: '1.5 minutes' })
    expect(termText({ amount: 15, unit: 'seconds' }, 10)).toEqual({ kk: '10–15 секунд', ru: '10–15 секунд', en: '10–15 seconds' })
    expect(termText({ amount: 1.5, unit: 'minutes' }).ru).toBe('1,5 минуты')
    expect(termText({ amount: 60, unit: 'seconds' }).en).toBe('1 minute')
    expect(termText({ amount: 75, unit: 'seconds' }).en).toBe('75 seconds')
    expect(sumText({ ...none, seconds: 150, workingDays: 1 }).ru).toBe('1 рабочий день + 2,5 минуты')
  })

  it('calls a day a calendar day only where the act does', () => {
    const signing = (time: string) => {
      const script = `in procedure/first.yaml\n- amount: 4, unit: hours }\n+ amount: 1, unit: calendarDays }${time}`
      return (loadRegulation(broken(GOOD, script)) as Loaded).edition.regulation
    }
    const [plain, named] = [signing(''), signing(', named: true')]
    const timesOf = (act: typeof plain) => stepTable(act.variants[0]!.procedure, act, 'ru').rows.map(({ time }) => time)
    expect(timesOf(plain)).toContain('1 день')
    expect(timesOf(named)).toContain('1 календарный день')
    expect(sumText(sumOfTable(plain.variants[0]!.procedure.steps)).en).toContain(' 1 day')
    expect(sumText(sumOfTable(named.variants[0]!.procedure.steps)).en).toContain(' 1 calendar day')
  })

  it('stands in the step table with both its ends', () => {
    const script =
      'in views/first.portal.yaml\n- next: [{ to: S2 }]\n+ time: { duration: { amount: 15, unit: seconds }, from: 10 }, next: [{ to: S2 }]'
    const { variants } = (loadRegulation(broken(GOOD, script)) as Loaded).edition.regulation
    expect(stepTable(variants[0]!.views[0]!, regulation, 'ru').rows[0]!.time).toBe('10–15 секунд')
  })

  it('stands in the step table with that of an outcome, which cites the step unless it has a source of its own', () => {
    const procedure = (within: string) =>
      (loadRegulation(broken(GOOD, incomplete(within))) as Loaded).edition.regulation.variants[0]!.procedure
    const { steps } = procedure('{ duration: { amount: 3, unit: hours } }')
    expect(steps[1]!.next[1]).toMatchObject({ when: 'incomplete', within: { source: { item: '15 2)' } } })
    const texts = LANGUAGES.map((language) => stepTable({ ...regulation.variants[0]!.procedure, steps }, regulation, language))
    expect(texts.map(({ rows }) => rows[1]!.time)).toEqual([
      '2 жұмыс күні; толық емес: 3 сағат',
      '2 рабочих дня; неполно: 3 часа',
      '2 working days; incomplete: 3 hours',
    ])
    const cited = procedure("{ duration: { amount: 3, unit: hours }, source: { act: other-law, item: '9', certainty: found } }")
    expect(cited.steps[1]!.next[1]!.within!.source.item).toBe('9')
  })
})

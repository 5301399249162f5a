import { isRefusal, LANGUAGES, type Refusal, wordsOf } from '@ruqsat/foundation'
import { describe, expect, it, test } from 'vitest'
import { calendarOf, mciTable, tables } from './fixtures.ts'
import { dueDate, endingTables, endOfCalendar, endOfMci, feeOn, mciOn, TABLE_WARNING_DAYS, tableWarning } from './index.ts'

const ENDS = [endOfMci(mciTable()), endOfCalendar(calendarOf())]
const MCI = ENDS[0]!

describe('a table that ends', () => {
  it('is warned of from a quarter before its last day until a longer one is there', () => {
    const from = (today: string) => endingTables(ENDS, today).map(({ id }) => id)
    expect(TABLE_WARNING_DAYS).toBe(90)
    expect(from('2026-10-01')).toEqual([])
    expect(from('2026-10-02')).toEqual(['kz-mci'])
    expect(from('2027-01-01')).toEqual(['kz-mci'])
    expect(from('2027-11-01')).toEqual(['kz-mci', 'kz-working-days'])
    expect(endingTables([{ ...MCI, lastDay: '2027-12-31' }], '2026-11-28')).toEqual([])
  })

  it('says until when it reaches, what stops then, what to add and where', () => {
    expect(tableWarning(MCI, '2026-11-28')).toMatchObject({
      kk: expect.stringMatching(
        /^АЕК кестесі 2026\u00a0жылғы 31\u00a0желтоқсанға дейін жетеді \(33 күн қалды\).*calendars\/ қалтасындағы kz-mci/,
      ),
      en:
        'The MCI table ends on 31\u00a0December 2026 (33 days left); after it nobody can pay. Add the published index of 2027 with its source ' +
        'to the table kz-mci (kz-mci-2026-1) in calendars/ and move its lastDay.',
    })
    expect(tableWarning(MCI, '2027-01-01').ru).toMatch(/^Таблица МРП кончилась 31\u00a0декабря 2026/)
    expect(tableWarning(ENDS[1]!, '2027-12-01').en).toMatch(/a new version of the calendar kz-working-days .* covers 2028/)
  })
})

const pick = (answer: unknown): Refusal => {
  if (!isRefusal(answer)) throw new Error('Expected a refusal')
  return answer
}

test.each([
  ['the index', () => pick(mciOn('2027-01-01', mciTable()))],
  ['a fee', () => pick(feeOn({ rateMci: 10, source: mciTable().rows[0]!.source }, '2027-01-01', mciTable()))],
  ['the calendar', () => pick(dueDate({ ...tables(), start: '2027-12-30T05:00:00.000Z', duration: { unit: 'workingDays', amount: 20 } }))],
  [
    'office hours',
    () => {
      const { officeHours, ...rest } = tables()
      const days = officeHours.days.map((day) => ({ ...day, weekdays: [1 as const] }))
      return pick(
        dueDate({
          ...rest,
          officeHours: { ...officeHours, days },
          start: '2014-10-01T05:00:00.000Z',
          duration: { unit: 'hours', amount: 1 },
        }),
      )
    },
  ],
])('who applies reads a sentence of their own where %s is missing, and the operator another', (_what, refuse) => {
  const { text, remedy, operator } = wordsOf(refuse())
  for (const language of LANGUAGES) {
    expect(text[language] + remedy[language]).not.toMatch(/kz-|[a-z]+-\d{4}|provider-|table|кесте|таблиц|calendars|lastDay|\{/)
    expect(`${operator!.text[language]} ${operator!.remedy[language]}`).toMatch(/kz-|provider/)
  }
  expect(remedy.en).toMatch(/kept\. Come back in a few working days; .* ask the provider/)
})

import { isRefusal, LANGUAGES, formatDate, wordsOf } from '@ruqsat/foundation'
import { describe, expect, it } from 'vitest'
import { calendarOf, hoursOf, mciTable, tables, zoneOf } from './fixtures.ts'
import * as clock from './index.ts'
import { dayKind, dueDate, feeOn, formatDuration, formatInstant, mciOn, toInstant, toLocal } from './index.ts'

const source = { act: 'tax-code', item: '616', certainty: 'found' } as const

describe('the calendar of Kazakhstan', () => {
  it('has the days off that were published for weekends under holidays, 2012-2022', () => {
    // After the holidays project's own test; 3\u00a0December 2012 and 3\u00a0January 2022 follow from the same rule.
    const published =
      `2012-01-03 2012-12-03 2012-12-18 2013-03-25 2013-07-08 2013-12-02 2014-03-10 2014-03-24 2014-03-25 2014-07-07 2014-09-01 2015-03-09
      2015-03-24 2015-03-25 2015-05-11 2015-08-31 2016-01-04 2016-05-02 2016-05-10 2016-12-19 2017-01-03 2017-05-08 2017-12-18 2017-12-19
      2018-12-03 2018-12-18 2019-03-25 2019-07-08 2019-12-02 2020-03-09 2020-03-24 2020-03-25 2020-08-31 2021-01-04 2021-03-24 2021-05-03
      2021-05-10 2022-01-03 2022-01-04 2022-05-02 2022-05-10`.split(/\s+/)
    const computed: string[] = []
    for (let day = '2012-01-01'; day <= '2022-12-31'; day = clock.addDays(day, 1)) {
      const kind = dayKind(day, calendarOf())
      if (!isRefusal(kind) && kind.kind === 'holidayShift') computed.push(day)
    }
    expect(computed).toEqual(published)
  })
  it('closes a six-day hall on the days off of its own week only', () => {
    const isOpen = (day: string, hours: string, conventions = clock.STANDARD_CONVENTIONS) => {
      const the = tables('aqtobe', hours)
      const start = clock.toInstant(day, '11:00', the.zone)
      const answer = dueDate({ ...the, conventions, start, duration: { unit: 'minutes', amount: 5 } })
      if (isRefusal(answer)) throw new Error(wordsOf(answer).text.en)
      return answer.derivation.kind === 'term' && answer.derivation.startShift === 'none'
    }
    const opens = (hours: string) => (day: string) => isOpen(day, hours)
    // Saturdays moved to these days; then holidays on a Saturday whose day off a week of five days has here (2013, 2018, 2023, 2026).
    const fiveOnly = ['2013-10-14', '2014-01-03', '2018-08-31', '2022-03-07', '2023-07-07', '2026-03-25', '2026-05-11']
    expect(fiveOnly.map(opens('centre'))).toEqual(fiveOnly.map(() => true))
    expect(fiveOnly.map(opens('provider'))).toEqual(fiveOnly.map(() => false))
    // Sundays moved, and holidays on a Sunday: both weeks rest.
    const both = ['2020-01-03', '2025-01-03', '2026-03-09', '2026-03-24', '2026-10-26']
    expect(both.map(opens('centre'))).toEqual(both.map(() => false))
    expect(['2020-01-05', '2025-01-05'].map(opens('centre'))).toEqual([true, true])
    // A package that does not adopt the rule counts as before.
    const without = clock.STANDARD_CONVENTIONS.filter(({ id }) => id !== 'daysOffOfOwnWeek')
    expect(isOpen('2018-08-31', 'centre', without)).toBe(false)
  })
  it('agrees between its two versions wherever the law did not change', () => {
    const differing: string[] = []
    for (let day = '2025-01-01'; day <= '2026-12-31'; day = clock.addDays(day, 1)) {
      const [old, current] = [dayKind(day, calendarOf('kz-2026-1')), dayKind(day, calendarOf())]
      if (JSON.stringify([old].map(kindOnly)) !== JSON.stringify([current].map(kindOnly))) differing.push(day)
    }
    expect(differing).toEqual(['2026-08-30', '2026-08-31'])
  })
  it('is counted on a working week: 2014 has its working days off in place', () => {
    expect(clock.isWorkingDay('2014-05-02', calendarOf())).toBe(false)
    expect(clock.isWorkingDay('2014-05-04', calendarOf())).toBe(true)
  })
  it('says where its table ends', () => {
    const refusal = dayKind('2028-01-03', calendarOf())
    if (!isRefusal(refusal)) throw new Error('Expected a refusal')
    expect(refusal).toMatchObject({
      code: 'clock-calendar-missing',
      facts: { year: 2028, calendar: 'kz-working-days', version: 'kz-2027-1', lastYear: 2027 },
    })
    for (const language of LANGUAGES) expect(wordsOf(refusal).text[language]).toContain('2028')
  })
  it('marks an answer that reaches into a year without an official calendar', () => {
    const provisional = (start: string) => {
      const answer = dueDate({ ...tables(), start, duration: { unit: 'workingDays', amount: 1 } })
      if (isRefusal(answer)) throw new Error(wordsOf(answer).text.en)
      return answer.derivation.kind === 'term' && answer.derivation.calendar.provisional
    }
    expect(provisional('2026-10-05T05:00:00.000Z')).toBe(false)
    expect(provisional('2026-12-31T05:00:00.000Z')).toBe(true)
  })
})

function kindOnly(day: clock.DayKind | { readonly kind: 'refusal' }): string {
  return day.kind
}

describe('what a person reads', () => {
  it('writes dates as each language does', () => {
    expect(LANGUAGES.map((language) => formatDate('2014-10-01', language))).toEqual([
      '2014\u00a0жылғы 1\u00a0қазан',
      '1\u00a0октября 2014\u00a0года',
      '1\u00a0October 2014',
    ])
    expect(LANGUAGES.map((language) => formatInstant('2014-10-01T13:30:00.000Z', zoneOf(), language))).toEqual([
      '2014\u00a0жылғы 1\u00a0қазан, 18:30',
      '1\u00a0октября 2014\u00a0года, 18:30',
      '1\u00a0October 2014, 18:30',
    ])
  })
  it('counts in Russian as Russians do', () => {
    const days = [1, 2, 5, 11, 12, 14, 21, 22, 111].map((amount) => formatDuration({ unit: 'workingDays', amount }, 'ru'))
    expect(days.map((day) => day.replace(/^\d+ /, ''))).toEqual([
      'рабочий день',
      'рабочих дня',
      'рабочих дней',
      'рабочих дней',
      'рабочих дней',
      'рабочих дней',
      'рабочий день',
      'рабочих дня',
      'рабочих дней',
    ])
  })
})

describe('conventions are data', () => {
  const without = (id: clock.ConventionId) => clock.STANDARD_CONVENTIONS.filter((convention) => convention.id !== id)
  const dueWithout = (id: clock.ConventionId, start: string, duration: clock.Duration) => {
    const answer = dueDate({ ...tables(), start, duration, conventions: without(id) })
    if (isRefusal(answer)) throw new Error(wordsOf(answer).text.en)
    expect(answer.derivation.conventions.map((convention) => convention.id)).not.toContain(id)
    return toLocal(answer.due, zoneOf())
  }
  it('one that is left out does not apply', () => {
    const monday = '2014-10-06T05:00:00.000Z'
    expect(dueWithout('dayAfterReceiptIsDayOne', monday, { unit: 'workingDays', amount: 1 }).date).toBe('2014-10-06')
    expect(dueWithout('termEndsAtClosing', monday, { unit: 'workingDays', amount: 1 })).toMatchObject({ date: '2014-10-08', time: '00:00' })
    expect(dueWithout('hoursRunInOfficeHours', '2014-10-10T13:15:00.000Z', { unit: 'minutes', amount: 30 })).toMatchObject({
      date: '2014-10-10',
      time: '18:45',
    })
    expect(dueWithout('lastDayOffMoves', '2014-10-10T05:00:00.000Z', { unit: 'calendarDays', amount: 1 })).toMatchObject({
      date: '2014-10-11',
      time: '18:30',
    })
    expect(dueWithout('receiptOutsideHoursNextWorkingDay', '2014-10-10T14:00:00.000Z', { unit: 'workingDays', amount: 1 }).date).toBe(
      '2014-10-13',
    )
  })
})

describe('the monthly calculation index', () => {
  it('changes on its days of force', () => {
    const tenge = (day: string) => {
      const mci = mciOn(day, mciTable())
      return isRefusal(mci) ? mci.code : mci.tiyn / 100
    }
    expect(
      ['2009-12-31', '2014-12-31', '2015-01-01', '2020-03-31', '2020-04-01', '2022-04-01', '2026-12-31', '2027-01-01'].map(tenge),
    ).toEqual(['clock-mci-missing', 1852, 1982, 2651, 2778, 3180, 4325, 'clock-mci-missing'])
  })
  it('makes the fee of the day of payment', () => {
    const fee = (rule: Omit<clock.FeeRule, 'source'>, day: string) => feeOn({ ...rule, source }, day, mciTable()) as clock.FeeDue
    expect(fee({ rateMci: 10 }, '2015-09-03').feeTiyn).toBe(1_982_000)
    expect(fee({ rateMci: 10 }, '2026-05-05').formula.kk).toBe('10 × 4\u00a0325 = 43\u00a0250\u00a0₸')
    expect(fee({ rateMci: 10, percent: 10 }, '2014-05-05')).toMatchObject({ feeTiyn: 185_200 })
    expect(fee({ rateMci: 100, percent: 10, atMostMci: 4 }, '2013-05-05')).toMatchObject({ feeTiyn: 692_400 })
    expect(fee({ rateMci: 100, percent: 10, atMostMci: 4 }, '2013-05-05').text.en).toBe(
      '4 × 1\u00a0731 = 6\u00a0924\u00a0₸ (MCI of the day of payment: 5\u00a0May 2013; at most 4 MCI)',
    )
    expect(fee({ rateMci: 1.5 }, '2015-05-05').formula.ru).toBe('1,5 × 1\u00a0982 = 2\u00a0973\u00a0₸')
    expect(() => fee({ rateMci: 1.234 }, '2015-05-05')).toThrow('Expected a rate with at most two decimals but found 1.234')
  })
})

describe('a time that the wall clock shows twice or never', () => {
  it('twice: the first is meant', () => {
    expect(toInstant('2024-02-29', '23:30', zoneOf('almaty'))).toBe('2024-02-29T17:30:00.000Z')
    expect(toInstant('2024-02-29', '24:00', zoneOf('almaty'))).toBe('2024-02-29T19:00:00.000Z')
  })
  it('never: the clock was set forward over it', () => {
    const rules = [
      { fromInstant: '2000-01-01T00:00:00.000Z', offsetMinutes: 300, source },
      { fromInstant: '2020-01-01T00:00:00.000Z', offsetMinutes: 360, source },
    ]
    const zone = { kind: 'zone', id: 'forward', title: { kk: 'a', ru: 'b', en: 'c' }, rules } as const
    expect(toInstant('2020-01-01', '05:30', zone)).toBe('2020-01-01T00:30:00.000Z')
    expect(toLocal('2020-01-01T00:30:00.000Z', zone).time).toBe('06:30')
  })
})

describe('a bad request is refused with what was expected', () => {
  const bad: readonly [string, () => unknown, string][] = [
    [
      'half an hour',
      () => dueDate({ ...tables(), start: '2014-10-06T05:00:00.000Z', duration: { unit: 'hours', amount: 0.5 } }),
      'whole units but found 0.5',
    ],
    [
      'a start that is no instant',
      () => dueDate({ ...tables(), start: 'Monday', duration: { unit: 'hours', amount: 1 } }),
      "found 'Monday'",
    ],
    [
      'a stop that ends before it begins',
      () =>
        dueDate({
          ...tables(),
          start: '2014-10-06T05:00:00.000Z',
          duration: { unit: 'hours', amount: 1 },
          stops: [{ from: '2014-10-07T05:00:00.000Z', to: '2014-10-06T05:00:00.000Z' }],
        }),
      'a stop that ends after it begins',
    ],
  ]
  for (const [name, act, message] of bad) {
    it(name, () => {
      expect(act).toThrow(message)
      expect(act).toThrow(/^Expected /)
    })
  }
  it('office hours that leave out a working day are refused by name', () => {
    const officeHours = { ...hoursOf(), days: [{ ...hoursOf().days[0]!, weekdays: [1, 2, 3, 4] as const }] }
    const answer = dueDate({ ...tables(), officeHours, start: '2014-10-06T05:00:00.000Z', duration: { unit: 'hours', amount: 1 } })
    expect(answer).toMatchObject({ kind: 'refusal', code: 'clock-office-hours-missing', facts: { weekday: 5 } })
  })
})

// What must hold for every term, and a second clock that is too simple to be wrong: it walks minute by minute.
// A failing run prints its seed; SEED=<number> repeats it.
import fc from 'fast-check'
import { instantFromMs, isRefusal, msFromInstant, wordsOf } from '@ruqsat/foundation'
import { describe, expect, it } from 'vitest'
import { calendarOf, tables } from './fixtures.ts'
import {
  addDays,
  dayKind,
  dueDate,
  sumOfSteps,
  toInstant,
  toLocal,
  type Calendar,
  type TermTables,
  type DueDate,
  type Duration,
  type Stop,
  type TermDerivation,
} from './index.ts'

const seed = Number(process.env.SEED ?? Math.floor(performance.now() * 1e6) % 2 ** 31)
console.log(`core/clock properties: SEED=${seed}`)
const run = (property: fc.IProperty<never> | fc.IProperty<any>, numRuns = 300) => fc.assert(property, { seed, numRuns })

const MINUTE = 60_000
const minutesFrom = (from: string, to: string) =>
  fc.integer({ min: Date.parse(from) / MINUTE, max: Date.parse(to) / MINUTE }).map((minute) => instantFromMs(minute * MINUTE))
/** 2010 to 2026, so that no term of the sizes below leaves the table. */
const start = minutesFrom('2010-01-02T00:00:00Z', '2026-06-30T00:00:00Z')
const place = fc.constantFrom('aqtobe', 'almaty', 'qyzylorda', 'oral')
const office = fc.constantFrom('provider', 'centre')
const dayTerm = fc.record({
  unit: fc.constantFrom('workingDays' as const, 'calendarDays' as const),
  amount: fc.integer({ min: 1, max: 60 }),
})
const officeTerm = fc.oneof(
  fc.record({ unit: fc.constant('minutes' as const), amount: fc.integer({ min: 1, max: 1500 }) }),
  fc.record({ unit: fc.constant('hours' as const), amount: fc.integer({ min: 1, max: 40 }) }),
)
const anyTerm: fc.Arbitrary<Duration> = fc.oneof(
  dayTerm,
  officeTerm,
  fc.record({ unit: fc.constant('seconds' as const), amount: fc.integer({ min: 1, max: 90 }) }),
)

function due(the: TermTables, from: string, duration: Duration): DueDate & { readonly derivation: TermDerivation } {
  const answer = dueDate({ ...the, start: from, duration })
  if (isRefusal(answer)) throw new Error(`Expected a due date but found: ${wordsOf(answer).text.en}`)
  return answer as DueDate & { readonly derivation: TermDerivation }
}

/** The same year in a week of six days: only Sunday is one of rest, so only a Sunday can be moved. */
const sixDays: Calendar = {
  ...calendarOf(),
  weekend: [7],
  movedDays: calendarOf().movedDays.filter(({ worked }) => new Date(`${worked}T00:00Z`).getUTCDay() === 0),
}

/** Whether the office works in the minute that begins here: no code of the clock's own counting, only the calendar's answer. */
function worksAt(ms: number, the: TermTables): boolean {
  const { date, time } = toLocal(instantFromMs(ms), the.zone)
  const six = the.officeHours.id === 'centre'
  const day = dayKind(date, six ? sixDays : the.calendar)
  if (isRefusal(day)) throw new Error(wordsOf(day).text.en)
  if (day.kind !== 'working' && day.kind !== 'workedForDayOff') return false
  return six ? time >= '09:00' && time < '20:00' : (time >= '09:00' && time < '13:00') || (time >= '14:30' && time < '18:30')
}

function walk(from: string, minutes: number, the: TermTables, stops: readonly Stop[] = []): string {
  let ms = msFromInstant(from)
  const stopped = (at: number) =>
    stops.some(({ from: since, to }) => at >= msFromInstant(since) && (to === undefined || at < msFromInstant(to)))
  for (let left = minutes; left > 0; ms += MINUTE) if (worksAt(ms, the) && !stopped(ms)) left--
  return instantFromMs(ms)
}

describe('terms in hours and minutes', () => {
  it('agree with a clock that walks minute by minute', () => {
    run(
      fc.property(start, officeTerm, place, office, (from, duration, where, hours) => {
        const the = tables(where, hours)
        const minutes = duration.amount * (duration.unit === 'hours' ? 60 : 1)
        expect(due(the, from, duration).due).toBe(walk(from, minutes, the))
      }),
      120,
    )
  })
  it('agree with it around the nights when clocks were set back', () => {
    const nights = fc.oneof(
      minutesFrom('2024-02-28T00:00:00Z', '2024-03-02T00:00:00Z'),
      minutesFrom('2018-12-19T00:00:00Z', '2018-12-22T00:00:00Z'),
    )
    run(
      fc.property(nights, fc.integer({ min: 1, max: 900 }), fc.constantFrom('almaty', 'qyzylorda'), (from, amount, where) => {
        const the = tables(where)
        expect(due(the, from, { unit: 'minutes', amount }).due).toBe(walk(from, amount, the))
      }),
      120,
    )
  })
  it('agree with it when the term is stopped and resumed', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 })), { maxLength: 3 })
    run(
      fc.property(start, fc.integer({ min: 1, max: 900 }), gaps, office, (from, amount, pauses, hours) => {
        const the = tables('aqtobe', hours)
        const stops = pauses.map(([after, length]) => {
          const since = msFromInstant(from) + after * MINUTE
          return { from: instantFromMs(since), to: instantFromMs(since + length * MINUTE) }
        })
        const answer = dueDate({ ...the, start: from, duration: { unit: 'minutes', amount }, stops })
        expect((answer as DueDate).due).toBe(walk(from, amount, the, stops))
      }),
      120,
    )
  })
  it('use up exactly the term, stretch after stretch', () => {
    run(
      fc.property(start, officeTerm, office, (from, duration, hours) => {
        const { spans, dueLocal } = due(tables('aqtobe', hours), from, duration).derivation
        const used = spans.reduce((sum, { ms }) => sum + ms, 0)
        expect(used).toBe(duration.amount * (duration.unit === 'hours' ? 60 : 1) * MINUTE)
        expect(spans.at(-1)!.date).toBe(dueLocal.date)
        expect(spans.at(-1)!.to).toBe(dueLocal.time)
      }),
    )
  })
})

describe('terms in days', () => {
  it('number as many days as the term has, in order and without a gap', () => {
    run(
      fc.property(start, dayTerm, place, office, (from, duration, where, hours) => {
        const { days } = due(tables(where, hours), from, duration).derivation
        const numbers = days.map(({ number }) => number).filter((number) => number !== null)
        expect(numbers).toEqual(Array.from({ length: duration.amount }, (_, index) => index + 1))
        days.forEach(({ date }, index) => index > 0 && expect(date).toBe(addDays(days[index - 1]!.date, 1)))
      }),
    )
  })
  it('end at closing time of a working day', () => {
    run(
      fc.property(start, dayTerm, place, office, (from, duration, where, hours) => {
        const the = tables(where, hours)
        const { dueLocal } = due(the, from, duration).derivation
        expect(dueLocal.time).toBe(hours === 'centre' ? '20:00' : '18:30')
        expect((dayKind(dueLocal.date, the.calendar) as { kind: string }).kind).toMatch(/^work/)
      }),
    )
  })
  it('never number a day off in a term of working days', () => {
    run(
      fc.property(start, fc.integer({ min: 1, max: 60 }), (from, amount) => {
        const { days } = due(tables(), from, { unit: 'workingDays', amount }).derivation
        for (const { number, day } of days) if (number !== null) expect(day.kind).toMatch(/^work/)
      }),
    )
  })
  it('come later by a stop, never earlier', () => {
    run(
      fc.property(
        start,
        dayTerm,
        fc.integer({ min: 0, max: 40_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        (from, duration, after, length) => {
          const since = msFromInstant(from) + after * MINUTE
          const stops = [{ from: instantFromMs(since), to: instantFromMs(since + length * MINUTE) }]
          const stopped = dueDate({ ...tables(), start: from, duration, stops }) as DueDate
          expect(stopped.due >= due(tables(), from, duration).due).toBe(true)
          expect(stopped.due <= stops[0]!.from || stopped.due >= stops[0]!.to).toBe(true)
        },
      ),
    )
  })
})

describe('every term', () => {
  it('ends after it starts, and later starts end no earlier', () => {
    run(
      fc.property(start, fc.integer({ min: 0, max: 20_000 }), anyTerm, place, office, (from, later, duration, where, hours) => {
        const the = tables(where, hours)
        const first = due(the, from, duration)
        const second = due(the, instantFromMs(msFromInstant(from) + later * MINUTE), duration)
        expect(first.due > from).toBe(true)
        expect(second.due >= first.due).toBe(true)
      }),
    )
  })
  it('ends no earlier when it is longer', () => {
    run(
      fc.property(start, anyTerm, fc.integer({ min: 1, max: 30 }), (from, duration, more) => {
        const longer = { ...duration, amount: duration.amount + more }
        expect(due(tables(), from, longer).due >= due(tables(), from, duration).due).toBe(true)
      }),
    )
  })
  it('gives the same answer twice, and an answer that JSON keeps whole', () => {
    run(
      fc.property(start, anyTerm, (from, duration) => {
        const once = due(tables(), from, duration)
        expect(due(tables(), from, duration)).toEqual(once)
        expect(JSON.parse(JSON.stringify(once))).toEqual(once)
      }),
    )
  })
  it('adds up: a sum is its steps, one from the end of the other', () => {
    run(
      fc.property(start, fc.array(anyTerm, { minLength: 1, maxLength: 6 }), (from, durations) => {
        const sum = sumOfSteps(from, durations, tables()) as DueDate
        expect(sum.due).toBe(durations.reduce((at, duration) => due(tables(), at, duration).due, from))
      }),
    )
  })
})

describe('wall time and instants', () => {
  it('come back to the same wall time', () => {
    run(
      fc.property(start, place, (instant, where) => {
        const { zone } = tables(where)
        const { date, time } = toLocal(instant, zone)
        const back = toInstant(date, time, zone)
        expect(toLocal(back, zone)).toMatchObject({ date, time })
        expect(back <= instant).toBe(true)
      }),
    )
  })
  it('agree with the time zone tables of this machine', () => {
    const names = { aqtobe: 'Asia/Aqtobe', almaty: 'Asia/Almaty', qyzylorda: 'Asia/Qyzylorda', oral: 'Asia/Oral' }
    const night = fc.oneof(
      start,
      minutesFrom('2024-02-29T12:00:00Z', '2024-03-01T12:00:00Z'),
      minutesFrom('2018-12-20T12:00:00Z', '2018-12-21T12:00:00Z'),
    )
    run(
      fc.property(night, fc.constantFrom(...(Object.keys(names) as (keyof typeof names)[])), (instant, where) => {
        const { date, time } = toLocal(instant, tables(where).zone)
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: names[where], dateStyle: 'short', timeStyle: 'short' }).format(
          Date.parse(instant),
        )
        expect(`${date} ${time}`).toBe(shown)
      }),
    )
  })
  it('counts days as the machine does', () => {
    run(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (days) => {
        expect(addDays('1970-01-01', days)).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10))
      }),
    )
  })
})

it('counts a thousand working days in less than five milliseconds', () => {
  const the = tables()
  const times = Array.from({ length: 30 }, () => {
    const begun = performance.now()
    due(the, '2014-10-03T05:00:00.000Z', { unit: 'workingDays', amount: 1000 })
    return performance.now() - begun
  })
  // The best of thirty: the machine may be busy with other things.
  expect(Math.min(...times)).toBeLessThan(5)
})

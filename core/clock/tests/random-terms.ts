// Random terms in random offices: every unit, six-day and seven-day weeks, breaks, round the clock, moved days, movable and shifted holidays,
// nights when clocks were set back, stops that overlap, touch or never end, and lists of conventions that leave some out.
import fc from 'fast-check'
import { isRefusal } from '@ruqsat/foundation'
import { calendarOf, hoursOf, zoneOf } from '../fixtures.ts'
import { dueDate, STANDARD_CONVENTIONS, type Calendar, type DueDateRequest, type OfficeDay, type OfficeHours, type Stop } from '../index.ts'
import { referenceDue, type Answer } from './reference.ts'

const MINUTE = 60_000
const instant = (ms: number) => new Date(ms).toISOString()
const source = { act: 'reading', certainty: 'assumed' } as const
const clockTime = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Edges of a day in order: the first opens, the last closes, what is between them are breaks. */
const officeDay = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 8 }), fc.boolean())
  .map(([quarters, isRound]): Omit<OfficeDay, 'weekdays'> => {
    const edges = quarters.toSorted((one, other) => one - other).map((quarter) => clockTime(quarter * 15))
    if (isRound) return { opens: '00:00', closes: '24:00', breaks: [] }
    const inner = edges.slice(1, -1)
    const breaks = inner.flatMap((from, place) =>
      place % 2 === 0 && inner[place + 1] !== undefined ? [{ from, to: inner[place + 1]! }] : [],
    )
    return { opens: edges[0]!, closes: edges.at(-1)!, breaks }
  })
const officeHours = fc
  .tuple(officeDay, officeDay, officeDay, fc.constantFrom('five', 'six', 'seven', 'short'))
  .map(([usual, friday, saturday, week]): OfficeHours => {
    const days: OfficeDay[] = [
      { ...usual, weekdays: week === 'short' ? [1, 2, 3] : [1, 2, 3, 4] },
      { ...friday, weekdays: [5] },
      ...(week === 'six' ? [{ ...saturday, weekdays: [6] as const }] : []),
      ...(week === 'seven' ? [{ ...saturday, weekdays: [6, 7] as const }] : []),
    ]
    return { ...hoursOf(), id: `random-${week}`, days }
  })

const dateOf = fc.integer({ min: 0, max: 18 * 365 }).map((day) => instant(Date.UTC(2010, 0, 1) + day * 86_400_000).slice(0, 10))
const calendar = fc
  .record({
    weekend: fc.constantFrom<Calendar['weekend']>([6, 7], [7], [5, 6], []),
    yearly: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), fc.boolean()), { maxLength: 20 }),
    dates: fc.array(dateOf, { maxLength: 20 }),
    moves: fc.array(fc.tuple(dateOf, dateOf), { maxLength: 40 }),
  })
  .map(({ weekend, yearly, dates, moves }): Calendar => ({
    ...calendarOf(),
    id: 'random',
    weekend,
    holidays: [
      ...yearly.map(([month, day, shifts], place) => ({
        id: `yearly-${place}`,
        name: calendarOf().title,
        days: [`${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`],
        dates: [],
        shifts,
        source,
      })),
      { id: 'movable', name: calendarOf().title, days: [], dates: dates.map((date) => ({ date, source })), shifts: true, source },
    ],
    movedDays: moves.map(([dayOff, worked]) => ({ dayOff, worked, source })),
  }))

/** The tables are drawn once for a run, so that each serves many terms. */
export type Pool = { readonly calendars: readonly Calendar[]; readonly offices: readonly OfficeHours[] }
export function poolOf(seed: number): Pool {
  return {
    calendars: [calendarOf(), calendarOf('kz-2026-1'), { ...calendarOf(), weekend: [7] }, ...fc.sample(calendar, { seed, numRuns: 8 })],
    offices: [hoursOf(), hoursOf('centre'), ...fc.sample(officeHours, { seed, numRuns: 24 })],
  }
}

const anyMoment = fc.integer({ min: Date.UTC(2010, 0, 1) / 1000, max: Date.UTC(2027, 11, 31) / 1000 }).map((second) => second * 1000)
const onTheMinute = anyMoment.map((ms) => ms - (ms % MINUTE))
const setBack = fc.oneof(
  fc.integer({ min: Date.UTC(2024, 1, 28) / MINUTE, max: Date.UTC(2024, 2, 2) / MINUTE }),
  fc.integer({ min: Date.UTC(2018, 11, 19) / MINUTE, max: Date.UTC(2018, 11, 22) / MINUTE }),
)
const start = fc.oneof(
  { weight: 4, arbitrary: onTheMinute },
  { weight: 1, arbitrary: anyMoment },
  setBack.map((minute) => minute * MINUTE),
)
const duration = fc.oneof(
  fc.record({ unit: fc.constant('seconds' as const), amount: fc.integer({ min: 1, max: 100_000 }) }),
  fc.record({ unit: fc.constant('minutes' as const), amount: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ unit: fc.constant('hours' as const), amount: fc.integer({ min: 1, max: 24 }) }),
  fc.record({ unit: fc.constant('workingDays' as const), amount: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ unit: fc.constant('calendarDays' as const), amount: fc.integer({ min: 1, max: 60 }) }),
)
/** Minutes after the start, or before it; a length of null never ends. */
const stop = fc.tuple(
  fc.integer({ min: -2_000, max: 20_000 }),
  fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 8_000 }) }, { weight: 1, arbitrary: fc.constant(null) }),
)
const conventions = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.subarray([...STANDARD_CONVENTIONS]) },
)
const place = fc.constantFrom('aqtobe', 'almaty', 'qyzylorda', 'oral')

export function termsOf({ calendars, offices }: Pool): fc.Arbitrary<DueDateRequest> {
  const tables = fc.record({ calendar: fc.constantFrom(...calendars), officeHours: fc.constantFrom(...offices), zone: place.map(zoneOf) })
  return fc
    .record({ tables, start, duration, stops: fc.array(stop, { maxLength: 4 }), conventions })
    .map(({ tables: the, start: from, duration: term, stops, conventions: list }) => ({
      ...the,
      start: instant(from),
      duration: term,
      stops: stops.map((each) => stopFrom(from - (from % MINUTE), each)),
      ...(list !== undefined && { conventions: list }),
    }))
}

function stopFrom(from: number, [after, length]: readonly [number, number | null]): Stop {
  const begins = from + after * MINUTE
  return { from: instant(begins), ...(length !== null && { to: instant(begins + length * MINUTE) }) }
}

/** What the clock says, in the words of the reference. */
export function clockDue(request: DueDateRequest): Answer {
  const answer = dueDate(request)
  return isRefusal(answer) ? { refused: answer.code } : { due: answer.due }
}

/** Throws where the two differ on any of so many random terms; the message has the seed and the smallest such term. */
export function compareClocks(seed: number, numRuns: number, clock = clockDue): ReadonlyMap<string, number> {
  const kinds = new Map<string, number>()
  fc.assert(
    fc.property(termsOf(poolOf(seed)), (request) => {
      const expected = referenceDue(request)
      const kind = 'refused' in expected ? expected.refused : request.duration.unit
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      const found = clock(request)
      if (JSON.stringify(found) !== JSON.stringify(expected))
        throw new Error(`Expected ${JSON.stringify(expected)} but found ${JSON.stringify(found)} for ${said(request)}`)
    }),
    { seed, numRuns },
  )
  return kinds
}

function said({
  start: from,
  duration: term,
  stops,
  zone,
  officeHours: office,
  calendar: days,
  conventions: list,
}: DueDateRequest): string {
  const left = STANDARD_CONVENTIONS.filter(({ id }) => list !== undefined && !list.some((each) => each.id === id)).map(({ id }) => id)
  return JSON.stringify({ from, term, stops, zone: zone.id, days: office.days, calendar: days.id, weekend: days.weekend, without: left })
}

/** `usual`: where the same terms are wanted in each run. */
export function seedOfRun(usual: number | null = null): number {
  return Number(process.env['RUQSAT_SEED'] ?? process.env['SEED'] ?? usual ?? Math.floor(performance.now() * 1e6) % 2 ** 31)
}

// Ten thousand terms, the same in each run, by the clock and by the slow reference; RUQSAT_SEED=<number> takes others. `npm run test:long` has a
// million, others each time.
import { expect, it } from 'vitest'
import type { DueDateRequest } from '../index.ts'
import { clockDue, compareClocks, seedOfRun } from './random-terms.ts'

const seed = seedOfRun(20_261_128)
console.log(`core/clock against the reference: RUQSAT_SEED=${seed}`)

it('agrees with a clock that counts minute by minute and day by day', () => {
  const kinds = compareClocks(seed, 10_000)
  for (const unit of ['seconds', 'minutes', 'hours', 'workingDays', 'calendarDays', 'clock-term-stands-still'])
    expect(kinds.get(unit) ?? 0, unit).toBeGreaterThan(100)
}, 600_000)

/** A clock with one thing wrong must be caught, or the comparison compares nothing. */
it.each<[string, (request: DueDateRequest) => DueDateRequest]>([
  ['forgets the stops', (request) => ({ ...request, stops: [] })],
  ['forgets the last of several stops', (request) => ({ ...request, stops: (request.stops ?? []).slice(0, 1) })],
  ['forgets the moved days', (request) => ({ ...request, calendar: { ...request.calendar, movedDays: [] } })],
  ['rests on Saturdays too', (request) => ({ ...request, calendar: { ...request.calendar, weekend: [6, 7] } })],
  [
    'works through the breaks',
    ({ officeHours, ...request }) => ({
      ...request,
      officeHours: { ...officeHours, days: officeHours.days.map((day) => ({ ...day, breaks: [] })) },
    }),
  ],
])('catches a clock that %s', (_name, wrong) => {
  expect(() => compareClocks(seed, 2_000, (request) => clockDue(wrong(request)))).toThrow(/Property failed after/)
})

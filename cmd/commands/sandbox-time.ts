import { toLocal } from '@ruqsat/clock'
import { openLegalClock } from '@ruqsat/database'
import { type Instant, instantFromMs, isRefusal, msFromInstant, type Refusal, wordsOf } from '@ruqsat/foundation'
import { workingDaysAfter } from '@ruqsat/sandbox'
import { type CliCommand, EXIT, refuse, UsageError } from './command.ts'
import { republicClock } from './republic-clock.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

const HOUR_MS = 3_600_000
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
/** More than any term of an act. */
const MOST = 9_999

export const command: CliCommand = {
  purpose: 'Say what legal time it is in the sandbox, or move it forward; it never goes back.',
  usage: '[+4h | +3wd | INSTANT]',
  options: [],
  exits: { 0: 'said, or moved', 1: 'refused: this is production, or it would go back' },
  notes: [
    '+4h: four hours. +3wd: the same hour of the third working day after, by the calendar of the first act on offer.',
    'INSTANT: like 2014-10-27T04:00:00.000Z. What falls due by it (timers, reminders, deadlines) a running house does at once.',
  ],
  async run(call) {
    const workplace = await openWorkplace(call)
    if (workplace.settings.mode === 'production') return refuse(call, 'This is production: it runs on the real date.')
    const [word, more] = call.words
    if (more !== undefined) throw new UsageError(`one move at a time; found '${more}' too`)
    const clock = await republicClock(call, workplace)
    return withDatabase(
      workplace,
      async (database) => {
        const legalClock = await openLegalClock(database, { mode: 'sandbox' })
        const now = await legalClock.now()
        const target = word === undefined ? now : targetOf(word, now, clock)
        if (isRefusal(target)) return refuse(call, wordsOf(target).text.en)
        const moved = word === undefined ? now : await legalClock.advance(target, 'sandbox time')
        if (isRefusal(moved)) return refuse(call, wordsOf(moved).text.en)
        const { date, time } = toLocal(moved, clock.zone)
        call.say(`Legal time is ${moved}: ${date}, ${time} by the clock of the authority.`)
        return EXIT.done
      },
      ['legal_time'],
    )
  },
}

function targetOf(word: string, now: Instant, clock: Awaited<ReturnType<typeof republicClock>>): Instant | Refusal {
  const [, digits, unit] = /^\+(\d{1,4})(h|wd)$/.exec(word) ?? []
  const amount = Number(digits ?? 0)
  if (unit === 'h' && amount > 0) return instantFromMs(msFromInstant(now) + amount * HOUR_MS)
  if (unit === 'wd' && amount > 0 && amount <= MOST) return workingDaysAfter(now, amount, clock)
  if (INSTANT.test(word) && Number.isFinite(Date.parse(word))) return word
  throw new UsageError(`Expected +4h, +3wd or an instant like 2014-10-27T04:00:00.000Z but found '${word}'`)
}

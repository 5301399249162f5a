import type { Calendar, ZoneRules } from '@ruqsat/clock'
import { openLog } from '@ruqsat/installation'
import { offeredHere } from '../house/offers.ts'
import type { Call } from './command.ts'
import { regulationsOf } from './regulations.ts'
import type { Workplace } from './workplace.ts'

/** The wall clock and the calendar of the act whose authorities are the sandbox's own. */
export async function republicClock(
  call: Pick<Call, 'environment'>,
  { settings }: Pick<Workplace, 'settings'>,
): Promise<{ readonly zone: ZoneRules; readonly calendar: Calendar }> {
  const regulations = await regulationsOf(call)
  const { first } = offeredHere({ regulations, settings, log: openLog({ level: 'silent', room: 'ruqsat' }) })
  const { zones, calendars } = regulations.tables
  return { zone: zones[first.authority.zone]!, calendar: calendars[first.authority.calendar]! }
}

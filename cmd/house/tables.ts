// The ends of the dated tables of what is on offer: the operator hears of them at the start, in the log, on /health, in `ruqsat status`
// and on the head's pages, long before anybody is refused.
import { daysBetween, endingTables, endOfCalendar, endOfMci, tableWarning, toLocal, type TableEnd } from '@ruqsat/clock'
import type { LegalClock } from '@ruqsat/database'
import { openJobs, reportTo } from '@ruqsat/jobs'
import type { Instant, LocalDate, LocalText } from '@ruqsat/foundation'
import type { ClockTables, Regulation } from '@ruqsat/law'
import type { Log } from '@ruqsat/installation'

/** Said again in the log once a day: a line of last month is not read. */
const SAY_AGAIN_MS = 24 * 60 * 60_000

export type TableWatch = {
  /** The first day that any table of an offered regulation no longer knows is the day after this one. */
  readonly lastDay: LocalDate
  /** What has to be added, the most urgent first; empty while every table reaches far enough. */
  warnings(): Promise<readonly LocalText[]>
  /** The same, each with its table and how many days are left. */
  ending(): Promise<readonly { readonly end: TableEnd; readonly daysLeft: number; readonly text: LocalText }[]>
  /** Logs the warnings now and each day. */
  startWork(): void
  stop(): Promise<void>
}

export function watchTables(tables: ClockTables, offered: readonly Regulation[], legalClock: LegalClock, log: Log): TableWatch {
  const ends = endsOf(tables, offered)
  const ending = async () => {
    const { today, ending: soon } = endingAt(tables, offered, await legalClock.now())
    return soon.map((end) => ({ end, daysLeft: daysBetween(today, end.lastDay), text: tableWarning(end, today) }))
  }
  const warnings = async () => (await ending()).map(({ text }) => text)
  const say = async () => {
    for (const { en } of await warnings()) log.warn({ event: 'tables' }, en)
  }
  const jobs = openJobs({ say: { everyMs: SAY_AGAIN_MS, run: say } }, reportTo(log))
  return {
    lastDay: ends.map(({ lastDay }) => lastDay).toSorted()[0]!,
    warnings,
    ending,
    startWork: () => jobs.start(),
    stop: () => jobs.stop(),
  }
}

/** The tables of what is offered that end soon or have ended at this legal time, the most urgent first; `today` is the authority's day. */
export function endingAt(
  tables: ClockTables,
  offered: readonly Regulation[],
  now: Instant,
): { readonly today: LocalDate; readonly ending: readonly TableEnd[] } {
  const today = toLocal(now, tables.zones[offered[0]!.authority.zone]!).date
  return { today, ending: endingTables(endsOf(tables, offered), today) }
}

/** The index, where an offered variant takes a fee in it, and the calendar of each offered regulation, once. */
function endsOf({ calendars, mci }: ClockTables, offered: readonly Regulation[]): readonly TableEnd[] {
  const named = [...new Set(offered.map(({ authority }) => authority.calendar))]
  const takesFees = offered.some(({ variants }) => variants.some((variant) => variant.offered && variant.fee !== null))
  return [...(takesFees ? [endOfMci(mci)] : []), ...named.map((version) => endOfCalendar(calendars[version]!))]
}

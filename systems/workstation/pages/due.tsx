import { toLocal, type DueDate as ClockDueDate, type ZoneRules } from '@ruqsat/clock'
import type { Instant, Source } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { DueOf } from '@ruqsat/lawpages'
import { useSay, type DueState } from '@ruqsat/web'
import { T } from './texts.ts'

/** Late where the clock of the case says so or the instant is past (its timer may be a moment behind); soon where it is today. */
export function dueState(due: ClockDueDate, late: boolean, now: Instant, zone: ZoneRules): DueState {
  if (late || due.due < now) return 'late'
  return toLocal(due.due, zone).date === toLocal(now, zone).date ? 'soon' : 'open'
}

/** When a task is due, how that was counted, and whether it is late. */
export function TaskDue({
  due,
  late,
  now,
  zone,
  regulation,
  source,
}: {
  readonly due: ClockDueDate | null
  readonly late: boolean
  readonly now: Instant
  readonly zone: ZoneRules
  readonly regulation?: Regulation
  readonly source?: Source | null
}) {
  const say = useSay()
  if (due === null) return <>{say(T.noDue)}</>
  return (
    <DueOf due={due} zone={zone} state={dueState(due, late, now, zone)} {...(regulation && { regulation })} {...(source && { source })} />
  )
}

import { isOver, type Task } from '@ruqsat/engine'
import { toLocal, type DueDate as ClockDueDate, type ZoneRules } from '@ruqsat/clock'
import type { Instant, Source } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { DueOf } from '@ruqsat/lawpages'
import { type DueState } from '@ruqsat/web'
import texts from '../texts.yaml'

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
  isLabelled,
}: {
  readonly due: ClockDueDate | null
  readonly late: boolean
  readonly now: Instant
  readonly zone: ZoneRules
  readonly regulation?: Regulation
  readonly source?: Source | null
  readonly isLabelled?: boolean
}) {
  if (due === null) return <>{texts.pages.noDue}</>
  return (
    <DueOf
      due={due}
      zone={zone}
      state={dueState(due, late, now, zone)}
      {...(regulation && { regulation })}
      {...(source && { source })}
      {...(isLabelled && { isLabelled })}
    />
  )
}

/** Until when an outcome may be found that has a time of its own, how that was counted, or that it is over; nothing where the step gives none. */
export function OutcomeTimesDue({
  task,
  now,
  zone,
  regulation,
}: {
  readonly task: Task
  readonly now: Instant
  readonly zone: ZoneRules
  readonly regulation: Regulation
}) {
  return (
    <>
      {(task.outcomeTimes ?? []).map((time) => {
        const isPast = isOver(time, now)
        const state = isPast ? 'open' : dueState(time.due, false, now, zone)
        return (
          <>
            <h3>{isPast ? texts.due.outcomes[time.outcome].over : texts.due.outcomes[time.outcome].until}</h3>
            <DueOf due={time.due} zone={zone} state={state} regulation={regulation} source={time.source} />
          </>
        )
      })}
    </>
  )
}

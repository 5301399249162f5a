import { isOver, type CountedTask } from '@ruqsat/engine'
import { toLocal, type DueDate as ClockDueDate, type ZoneRules } from '@ruqsat/clock'
import type { Instant } from '@ruqsat/foundation'
import { DueOf } from '@ruqsat/lawpages'
import { type DueState } from '@ruqsat/web'
import type { TaskLine, TaskInLaw, TaskScene } from '../cases/open.ts'
import texts from '../texts.yaml'

/** Late where the clock of the case says so or the instant is past (its timer may be a moment behind); soon where it is today. */
export function dueState(due: ClockDueDate, late: boolean, now: Instant, zone: ZoneRules): DueState {
  if (late || due.due < now) return 'late'
  return toLocal(due.due, zone).date === toLocal(now, zone).date ? 'soon' : 'open'
}

type TaskDueProps = Pick<TaskInLaw, 'regulation' | 'zone' | 'step'> & {
  readonly task: Pick<CountedTask, 'due' | 'late' | 'way'>
  readonly now: Instant
  readonly isLabelled?: boolean
}

/** When a task is due, how that was counted, and whether it is late. */
export function TaskDue({ task: { due, late, way }, step, zone, regulation, now, isLabelled }: TaskDueProps) {
  if (due === null) return <>{texts.pages.noDue}</>
  const state = dueState(due, late, now, zone)
  return <DueOf due={due} state={state} regulation={regulation} source={way?.due ?? step.time?.source ?? null} isLabelled={isLabelled} />
}

/** As far as it can be shown without the edition: when, and how it was counted. */
export function UnreadTaskDue({
  task: { due, late },
  zone,
  now,
}: Pick<TaskLine, 'task'> & { readonly zone: ZoneRules; readonly now: Instant }) {
  return due === null ? <>{texts.pages.noDue}</> : <DueOf due={due} state={dueState(due, late, now, zone)} />
}

/** Until when an outcome may be found that has a time of its own, how that was counted, or that it is over; nothing where the step gives none. */
export function OutcomeTimesDue({
  task,
  now,
  zone,
  regulation,
}: Pick<TaskScene, 'task' | 'zone' | 'regulation'> & { readonly now: Instant }) {
  return (
    <>
      {(task.outcomeTimes ?? []).map((time) => {
        const isPast = isOver(time, now)
        const state = isPast ? 'open' : dueState(time.due, false, now, zone)
        return (
          <>
            <h3>{isPast ? texts.due.outcomes[time.outcome].over : texts.due.outcomes[time.outcome].until}</h3>
            <DueOf due={time.due} state={state} regulation={regulation} source={time.source} />
          </>
        )
      })}
    </>
  )
}

// Before and after its due date an open task is brought to mind: of the one who has it, of the head, of who is above the head. The act or the
// general law says when; where neither does, the installation.
import { dueDate, workingTimeBefore } from '@ruqsat/clock'
import { isRefusal, type Instant } from '@ruqsat/foundation'
import { officeAt } from './due.ts'
import type { DecideContext, EventBody, Reminding, Task } from './model.ts'
import type { Scene } from './scene.ts'

/** Those that hold for a case of this edition. */
export function remindersOf({ edition, reminders = [] }: DecideContext): readonly Reminding[] {
  return edition.regulation.reminders ?? reminders
}

/**
 * When the clock has to look at this task next: a reminder that has not gone out, or the due date. Null where nothing comes any more.
 */
export function nextLook(task: Task, context: DecideContext): Instant | null {
  const ahead = [...(task.late || task.due === null ? [] : [task.due.due]), ...remindersAhead(task, context).map(({ at }) => at)]
  return ahead.toSorted()[0] ?? null
}

/** What is brought to mind now, once each. What was to come before the due date is over with it. */
export function remindersDue(task: Task, isLate: boolean, { now, context }: Scene): readonly EventBody[] {
  return remindersAhead({ ...task, late: isLate }, context)
    .filter(({ at }) => at <= now)
    .map(({ reminder }) => ({
      kind: 'taskReminded',
      taskId: task.id,
      stepId: task.stepId,
      reminder: reminder.id,
      to: reminder.to,
      source: reminder.source ?? null,
    }))
}

type Ahead = { readonly reminder: Reminding; readonly at: Instant }

/** A moment before the work began would be no reminder. A term that no table can count has none: its own timer says so. */
function remindersAhead(task: Task, context: DecideContext): readonly Ahead[] {
  const { due, startedAt, late, reminded = [] } = task
  if (due === null) return []
  return remindersOf(context).flatMap((reminder): readonly Ahead[] => {
    if (reminded.includes(reminder.id) || (late && reminder.before !== undefined)) return []
    const at = momentOf(reminder, due.due, context)
    return at === null || at <= startedAt ? [] : [{ reminder, at }]
  })
}

function momentOf({ before, after }: Reminding, due: Instant, context: DecideContext): Instant | null {
  const tables = officeAt(due, context)
  if (before !== undefined) {
    const at = workingTimeBefore(due, before, tables)
    return isRefusal(at) ? null : at
  }
  const ended = after === undefined ? null : dueDate({ ...tables, start: due, duration: after })
  return ended === null || isRefusal(ended) ? null : ended.due
}

import { calendarOf, changeInstant, countAgain, countsSame, successorOf, type DueDate, type NewerCalendar } from '@ruqsat/clock'
import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import { zoneOf } from '@ruqsat/law'
import { officeTables } from './due.ts'
import type { Bodies, Scene } from './scene.ts'
import type { Actor, CalendarVersion, CaseState, EventOf } from './model.ts'

/**
 * The law put a new version of the calendar in the place of the one by which the case is counted: every term that was open at the midnight
 * of the change is counted again from its start, and holds what it was before. A term that had ended stays, and so does what is closed.
 * One version at a time; nothing where the case is counted by the version that holds.
 */
export function changeCalendar(actor: Actor, scene: Scene): Bodies {
  if (actor.kind !== 'system') throw new Fault(`Expected the system itself to change the calendar but ${actor.kind} did`)
  const { state, context } = scene
  const { tables } = context
  const newer = successorOf(calendarOfCase(state), tables.calendars, scene.now, zoneOf(context.edition.regulation, tables))
  if (newer === null) return []
  const total = state.total && recount(state.total, newer, scene)
  if (isRefusal(total)) return total
  const tasks: { taskId: string; stepId: string; due: DueDate }[] = []
  const outcomes: EventOf<'calendarChanged'>['outcomes'][number][] = []
  for (const { id: taskId, stepId, due: before, outcomeTimes } of state.tasks) {
    const due = before && recount(before, newer, scene)
    if (isRefusal(due)) return due
    if (due !== null) tasks.push({ taskId, stepId, due })
    for (const { outcome, due: time } of outcomeTimes ?? []) {
      const again = recount(time, newer, scene)
      if (isRefusal(again)) return again
      if (again !== null) outcomes.push({ taskId, outcome, due: again })
    }
  }
  const { id, version } = newer
  return [{ kind: 'calendarChanged', calendar: { id, version }, total, tasks, outcomes, source: newer.replaces.source }]
}

/** By which version a case is counted: that of its opening, until the law changes it. */
export function calendarOfCase(state: CaseState): CalendarVersion {
  if (state.calendar !== undefined) return state.calendar
  if (state.total === null) throw new Fault('Expected an open case with its term but it has none')
  return calendarOf(state.total)
}

/** The term by the new version; null where that counts no day otherwise, or where the term had ended before the change. */
function recount(before: DueDate, newer: NewerCalendar, { context, now }: Scene): DueDate | null | Refusal {
  const office = officeTables(context, now)
  if (before.due < changeInstant(newer, office.zone) || calendarOf(before).version === newer.version) return null
  const again = countAgain(before, { ...office, calendar: newer })
  if (isRefusal(again) || countsSame(again.derivation, before.derivation)) return isRefusal(again) ? again : null
  // Nobody is late by the change alone: a term that would have run out already by the new count keeps its end.
  if (again.due <= now && again.due < before.due) return null
  return { ...again, former: { due: before, changedAt: now, source: newer.replaces.source } }
}

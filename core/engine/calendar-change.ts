import { changeInstant, countsSame, successorOf, type DueDate, type NewerCalendar } from '@ruqsat/clock'
import { Fault, isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import { stepById, zoneOf, type Step } from '@ruqsat/law'
import { correctionOf } from './applicant/correction.ts'
import type { RecountedAnswer } from './applicant/model.ts'
import type { GivenWay } from './given-way.ts'
import { countBy, endsByTheChangeAlone, stepDue, totalDue, type TermCount } from './due.ts'
import type { Actor, CalendarVersion, CaseState, Counted, EventOf, Recounted, Task } from './model.ts'
import { countsFrom } from './reopened.ts'
import { dueOnWay, outcomeTimesOf } from './outcome-times.ts'
import type { Bodies, Scene } from './scene.ts'

type Recounting = EventOf<'termsRecounted'>

/**
 * The law put a new version of the calendar in the place of the one by which the case is counted: every term that was open at the midnight
 * of the change is counted again from its start, as the step's table says, and names where it was counted before. A term that had ended
 * stays, and so does what is closed. One version at a time; nothing where the case is counted by the version that holds.
 */
export function changeCalendar(actor: Actor, scene: Scene): Bodies {
  if (actor.kind !== 'system') throw new Fault(`Expected the system itself to change the calendar but ${actor.kind} did`)
  const { state, context } = scene
  const newer = successorOf(calendarOfCase(state), context.tables.calendars, scene.now, zoneOf(context.edition.regulation, context.tables))
  if (newer === null) return []
  const change = new CalendarChange(newer, scene)
  const total = change.total()
  if (isRefusal(total)) return total
  const tasks: Recounting['tasks'][number][] = []
  const outcomes: Recounting['outcomes'][number][] = []
  for (const task of state.tasks) {
    const again = change.task(task)
    const times = change.outcomes(task)
    if (isRefusal(again)) return again
    if (isRefusal(times)) return times
    if (again !== null) tasks.push(again)
    outcomes.push(...times)
  }
  const asked = change.asked()
  if (isRefusal(asked)) return asked
  const { id, version } = newer
  const { source } = newer.replaces
  return [
    { kind: 'termsRecounted', calendar: { id, version }, total, tasks, outcomes, source },
    ...(asked.length === 0 ? [] : [{ kind: 'askedRecounted' as const, asked, source }]),
  ]
}

/** By which version a case is counted: that of its opening, until the law changes it. */
function calendarOfCase({ calendar }: CaseState): CalendarVersion {
  if (calendar === null) throw new Fault('Expected an open case with its calendar but it has none')
  return calendar
}

class CalendarChange {
  readonly #scene: Scene
  readonly #from: Instant
  readonly #before: TermCount
  readonly #newer: TermCount

  constructor(newer: NewerCalendar, scene: Scene) {
    const { context, state } = scene
    const { id, version } = calendarOfCase(state)
    const before = Object.values(context.tables.calendars).find((each) => each.id === id && each.version === version)
    if (before === undefined) throw new Fault(`Expected version '${version}' of the calendar '${id}', which '${newer.version}' replaces`)
    this.#scene = scene
    this.#from = changeInstant(newer, zoneOf(context.edition.regulation, context.tables))
    this.#before = countBy(before, context)
    this.#newer = countBy(newer, context)
  }

  total(): Recounted | null | Refusal {
    const { state, place, context } = this.#scene
    const receipt = this.#receipt()
    if (state.total === null) throw new Fault('Expected an open case with its term but it has none')
    const again = this.#again(receipt, state.total, (count) =>
      dueOnly(totalDue(place.variant, receipt, context, { count, stops: state.stops, extended: state.extended?.amount ?? 0 }).total),
    )
    return again === null || isRefusal(again) ? again : { ...again, was: state.total }
  }

  task({ id: taskId, stepId, startedAt, due, way }: Task): Recounting['tasks'][number] | null | Refusal {
    if (due === null) return null
    const { extended } = this.#scene.state
    const again = this.#again(startedAt, due, (count): Again<{ readonly way?: GivenWay }> => {
      const own = stepDue(this.#step(stepId), startedAt, count, extended?.taskId === taskId ? extended.amount : 0)
      if (way === undefined || isRefusal(own)) return dueOnly(own)
      const onWay = dueOnWay(own, way, this.#step(way.stepId), this.#since(), count)
      if (isRefusal(onWay) || onWay.due === null) return dueOnly(isRefusal(onWay) ? onWay : null)
      return { due: onWay.due, way: onWay.way }
    })
    return again === null || isRefusal(again) ? again : { taskId, stepId, ...again, was: due }
  }

  outcomes({ id: taskId, stepId, startedAt, outcomeTimes = [] }: Task): Recounting['outcomes'] | Refusal {
    const found: Recounting['outcomes'][number][] = []
    for (const { outcome, due: was } of outcomeTimes) {
      const again = this.#again(startedAt, was, (count) => {
        const times = outcomeTimesOf(this.#step(stepId), startedAt, this.#since(), count)
        return isRefusal(times) ? times : (times.find((each) => each.outcome === outcome) ?? null)
      })
      if (isRefusal(again)) return again
      if (again !== null) found.push({ taskId, ...again, was })
    }
    return found
  }

  /** What the applicant is to answer: in the time of the row that asked, or of the hearing. */
  asked(): readonly RecountedAnswer[] | Refusal {
    const found: RecountedAnswer[] = []
    for (const { id: askedId, kind, stepId, since, due: was } of this.#scene.state.asked ?? []) {
      const step = this.#step(stepId)
      const duration = kind === 'hearing' ? step.hearing?.duration : correctionOf(step)?.duration
      if (!duration) throw new Fault(`Expected '${stepId}' to say how long its applicant may answer but it does not`)
      const again = this.#again(since, { due: was }, (count) => dueOnly(count.term(duration, since)))
      if (again !== null && isRefusal(again)) return again
      if (again !== null && again.due.due !== was) found.push({ askedId, stepId, due: again.due, was })
    }
    return found
  }

  /** The term by the new version; null where that counts no day otherwise, or where the term had ended or had not begun before the change. */
  #again<T extends CountedAgain>(start: Instant, was: Pick<Counted, 'due'>, count: (by: TermCount) => Again<T>): Again<T> {
    if (start >= this.#from || was.due < this.#from) return null
    const [before, again] = [count(this.#before), count(this.#newer)]
    if (again === null || isRefusal(again)) return again
    const isSame = before !== null && !isRefusal(before) && countsSame(again.due.derivation, before.due.derivation)
    return isSame || endsByTheChangeAlone(was, again.due, this.#scene.now) ? null : again
  }

  #step(stepId: string): Step {
    return stepById(this.#scene.place.procedure.steps, stepId)
  }

  #since() {
    return { receipt: this.#receipt(), stops: this.#scene.state.stops ?? [] }
  }

  #receipt(): Instant {
    return countsFrom(this.#scene.state)
  }
}

type CountedAgain = { readonly due: DueDate }
type Again<T> = (CountedAgain & T) | null | Refusal

function dueOnly(due: DueDate | null | Refusal): Again<unknown> {
  return due === null || isRefusal(due) ? due : { due }
}

// How a term was counted: the state names the event, the event holds the derivation.
import type { DueDate } from '@ruqsat/clock'
import { Fault } from '@ruqsat/foundation'
import type { TimedOutcome } from '@ruqsat/law'
import type { CaseEvent, Counted, OutcomeTime, Task } from './model.ts'

/** Which term: of the whole case, of a task, of an outcome at a task, or of what the applicant is asked. */
export type TermOf =
  | { readonly of: 'total' }
  | { readonly of: 'task'; readonly taskId: string }
  | { readonly of: 'outcome'; readonly taskId: string; readonly outcome: TimedOutcome }
  | { readonly of: 'asked'; readonly askedId: string }

/** The event of this number; the first of a case is 1. */
export type EventAt = (number: number) => CaseEvent | undefined

/** A task with how its terms were counted. */
export type CountedTask = Omit<Task, 'due' | 'outcomeTimes'> & {
  readonly due: DueDate | null
  readonly outcomeTimes?: readonly CountedOutcome[]
}
export type CountedOutcome = Omit<OutcomeTime, 'due'> & { readonly due: DueDate }

export function inHistory(events: readonly CaseEvent[]): EventAt {
  return (number) => events[number - 1]
}

/** The due date with its derivation, and with what it was before the law changed the calendar. */
export function dueDateIn(eventAt: EventAt, { event: number }: Pick<Counted, 'event'>, term: TermOf): DueDate {
  const event = eventAt(number)
  const found = event && countedBy(event).find((each) => isSameTerm(each, term))
  if (event === undefined || found === undefined)
    throw new Fault(`Expected event ${number} to count the term of the ${term.of} but it is ${event?.kind ?? 'not there'}`)
  const { due } = found
  const was = found.was ?? (event.kind === 'askedRecounted' ? lastCounted(eventAt, number - 1, term) : undefined)
  if (was === undefined) return due
  const why = event.kind === 'termExtended' && { why: 'extended' as const }
  return { ...due, former: { due: dueDateIn(eventAt, was, term), changedAt: event.at, source: event.source!, ...why } }
}

/** What the applicant is asked is counted once and again by each change of the calendar; the state does not name the event. */
function lastCounted(eventAt: EventAt, from: number, term: TermOf): Counted | undefined {
  for (let number = from; number > 0; number -= 1) {
    const found = countedBy(eventAt(number)!).find((each) => isSameTerm(each, term))
    if (found !== undefined) return { due: found.due.due, event: number }
  }
  return undefined
}

/** Until when the applicant may answer, with its derivation and what it was before the law changed the calendar. */
export function askedDueIn(events: readonly CaseEvent[], askedId: string): DueDate {
  const term = { of: 'asked', askedId } as const
  const counted = lastCounted(inHistory(events), events.length, term)
  if (counted === undefined) throw new Fault(`Expected an event that asks the applicant as '${askedId}' but none does`)
  return dueDateIn(inHistory(events), counted, term)
}

/** Where the term was counted before this event counted it again; null where this was the first count. */
export function countedBefore(event: CaseEvent, term: TermOf): Counted | null {
  return countedBy(event).find((each) => isSameTerm(each, term))?.was ?? null
}

/** The due date that this event counted, the first where it counted several; null where it counted none. */
export function dueDateOfEvent(eventAt: EventAt, number: number): DueDate | null {
  const event = eventAt(number)
  const [first] = event === undefined ? [] : countedBy(event)
  return first === undefined ? null : dueDateIn(eventAt, { event: number }, first)
}

export function countedTask(eventAt: EventAt, { due, outcomeTimes, ...task }: Task): CountedTask {
  const taskId = task.id
  return {
    ...task,
    due: due && dueDateIn(eventAt, due, { of: 'task', taskId }),
    ...(outcomeTimes && {
      outcomeTimes: outcomeTimes.map((time) => ({
        ...time,
        due: dueDateIn(eventAt, time.due, { of: 'outcome', taskId, outcome: time.outcome }),
      })),
    }),
  }
}

type CountedTerm = TermOf & { readonly due: DueDate; readonly was?: Counted }

/** Every term that the event counted, and where it was counted before. */
function countedBy(event: CaseEvent): readonly CountedTerm[] {
  switch (event.kind) {
    case 'caseOpened':
    case 'proceedingsOpened':
    case 'caseReopened':
      return [{ of: 'total', due: event.total }]
    case 'taskStarted':
      return event.due === null ? [] : [{ of: 'task', taskId: event.taskId, due: event.due }]
    case 'outcomeTimed':
      return [{ of: 'outcome', taskId: event.taskId, outcome: event.outcome, due: event.due }]
    case 'hearingOpened':
    case 'correctionAsked':
      return [{ of: 'asked', askedId: event.askedId, due: event.due }]
    case 'askedRecounted':
      return event.asked.map(({ askedId, due }) => ({ of: 'asked', askedId, due }) as const)
    case 'correctionGiven':
    case 'correctionMissed':
    case 'askingEnded':
      return event.clock === null ? [] : [{ of: 'total', due: event.clock.total }]
    case 'termExtended':
      return [
        { of: 'total', ...event.total },
        { of: 'task', taskId: event.taskId, ...event.task },
      ]
    case 'calendarChanged':
      return [
        ...(event.total === null ? [] : [{ of: 'total', due: event.total } as const]),
        ...event.tasks.map((each) => ({ of: 'task', ...each }) as const),
        ...event.outcomes.map((each) => ({ of: 'outcome', ...each }) as const),
      ]
    case 'termsRecounted':
      return [
        ...(event.total === null ? [] : [{ of: 'total', ...event.total } as const]),
        ...event.tasks.map((each) => ({ of: 'task', ...each }) as const),
        ...event.outcomes.map((each) => ({ of: 'outcome', ...each }) as const),
      ]
    default:
      return []
  }
}

function isSameTerm(one: TermOf, other: TermOf): boolean {
  const keyOf = (term: TermOf) => [
    term.of,
    'taskId' in term ? term.taskId : '',
    'outcome' in term ? term.outcome : '',
    'askedId' in term ? term.askedId : '',
  ]
  return keyOf(one).join(' ') === keyOf(other).join(' ')
}

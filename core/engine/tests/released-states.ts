// States as releases before the slim state kept them: each due date with its whole derivation. Recorded histories hold such states.
import { calendarOf, type DueDate } from '@ruqsat/clock'
import { dueDateIn, inHistory, type CaseEvent, type CaseState, type Counted, type OutcomeTime, type Task, type TermOf } from '../index.ts'

type ReleasedTask = Omit<Task, 'due' | 'outcomeTimes'> & {
  readonly due: DueDate | null
  readonly outcomeTimes?: readonly (Omit<OutcomeTime, 'due'> & { readonly due: DueDate })[]
}
export type ReleasedState = Omit<CaseState, 'total' | 'calendar' | 'tasks'> & {
  readonly total: DueDate | null
  readonly calendar?: CaseState['calendar']
  readonly tasks: readonly ReleasedTask[]
}

/** What is kept of such a state today. */
export function slimmed(state: CaseState | ReleasedState, events: readonly CaseEvent[]): CaseState {
  if (!isReleased(state)) return state
  const kept = (due: DueDate, term: TermOf): Counted => ({ due: due.due, event: lastCount(events, term) })
  return {
    ...state,
    total: state.total && kept(state.total, { of: 'total' }),
    calendar: state.calendar ?? (state.total && calendarOf(state.total)),
    tasks: state.tasks.map(({ due, outcomeTimes, ...task }) => ({
      ...task,
      due: due && kept(due, { of: 'task', taskId: task.id }),
      ...(outcomeTimes && {
        outcomeTimes: outcomeTimes.map((time) => ({
          ...time,
          due: kept(time.due, { of: 'outcome', taskId: task.id, outcome: time.outcome }),
        })),
      }),
    })),
  }
}

function isReleased(state: CaseState | ReleasedState): state is ReleasedState {
  return state.total !== null && 'derivation' in state.total
}

function lastCount(events: readonly CaseEvent[], term: TermOf): number {
  for (let number = events.length; number > 0; number -= 1) {
    try {
      dueDateIn(inHistory(events), { event: number }, term)
      return number
    } catch {
      // This event counts another term, or none.
    }
  }
  throw new Error(`No event counts the term of the ${term.of}`)
}

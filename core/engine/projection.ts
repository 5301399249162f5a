import type { Instant } from '@ruqsat/foundation'
import type { CaseEvent, CaseState, EventOf, NoticeIntent, Recounted, Task } from './model.ts'

/** What is stored next to the events of one step, so that lists, clocks and notices need not read histories. */
export type Projection = {
  /** Open tasks that are new or have changed. */
  readonly tasks: readonly Task[]
  /** Ids of tasks that are open no more. */
  readonly closedTaskIds: readonly string[]
  /** When the clock has to look at a task again. */
  readonly timers: readonly { readonly taskId: string; readonly dueAt: Instant }[]
  /** Tasks whose timer has done its work. */
  readonly stoppedTimers: readonly string[]
  readonly notices: readonly NoticeIntent[]
}

export function projection(before: CaseState, events: readonly CaseEvent[], after: CaseState): Projection {
  const open = new Set(after.tasks.map(({ id }) => id))
  const closedTaskIds = before.tasks.map(({ id }) => id).filter((id) => !open.has(id))
  const tasks = after.tasks.filter((task) => !before.tasks.includes(task))
  const { asked = [] } = after
  const askedBefore = (before.asked ?? []).map(({ id }) => id)
  const timed = new Map(before.tasks.map(({ id, due }) => [id, due?.due]))
  return {
    tasks,
    closedTaskIds,
    timers: [
      ...tasks.flatMap((task) =>
        task.due !== null && timed.get(task.id) !== task.due.due ? [{ taskId: task.id, dueAt: task.due.due }] : [],
      ),
      ...asked.filter(({ id }) => !askedBefore.includes(id)).map(({ id, due }) => ({ taskId: id, dueAt: due })),
    ],
    stoppedTimers: [
      ...closedTaskIds,
      ...askedBefore.filter((id) => asked.every((each) => each.id !== id)),
      ...events.flatMap((event) => (event.kind === 'taskLate' && open.has(event.taskId) ? [event.taskId] : [])),
    ],
    notices: events.flatMap((event) => noticesOf(event, events, before)),
  }
}

/** Who is informed of an event. Being late escalates: the holder of the task, and the head. */
function noticesOf(event: CaseEvent, events: readonly CaseEvent[], before: CaseState): readonly NoticeIntent[] {
  switch (event.kind) {
    case 'caseOpened':
      return [{ kind: 'requestRegistered', to: 'applicant', facts: { requestNumber: event.opening.requestNumber, due: event.total.due } }]
    case 'taskStarted':
      return events.some(({ kind }) => kind === 'caseOpened')
        ? []
        : [{ kind: 'stageReached', to: 'applicant', facts: { stepId: event.stepId } }]
    case 'caseClosed':
      return [{ kind: event.decision === 'grant' ? 'resultReady' : 'requestRefused', to: 'applicant', facts: {} }]
    case 'termsRecounted':
      return movedNotices(event, before)
    case 'taskLate':
      return lateNotices(event, before)
    case 'correctionAsked':
      return [{ kind: 'correctionAsked', to: 'applicant', facts: { stepId: event.stepId, due: event.due.due } }]
    case 'correctionMissed':
      return [{ kind: 'correctionMissed', to: 'applicant', facts: { stepId: event.stepId, due: event.since } }]
    case 'caseEnded':
      return event.how === 'notAccepted' ? [{ kind: 'requestNotAccepted', to: 'applicant', facts: {} }] : withdrawnNotices(before)
    default:
      return []
  }
}

/** Whose term ends on another instant now: the applicant of the whole, and who has the task. */
function movedNotices({ total, tasks }: EventOf<'termsRecounted'>, before: CaseState): readonly NoticeIntent[] {
  const factsOf = ({ due: { due }, was }: Recounted) => ({ due, former: was.due })
  const isMoved = ({ due: { due }, was }: Recounted) => due !== was.due
  return [
    ...(total !== null && isMoved(total) ? [{ kind: 'termMoved', to: 'applicant', facts: factsOf(total) } as const] : []),
    ...tasks.flatMap((again): NoticeIntent[] => {
      const { taskId, stepId } = again
      const task = before.tasks.find(({ id }) => id === taskId)
      if (task === undefined || !isMoved(again)) return []
      return [{ kind: 'termMoved', to: task.role, unit: task.unit, facts: { stepId, taskId, ...factsOf(again) } }]
    }),
  ]
}

/** Everybody who had work of the case, and the applicant, for whom it is the receipt. */
function withdrawnNotices({ tasks, officerId }: CaseState): readonly NoticeIntent[] {
  const kind = 'requestWithdrawn'
  const waits = officerId !== null && tasks.every(({ role }) => role !== 'officer')
  return [
    { kind, to: 'applicant', facts: {} },
    ...tasks.map(({ role, unit }): NoticeIntent => ({ kind, to: role, unit, facts: {} })),
    ...(waits ? [{ kind, to: 'officer', facts: {} } as const] : []),
  ]
}

function lateNotices({ taskId, stepId }: EventOf<'taskLate'>, before: CaseState): readonly NoticeIntent[] {
  const task = before.tasks.find(({ id }) => id === taskId)
  const late = { kind: 'taskLate', facts: { stepId, taskId } } as const
  const toHead: NoticeIntent = { ...late, to: 'head' }
  return task === undefined || task.role === 'head' ? [toHead] : [{ ...late, to: task.role, unit: task.unit }, toHead]
}

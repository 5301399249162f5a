import type { Instant } from '@ruqsat/foundation'
import { silenceAwaited, TOTAL_TIMER } from './provider-silence.ts'
import type { AskedOfApplicant } from './applicant/model.ts'
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

/** `look`: when the clock looks at an open task next (`nextLook`); its due date alone where absent. */
export function projection(
  before: CaseState,
  events: readonly CaseEvent[],
  after: CaseState,
  look: (task: Task) => Instant | null = dueOnly,
): Projection {
  const open = new Set(after.tasks.map(({ id }) => id))
  const closedTaskIds = before.tasks.map(({ id }) => id).filter((id) => !open.has(id))
  const tasks = after.tasks.filter((task) => !before.tasks.includes(task))
  const { asked = [] } = after
  const askedBefore = (before.asked ?? []).map(({ id }) => id)
  const isTimed = (each: AskedOfApplicant) =>
    before.asked?.some((was) => was.id === each.id && was.due === each.due && was.presented === each.presented)
  const timed = new Map(before.tasks.map((task) => [task.id, look(task)]))
  const looks = tasks
    .map((task) => ({ taskId: task.id, dueAt: look(task) }))
    .filter(({ taskId, dueAt }) => dueAt !== (timed.get(taskId) ?? null))
  return {
    tasks,
    closedTaskIds,
    timers: [
      ...totalTimer(before, after),
      ...looks.flatMap(({ taskId, dueAt }) => (dueAt === null ? [] : [{ taskId, dueAt }])),
      ...asked.filter((each) => each.presented === undefined && isTimed(each) !== true).map(({ id, due }) => ({ taskId: id, dueAt: due })),
    ],
    stoppedTimers: [
      ...(silenceAwaited(before) !== null && silenceAwaited(after) === null ? [TOTAL_TIMER] : []),
      ...closedTaskIds,
      ...askedBefore.filter((id) => asked.every((each) => each.id !== id || each.presented !== undefined)),
      ...looks.flatMap(({ taskId, dueAt }) => (dueAt === null ? [taskId] : [])),
    ],
    notices: events.flatMap((event) => noticesOf(event, events, before)),
  }
}

function dueOnly({ due, late }: Task): Instant | null {
  return due === null || late ? null : due.due
}

/** At the end of the total silence decides; the timer is set again where that instant moves, or the case has waited for the applicant. */
function totalTimer(before: CaseState, after: CaseState): Projection['timers'] {
  const due = silenceAwaited(after)
  return due === null || due === silenceAwaited(before) ? [] : [{ taskId: TOTAL_TIMER, dueAt: due }]
}

/** Who is informed of an event. Being late escalates: the holder of the task, and the head. */
function noticesOf(event: CaseEvent, events: readonly CaseEvent[], before: CaseState): readonly NoticeIntent[] {
  switch (event.kind) {
    case 'caseOpened':
    case 'proceedingsOpened':
      return [openedNotice(event)]
    case 'taskStarted':
      return events.some(({ kind }) => kind === 'caseOpened' || kind === 'proceedingsOpened')
        ? []
        : [{ kind: 'stageReached', to: 'applicant', facts: { stepId: event.stepId } }]
    case 'complaintSatisfied':
      return [{ kind: 'complaintSatisfied', to: 'head', facts: {} }]
    case 'caseClosed':
      return [{ kind: closedMoment(event, before), to: 'applicant', facts: {} }]
    case 'termsRecounted':
      return movedNotices(event, before)
    case 'termExtended':
      return [
        {
          kind: 'termExtended',
          to: 'applicant',
          facts: { stepId: event.stepId, ground: event.ground, due: event.total.due.due, former: event.total.was.due },
        },
      ]
    case 'taskLate':
      return lateNotices(event, before)
    case 'taskReminded':
      return remindedNotices(event, before)
    case 'reassigned':
      return event.tasks.map(({ taskId, stepId }) => ({
        kind: 'taskGiven',
        to: 'officer',
        person: event.officerId,
        facts: dueFacts(taskId, stepId, before),
      }))
    case 'silenceDecided':
      return silenceNotices(event)
    case 'correctionAsked':
      return [{ kind: 'correctionAsked', to: 'applicant', facts: { stepId: event.stepId, due: event.due.due } }]
    case 'hearingOpened':
      return [
        {
          kind: before.basis === undefined ? 'hearingOpened' : 'measureHearingOpened',
          to: 'applicant',
          facts: { stepId: event.stepId, due: event.due.due },
        },
      ]
    case 'askedRecounted':
      return event.asked.map(({ stepId, due: { due }, was }) => ({
        kind: 'answerTermMoved',
        to: 'applicant',
        facts: { stepId, due, former: was },
      }))
    case 'answerDropped':
      return [{ kind: 'answerNotTaken', to: 'applicant', facts: answerFacts(event, before) }]
    case 'correctionMissed':
      return [{ kind: 'correctionMissed', to: 'applicant', facts: { stepId: event.stepId, due: event.since } }]
    case 'caseEnded':
      return event.how === 'notAccepted' ? [{ kind: 'requestNotAccepted', to: 'applicant', facts: {} }] : withdrawnNotices(before)
    default:
      return []
  }
}

function openedNotice({ kind, opening, total }: EventOf<'caseOpened' | 'proceedingsOpened'>): NoticeIntent {
  const facts = { requestNumber: opening.requestNumber, due: total.due }
  return { kind: kind === 'caseOpened' ? 'requestRegistered' : 'proceedingsOpened', to: 'applicant', facts }
}

/** Whoever did not apply is not informed that their request was granted or refused. */
function closedMoment({ decision }: EventOf<'caseClosed'>, { basis }: CaseState): NoticeIntent['kind'] {
  if (basis !== undefined) return 'proceedingsDecided'
  return decision === 'grant' ? 'resultReady' : 'requestRefused'
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

function answerFacts({ askedId, stepId }: EventOf<'answerDropped'>, { asked = [] }: CaseState): NoticeIntent['facts'] {
  const due = asked.find(({ id }) => id === askedId)?.due
  return { stepId, ...(due !== undefined && { due }) }
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

function remindedNotices({ taskId, stepId, to, at }: EventOf<'taskReminded'>, before: CaseState): readonly NoticeIntent[] {
  const task = before.tasks.find(({ id }) => id === taskId)
  if (task === undefined) return []
  const isLate = task.due !== null && at >= task.due.due
  const notice = { kind: isLate ? 'taskStillLate' : 'taskDueSoon', facts: dueFacts(taskId, stepId, before) } as const
  if (to !== 'holder') return [{ ...notice, to }]
  return [{ ...notice, to: task.role, unit: task.unit, ...(task.assignee !== null && { person: task.assignee }) }]
}

function dueFacts(taskId: string, stepId: string, before: CaseState): NoticeIntent['facts'] {
  const due = before.tasks.find(({ id }) => id === taskId)?.due ?? null
  return { stepId, taskId, ...(due !== null && { due: due.due }) }
}

/** The applicant, for whom it is the answer, and the head, whose duty is left. */
function silenceNotices({ decision, since }: EventOf<'silenceDecided'>): readonly NoticeIntent[] {
  const notice = { kind: decision === 'grant' ? 'grantedBySilence' : 'refusedBySilence', facts: { due: since } } as const
  return [
    { ...notice, to: 'applicant' },
    { ...notice, to: 'head' },
  ]
}

function lateNotices({ taskId, stepId }: EventOf<'taskLate'>, before: CaseState): readonly NoticeIntent[] {
  const task = before.tasks.find(({ id }) => id === taskId)
  const late = { kind: 'taskLate', facts: { stepId, taskId } } as const
  const toHead: NoticeIntent = { ...late, to: 'head' }
  return task === undefined || task.role === 'head' ? [toHead] : [{ ...late, to: task.role, unit: task.unit }, toHead]
}

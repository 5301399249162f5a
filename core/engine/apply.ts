// What each recorded event makes of a case. Only this runs when history is replayed. Released appliers are frozen: a change is a new kind of
// event next to the old one, and the recorded histories are replayed for ever.
import { besides } from './texts.ts'
import { calendarOf, type DueDate } from '@ruqsat/clock'
import type { Source } from '@ruqsat/foundation'
import { APPLICANT_APPLIERS } from './applicant/apply.ts'
import { reopened } from './reopened.ts'
import { countedNow } from './counted.ts'
import type { GivenWay } from './given-way.ts'
import type { CaseEvent, CaseState, DoneTask, EventOf, GivenOpinion, KeptWork, OutcomeTime } from './model.ts'

export const emptyCase: CaseState = {
  kind: 'case',
  version: 0,
  status: 'none',
  opening: null,
  openedAt: null,
  total: null,
  totalIsSum: false,
  calendar: null,
  viewStepId: null,
  tasks: [],
  doneTasks: [],
  lastAct: null,
  resumeStepId: null,
  journalNumber: null,
  officerId: null,
  draft: null,
  opinion: null,
  conclusion: null,
  reservedNumber: null,
  prepared: null,
  signed: null,
  closedAt: null,
}

type Change = Partial<CaseState>

const APPLIERS: { readonly [K in CaseEvent['kind']]: (state: CaseState, event: EventOf<K>) => Change } = {
  ...APPLICANT_APPLIERS,
  caseOpened: (state, { opening, at, total, totalIsSum, silenceDecides }) => ({
    status: 'open',
    opening,
    openedAt: at,
    total: countedNow(state, total),
    totalIsSum,
    calendar: calendarOf(total),
    ...(silenceDecides && { silenceDecides }),
  }),
  proceedingsOpened: (state, { opening, basis, at, total, totalIsSum }) => ({
    status: 'open',
    opening,
    basis,
    openedAt: at,
    total: countedNow(state, total),
    totalIsSum,
    calendar: calendarOf(total),
  }),
  viewStepReached: (_state, { stepId }) => ({ viewStepId: stepId }),
  taskStarted: (state, { taskId, stepId, unit, role, assignee, due, way, at }) => ({
    tasks: [
      ...state.tasks,
      { id: taskId, stepId, unit, role, assignee, startedAt: at, due: due && countedNow(state, due), late: false, ...(way && { way }) },
    ],
  }),
  outcomeTimed: (state, { taskId, outcome, due, source }) => ({
    tasks: state.tasks.map((task) =>
      task.id === taskId
        ? { ...task, outcomeTimes: [...(task.outcomeTimes ?? []), { outcome, due: countedNow(state, due), source }] }
        : task,
    ),
  }),
  taskCompleted: (state, { taskId, stepId, actor, at }) => closeTask(state, { id: taskId, stepId, by: actor, at }),
  taskWithdrawn: (state, { taskId, stepId, actor, at, why }) => ({
    ...closeTask(state, { id: taskId, stepId, by: actor, at, withdrawn: why }),
    ...(why !== 'returned' && { resumeStepId: stepId }),
  }),
  entered: (_state, { journalNumber }) => ({ journalNumber }),
  assigned: (_state, { officerId }) => ({ officerId, resumeStepId: null }),
  assignmentTakenBack: () => ({ officerId: null }),
  assignmentDeclined: () => ({ officerId: null }),
  reassigned: (state, { officerId, tasks }) => ({
    officerId,
    tasks: state.tasks.map((task) => (tasks.some(({ taskId }) => taskId === task.id) ? { ...task, assignee: officerId } : task)),
  }),
  drafted: (_state, { draft }) => ({ draft, conclusion: null, prepared: null }),
  opinionGiven: (_state, { opinion, reason }) => ({ opinion: { opinion, reason } }),
  concluded: (_state, { draft }) => ({ conclusion: draft, prepared: null }),
  writtenInStateLanguage: (state, { of, text }) => {
    const written = state[of]
    return written === null ? {} : { [of]: { ...written, inStateLanguage: text } }
  },
  alsoWritten: (state, { of, language, text }) => {
    const written = state[of]
    return written === null ? {} : { [of]: { ...written, alsoIn: { language, text } } }
  },
  returned: () => ({ prepared: null }),
  resultPrepared: (_state, { document }) => ({
    prepared: document,
    reservedNumber: document.number,
    ...(document.isOwnNumber && { isOwnNumber: document.isOwnNumber }),
  }),
  numberVoided: () => ({ reservedNumber: null, prepared: null }),
  resultSigned: (_state, { document }) => ({ signed: document }),
  registerChanged: () => ({}),
  handedOver: () => ({}),
  unitOpined: (state, { stepId, unit, opinion, reason, actor, at, ...written }) =>
    opine(state, { stepId, unit, opinion, reason, ...besides(written), by: actor, at }),
  silenceCounted: (state, { stepId, unit, opinion, since, actor }) =>
    opine(state, { stepId, unit, opinion, reason: '', by: actor, at: since, bySilence: true }),
  silenceDecided: (state, { decision, ground, since }) => ({
    deemed: { decision, ground, since },
    conclusion: { decision, groundIds: ground === null ? [] : [ground], explanation: '' },
    prepared: null,
    resumeStepId: null,
    ...(state.held && { held: [] }),
    ...(state.waysHeld && { waysHeld: [] }),
    ...(state.arrived && { arrived: [] }),
    ...(state.missedGround && { missedGround: null }),
  }),
  branchArrived: (state, { branch }) => ({ arrived: [...(state.arrived ?? []), branch] }),
  branchesLeft: (state, { splits, dropped }) => ({
    arrived: (state.arrived ?? []).filter(({ split }) => !splits.includes(split)),
    ...(dropped.length > 0 && { held: (state.held ?? []).filter((stepId) => !dropped.includes(stepId)) }),
    ...waysWithout(state, dropped),
  }),
  taskEnded: (state, { taskId, stepId, why, actor, at }) => closeTask(state, { id: taskId, stepId, by: actor, at, withdrawn: why }),
  stepHeld: (state, { stepId, ways }) => ({
    held: [...(state.held ?? []), stepId],
    ...(ways && { waysHeld: [...(state.waysHeld ?? []), { stepId, ways }] }),
  }),
  stepsResumed: (state, { stepIds }) => ({
    held: (state.held ?? []).filter((stepId) => !stepIds.includes(stepId)),
    ...waysWithout(state, stepIds),
  }),
  taskLate: (state, { taskId }) => ({ tasks: state.tasks.map((task) => (task.id === taskId ? { ...task, late: true } : task)) }),
  incidentSettled: () => ({}),
  taskReminded: (state, { taskId, reminder }) => ({
    tasks: state.tasks.map((task) => (task.id === taskId ? { ...task, reminded: [...(task.reminded ?? []), reminder] } : task)),
  }),
  calendarChanged: (state, event) => recounted(state, event, event.total),
  termsRecounted: (state, event) => recounted(state, event, event.total?.due ?? null),
  termExtended: (state, { taskId, amount, total, task: own, at }) => ({
    extended: { taskId, amount },
    total: countedNow(state, total.due),
    tasks: state.tasks.map((task) =>
      task.id === taskId ? { ...task, due: countedNow(state, own.due), late: task.late && own.due.due <= at } : task,
    ),
  }),
  workWritten: (state, { taskId, stepId, work: { writingId, outcome }, paper }) => ({
    works: [
      ...(state.works ?? []).filter((work) => work.stepId !== stepId),
      { taskId, stepId, writingId, outcome, ...(paper && { paper }) },
    ],
  }),
  workPrepared: (state, { stepId, paper }) => workOn(state, stepId, { paper }),
  workSigned: (state, { stepId, document }) => workOn(state, stepId, { signed: document.sha256 }),
  workAnswered: (state, { taskId, stepId, work }) => workOn(state, stepId, { taskId, answerId: work.writingId, outcome: work.outcome }),
  complaintAbout: (_state, { subject }) => ({ complaintAbout: subject }),
  officialsBarred: (_state, { officials, units }) => ({ barred: { officials, units } }),
  stepPassedOver: () => ({}),
  complaintSatisfied: (state, { complaint, annuls, at }) => ({
    complaints: [...(state.complaints ?? []), { ...complaint, at, ...(annuls && { annuls }) }],
  }),
  caseReopened: () => ({}),
  caseClosed: (_state, { decision, at }) => ({ status: decision === 'grant' ? 'granted' : 'refused', closedAt: at }),
}

/** What the clock and the law do to a case by themselves. */
const NO_PERSONS_ACT: ReadonlySet<CaseEvent['kind']> = new Set([
  'taskLate',
  'taskReminded',
  'incidentSettled',
  'calendarChanged',
  'termsRecounted',
  'correctionMissed',
  'hearingEnded',
  'answerDropped',
  'askedRecounted',
  'complaintSatisfied',
])

/** The next state. The version is the number of events. */
export function apply(state: CaseState, event: CaseEvent): CaseState {
  const applier = APPLIERS[event.kind] as (state: CaseState, event: CaseEvent) => Change
  const version = state.version + 1
  const lastAct = NO_PERSONS_ACT.has(event.kind) ? state.lastAct : { version, by: event.actor, at: event.at }
  // What was decided is gone, also what only some cases have.
  const from = event.kind === 'caseReopened' ? reopened(state, emptyCase, event) : state
  return { ...from, ...applier(state, event), version, lastAct }
}

export function applyAll(state: CaseState, events: readonly CaseEvent[]): CaseState {
  return events.reduce(apply, state)
}

/** What both kinds of an event that counts again have in common. */
type CountedAgain = Pick<EventOf<'termsRecounted'>, 'calendar' | 'at'> & {
  readonly tasks: readonly { readonly taskId: string; readonly due: DueDate; readonly way?: GivenWay }[]
  readonly outcomes: readonly (Pick<OutcomeTime, 'outcome'> & {
    readonly taskId: string
    readonly due: DueDate
    readonly source?: Source
  })[]
}

/** Nobody is late any more whose term ends later now. */
function recounted(state: CaseState, { calendar, at, ...again }: CountedAgain, total: DueDate | null): Change {
  return {
    calendar,
    ...(total !== null && { total: countedNow(state, total) }),
    tasks: state.tasks.map((task) => {
      const own = again.tasks.find(({ taskId }) => taskId === task.id)
      const due = own === undefined ? task.due : countedNow(state, own.due)
      const times = task.outcomeTimes?.map((time) => {
        const other = again.outcomes.find(({ taskId, outcome }) => taskId === task.id && outcome === time.outcome)
        if (other === undefined) return time
        return { ...time, source: other.source ?? time.source, due: countedNow(state, other.due) }
      })
      const late = task.late && due !== null && due.due <= at
      const way = own?.way ?? task.way
      return { ...task, due, late, ...(way && { way }), ...(times && { outcomeTimes: times }) }
    }),
  }
}

/** What is said at a step takes the place of what was said there before. */
function opine(state: CaseState, given: GivenOpinion): Change {
  return { opinions: [...(state.opinions ?? []).filter(({ stepId }) => stepId !== given.stepId), given] }
}

/** What was begun at a step and is not finished: also by an officer from whom the case was taken, since a question that is out is out. */
export function pendingWork({ works = [], tasks, doneTasks }: CaseState, stepId: string): KeptWork | null {
  const isOpen = ({ taskId }: KeptWork) =>
    tasks.some(({ id }) => id === taskId) ||
    doneTasks.some(({ id, withdrawn }) => id === taskId && (withdrawn === 'assignmentTakenBack' || withdrawn === 'assignmentDeclined'))
  return works.find((work) => work.stepId === stepId && isOpen(work)) ?? null
}

function workOn(state: CaseState, stepId: string, more: Partial<KeptWork>): Change {
  const pending = pendingWork(state, stepId)
  return { works: (state.works ?? []).map((work) => (work === pending ? { ...work, ...more } : work)) }
}

function waysWithout({ waysHeld }: CaseState, stepIds: readonly string[]): Change {
  return waysHeld === undefined ? {} : { waysHeld: waysHeld.filter(({ stepId }) => !stepIds.includes(stepId)) }
}

function closeTask(state: CaseState, done: DoneTask): Change {
  return { tasks: state.tasks.filter(({ id }) => id !== done.id), doneTasks: [...state.doneTasks, done] }
}

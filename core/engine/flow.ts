// How a case moves from step to step. Nothing here knows an act: which step follows, whose it is and how long it may take
// are in the edition's tables.
import { Fault, isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import { nextStep, stepById, stepWithAction, type Outcome, type Step } from '@ruqsat/law'
import { stepDue } from './due.ts'
import type { CaseState, Decision, DecideContext, EventBody, Task } from './model.ts'
import { outcomeTimesOf } from './outcome-times.ts'
import { placeOfState, unitOf, type CasePlace } from './place.ts'
import { viewOutcome } from './view/index.ts'

/** What an action may look at. `newIds` come with the command; randomness never starts in here. */
export type Scene = {
  readonly state: CaseState
  readonly place: CasePlace
  readonly now: Instant
  readonly newIds: readonly string[]
  readonly context: DecideContext
}

export type Bodies = readonly EventBody[] | Refusal

export function sceneOf(state: CaseState, now: Instant, newIds: readonly string[], context: DecideContext): Scene {
  return { state, place: placeOfState(state, context), now, newIds, context }
}

/** Starts the task of a step, due from this moment: the actual end of the step before it. */
export function startTask(step: Step, assignee: string | null, scene: Scene): Bodies {
  const due = stepDue(step, scene.now, scene.context)
  if (isRefusal(due)) return due
  const taskId = scene.newIds[0]
  if (taskId === undefined) throw new Fault('Expected an id for the task that starts but the command brought none')
  const times = outcomeTimesOf(step, scene.now, scene.context)
  if (isRefusal(times)) return times
  const { unit, role } = unitOf(step, scene.context)
  return [
    { kind: 'taskStarted', taskId, stepId: step.id, unit: unit.id, role, assignee, due, source: step.source },
    ...times.map((time) => ({ kind: 'outcomeTimed', taskId, stepId: step.id, ...time }) as const),
  ]
}

/** An officer's work goes to the officer whom the head named; other work to whoever of the unit takes it. */
export function assigneeOf(step: Step, officerId: string | null, scene: Scene): string | null {
  return unitOf(step, scene.context).role === 'officer' ? officerId : null
}

export type Completion = {
  readonly task: Task
  readonly outcome: Outcome
  readonly officerId?: string
  readonly decision?: Decision
  readonly nextStepId?: string
}

/** The task is done: what its table says follows, or the end of the procedure. */
export function complete(completion: Completion, scene: Scene): Bodies {
  const { task, outcome } = completion
  const { steps } = scene.place.procedure
  const step = stepById(steps, task.stepId)
  const done: EventBody = {
    kind: 'taskCompleted',
    taskId: task.id,
    stepId: step.id,
    outcome,
    late: isLate(task, scene.now),
    source: step.source,
  }
  const next = completion.nextStepId === undefined ? nextStep(steps, step, outcome) : stepById(steps, completion.nextStepId)
  const following =
    next === null
      ? endProcedure(completion.decision, step, scene)
      : startTask(next, assigneeOf(next, completion.officerId ?? scene.state.officerId, scene), scene)
  return isRefusal(following) ? following : [done, ...following]
}

/** The outcome for a step's table: `special` where a row names it, else plain `done`. */
export function outcomeFor(step: Step, special: Outcome): Outcome {
  return step.next.some((row) => row.when === special) ? special : 'done'
}

export function isLate(task: Task, now: Instant): boolean {
  return task.due !== null && now > task.due.due
}

/** The procedure has ended: the view walks on to its own end, and the case closes. */
function endProcedure(decision: Decision | undefined, step: Step, scene: Scene): Bodies {
  const decided = decision ?? scene.state.conclusion?.decision ?? scene.state.draft?.decision
  if (decided === undefined) throw new Fault(`Expected a decision before the procedure ends at '${step.id}' but none was made`)
  return [...walkView(decided, scene), { kind: 'caseClosed', decision: decided, source: step.source }]
}

function walkView(decision: Decision, scene: Scene): readonly EventBody[] {
  const { steps } = scene.place.view
  const marks: EventBody[] = []
  let before = registrationStep(scene.place)
  let step = nextStep(steps, before, 'done')
  while (step !== null) {
    if (marks.length > steps.length) throw new Fault(`Expected the view '${scene.place.view.id}' to reach an end but it goes in a circle`)
    const outcome = viewOutcome(step, decision)
    marks.push({ kind: 'viewStepReached', stepId: step.id, outcome, source: step.source })
    before = step
    step = nextStep(steps, before, outcome)
  }
  return marks
}

/**
 * The row of the view in which a request is registered: there the case opens and there the view waits for the procedure. Where the
 * table has no row of its own for it, the request is registered as its package arrives.
 */
export function registrationStep(place: Pick<CasePlace, 'view'>): Step {
  const step = stepWithAction(place.view.steps, 'registerRequest') ?? stepWithAction(place.view.steps, 'sendPackage')
  if (step === null) throw new Fault(`Expected a step that registers the request in the view '${place.view.id}' but it has none`)
  return step
}

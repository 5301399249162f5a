// Where a case goes from a step that is over: onward, into parallel branches, to the step at which they meet, to the end. Each event is
// applied as it is decided, so that what follows in the same command sees it.
import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import {
  awaitedBranches,
  branchesOf,
  isSameBranch,
  nextRows,
  splitRows,
  stepById,
  stepWithAction,
  type Branch,
  type Branches,
  type Outcome,
  type Step,
} from '@ruqsat/law'
import { clockResumed, stoppedUntil } from './applicant/clock.ts'
import { apply } from './apply.ts'
import { conclusionOf } from './conclusion.ts'
import { countAt, stepDue } from './due.ts'
import { bareWay, type GivenWay } from './given-way.ts'
import { heldSteps, heldWays } from './held.ts'
import type { CaseEvent, CaseState, Decision, Ended, EventBody, Task } from './model.ts'
import { dueOnWays, outcomeTimesOf, staysOnWay, wayAfter } from './outcome-times.ts'
import { unitOf } from './place.ts'
import type { Bodies, Scene } from './scene.ts'
import { walkView } from './view/walk.ts'

export class Course {
  readonly bodies: EventBody[] = []
  readonly #scene: Scene
  readonly #branches: Branches
  readonly #ids: string[]
  #state: CaseState
  #officerId: string | null

  constructor(scene: Scene, officerId: string | null = scene.state.officerId) {
    this.#scene = scene
    this.#state = scene.state
    this.#branches = branchesOf(scene.place.procedure.steps)
    this.#ids = [...scene.newIds]
    this.#officerId = officerId
  }

  add(...bodies: readonly EventBody[]): void {
    const { now: at, actor } = this.#scene
    this.bodies.push(...bodies)
    this.#state = bodies.reduce((state, body) => apply(state, { ...body, at, actor } as CaseEvent), this.#state)
  }

  /** From a step that is over to all that start now, or to the end of the procedure. */
  follow(from: Step, outcome: Outcome, decision?: Decision): Bodies {
    const { steps } = this.#scene.place.procedure
    const way = wayAfter(from, outcome, this.#wayTo(from))
    const ways = way === null ? [] : [way]
    for (const row of nextRows(from, outcome)) {
      const branch = splitRows(from).includes(row) ? { split: from.id, first: row.to } : this.#branches.lies(from.id).at(-1)
      if (row.to === 'end') {
        if (branch !== undefined)
          throw new Fault(`Expected the branches of '${branch.split}' to meet before the end but one of them is there`)
        this.#end(from, decision)
        continue
      }
      const step = stepById(steps, row.to)
      const refused = step.joins === true ? this.#arrive(step, branch, from, ways) : this.start(step, ways)
      if (refused !== null) return refused
    }
    return this.bodies
  }

  /** The way that the work of this step was on, also while it waited for the applicant. */
  #wayTo({ id }: Step): GivenWay | undefined {
    const { tasks, asked = [] } = this.#scene.state
    return [...tasks, ...asked].find(({ stepId }) => stepId === id)?.way
  }

  /** Ends all that is open, without a decision about the service. */
  close(): void {
    this.#endTasks(this.#state.tasks, 'caseEnded')
    this.#endAsking(() => true)
  }

  /** All that is open ends, in whichever branches it is, and the work goes on at this step; an officer's waits until the head names one. */
  leap(to: Step, why: Ended): Refusal | null {
    this.#endTasks(this.#state.tasks, why)
    this.#endAsking(() => true)
    const assign = stepWithAction(this.#scene.place.procedure.steps, 'assign')
    if (assign === null || this.#officerId !== null || unitOf(to, this.#scene.context).role !== 'officer') return this.start(to)
    this.hold(to)
    return this.start(assign)
  }

  /** What waited for an officer begins again, on the way that it was on. */
  resume(stepIds: readonly string[], { source }: Step): Refusal | null {
    this.add({ kind: 'stepsResumed', stepIds, source })
    for (const stepId of stepIds) {
      const refused = this.start(stepById(this.#scene.place.procedure.steps, stepId), heldWays(this.#scene.state, stepId))
      if (refused !== null) return refused
    }
    return null
  }

  /**
   * The task of a step, due from this moment: the actual end of the step before it. On a way it is due no later than its result; of several,
   * from branches that met here, by the one that is to be given first.
   */
  start(step: Step, ways: readonly GivenWay[] = []): Refusal | null {
    const { now, context } = this.#scene
    if (this.#holds(step, ways)) return null
    const { unit, role } = unitOf(step, context)
    if (step.barred !== undefined && this.#state.barred?.units.includes(unit.id)) return this.#passOver(step, step.barred, ways)
    const receipt = this.#state.reopenedAt ?? this.#state.openedAt ?? now
    const count = countAt(now, context)
    const own = stepDue(step, now, count)
    if (isRefusal(own)) return own
    const since = { receipt, stops: this.#state.stops ?? [] }
    const onWay = dueOnWays(own, ways, { steps: this.#scene.place.procedure.steps, since, count })
    if (onWay !== null && isRefusal(onWay)) return onWay
    const times = outcomeTimesOf(step, now, since, count)
    if (isRefusal(times)) return times
    const taskId = this.#ids.shift()
    if (taskId === undefined) throw new Fault('Expected an id for each task that starts but the command brought too few')
    const assignee = role === 'officer' ? this.#officerId : null
    this.add(
      { kind: 'taskStarted', taskId, stepId: step.id, unit: unit.id, role, assignee, due: own, source: step.source, ...onWay },
      ...times.map((time) => ({ kind: 'outcomeTimed', taskId, stepId: step.id, ...time }) as const),
    )
    return null
  }

  /** Nobody of its unit may do the step: all of them are complained of. */
  #passOver(step: Step, { to, source }: NonNullable<Step['barred']>, ways: readonly GivenWay[]): Refusal | null {
    this.add({ kind: 'stepPassedOver', stepId: step.id, toStepId: to, source })
    if (to !== 'end') return this.start(stepById(this.#scene.place.procedure.steps, to), ways)
    this.#end(step, undefined)
    return null
  }

  /**
   * The work goes from one step back to another. Where that lies outside a branch, the branch is left and all that were started with it;
   * where it lies inside branches that had met, the others of them have been heard and are not started again. It stays on its way, unless it
   * comes to where the outcome is found that began it.
   */
  goBack(task: Task, target: Step): Refusal | null {
    const { steps } = this.#scene.place.procedure
    const from = stepById(steps, task.stepId)
    const ways = task.way && staysOnWay(task.way, target, steps) ? [bareWay(task.way)] : []
    const left = this.#branches.lies(from.id)
    const entered = this.#branches.lies(target.id)
    const common = left.findIndex((branch, depth) => entered[depth] === undefined || !isSameBranch(branch, entered[depth]))
    const depth = common === -1 ? left.length : common
    const outermost = left[depth]
    const isHeld = this.#holds(target, ways)
    if (outermost !== undefined) this.#leave(outermost.split, target, 'returned')
    for (const own of entered.slice(depth)) {
      const others = this.#branches.outOf(own.split).filter((branch) => !isSameBranch(branch, own))
      const join = this.#branches.joinOf(own.split)
      if (join === null) throw new Fault(`Expected the branches of '${own.split}' to meet at a step that joins but they do not`)
      this.add(...others.map((branch) => ({ kind: 'branchArrived', stepId: join.id, branch, source: from.source }) as const))
    }
    return isHeld ? null : this.start(target, ways)
  }

  /** The step waits until the head has named an officer. */
  hold(step: Step, ways: readonly GivenWay[] = []): void {
    this.add({ kind: 'stepHeld', stepId: step.id, ...(ways.length > 0 && { ways }), source: step.source })
  }

  /** An officer's step waits where the head is to name another officer. */
  #holds(step: Step, ways: readonly GivenWay[]): boolean {
    const isHeld = unitOf(step, this.#scene.context).role === 'officer' && this.#officerId === null && heldSteps(this.#state).length > 0
    if (isHeld) this.hold(step, ways)
    return isHeld
  }

  #arrive(join: Step, own: Branch | undefined, from: Step, ways: readonly GivenWay[]): Refusal | null {
    if (own === undefined) throw new Fault(`Expected a branch to come to '${join.id}' but '${from.id}' lies in none`)
    const before = this.#state.arrived ?? []
    const isComplete = awaitedBranches(this.#branches, own.split).every((branch) =>
      [...before, own].some((each) => isSameBranch(each, branch)),
    )
    if (!isComplete) {
      this.add({ kind: 'branchArrived', stepId: join.id, branch: { ...own, ...(ways.length > 0 && { ways }) }, source: join.source })
      return null
    }
    const met = [...before.filter(({ split }) => split === own.split).flatMap((each) => each.ways ?? []), ...ways]
    const isHeld = this.#holds(join, met)
    this.#leave(own.split, join, 'joined')
    return isHeld ? null : this.start(join, met)
  }

  /** Ends what is still open in the branches of this split, with all that they were split into. */
  #leave(split: string, to: Step, why: 'joined' | 'returned'): void {
    const isInside = (stepId: string) => this.#branches.lies(stepId).some((branch) => branch.split === split)
    const held = heldSteps(this.#state)
    const dropped = held.filter(isInside)
    const inner = (this.#state.arrived ?? []).map((branch) => branch.split).filter((each) => isInside(each))
    this.#endTasks(
      this.#state.tasks.filter(({ stepId }) => isInside(stepId)),
      why === 'joined' ? 'notAwaited' : 'branchReturned',
    )
    this.#endAsking(isInside)
    this.add({ kind: 'branchesLeft', stepId: to.id, why, splits: [split, ...new Set(inner)], dropped, source: to.source })
    // Nothing is left for the officer whom the head was to name.
    if (dropped.length > 0 && dropped.length === held.length)
      this.#endTasks(
        this.#state.tasks.filter(({ stepId }) => stepId === this.#assignId()),
        'notAwaited',
      )
  }

  #assignId(): string | undefined {
    return stepWithAction(this.#scene.place.procedure.steps, 'assign')?.id
  }

  #endTasks(tasks: CaseState['tasks'], why: Ended): void {
    const { steps } = this.#scene.place.procedure
    for (const { id: taskId, stepId } of tasks) this.add({ kind: 'taskEnded', taskId, stepId, why, source: stepById(steps, stepId).source })
  }

  /** What the applicant was asked at steps that nobody waits for any more. The clock of the case goes on. */
  #endAsking(isInside: (stepId: string) => boolean): void {
    for (const asked of (this.#state.asked ?? []).filter(({ stepId }) => isInside(stepId))) {
      const scene = { ...this.#scene, state: this.#state }
      const clock = clockResumed(asked, stoppedUntil(asked, asked.presented?.signatureSha256 ?? null, scene), scene)
      const { id: askedId, stepId } = asked
      const { source } = stepById(this.#scene.place.procedure.steps, stepId)
      this.add({ kind: 'askingEnded', askedId, stepId, clock: clock !== null && isRefusal(clock) ? null : clock, source })
    }
  }

  /** The procedure has ended: the view walks on to its own end, and the case closes. */
  #end(step: Step, decision: Decision | undefined): void {
    const decided = decision ?? conclusionOf(this.#state)?.decision
    if (decided === undefined) throw new Fault(`Expected a decision before the procedure ends at '${step.id}' but none was made`)
    this.#endTasks(this.#state.tasks, 'procedureEnded')
    this.#endAsking(() => true)
    this.add(...walkView(decided, this.#scene.place), { kind: 'caseClosed', decision: decided, source: step.source })
  }
}

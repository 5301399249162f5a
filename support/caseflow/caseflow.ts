// How a case takes a step: load, decide in TypeScript, commit in one call with the expected version. No lock is held while we think; whoever
// commits second learns it from the database, loads the case again and decides again.
import { randomUUID } from 'node:crypto'
import { Fault, isRefusal, type Instant, type Json, type Refusal } from '@ruqsat/foundation'
import type { Sql, TechnicalClock } from '@ruqsat/database'
import type { ClockTables, Edition } from '@ruqsat/law'
import {
  applyAll,
  decide,
  emptyCase,
  mostStarted,
  nextLook,
  projection,
  type Actor,
  type CaseEvent,
  type CaseState,
  type Command,
  type DecideContext,
  type NoticeIntent,
  type Reminding,
  type Task,
} from '@ruqsat/engine'
import { openCache } from './cache.ts'
import { fillNumbers } from './numbers.ts'
import type { NumberOrder, OutboxRow, PartyRow, Seen, CaseStep, Store, TaskRow, Within } from './store/model.ts'
import { openStore } from './store/store.ts'

/** How often a step is decided again after others were first. Two officials rarely meet twice; more than this is a machine in a circle. */
export const MAX_DECIDE_ATTEMPTS = 8

type WithoutIds<C> = C extends Command ? Omit<C, 'newIds'> : never
export type PlannedCommand = WithoutIds<Command>

/** The command as it follows from the case that was seen just now. It may contain ids of tasks and markers of numbers. */
export type CommandPlan = { readonly command: PlannedCommand; readonly numbers?: readonly NumberOrder[] }
export type SeenCase = { readonly state: CaseState; readonly version: number; readonly now: Instant }
export type DecidedCommand = {
  readonly before: CaseState
  readonly events: readonly CaseEvent[]
  readonly after: CaseState
  readonly now: Instant
}
/** Rows that the host wants in the same transaction. */
export type Beside = { readonly party?: PartyRow; readonly host?: Json; readonly outbox?: readonly OutboxRow[] }

export type StepRequest = {
  readonly caseId: string
  readonly actor: Actor
  /** Asked again on every attempt; a Refusal ends it. */
  plan(seen: SeenCase): CommandPlan | Refusal
  beside?(decision: DecidedCommand): Beside
  /** For rows that no `Beside` names. Not called where nothing was to be done. */
  readonly within?: Within
}

export type Stepped = { readonly kind: 'stepped'; readonly state: CaseState; readonly events: readonly CaseEvent[]; readonly now: Instant }

export type CaseflowCore = {
  /** Takes one step. Durable when it answers. An empty list of events means that nothing was to be done. */
  step(request: StepRequest): Promise<Stepped | Refusal>
  /** The case as it is, or null. */
  read(caseId: string): Promise<SeenCase | null>
  editionOf(hash: string): Edition
  /** When the clock has to look at this task next; null where it need not. */
  nextLook(state: CaseState, taskId: string): Instant | null
}

export type CoreDeps = {
  readonly sql: Sql
  readonly schema: string
  readonly technicalClock: TechnicalClock
  /** The edition of this hash, or null where the installation does not have it. */
  readonly editions: (hash: string) => Edition | null
  readonly tables: ClockTables
  /** For acts that say nothing of reminders themselves. */
  readonly reminders?: readonly Reminding[]
  /** Called after a commit that left rows in the outbox. */
  readonly onCommitted?: () => void
  /** Tests put their doubles here. */
  readonly store?: Store
}

export function openCore(deps: CoreDeps): CaseflowCore {
  const store = deps.store ?? openStore(deps.sql, deps.schema)
  const cache = openCache()
  const editionOf = (hash: string): Edition => {
    const edition = deps.editions(hash)
    if (edition === null)
      throw new Fault(`Expected the edition ${hash.slice(0, 12)} that a case is pinned to but this installation does not have it`)
    return edition
  }

  const contextOf = (edition: Edition): DecideContext => ({
    edition,
    tables: deps.tables,
    ...(deps.reminders && { reminders: deps.reminders }),
  })

  async function look(caseId: string): Promise<SeenCase> {
    const known = cache.get(caseId)
    const seen: Seen = await store.load(caseId, known?.version ?? null)
    if (seen.version === 0) return { state: emptyCase, version: 0, now: seen.now }
    const state = seen.state ?? known!
    cache.set(caseId, state)
    return { state, version: seen.version, now: seen.now }
  }

  async function attempt(request: StepRequest): Promise<Stepped | Refusal | 'conflict'> {
    const seen = await look(request.caseId)
    const plan = request.plan(seen)
    if (isRefusal(plan)) return plan
    const { command } = plan
    const hash = command.kind === 'open' ? command.opening.editionHash : seen.state.opening?.editionHash
    // An unknown case has no edition; the engine refuses the command before it looks at one.
    const edition = hash === undefined ? (null as unknown as Edition) : editionOf(hash)
    const events = decide(seen.state, { ...command, newIds: newIds(edition) } as Command, request.actor, seen.now, contextOf(edition))
    if (isRefusal(events)) return events
    if (events.length === 0) return { kind: 'stepped', state: seen.state, events, now: seen.now }
    const after = applyAll(seen.state, events)
    const step = stepOf({ before: seen.state, events, after, now: seen.now }, plan, request, edition)
    const committed = await commit(request, step)
    if (committed.kind === 'conflict') return 'conflict'
    const [state, written] = fillNumbers([after, events] as const, committed.numbers)
    cache.set(request.caseId, state)
    if (step.outbox.length > 0) deps.onCommitted?.()
    return { kind: 'stepped', state, events: written, now: seen.now }
  }

  async function commit({ caseId, within }: StepRequest, step: CaseStep) {
    try {
      return await store.commit(step, within)
    } catch (error) {
      cache.drop(caseId)
      throw error instanceof Fault
        ? error
        : new Fault('Expected the step to be committed but the database did not answer', { retry: 'later', cause: error })
    }
  }

  function stepOf(decision: DecidedCommand, plan: CommandPlan, request: StepRequest, edition: Edition): CaseStep {
    const { before, events, after, now } = decision
    const projected = projection(before, events, after, (task) => nextLook(task, contextOf(edition)))
    const beside = request.beside?.(decision) ?? {}
    const technicalNow = deps.technicalClock.now()
    return {
      authority: after.opening!.authority,
      caseId: request.caseId,
      expectedVersion: before.version,
      at: now,
      events,
      after,
      tasks: projected.tasks.map((task) => taskRow(task, edition)),
      closedTasks: projected.closedTaskIds,
      timers: projected.timers,
      stoppedTimers: projected.stoppedTimers,
      outbox: [
        ...projected.notices.map((notice, place) => noticeRow(notice, place, request.caseId, after.version, technicalNow, now)),
        ...(beside.outbox ?? []),
      ],
      numbers: plan.numbers ?? [],
      party: beside.party ?? null,
      host: beside.host ?? null,
    }
  }

  return {
    editionOf,
    nextLook: (state, taskId) => {
      const task = state.tasks.find(({ id }) => id === taskId)
      return task === undefined ? null : nextLook(task, contextOf(editionOf(state.opening!.editionHash)))
    },
    read: async (caseId) => {
      const seen = await look(caseId)
      return seen.version === 0 ? null : seen
    },
    step: async (request) => {
      for (let tries = 1; tries <= MAX_DECIDE_ATTEMPTS; tries += 1) {
        const answer = await attempt(request)
        if (answer !== 'conflict') return answer
      }
      throw new Fault(`Expected to commit within ${MAX_DECIDE_ATTEMPTS} attempts but others were always first`, { retry: 'later' })
    },
  }
}

/** Nothing starts in a case that is not there. */
function newIds(edition: Edition | null): readonly string[] {
  return Array.from({ length: edition === null ? 0 : mostStarted(edition) }, () => randomUUID())
}

export function taskRow(task: Task, { regulation }: Edition): TaskRow {
  const unit = regulation.units.find(({ id }) => id === task.unit)
  const { id, due, stepId, unit: unitId, role, assignee, startedAt, late } = task
  return {
    stepId,
    unit: unitId,
    role,
    assignee,
    startedAt,
    late,
    taskId: id,
    unitAuthority: unit?.kind === 'outside' ? unit.id : null,
    dueAt: due?.due ?? null,
  }
}

/** Payload of outbox rows of kind `notice`. */
export type NoticePayload = { readonly caseId: string; readonly at: Instant; readonly notice: NoticeIntent }

function noticeRow(notice: NoticeIntent, place: number, caseId: string, version: number, notBefore: Instant, at: Instant): OutboxRow {
  const payload: NoticePayload = { caseId, at, notice }
  return { key: `${caseId}/${version}/${place}`, kind: 'notice', payload: payload as unknown as Json, notBefore }
}

// How a case takes a step: decide in TypeScript on the state that is known, commit in one call with the expected version and the instant of legal
// time. No lock is held while we think; whoever commits second learns it from the database, loads the case and decides again. Only a commit
// confirms what was known: a refusal is answered of a state that was loaded for it.
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
import type { HighWater } from './high-water.ts'
import { openLegalWatch } from './legal-watch.ts'
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

/** `party`: what is kept of the applicant, as it was written; null where that was erased. */
export type ReadCase = SeenCase & { readonly party: Json | null }
/** As it was seen, and the offset of the legal clock where the instant is by the process's own watch. */
type Sight = SeenCase & { readonly watchedOffsetMs: number | null }
type Thought = { readonly plan: CommandPlan; readonly edition: Edition; readonly events: readonly CaseEvent[] }
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
  /** The case is new: nobody needs to look whether it is there, for the commit finds out. */
  readonly isNew?: boolean
  beside?(decision: DecidedCommand): Beside
  /** For rows that no `Beside` names. Not called where nothing was to be done. */
  readonly within?: Within
}

export type Stepped = { readonly kind: 'stepped'; readonly state: CaseState; readonly events: readonly CaseEvent[]; readonly now: Instant }

export type CaseflowCore = {
  /** Takes one step. Durable when it answers. An empty list of events means that nothing was to be done. */
  step(request: StepRequest): Promise<Stepped | Refusal>
  /** The case as it is, or null. */
  read(caseId: string): Promise<ReadCase | null>
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
  /** Called after each commit with the number of its events. */
  readonly onEvents?: (count: number) => void
  /** Where absent nobody looks whether the clock was set back. */
  readonly highWater?: HighWater
  /** Tests put their doubles here. */
  readonly store?: Store
}

export function openCore(deps: CoreDeps): CaseflowCore {
  const store = deps.store ?? openStore(deps.sql, deps.schema)
  const cache = openCache()
  const watch = openLegalWatch()
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

  async function look(caseId: string): Promise<Sight & Pick<ReadCase, 'party'>> {
    const known = cache.get(caseId)
    const seen: Seen = await store.load(caseId, known?.version ?? null)
    const { now, party } = seen
    watch.set(seen)
    if (seen.version === 0) return { state: emptyCase, version: 0, now, watchedOffsetMs: null, party: null }
    const state = seen.state ?? known!
    cache.set(caseId, state)
    return { state, version: seen.version, now, watchedOffsetMs: null, party }
  }

  /** The case as it was when this process saw it last, at the instant by its watch; null where either is not known. */
  function recall(caseId: string, isNew: boolean): Sight | null {
    const state = cache.get(caseId) ?? (isNew ? emptyCase : undefined)
    const clock = watch.read()
    if (state === undefined || clock === null) return null
    return { state, version: state.version, now: clock.now, watchedOffsetMs: clock.offsetMs }
  }

  function think(request: StepRequest, { state, version, now }: Sight): Thought | Refusal {
    const plan = request.plan({ state, version, now })
    if (isRefusal(plan)) return plan
    const { command } = plan
    const hash = command.kind === 'open' ? command.opening.editionHash : state.opening?.editionHash
    // An unknown case has no edition; the engine refuses the command before it looks at one.
    const edition = hash === undefined ? (null as unknown as Edition) : editionOf(hash)
    const events = decide(state, { ...command, newIds: newIds(edition) } as Command, request.actor, now, contextOf(edition))
    return isRefusal(events) ? events : { plan, edition, events }
  }

  /** What follows from the case as it is remembered, where that is a step; else, and after a conflict, what follows from it as it is. */
  async function decided(request: StepRequest, isFirst: boolean): Promise<{ sight: Sight; thought: Thought | Refusal }> {
    const remembered = isFirst ? recall(request.caseId, request.isNew ?? false) : null
    if (remembered !== null) {
      const thought = thinkOrNull(request, remembered)
      if (thought !== null && !isRefusal(thought) && thought.events.length > 0) return { sight: remembered, thought }
    }
    const sight = await look(request.caseId)
    return { sight, thought: think(request, sight) }
  }

  /** A plan that meets a state which has passed may throw: what is thrown is judged on the state as it is. */
  function thinkOrNull(request: StepRequest, sight: Sight): Thought | Refusal | null {
    try {
      return think(request, sight)
    } catch {
      return null
    }
  }

  async function attempt(request: StepRequest, isFirst: boolean): Promise<Stepped | Refusal | 'conflict'> {
    const { sight, thought } = await decided(request, isFirst)
    if (isRefusal(thought)) return thought
    const { plan, edition, events } = thought
    const { state: before, now } = sight
    if (events.length === 0) return { kind: 'stepped', state: before, events, now }
    await deps.highWater?.require(now)
    const after = applyAll(before, events)
    const step = stepOf({ before, events, after, now }, plan, request, edition, sight.watchedOffsetMs)
    const committed = await commit(request, step)
    watch.set(committed.clock)
    deps.highWater?.raise(committed.clock.now)
    if (committed.kind === 'conflict') return 'conflict'
    deps.onEvents?.(events.length)
    const [state, written] = plan.numbers?.length ? fillNumbers([after, events] as const, committed.numbers) : [after, events]
    cache.set(request.caseId, state)
    if (step.outbox.length > 0) deps.onCommitted?.()
    return { kind: 'stepped', state, events: written, now }
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

  function stepOf(
    decision: DecidedCommand,
    plan: CommandPlan,
    request: StepRequest,
    edition: Edition,
    watchedOffsetMs: number | null,
  ): CaseStep {
    const { before, events, after, now } = decision
    const projected = projection(before, events, after, (task) => nextLook(task, contextOf(edition)))
    const beside = request.beside?.(decision) ?? {}
    const technicalNow = deps.technicalClock.now()
    return {
      authority: after.opening!.authority,
      caseId: request.caseId,
      expectedVersion: before.version,
      at: now,
      watchedOffsetMs,
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
      const { state, version, now, party } = await look(caseId)
      return version === 0 ? null : { state, version, now, party }
    },
    step: async (request) => {
      for (let tries = 1; tries <= MAX_DECIDE_ATTEMPTS; tries += 1) {
        const answer = await attempt(request, tries === 1)
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

// One case: its chain, then the rows that its events account for.
import { canonicalJson, type Instant, type Json } from '@ruqsat/foundation'
import { apply, emptyCase, silenceAwaited, TOTAL_TIMER, type CaseEvent, type CaseState, type Task } from '@ruqsat/engine'
import { sha256 } from '../checkpoint.ts'
import { microseconds, type AuditCase, type AuditTask } from '../store/audit.ts'
import type { AuditFault, CaseFaultKind } from './model.ts'

export const GENESIS = '0'.repeat(64)

/** A case whose events are as they were written, with the states between them: `states[n]` is that after `n` events. */
export type SoundCase = {
  readonly authority: string
  readonly caseId: string
  readonly events: readonly CaseEvent[]
  readonly states: readonly CaseState[]
}

export type JudgedCase = {
  readonly faults: readonly AuditFault<CaseFaultKind>[]
  /** Null where the events themselves are not sound: nothing is derived from them. */
  readonly sound: SoundCase | null
}

type FaultOf = (kind: CaseFaultKind, sequence: number | null, detail: string) => AuditFault<CaseFaultKind>

/** The first broken place of a chain is named; what follows from it is not repeated. */
export function judgeCase(each: AuditCase): JudgedCase {
  const { caseId } = each
  const fault: FaultOf = (kind, sequence, detail) => ({ kind, caseId, sequence, detail })
  const broken = chainFault(each, fault)
  if (broken !== null) return { faults: [broken], sound: null }
  const events = each.events.map(({ body }) => body as unknown as CaseEvent)
  const states: CaseState[] = [emptyCase]
  try {
    for (const event of events) states.push(apply(states.at(-1)!, event))
  } catch (error) {
    const detail = `Expected the event to apply but ${(error as Error).message}`
    return { faults: [fault('history-broken', states.length, detail)], sound: null }
  }
  const state = states.at(-1)!
  const faults = [...instantFaults(each, fault), ...rowFaults(each, state, fault)]
  if (each.events.length !== each.version) return { faults, sound: null }
  return {
    faults: [...faults, ...taskFaults(each, state, fault), ...timerFaults(each, { state, events }, fault)],
    sound: { authority: each.authority, caseId, events, states },
  }
}

function chainFault(each: AuditCase, fault: FaultOf): AuditFault<CaseFaultKind> | null {
  let previousHash = GENESIS
  for (const [place, row] of each.events.entries()) {
    if (row.sequence !== place + 1) return fault('event-missing', place + 1, `Expected event ${place + 1} but found ${row.sequence}`)
    const computed = sha256(canonicalJson({ caseId: each.caseId, event: row.body, previousHash, sequence: row.sequence }))
    if (computed !== row.hash) {
      const detail = `Expected the hash ${computed.slice(0, 16)}… of this content but the row says ${row.hash.slice(0, 16)}…`
      return fault('event-changed', row.sequence, detail)
    }
    previousHash = row.hash
  }
  if (each.events.length < each.version)
    return fault('tail-missing', each.events.length + 1, `Expected ${each.version} events but found ${each.events.length}`)
  if (previousHash === each.headHash && each.events.length === each.version) return null
  const expected = `version ${each.events.length} with head ${previousHash.slice(0, 16)}…`
  return fault('state-differs', each.version, `Expected the row at ${expected} but it says ${each.version}, ${each.headHash.slice(0, 16)}…`)
}

function instantFaults({ events }: AuditCase, fault: FaultOf): readonly AuditFault<CaseFaultKind>[] {
  return events.flatMap(({ sequence, at, body }) => {
    const written = microseconds((body as unknown as CaseEvent).at)
    return at === written ? [] : [fault('event-instant-wrong', sequence, `Expected ${written} but the column says ${at}`)]
  })
}

/** The row of the case: its state, and what lists and searches read from columns of their own. */
function rowFaults(each: AuditCase, state: CaseState, fault: FaultOf): readonly AuditFault<CaseFaultKind>[] {
  const keys = Object.keys({ ...state, ...(each.state as object) }) as (keyof CaseState)[]
  const differing = keys.filter((key) => canonicalJson(state[key] ?? null) !== canonicalJson((each.state as CaseState)[key] ?? null))
  const { opening, openedAt } = state
  const columns = {
    authority: opening?.authority,
    caseId: opening?.caseId,
    status: state.status,
    regulation: opening?.regulation,
    editionHash: opening?.editionHash,
    variant: opening?.variant,
    requestNumber: opening?.requestNumber,
    applicantRef: opening?.applicantRef,
    openedAt: openedAt === null ? undefined : microseconds(openedAt),
  } as const
  const wrong = (Object.keys(columns) as (keyof typeof columns)[]).filter((column) => (columns[column] ?? null) !== each[column])
  const all = [...new Set([...differing, ...wrong])]
  return all.length === 0 ? [] : [fault('state-differs', each.version, `Differs in ${all.join(', ')}`)]
}

/** The open tasks as the lists show and sort them. */
function taskFaults(each: AuditCase, { tasks, opening, openedAt }: CaseState, fault: FaultOf): readonly AuditFault<CaseFaultKind>[] {
  const expected = tasks.map((task): AuditTask => {
    const found = each.tasks.find(({ taskId }) => taskId === task.id)
    return {
      taskId: task.id,
      stepId: task.stepId,
      unit: task.unit,
      // Which units are outside is written in the edition: such a one has the task under its own name, and no task under another.
      unitAuthority: task.role === 'interestedBody' ? task.unit : found?.unitAuthority === task.unit ? task.unit : null,
      role: task.role,
      assignee: task.assignee,
      startedAt: microseconds(task.startedAt),
      dueAt: task.due === null ? null : microseconds(task.due.due),
      late: task.late,
      service: `${opening!.regulation}/${opening!.variant}`,
      number: opening!.requestNumber,
      openedAt: microseconds(openedAt!),
      isFound: true,
    }
  })
  const [wanted, kept] = [byTask(expected), byTask(each.tasks)]
  const ids = [...new Set([...wanted.keys(), ...kept.keys()])].sort()
  const wrong = ids.filter((id) => wanted.get(id) !== kept.get(id))
  if (wrong.length === 0) return []
  const told = wrong.map((id) => `Expected ${wanted.get(id) ?? 'no task'} but the work list says ${kept.get(id) ?? 'nothing'}`)
  return [fault('tasks-differ', each.version, told.join('; '))]
}

function byTask(tasks: readonly AuditTask[]): ReadonlyMap<string, string> {
  return new Map(tasks.map((task) => [task.taskId, canonicalJson(task as unknown as Json)]))
}

type Timed = { readonly state: CaseState; readonly events: readonly CaseEvent[] }

/** The clock must look at each open term by its end; where a reminder makes it look before, it may. */
function timerFaults(each: AuditCase, timed: Timed, fault: FaultOf): readonly AuditFault<CaseFaultKind>[] {
  const timers = new Map(each.timers.map(({ taskId, dueAt }) => [taskId, dueAt]))
  const known = new Set(knownTimers(timed.state))
  const extra = each.timers
    .filter(({ taskId }) => !known.has(taskId))
    .map(({ taskId }) => `There is a timer of ${taskId}, which is not open`)
  // Whoever gave up the clock's look at a task is on record.
  const isGivenUp = timed.events.some(
    (event) => event.kind === 'incidentSettled' && event.incident === 'timer' && event.how === 'abandoned',
  )
  const missed = isGivenUp
    ? []
    : neededTimers(timed.state).flatMap(({ taskId, due }) => {
        const found = timers.get(taskId)
        if (found !== undefined && found <= microseconds(due)) return []
        return [`Expected a timer of ${taskId} by ${due} but ${found === undefined ? 'there is none' : `it is of ${found}`}`]
      })
  const told = [...extra, ...missed]
  return told.length === 0 ? [] : [fault('timers-differ', each.version, told.join('; '))]
}

function knownTimers(state: CaseState): readonly string[] {
  return [...state.tasks.map(({ id }) => id), ...(state.asked ?? []).map(({ id }) => id), TOTAL_TIMER]
}

function neededTimers(state: CaseState): readonly { readonly taskId: string; readonly due: Instant }[] {
  const total = silenceAwaited(state)
  const isTimed = (task: Task) => task.due !== null && !task.late
  return [
    ...state.tasks.filter(isTimed).map(({ id, due }) => ({ taskId: id, due: due!.due })),
    ...(state.asked ?? []).filter(({ presented }) => presented === undefined).map(({ id, due }) => ({ taskId: id, due })),
    ...(total === null ? [] : [{ taskId: TOTAL_TIMER, due: total }]),
  ]
}

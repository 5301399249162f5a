import { Fault, isRefusal, type Instant } from '@ruqsat/foundation'
import { LEGAL_TIME_CHANNEL, type LegalClock, type Sql, type TechnicalClock } from '@ruqsat/database'
import { openJobs } from '@ruqsat/jobs'
import type { ClockTables, Edition } from '@ruqsat/law'
import type { CaseEvent, Reminding } from '@ruqsat/engine'
import { auditVerify, type HostAudit } from './audit/audit.ts'
import type { AuditReport } from './audit/model.ts'
import { calendarWork } from './calendars.ts'
import { openCore, type CaseflowCore } from './caseflow.ts'
import { takeCheckpoint, type CheckpointKeeper } from './checkpoint.ts'
import { forgetOutbox, runOutbox, type OutboxHandler } from './outbox.ts'
import { openHighWater } from './high-water.ts'
import { openIncidents, type Incidents, type OnGiveUp } from './incidents.ts'
import { passIncident, reportIncident, type IncidentKey, type NewIncident } from './store/incidents.ts'
import { type CaseKey, openHistories } from './store/events.ts'
import { loadOf } from './store/load.ts'
import { openNews, type CaseNews } from './news.ts'
import { listTasks, type ListedPage, type StoredTaskQuery } from './store/list-tasks.ts'
import { officersWithWork } from './store/officers-with-work.ts'
import type { OfficerWithWork, TaskLoad } from './task-lists.ts'
import { latestCheckpointAt } from './store/checkpoints.ts'
import { countOutbox, type OutboxCounts, retryStuck } from './store/outbox.ts'
import type { Store } from './store/model.ts'
import { countOverdueTimers } from './store/timers.ts'
import { runTimers } from './timers.ts'

export type CaseflowDeps = {
  readonly sql: Sql
  /** The hosting system's schema, brought up to date by `migrateCaseflow`. */
  readonly schema: string
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
  readonly editions: (hash: string) => Edition | null
  readonly tables: ClockTables
  /** For acts that say nothing of reminders themselves. */
  readonly reminders?: readonly Reminding[]
  /** One handler per kind of outbox message; `notice` carries a NoticePayload. */
  readonly onOutbox: Readonly<Record<string, OutboxHandler>>
  /** What else ends where a head gives up a message of this kind. */
  readonly onGiveUp?: Readonly<Record<string, OnGiveUp>>
  readonly checkpoints?: CheckpointKeeper & { readonly everyMs: number; verify(bytes: Uint8Array, signature: Uint8Array): Promise<boolean> }
  /** Judges what the host keeps next to its cases, for `audit`. */
  readonly hostAudit?: () => HostAudit
  /** Faults of the jobs, for the log; nothing is lost by them. */
  readonly onFault?: (error: unknown) => void
  readonly store?: Store
}

export type CaseflowHealth = {
  readonly outbox: OutboxCounts
  readonly overdueTimers: number
  /** How far the clock is behind where it was; until it is back no event is written. Zero where nobody has set it back. */
  readonly clockBehindMs: number
  readonly lastCheckpointAt: Instant | null
  readonly isHealthy: boolean
}

export type Caseflow = Omit<CaseflowCore, 'editionOf' | 'nextLook'> & {
  editionOf(hash: string): Edition
  /** The history as it was at a version of the case, which costs no statement where it was read before; as it is now without one. */
  events(caseKey: CaseKey, version?: number): Promise<readonly CaseEvent[]>
  listTasks(query: StoredTaskQuery): Promise<ListedPage>
  officersWithWork(authority: string): Promise<readonly OfficerWithWork[]>
  loadOf(authority: string): Promise<TaskLoad>
  /** One run of each job, for tests and commands; answers how much was looked at. */
  runTimers(): Promise<number>
  runCalendars(): Promise<number>
  runOutbox(): Promise<number>
  /** Removes one batch of notices that were delivered long ago. */
  forgetOutbox(): Promise<number>
  checkpoint(): Promise<number | null>
  audit(outside?: readonly string[]): Promise<AuditReport>
  health(): Promise<CaseflowHealth>
  retryStuck(): Promise<number>
  readonly incidents: Incidents
  /** For the journal that programs of others read. */
  readonly news: CaseNews
  /** Something of a case needs a person, or needs them no more: a host reports what its own work meets. */
  reportIncident(incident: NewIncident): Promise<void>
  passIncident(key: IncidentKey): Promise<void>
  /** Starts the jobs: timers, outbox, checkpoints. */
  start(): Promise<void>
  /** Waits for what is under way. */
  stop(): Promise<void>
}

/** How often each process looks whether something is due, where nothing wakes it. */
const LOOK_EVERY_MS = 1_000
const FORGET_EVERY_MS = 3_600_000
/** Of one process. Between the checkpoints by the minute, so that a busy minute is sealed more than once. */
const CHECKPOINT_AFTER_EVENTS = 100
/** More timers than this past their instant means that no job is running. */
const OVERDUE_TIMERS_ALARM = 100
/** Other processes learn of new outbox rows together, outside the step's transaction: NOTIFY inside it would make all commits queue up. */
const NOTIFY_DELAY_MS = 50

export function openCaseflow(deps: CaseflowDeps): Caseflow {
  const { sql, schema } = deps
  const channel = `${schema}_caseflow`
  const onFault = deps.onFault ?? (() => undefined)
  let notifying: NodeJS.Timeout | null = null
  let heard: readonly { unlisten(): Promise<void> }[] = []

  const wakeOutbox = () => {
    jobs.wake('outbox')
    notifying ??= setTimeout(() => {
      notifying = null
      sql.notify(channel, '').catch(onFault)
    }, NOTIFY_DELAY_MS).unref()
  }
  let unsealedEvents = 0
  const onEvents = (count: number) => {
    unsealedEvents += count
    if (unsealedEvents < CHECKPOINT_AFTER_EVENTS || !deps.checkpoints) return
    unsealedEvents = 0
    jobs.wake('checkpoint')
  }
  const highWater = openHighWater(() => latestCheckpointAt(sql, schema))
  const core = openCore({ ...deps, onCommitted: wakeOutbox, onEvents, highWater })
  const histories = openHistories(sql, schema)
  const jobDeps = { ...deps, core, onFault }
  const runCalendars = calendarWork(jobDeps)
  const jobs = openJobs(
    {
      outbox: { everyMs: LOOK_EVERY_MS, run: () => runOutbox(jobDeps) },
      // Cases are counted again first, so that no timer of a term that has moved marks it late.
      timers: { everyMs: LOOK_EVERY_MS, run: async () => (await runCalendars()) + (await runTimers(jobDeps)) },
      forget: { everyMs: FORGET_EVERY_MS, run: () => forgetOutbox(jobDeps) },
      ...(deps.checkpoints && { checkpoint: { everyMs: deps.checkpoints.everyMs, run: async () => void (await checkpoint()) } }),
    },
    onFault,
  )

  async function start(): Promise<void> {
    jobs.start()
    heard = await Promise.all([sql.listen(channel, () => jobs.wake('outbox')), sql.listen(LEGAL_TIME_CHANNEL, () => jobs.wake('timers'))])
  }

  async function stop(): Promise<void> {
    if (notifying !== null) clearTimeout(notifying)
    notifying = null
    const ending = heard
    heard = []
    await Promise.all([jobs.stop(), ...ending.map((subscription) => subscription.unlisten())])
  }

  function checkpoint(): Promise<number | null> {
    if (!deps.checkpoints) throw new Fault('Expected a keeper of checkpoints but none was given')
    return takeCheckpoint(sql, schema, deps.checkpoints)
  }

  async function health(): Promise<CaseflowHealth> {
    const [outbox, overdueTimers, lastCheckpointAt, now] = await Promise.all([
      countOutbox(sql, schema),
      countOverdueTimers(sql, schema),
      latestCheckpointAt(sql, schema),
      deps.legalClock.now(),
    ])
    const clockBehindMs = await highWater.behindMs(now)
    return {
      outbox,
      overdueTimers,
      clockBehindMs,
      lastCheckpointAt,
      isHealthy: outbox.stuck === outbox.stuckNotices && overdueTimers < OVERDUE_TIMERS_ALARM,
    }
  }

  return {
    ...core,
    events: histories.read,
    async step(request) {
      const stepped = await core.step(request)
      if (!isRefusal(stepped) && stepped.state.opening) histories.grow(stepped.state.opening, stepped.state.version, stepped.events)
      return stepped
    },
    listTasks: (query) => listTasks(sql, schema, query),
    officersWithWork: (authority) => officersWithWork(sql, schema, authority),
    loadOf: async (authority) => loadOf(sql, schema, authority, await deps.legalClock.now()),
    runTimers: () => runTimers(jobDeps),
    runCalendars,
    runOutbox: () => runOutbox(jobDeps),
    forgetOutbox: () => forgetOutbox(jobDeps),
    checkpoint,
    audit: (outside) =>
      auditVerify({
        sql,
        schema,
        ...(outside && { outside, isOutsideOwn: true }),
        ...(deps.checkpoints && { verify: deps.checkpoints.verify }),
        ...(deps.hostAudit && { host: deps.hostAudit() }),
      }),
    health,
    retryStuck: async () => {
      const count = await retryStuck(sql, schema, deps.technicalClock.now())
      wakeOutbox()
      return count
    },
    incidents: openIncidents({
      ...jobDeps,
      wake: (kind) => (kind === 'outbox' ? wakeOutbox() : jobs.wake('timers')),
    }),
    news: openNews(deps),
    reportIncident: (incident) => reportIncident(sql, schema, incident),
    passIncident: (key) => passIncident(sql, schema, key, deps.technicalClock.now()),
    start,
    stop,
  }
}

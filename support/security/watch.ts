// What follows the log: the rules for alerts, and syslog. Each knows how far it has read, so that a restart loses nothing.
import type { Sql, TechnicalClock } from '@ruqsat/database'
import { openJobs, reportTo } from '@ruqsat/jobs'
import type { Logger } from 'pino'
import { ALERT_RULES, type AlertRule } from './core/rules.ts'
import { chainArrivals, entriesAfter, hasWarned, insertEntry, keepPlace, readHead, readPlace, ruleMet } from './store/entries.ts'
import { sendToSyslog, syslogMessage, type SyslogTarget } from './wire/syslog.ts'

export type WatchDeps = {
  readonly sql: Sql
  readonly technicalClock: TechnicalClock
  readonly log: Pick<Logger, 'warn' | 'error'>
  /** Where the log goes as well; nowhere where null. */
  readonly syslog: SyslogTarget | null
  readonly rules?: readonly AlertRule[]
}

const RULES_EVERY_MS = 15_000
const SYSLOG_EVERY_MS = 2_000
const CLOCK_EVERY_MS = 60_000
/** What has arrived can be removed without a trace until then; a checkpoint comes every minute. */
const CHAIN_EVERY_MS = 1_000
const AT_ONCE = 500

export type SecurityWatch = { start(): void; stop(): Promise<void> }

export function watchSecurity(deps: WatchDeps): SecurityWatch {
  return openJobs(
    {
      chain: { everyMs: CHAIN_EVERY_MS, run: () => chainArrivals(deps.sql) },
      rules: { everyMs: RULES_EVERY_MS, run: () => applyRules(deps) },
      clock: { everyMs: CLOCK_EVERY_MS, run: () => watchClock(deps) },
      syslog: deps.syslog === null ? undefined : { everyMs: SYSLOG_EVERY_MS, run: () => forward(deps, deps.syslog!) },
    },
    reportTo(deps.log),
  )
}

/** Warns of each rule that entries since the last look have met, once within its minutes for each whom it counts. */
export async function applyRules({ sql, technicalClock, log, rules = ALERT_RULES }: WatchDeps): Promise<void> {
  await chainArrivals(sql)
  const [after, head] = [await readPlace(sql, 'rules'), await readHead(sql)]
  if (head === null || head.number <= after) return
  const now = technicalClock.now()
  for (const rule of rules) {
    for (const { key, times } of await ruleMet(sql, rule, after, now)) {
      if (await hasWarned(sql, rule, key, now)) continue
      log.warn(
        { event: 'security-alert', rule: rule.id, of: key, times, withinMinutes: rule.withinMinutes },
        'a rule of the security log is met',
      )
      const subject = { kind: 'rule', id: rule.id } as const
      await insertEntry(sql, { kind: 'alert', outcome: 'done', realm: 'house', subject, facts: { of: key, times } }, now)
    }
  }
  await keepPlace(sql, 'rules', head.number)
}

/** Answers how many went out: more may wait. After a fault the same ones go again. */
export async function forward({ sql }: WatchDeps, target: SyslogTarget): Promise<number> {
  await chainArrivals(sql)
  const entries = await entriesAfter(sql, await readPlace(sql, 'syslog'), AT_ONCE)
  if (entries.length === 0) return 0
  await sendToSyslog(
    target,
    entries.map((entry) => syslogMessage(entry)),
  )
  await keepPlace(sql, 'syslog', entries.at(-1)!.number)
  return entries.length
}

/** The machine's clock may be corrected by as much without a word. */
const SET_BACK_FROM_MS = 10_000

/** The furthest that the machine's clock ever was is kept; where it is behind that, somebody has set it back. */
export async function watchClock({ sql, technicalClock, log }: WatchDeps): Promise<void> {
  const [now, furthest] = [technicalClock.ms(), await readPlace(sql, 'clock')]
  if (furthest - now < SET_BACK_FROM_MS) return keepPlace(sql, 'clock', now)
  const behindSeconds = Math.round((furthest - now) / 1000)
  log.error({ event: 'clock-set-back', behindSeconds }, 'the clock of this machine was set back')
  await insertEntry(sql, { kind: 'clock-set-back', outcome: 'done', realm: 'house', facts: { behindSeconds } }, technicalClock.now())
}

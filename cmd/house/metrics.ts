// What this house shows to who watches it: gauges of its rooms for Prometheus, and the same as details of its health.
import { statfs } from 'node:fs/promises'
import type { Database } from '@ruqsat/database'
import { msFromInstant, type Instant } from '@ruqsat/foundation'
import type { CaseflowHealth } from '@ruqsat/caseflow'
import type { Metrics, Readings } from '@ruqsat/metrics'
import { routeName } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'

export type MetricsNeed = {
  readonly site: FastifyInstance
  readonly database: Database
  /** Where the state folder is: its disk is what fills. */
  readonly folder: string
  readonly cases: () => Promise<CaseflowHealth>
  readonly legalNow: () => Promise<Instant>
  /** Days until each dated table ends that has to be added. */
  readonly ending: () => Promise<readonly { readonly daysLeft: number; readonly text: { readonly en: string } }[]>
}

const KEY_NAME = 'operator-key'

/** The key is a secret of the installation: its file in the state folder is what the operator copies to Prometheus. */
export async function operatorsKey(secrets: { secret(name: string): Promise<Uint8Array> }): Promise<string> {
  return Buffer.from(await secrets.secret(KEY_NAME)).toString('hex')
}

export function showMetrics(metrics: Metrics, key: string, asked: MetricsNeed): void {
  const need = { ...asked, cases: askedOnce(asked.cases) }
  const { site, database, folder } = need
  metrics.gauge('ruqsat_outbox_messages', 'Messages of cases to other systems that have not left', ['state'], async () => {
    const { outbox } = await need.cases()
    return Object.entries(outbox).map(([state, count]) => [{ state }, count] as const)
  })
  metrics.gauge('ruqsat_timers_overdue', 'Timers of cases that are past their instant', [], async () => [
    [{}, (await need.cases()).overdueTimers],
  ])
  metrics.gauge('ruqsat_clock_behind_seconds', 'How far the clock is behind where it was; events wait for it', [], async () => [
    [{}, (await need.cases()).clockBehindMs / 1000],
  ])
  metrics.gauge('ruqsat_checkpoint_age_seconds', 'Legal time since the last checkpoint', [], async () => {
    const age = await checkpointAge(need)
    return age === null ? [] : [[{}, age]]
  })
  metrics.gauge('ruqsat_tables_end_days', 'Days until the first dated table of an offered act ends', [], async () => {
    const left = (await need.ending()).map(({ daysLeft }) => daysLeft)
    return left.length === 0 ? [] : [[{}, Math.min(...left)]]
  })
  metrics.gauge('ruqsat_disk_free_bytes', 'Of the disk of the state folder', [], async () => [[{}, await freeBytes(folder)]])
  metrics.gauge('ruqsat_database_connections', 'Connections of this house to its database', ['state'], () => connections(database))
  metrics.gauge('ruqsat_database_up', 'One where the database answers', [], async () => [
    [
      {},
      await database.sql`select 1`.then(
        () => 1,
        () => 0,
      ),
    ],
  ])
  metrics.serve(site, { key, detail: () => detail(need) })
}

/** Before the routes of the site. */
export function watchRequests(metrics: Metrics, site: FastifyInstance): void {
  metrics.watchSite(site, 'portal', routeName)
}

/** Gauges of one answer ask together. */
function askedOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | null = null
  return () => (asking ??= ask().finally(() => (asking = null)))
}

async function connections({ sql }: Database): Promise<Readings> {
  const rows = await sql<{ state: string; count: number }[]>`
    select coalesce(state, 'none') as state, count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name like 'ruqsat%' group by 1`
  return rows.map(({ state, count }) => [{ state }, count] as const)
}

async function checkpointAge({ cases, legalNow }: MetricsNeed): Promise<number | null> {
  const { lastCheckpointAt } = await cases()
  return lastCheckpointAt === null ? null : Math.max(0, (msFromInstant(await legalNow()) - msFromInstant(lastCheckpointAt)) / 1000)
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** What `/health` keeps to itself, because anybody reads that. A part that cannot be read is null. */
async function detail(need: MetricsNeed): Promise<object> {
  const known = async <T>(read: () => Promise<T>): Promise<T | null> => read().catch(() => null)
  const [cases, checkpointAgeSeconds, diskFreeBytes, tables, health, database] = await Promise.all([
    known(need.cases),
    known(() => checkpointAge(need)),
    known(() => freeBytes(need.folder)),
    known(need.ending),
    known(async () => (await need.site.inject({ url: '/health' })).json() as object),
    known(() => connections(need.database)),
  ])
  return {
    outbox: cases?.outbox ?? null,
    timers: cases === null ? null : { overdue: cases.overdueTimers },
    clock: cases === null ? null : { behindSeconds: cases.clockBehindMs / 1000, writesEvents: cases.clockBehindMs === 0 },
    checkpoint: { ageSeconds: checkpointAgeSeconds },
    disk: { freeBytes: diskFreeBytes },
    tables: tables?.map(({ daysLeft, text }) => ({ daysLeft, what: text.en })) ?? null,
    health,
    database: database === null ? null : Object.fromEntries(database.map(([{ state }, count]) => [state, count])),
    memory: { residentBytes: process.memoryUsage.rss() },
  }
}

import { openMetrics } from '@ruqsat/metrics'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { createSite } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { showMetrics, watchRequests } from './metrics.ts'

let database: TestDatabase
let site: FastifyInstance
const headers = { authorization: 'Bearer key' }
const HEALTH = {
  outbox: { waiting: 3, failing: 1, stuck: 0, stuckNotices: 0 },
  overdueTimers: 2,
  clockBehindMs: 90_000,
  lastCheckpointAt: '2025-03-03T05:00:00.000Z',
  isHealthy: true,
} as const

beforeAll(async () => {
  database = await openTestDatabase('metrics')
  site = await createSite({ origin: 'http://localhost', host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }) })
  const metrics = openMetrics()
  watchRequests(metrics, site)
  showMetrics(metrics, 'key', {
    site,
    database,
    folder: process.cwd(),
    cases: async () => HEALTH as never,
    legalNow: async () => '2025-03-03T05:01:00.000Z' as never,
    ending: async () => [{ daysLeft: 40, text: { en: 'the calendar ends' } }],
  })
})
afterAll(async () => {
  await site.close()
  await database.drop()
})

test('Prometheus reads what waits, the clock, the record and the machine', async () => {
  const { body } = await site.inject({ url: '/metrics', headers })
  for (const line of [
    'ruqsat_outbox_messages{state="waiting"} 3',
    'ruqsat_timers_overdue 2',
    'ruqsat_clock_behind_seconds 90',
    'ruqsat_checkpoint_age_seconds 60',
    'ruqsat_tables_end_days 40',
    'ruqsat_database_up 1',
  ])
    expect(body).toContain(line)
  expect(body).toMatch(/ruqsat_disk_free_bytes \d+/)
  expect(body).toMatch(/process_resident_memory_bytes \d+/)
})

test('the details of the health are there for who has the key, and for nobody else', async () => {
  expect((await site.inject({ url: '/health/detail' })).statusCode).toBe(401)
  expect((await site.inject({ url: '/health/detail', headers })).json()).toMatchObject({
    outbox: { waiting: 3 },
    clock: { behindSeconds: 90, writesEvents: false },
    checkpoint: { ageSeconds: 60 },
    tables: [{ daysLeft: 40, what: 'the calendar ends' }],
    health: { status: 'ok' },
  })
})

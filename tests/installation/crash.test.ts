// The process of the house crashes: it comes back by itself, with what it had, and an end that somebody asks for stays an end.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, technicalClock } from '@ruqsat/database'
import { startEmbeddedServer } from '@ruqsat/database/embedded'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANY_PORTS, health, newState, processesOf, removeStates, ruqsatGoingOn, start, type Running } from './support/program.ts'

describe('npm start after a crash', () => {
  const state = newState('crash')
  let running: Running
  beforeAll(async () => {
    running = await start({ state, flags: ANY_PORTS })
  })
  afterAll(async () => {
    await running?.stop()
    await removeStates()
  })

  test.each(['SIGKILL', 'SIGABRT'] as const)('%s: another process serves at the same addresses, and the log says why', async (signal) => {
    const pid = await running.crash(signal)
    expect(pid).not.toBe(running.pid)
    // A busy machine may keep the bank's site silent for longer than a healthy one.
    await expect.poll(() => health(running.portal)).toMatchObject({ status: 200, parts: { database: 'ok', cases: 'ok' } })
    expect(running.printed()).toMatch(new RegExp(`The process ended by itself \\(${signal}\\). It is started again in`))
    expect(running.printed()).toMatch(new RegExp(`"event":"restart".*"after":"${signal}"`))
  })

  test('npx ruqsat work does the work of a house that stands still, each piece once', async () => {
    const worker = ruqsatGoingOn({ state }, 'work')
    const server = await startEmbeddedServer({ folder: join(state, 'postgres') })
    server.detach()
    const { sql, close } = await openDatabase({ url: server.url(), maxConnections: 1 })
    const house = (JSON.parse(readFileSync(join(state, 'running.json'), 'utf8')) as { pid: number }).pid
    try {
      await expect.poll(worker.printed).toContain('Working (process')
      process.kill(house, 'SIGSTOP')
      const at = technicalClock.now()
      await sql`insert into messaging.messages (message_id, idempotency_key, channel, recipient, language, subject, body, at, kept_at, state, due_at)
        select gen_random_uuid(), 'worker-' || n, 'email', 'a@example.kz', 'kk', 's', 'b' || n, ${at}, ${at}, 'waiting', ${at} from generate_series(1, 20) as n`
      const outcomes = () =>
        sql`select state, attempts, count(*)::int as count from messaging.messages where idempotency_key like 'worker-%' group by 1, 2`
      await expect.poll(outcomes).toEqual([{ state: 'sent', attempts: 1, count: 20 }])
    } finally {
      process.kill(house, 'SIGCONT')
      await close()
    }
    expect(await worker.stop()).toBe(0)
    expect((await health(running.portal)).status).toBe(200)
  })

  test('SIGTERM ends the process that came back, PostgreSQL and the boot', async () => {
    expect(await running.stop()).toBe(0)
    expect(processesOf(state)).toEqual([])
    expect(existsSync(join(state, 'running.json'))).toBe(false)
  })
})

// The process of the house crashes: it comes back by itself, with what it had, and an end that somebody asks for stays an end.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANY_PORTS, health, newState, processesOf, removeStates, start, type Running } from './support/program.ts'

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

  test('SIGTERM ends the process that came back, PostgreSQL and the boot', async () => {
    expect(await running.stop()).toBe(0)
    expect(processesOf(state)).toEqual([])
    expect(existsSync(join(state, 'running.json'))).toBe(false)
  })
})

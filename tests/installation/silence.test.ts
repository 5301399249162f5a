// PostgreSQL is there and says nothing: frozen, as a full disk or a machine that swaps leaves it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANY_PORTS, health, newState, removeStates, start, type Running } from './support/program.ts'

describe('a database that never answers', () => {
  const state = newState('silent')
  let running: Running
  let frozen: number[] = []
  beforeAll(async () => {
    running = await start({ state, flags: ANY_PORTS, env: { RUQSAT_ANSWER_WITHIN: '3' } })
  })
  afterAll(async () => {
    for (const pid of frozen) process.kill(pid, 'SIGCONT')
    await running?.stop()
    await removeStates()
  })

  test('pages say so in a sentence, /health names it, and all goes on when it answers again', async () => {
    frozen = serversOf(state)
    expect(frozen.length).toBeGreaterThan(1)
    for (const pid of frozen) process.kill(pid, 'SIGSTOP')
    // Until then a page may still know the time (docs/decisions/0154).
    await sleep(200)
    const page = await fetch(`${running.portal}/ru`)
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '60'])
    expect(await page.text()).toContain('Сейчас мы не можем ответить')
    expect(await health(running.portal)).toMatchObject({ status: 503, parts: { database: 'failing' } })
    for (const pid of frozen.splice(0)) process.kill(pid, 'SIGCONT')
    await expect.poll(async () => (await health(running.portal)).status, { timeout: 30_000 }).toBe(200)
    expect((await fetch(`${running.portal}/ru`)).status).toBe(200)
  })
})

/** The postmaster and all its processes. */
function serversOf(folder: string): number[] {
  const postmaster = Number(readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => parentOf(pid) === postmaster)
    .map(Number)
  return [postmaster, ...children]
}

function parentOf(pid: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}

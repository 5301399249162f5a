// `npm start` on a machine where the packages are installed: what a person sees, and what becomes of it when things go wrong.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ANY_PORTS,
  health,
  newState,
  oldNode,
  portFlags,
  processesOf,
  removeStates,
  residentMiB,
  ruqsat,
  start,
  startByNpm,
  startToEnd,
  type Running,
} from './support/program.ts'

const MOST_MIB = 400

afterAll(removeStates)

describe('npm start', () => {
  const state = newState()
  let flags: string[]
  let running: Running
  beforeAll(async () => {
    flags = await portFlags()
    // The boot finds Node 24 by itself, whatever the machine has.
    running = await start({ state, flags, ...(oldNode() !== null && { node: oldNode()! }) })
  })
  afterAll(() => running?.stop())

  test('says where to go, and stays small', () => {
    for (const place of ['Portal', 'Sandbox', 'Workstation', 'Health'])
      expect(running.printed()).toMatch(new RegExp(`${place} +http://localhost:`))
    const facts = `first start: page after ${(running.firstPageMs / 1000).toFixed(1)} s, ${residentMiB(running.pid).toFixed(0)} MiB resident, load ${loadavg()[0]!.toFixed(1)}`
    console.info(facts)
    expect(residentMiB(running.pid), facts).toBeLessThan(MOST_MIB)
  })

  test('every part is well, and `npx ruqsat status` says so', async () => {
    const { status, parts } = await health(running.portal)
    expect([status, parts]).toEqual([200, { database: 'ok', cases: 'ok', bank: 'ok', authority: 'ok' }])
    const { code, out } = await ruqsat({ state }, 'status')
    expect(out).toContain(`pid ${running.pid}`)
    expect(out).toContain(running.portal)
    expect(out).toMatch(/health +ok \(database, cases, bank, authority\)/)
    expect(code).toBe(0)
  })

  test('a second start says what runs where and ends well', async () => {
    const { code, out, err } = await startToEnd({ state, flags })
    expect(out).toContain(`already runs here (process ${running.pid})`)
    expect(out).toMatch(new RegExp(`portal +${running.portal}/kk`))
    expect([code, err]).toEqual([0, ''])
  })

  test('a port that another has is named with its owner and the flag that chooses another; nothing is left', async () => {
    const other = newState()
    const { code, err } = await startToEnd({ state: other, flags })
    expect(err).toMatch(
      /^Expected port \d+ on localhost to be free but \S+ \(pid \d+\) uses it; stop it or choose another port with --port\n$/,
    )
    expect(code).toBe(1)
    expect(processesOf(other)).toEqual([])
    const later = await startToEnd({ state: other, flags: ['--port', '0', ...flags.slice(2)] })
    expect(later.err).toContain('--bank-port')
  })

  test('PostgreSQL killed: requests fail cleanly, /health says it, and all comes back by itself', async () => {
    const [postmaster] = postmasterOf(state)
    process.kill(postmaster!, 'SIGKILL')
    const seen = new Set<string>()
    const pages = new Set<number>()
    for (const until = performance.now() + 30_000; performance.now() < until; await sleep(50)) {
      const [said, page] = await Promise.all([
        health(running.portal),
        fetch(`${running.portal}/kk`, { signal: AbortSignal.timeout(20_000) }),
      ])
      pages.add(page.status)
      const text = await page.text()
      if (page.status !== 200) expect(text).not.toMatch(/postgres|ECONN|\bat \S+:\d+/i)
      seen.add(`${said.status} ${said.parts['database']}`)
      if (seen.size > 1 && said.status === 200 && page.status === 200) break
    }
    expect([...seen]).toContain('503 failing')
    expect([...seen].at(-1)).toBeDefined()
    expect(await health(running.portal)).toMatchObject({ status: 200, parts: { database: 'ok', cases: 'ok' } })
    for (const status of pages) expect([200, 500, 503]).toContain(status)
    expect(postmasterOf(state)).not.toContain(postmaster)
  })

  test('the process killed: the next start goes on with the same people', async () => {
    const people = await peopleOf(running)
    const [postmaster] = postmasterOf(state)
    await running.kill()
    expect(postmasterOf(state)).toEqual([postmaster])
    running = await start({ state, flags })
    const facts = `start on a made state: page after ${(running.firstPageMs / 1000).toFixed(1)} s, load ${loadavg()[0]!.toFixed(1)}`
    console.info(facts)
    expect(await peopleOf(running)).toBe(people)
    expect(postmasterOf(state)).toEqual([postmaster])
  })

  test('SIGTERM: every request that was taken is answered whole, PostgreSQL is stopped, the exit code is 0', async () => {
    await running.stop()
    running = await start({ state, flags, env: { RUQSAT_LOG_LEVEL: 'info', RUQSAT_RATE_LIMITS: 'off' } })
    const asked = askOverAndOver(`${running.portal}/kk`)
    await sleep(1_500)
    const code = await running.stop()
    const { answered, refused } = await asked
    expect(code).toBe(0)
    expect(answered.length).toBeGreaterThan(8)
    for (const status of answered) expect([200, 503]).toContain(status)
    // A request that came too late found a closed port; nobody was cut off in the middle of an answer.
    for (const reason of refused) expect(['ECONNREFUSED', 'ECONNRESET']).toContain(reason)
    // One more: the start looked at the first page.
    expect(requestsIn(running.printed())).toBe(answered.length + 1)
    expect(processesOf(state)).toEqual([])
    const { code: statusCode, out } = await ruqsat({ state }, 'status')
    expect(out).toMatch(/^running +no$/m)
    expect(statusCode).toBe(1)
  })

  test('a start that is interrupted leaves no server behind', async () => {
    const other = newState()
    const begun = startToEnd({ state: other, flags: ANY_PORTS })
    while (processesOf(other).length === 0) await sleep(10)
    const { pid } = JSON.parse(readFileSync(join(other, 'running.json'), 'utf8')) as { pid: number }
    process.kill(pid, 'SIGTERM')
    expect((await begun).code).toBe(0)
    expect(processesOf(other)).toEqual([])
  })

  test('npm that is told to end hands it on to the program', async () => {
    const other = newState()
    const npm = startByNpm({ state: other, flags: ANY_PORTS })
    while (processesOf(other).length === 0) await sleep(10)
    npm.kill('SIGTERM')
    // Taken away last of all.
    await expect.poll(() => existsSync(join(other, 'running.json'))).toBe(false)
    expect(processesOf(other)).toEqual([])
  })
})

describe('what cannot start says why in a sentence, and leaves nothing', () => {
  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['a flag that is not there', ['--prot', '9000'], {}, /^Expected one of --mode, .*--port.* but found --prot\n$/],
    ['a value that is none', ['--port', 'http'], {}, /^Expected --port to be a port, 1 to 65535, .* but found 'http'\n$/],
    ['two faults at once', ['--tls=perhaps', '--port', '70000'], {}, /Expected --port to be .*70000.*\nExpected --tls to be yes or no/],
    ['a word', ['now'], {}, /^Expected only settings but found 'now'/],
    [
      'one port twice',
      ['--port', '18099', '--bank-port', '18099'],
      {},
      /--port and --bank-port are both 18099; choose another with --bank-port/,
    ],
    ['an address of another machine', ['--host', '203.0.113.9'], {}, /203\.0\.113\.9 is no address of this machine/],
    [
      'a database that does not answer',
      ANY_PORTS,
      { DATABASE_URL: 'postgres://u:secret-word@127.0.0.1:9/x' },
      /Expected a PostgreSQL server at postgres:\/\/u:\*\*\*@127\.0\.0\.1:9\/x but/,
    ],
    [
      'regulations that are not there',
      [...ANY_PORTS, '--regulations', '/nowhere'],
      {},
      /^Expected a folder of regulations but \/nowhere is none; --regulations or RUQSAT_REGULATIONS names another\n$/,
    ],
  ])('%s', async (_what, flags, env, sentence) => {
    const state = newState()
    const { code, out, err } = await startToEnd({ state, flags, env })
    expect(err).toMatch(sentence)
    expect(err + out).not.toMatch(/secret-word|\n +at /)
    expect(code).toBe(1)
    expect(processesOf(state)).toEqual([])
  })

  test('a start that is only asked for help prints the flags, is no fault, and makes nothing', async () => {
    const state = newState()
    const { code, out, err } = await startToEnd({ state, flags: ['--help'] })
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^ {2}--port\n {6}The port of the portal\./m)
    expect(existsSync(join(state, 'running.json'))).toBe(false)
  })

  test('a state folder that cannot be one', async () => {
    const file = join(newState(), 'file')
    writeFileSync(file, '')
    const { code, err } = await startToEnd({ state: file, flags: ANY_PORTS })
    expect(err).toBe(`Expected to keep state in ${file} but a file stands there; name another folder with RUQSAT_STATE\n`)
    expect(code).toBe(1)
  })

  test('a bank whose port is taken while the rooms start', async () => {
    const state = newState()
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const { code, err } = await startToEnd({ state, flags: ['--port', '0', '--authority-port', '0', '--bank-port', String(port)] })
    server.close()
    expect(err).toContain('--bank-port')
    expect([code, processesOf(state)]).toEqual([1, []])
  })
})

/** Eight who ask without a pause until nobody lets them in. */
async function askOverAndOver(url: string): Promise<{ answered: number[]; refused: string[] }> {
  const answered: number[] = []
  const refused: string[] = []
  const ask = async (): Promise<void> => {
    try {
      for (;;) {
        const response = await fetch(url)
        await response.text()
        answered.push(response.status)
      }
    } catch (error) {
      refused.push((error as { cause?: { code?: string } }).cause?.code ?? String(error))
    }
  }
  await Promise.all(Array.from({ length: 8 }, ask))
  return { answered, refused }
}

/** Answers as the log counts them. */
function requestsIn(log: string): number {
  return log.split('\n').filter((line) => line.includes('"msg":"request"')).length
}

/** The server itself, not its workers: whose parent is none of them. */
function postmasterOf(state: string): number[] {
  return [Number(readFileSync(join(state, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])]
}

/** Names, numbers and passwords of the republic, as its page shows them. */
async function peopleOf({ portal }: Running): Promise<string> {
  const html = await (await fetch(`${portal}/kk/sandbox`)).text()
  return [...html.matchAll(/<code[^>]*>([^<]+)<\/code>/g)].map(([, text]) => text).join(' ')
}

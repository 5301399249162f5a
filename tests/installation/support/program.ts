// The program as a person starts it: `npm start` and `npx ruqsat` through the boot, on a state folder of the test's own.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts } from '../../house.ts'

export const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url))

export type Ran = { readonly code: number; readonly out: string; readonly err: string }

export type Running = {
  readonly portal: string
  readonly state: string
  /** Everything that it printed so far. */
  readonly printed: () => string
  /** From the command to the first page, as a person waits for it. */
  readonly firstPageMs: number
  /** The process that serves; the boot is its parent. */
  readonly pid: number
  signal(signal: NodeJS.Signals): void
  /** Kills the process that serves and the boot that would start it again, not PostgreSQL. */
  kill(): Promise<void>
  /** Kills the process that serves alone, and waits until the boot has brought up another; answers with its id. */
  crash(signal: NodeJS.Signals): Promise<number>
  /** SIGTERM to the boot, as a service manager sends it; answers with the exit code. */
  stop(): Promise<number>
}

export type How = {
  readonly state: string
  readonly flags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Which Node runs the boot; ours where absent. */
  readonly node?: string
  /** Another copy of the checkout. */
  readonly checkout?: string
  readonly user?: { readonly uid: number; readonly gid: number }
}

/** A first start makes keys and people, and the machine may be busy. */
const START_WITHIN_MS = 150_000
const LOOK_EVERY_MS = 25

const made: string[] = []

export function newState(name = 'state'): string {
  const folder = mkdtempSync(join(tmpdir(), `ruqsat-${name}-`))
  chmodSync(folder, 0o755)
  made.push(folder)
  return folder
}

/** Removes what this file's tests made; a server that was left on it is ended first. */
export async function removeStates(): Promise<void> {
  for (const folder of made) {
    for (const pid of processesOf(folder)) process.kill(pid, 'SIGKILL')
    await gone(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Ids of the processes that name a folder in their command: the PostgreSQL servers on it. */
export function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandOf(pid).includes(`${folder}/postgres/data`))
    .map(Number)
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

async function gone(folder: string): Promise<void> {
  while (processesOf(folder).length > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
}

/** Nothing of the environment of the tests reaches the program but PATH. */
function environment(how: How): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: how.state, RUQSAT_STATE: how.state, RUQSAT_LOG_LEVEL: 'warn', ...how.env }
}

function launch(how: How, entry: string, words: readonly string[]): { child: ChildProcess; printed: { out: string; err: string } } {
  const checkout = how.checkout ?? CHECKOUT
  const options: SpawnOptions = { cwd: checkout, env: environment(how), stdio: ['ignore', 'pipe', 'pipe'], ...how.user }
  const child = spawn(how.node ?? process.execPath, [join(checkout, 'tools', entry), ...words], options)
  const printed = { out: '', err: '' }
  child.stdout!.on('data', (chunk: Buffer) => (printed.out += chunk.toString()))
  child.stderr!.on('data', (chunk: Buffer) => (printed.err += chunk.toString()))
  return { child, printed }
}

function end(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? -1)))
}

/** `npx ruqsat …` to its end. */
export async function ruqsat(how: How, ...words: string[]): Promise<Ran> {
  const { child, printed } = launch(how, 'ruqsat.mjs', words)
  return { code: await end(child), ...printed }
}

/** `npx ruqsat …` that goes on until it is asked to end. */
export function ruqsatGoingOn(how: How, ...words: string[]): { printed(): string; stop(): Promise<number> } {
  const { child, printed } = launch(how, 'ruqsat.mjs', words)
  return {
    printed: () => printed.out + printed.err,
    stop: () => {
      child.kill('SIGTERM')
      return end(child)
    },
  }
}

/** `npm start -- …` where it is expected to end by itself. */
export async function startToEnd(how: How): Promise<Ran> {
  const { child, printed } = launch(how, 'boot.mjs', ['start', ...(how.flags ?? [])])
  return { code: await end(child), ...printed }
}

/** `npm start -- …` by npm itself. */
export function startByNpm(how: How): ChildProcess {
  return spawn('npm', ['start', '--', ...(how.flags ?? [])], { cwd: how.checkout ?? CHECKOUT, env: environment(how), stdio: 'ignore' })
}

/** `npm start -- …` until the first page is there. */
export async function start(how: How): Promise<Running> {
  const began = performance.now()
  const { child, printed } = launch(how, 'boot.mjs', ['start', ...(how.flags ?? [])])
  const all = () => printed.out + printed.err
  const deadline = began + START_WITHIN_MS
  for (;;) {
    const { code } = { code: child.exitCode }
    if (code !== null || performance.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`Expected the portal to be up but ${code === null ? 'it is silent' : `it ended with ${code}`}:\n${all()}`)
    }
    if (/Health\s+\S+/.test(printed.out)) break
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  const portal = new URL(/Portal\s+(\S+)/.exec(printed.out)![1]!).origin
  const { status } = await fetch(`${portal}/kk`)
  if (status !== 200) throw new Error(`Expected the first page but it answered ${status}:\n${all()}`)
  const firstPageMs = performance.now() - began
  const runningPid = () => (JSON.parse(readFileSync(join(how.state, 'running.json'), 'utf8')) as { pid: number }).pid
  const pid = runningPid()
  return {
    portal,
    state: how.state,
    printed: all,
    firstPageMs,
    pid,
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      child.kill('SIGKILL')
      process.kill(runningPid(), 'SIGKILL')
      await end(child)
    },
    crash: async (signal) => {
      const [before, upBefore] = [runningPid(), countOf(/Health\s+\S+/g, printed.out)]
      process.kill(before, signal)
      while (countOf(/Health\s+\S+/g, printed.out) === upBefore) {
        if (child.exitCode !== null) throw new Error(`Expected another process after ${signal} but the boot ended:\n${all()}`)
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      }
      return runningPid()
    },
    stop: async () => {
      child.kill('SIGTERM')
      return end(child)
    },
  }
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0
}

/** Flags for ports that are free now; the program may look for free ones itself (0), but a restart wants the same. */
export async function portFlags(): Promise<string[]> {
  const [portal, bank, authority] = await freePorts(3)
  return ['--port', String(portal), '--bank-port', String(bank), '--authority-port', String(authority)]
}

export const ANY_PORTS = ['--port', '0', '--bank-port', '0', '--authority-port', '0']

/** Resident memory in MiB. */
export function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}

/** The Node of the system, older than the one that we need: what a newcomer's machine has. Null where it is absent or new enough. */
export function oldNode(): string | null {
  return ['/usr/local/bin/node', '/usr/bin/node'].find((path) => existsSync(path) && path !== process.execPath) ?? null
}

export type Health = { readonly status: number; readonly parts: Readonly<Record<string, string>> }

export async function health(portal: string): Promise<Health> {
  const response = await fetch(`${portal}/health`, { signal: AbortSignal.timeout(10_000) })
  const { parts } = (await response.json()) as { parts: Record<string, string> }
  return { status: response.status, parts }
}

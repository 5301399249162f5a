// Starts the whole product as `npm start` does (its own process, state folder, PostgreSQL, free ports) and ends it again.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, chmodSync, readFileSync, rmSync, createWriteStream } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stopEmbeddedServer } from '@ruqsat/database/embedded'
import { FRUGAL_ENV, FRUGAL_FLAGS } from '../tools/boot.mjs'

export type RunningHouse = {
  /** `http://localhost:…`, without a slash at the end. */
  readonly origin: string
  readonly authorityPort: number
  readonly folder: string
  readonly pid: number
  readonly logFile: string
  /** kill -9 of the process alone; PostgreSQL runs on. */
  kill(): Promise<void>
  /** Starts again on the same state and ports. */
  restart(): Promise<void>
  /** Ends the process, PostgreSQL, and removes the folder. */
  stop(): Promise<void>
}

/** The first start makes keys and people: generous, because the machine may be busy. */
const START_WITHIN_MS = 240_000

export async function startHouse(
  options: { readonly env?: Readonly<Record<string, string>>; readonly flags?: readonly string[]; readonly checkout?: string } = {},
): Promise<RunningHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-house-'))
  chmodSync(folder, 0o755)
  const [port, bankPort, authorityPort] = await freePorts(3)
  const logFile = join(folder, 'house.log')
  const root = options.checkout ?? fileURLToPath(new URL('..', import.meta.url))
  const origin = `http://localhost:${port}`
  let child: ChildProcess | null = null

  const start = async () => {
    const log = createWriteStream(logFile, { flags: 'a' })
    const flags = [
      '--port',
      String(port),
      '--bank-port',
      String(bankPort),
      '--authority-port',
      String(authorityPort),
      ...(options.flags ?? []),
    ]
    child = spawn(process.execPath, [...FRUGAL_FLAGS, '--import', join(root, 'tools/loader.mjs'), join(root, 'cmd/all.ts'), ...flags], {
      cwd: root,
      env: { ...process.env, ...FRUGAL_ENV, RUQSAT_STATE: folder, RUQSAT_LOG_LEVEL: 'warn', RUQSAT_DEBUG: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout!.pipe(log, { end: false })
    child.stderr!.pipe(log, { end: false })
    await answers(`${origin}/health`, child, logFile)
  }
  await start()
  return {
    origin,
    authorityPort: authorityPort!,
    folder,
    get pid() {
      return child!.pid!
    },
    logFile,
    kill: () => ended(child!, 'SIGKILL'),
    restart: start,
    async stop() {
      await ended(child!, 'SIGTERM')
      await stopEmbeddedServer(join(folder, 'postgres')).catch(() => false)
      requireNoneRefused(logFile)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Background work tries again whatever fails: a right that a system lacks in the database would show nowhere else. */
function requireNoneRefused(logFile: string): void {
  const refused = /.*permission denied for.*/.exec(readFileSync(logFile, 'utf8'))
  if (refused !== null) throw new Error(`Expected the rights of cmd/house/system-roles.ts to be enough but ${logFile} has: ${refused[0]}`)
}

async function answers(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const until = performance.now() + START_WITHIN_MS
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`Expected the house to start but it ended with ${child.exitCode}; see ${logFile}`)
    const response = await fetch(url).catch(() => null)
    if (response !== null) return void (await response.arrayBuffer())
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`Expected the house to answer within ${START_WITHIN_MS} ms; see ${logFile}`)
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill(signal)
  })
}

/** Ports of loopback that are free now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

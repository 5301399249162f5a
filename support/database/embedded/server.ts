// One PostgreSQL of our own, in one folder:
//
//   data/      PostgreSQL's data, owned by whoever runs it
//   password   the superuser's password, readable by us only
//   server.log what PostgreSQL says
//   lock       held while the server is made, started or stopped
//
// As root it runs as `nobody`. It is reached by a Unix socket and, where a port is asked for, on loopback, by
// scram passwords only. It is a process of its own: when ours is killed it goes on, and the next start attaches
// to it. While our process lives it restarts a server that was killed; pools reconnect by themselves.
import { spawn } from 'node:child_process'
import { hash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { openSync, closeSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '@ruqsat/foundation'
import {
  isReachableByEverybody,
  processIsAlive,
  untilTrue,
  withFileLock,
  writeFileAtomically,
  freePort,
  exists,
} from '@ruqsat/installation'
import { embeddedBinaries, isRoot, NOBODY } from './binaries.ts'
import { isServerOf, processesOf, type RunningServer, runningServer } from './processes.ts'

export type EmbeddedOptions = {
  /** The server's folder; made at the first start. */
  readonly folder: string
  /** Listen on 127.0.0.1 too: a port number, or 'free' for one that is free now. Left out: Unix socket only. */
  readonly port?: number | 'free'
  /** PostgreSQL settings next to ours, e.g. `{ synchronous_commit: 'off' }` for tests. */
  readonly settings?: Readonly<Record<string, string>>
  /** Tests only: do not wait for the disk when the data folder is made. */
  readonly hasNoSync?: boolean
  /** Called when the server died and was started again, or could not be (it is tried again). */
  readonly onEvent?: (event: EmbeddedEvent) => void
}

export type EmbeddedEvent =
  | { readonly kind: 'restarted'; readonly pid: number }
  | { readonly kind: 'restart-failed'; readonly reason: string }

export type EmbeddedServer = {
  readonly folder: string
  readonly port: number
  readonly socketFolder: string
  /** True where a server that was running already was attached to. */
  readonly isAttached: boolean
  pid(): number
  /** The address of a database over the Unix socket, with its password: never to be logged. */
  url(database?: string): string
  /** Stops supervising and leaves the server running. */
  detach(): void
  /** Stops supervising and shuts the server down, disconnecting its sessions. */
  stop(): Promise<void>
}

export const SUPERUSER = 'ruqsat'
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 30_000
const READY_POLL_MS = 15
const SUPERVISE_POLL_MS = 200
/** A server that cannot be started is tried again after longer and longer pauses, at most this long. */
const LONGEST_PAUSE_MS = 10_000
/** A Unix socket's path holds 107 bytes; the file's own name needs about 20. */
const SOCKET_FOLDER_BYTES = 85

export async function startEmbeddedServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  await mkdir(options.folder, { recursive: true, mode: 0o711 })
  const paths = pathsOf(options.folder)
  const [running, isAttached] = await withFileLock(paths.lock, async () => {
    const attached = await attach(paths)
    if (attached !== null) return [attached, true]
    const bin = await embeddedBinaries()
    await makeData(bin, paths, options)
    return [await launch(bin, paths, options), false]
  })
  return supervise(paths, options, running, isAttached, await readFile(paths.password, 'utf8'))
}

/** Shuts down whatever server runs on a folder; true where one ran. */
export async function stopEmbeddedServer(folder: string): Promise<boolean> {
  const paths = pathsOf(folder)
  const running = await runningServer(paths.data)
  if (running === null) return false
  await withFileLock(paths.lock, () => shutDown(running.pid))
  return true
}

type Paths = { readonly folder: string; readonly data: string; readonly password: string; readonly log: string; readonly lock: string }

function pathsOf(folder: string): Paths {
  return {
    folder,
    data: join(folder, 'data'),
    password: join(folder, 'password'),
    log: join(folder, 'server.log'),
    lock: join(folder, 'lock'),
  }
}

/** A server that a killed process of ours had just started has no pid file yet: it is waited for, never doubled. */
async function attach(paths: Paths): Promise<RunningServer | null> {
  const pid = (await runningServer(paths.data))?.pid ?? (await processesOf(paths.data)).find((one) => one.isPostmaster)?.pid
  return pid === undefined
    ? null
    : waitUntilReady(paths, pid).catch((fault: unknown) => (processIsAlive(pid) ? Promise.reject(fault) : null))
}

async function makeData(bin: string, paths: Paths, options: EmbeddedOptions): Promise<void> {
  if (await exists(join(paths.data, 'ruqsat-made'))) return
  if (isRoot() && !isReachableByEverybody(paths.folder)) {
    throw new Fault(
      `Expected user ${NOBODY} to be able to enter ${paths.folder} but a folder above it is closed; set RUQSAT_STATE to a folder under /var/lib`,
    )
  }
  // A first start that was cut off leaves half a data folder, and perhaps the initdb that still fills it.
  await untilNobodyWorksOn(paths.data)
  await rm(paths.data, { recursive: true, force: true })
  await mkdir(paths.data, { mode: 0o700 })
  const password = randomBytes(24).toString('hex')
  const handover = join(paths.data, '..', 'password.initdb')
  await writeFile(handover, password, { mode: 0o600 })
  if (isRoot()) await Promise.all([chown(paths.data, NOBODY, NOBODY), chown(handover, NOBODY, NOBODY)])
  await writeFileAtomically(paths.password, password)
  try {
    await runInitdb(bin, paths.data, handover, options.hasNoSync ?? false)
  } finally {
    await rm(handover, { force: true })
  }
  await writeFile(join(paths.data, 'ruqsat-made'), '')
}

async function runInitdb(bin: string, dataFolder: string, passwordFile: string, hasNoSync: boolean): Promise<void> {
  const flags = [
    '-D',
    dataFolder,
    '-U',
    SUPERUSER,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-instructions',
  ]
  // The builtin provider sorts the same on every machine: indexes survive a move to another libc.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8']
  const child = spawn(join(bin, 'initdb'), [...flags, ...locale, ...(hasNoSync ? ['--no-sync'] : [])], {
    ...asServer(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Fault(`Expected initdb to make ${dataFolder} but it said: ${said.trim()}`)
}

/**
 * How PostgreSQL's programs run. Root is dropped, and Node clears the supplementary groups itself. Nothing of ours goes along: no secrets in
 * a child's environment, no locale of the host, no PG* settings.
 */
function asServer() {
  return { ...(isRoot() && { uid: NOBODY, gid: NOBODY }), cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } }
}

async function launch(bin: string, paths: Paths, options: EmbeddedOptions): Promise<RunningServer> {
  const socketFolder = await makeSocketFolder(paths.folder)
  const port = typeof options.port === 'number' ? options.port : await freePort()
  const settings = {
    port: String(port),
    listen_addresses: options.port === undefined ? '' : '127.0.0.1',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    // A process of ours takes 69 at most; those that only work take as many again.
    max_connections: '250',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_min_messages: 'warning',
    // A failing statement may hold personal data: PostgreSQL's own log gets the error without it.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...options.settings,
  }
  await removeLocksOfDead(paths.data, join(socketFolder, `.s.PGSQL.${port}`))
  const log = openSync(paths.log, 'a', 0o600)
  try {
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const child = spawn(join(bin, 'postgres'), ['-D', paths.data, ...flags], {
      ...asServer(),
      // Its own session: Ctrl-C in our terminal is ours to translate into an orderly stop.
      detached: true,
      stdio: ['ignore', log, log],
    })
    await once(child, 'spawn')
    child.unref()
    return await waitUntilReady(paths, child.pid!)
  } finally {
    closeSync(log)
  }
}

/**
 * PostgreSQL takes over from a server that was killed, but not where the killed one still has its number (nobody reaped it yet, or another
 * program got it): then it refuses to start. We know better, and only once nothing works on the folder any more do the locks go: they
 * are what keeps two servers, or one and the last children of another, from writing the same files.
 */
async function removeLocksOfDead(dataFolder: string, socket: string): Promise<void> {
  await untilNobodyWorksOn(dataFolder)
  await Promise.all([join(dataFolder, 'postmaster.pid'), socket, `${socket}.lock`].map((path) => rm(path, { force: true })))
}

/** The children of a killed postmaster end by themselves as soon as they notice. */
async function untilNobodyWorksOn(dataFolder: string): Promise<void> {
  let pids: readonly number[] = []
  await untilTrue(async () => (pids = (await processesOf(dataFolder)).map(({ pid }) => pid)).length === 0, {
    pollMs: READY_POLL_MS,
    atMostMs: START_TIMEOUT_MS,
    tooLate: () => `Expected the last server on ${dataFolder} to have ended but process ${pids.join(', ')} still works on it`,
  })
}

async function makeSocketFolder(folder: string): Promise<string> {
  const near = join(folder, 'run')
  const path = Buffer.byteLength(near) <= SOCKET_FOLDER_BYTES ? near : join(tmpdir(), `ruqsat-${hash('sha256', folder).slice(0, 16)}`)
  await mkdir(path, { recursive: true, mode: 0o700 })
  const { uid, mode } = await stat(path)
  if (uid !== process.getuid?.() && uid !== NOBODY) throw new Fault(`Expected the socket folder ${path} to be ours but user ${uid} owns it`)
  if (isRoot()) await chown(path, NOBODY, NOBODY)
  if ((mode & 0o777) !== 0o700) await chmod(path, 0o700)
  return path
}

async function waitUntilReady(paths: Paths, pid: number): Promise<RunningServer> {
  const deadline = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadline) {
    const running = await runningServer(paths.data)
    if (running?.pid === pid && running.isReady) return running
    if (!processIsAlive(pid) || !(await isServerOf(pid, paths.data))) break
    await sleep(READY_POLL_MS)
  }
  throw new Fault(`Expected PostgreSQL to start on ${paths.data} but it did not; it said: ${await lastLines(paths.log)}`, {
    retry: 'later',
  })
}

async function lastLines(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join(' / ')
}

function supervise(paths: Paths, options: EmbeddedOptions, first: RunningServer, isAttached: boolean, password: string): EmbeddedServer {
  // The port and the socket stay what they were, or the pools would not find the server again.
  const sameAddress = options.port === undefined ? undefined : first.port
  let [pid, failures, nextTryAt] = [first.pid, 0, 0]
  let restarting: Promise<void> | null = null
  const timer = setInterval(() => {
    if (restarting === null && !processIsAlive(pid) && performance.now() >= nextTryAt)
      restarting = restart().finally(() => (restarting = null))
  }, SUPERVISE_POLL_MS).unref()
  const detach = () => clearInterval(timer)

  /** Never gives up: what kept it from starting (a full disk, say) may be fixed while we run. */
  async function restart(): Promise<void> {
    try {
      pid = await withFileLock(paths.lock, () => startAgain(paths, { ...options, port: sameAddress }, first.port))
      failures = 0
      options.onEvent?.({ kind: 'restarted', pid })
    } catch (error) {
      failures += 1
      nextTryAt = performance.now() + Math.min(SUPERVISE_POLL_MS * 2 ** failures, LONGEST_PAUSE_MS)
      options.onEvent?.({ kind: 'restart-failed', reason: (error as Error).message })
    }
  }

  return {
    folder: paths.folder,
    port: first.port,
    socketFolder: first.socketFolder,
    isAttached,
    pid: () => pid,
    url: (database = 'postgres') =>
      `postgres://${SUPERUSER}:${password}@localhost:${first.port}/${encodeURIComponent(database)}?host=${encodeURIComponent(first.socketFolder)}&port=${first.port}`,
    detach,
    stop: async () => {
      detach()
      await restarting
      await withFileLock(paths.lock, () => shutDown(pid))
    },
  }
}

/** Another of our processes may have been quicker: then its server is the one. The socket's name holds the port, so it must not change. */
async function startAgain(paths: Paths, options: EmbeddedOptions, port: number): Promise<number> {
  const other = await attach(paths)
  if (other !== null) return other.pid
  const settings = { ...options.settings, port: String(port) }
  return (await launch(await embeddedBinaries(), paths, { ...options, settings })).pid
}

/** SIGINT is PostgreSQL's fast shutdown: it disconnects sessions, writes a checkpoint, ends. */
async function shutDown(pid: number): Promise<void> {
  if (!processIsAlive(pid)) return
  process.kill(pid, 'SIGINT')
  await untilTrue(() => !processIsAlive(pid), {
    pollMs: READY_POLL_MS,
    atMostMs: STOP_TIMEOUT_MS,
    tooLate: () => `Expected PostgreSQL (pid ${pid}) to stop within ${STOP_TIMEOUT_MS / 1000} s but it still runs`,
  })
}

import { readdir, readFile, readlink, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { processIsAlive } from '@ruqsat/installation'

/** A process of PostgreSQL that works on a data folder: its postmaster, one of the postmaster's children, or the initdb that makes the folder. */
export type FolderProcess = { readonly pid: number; readonly isPostmaster: boolean }

/**
 * What works on a data folder now, by /proc. The pid file is not enough: a server that is just starting has none yet, and the children of a
 * killed postmaster go on for a moment without one. Ended processes that nobody reaped do not count: they have neither command line nor folder.
 */
export async function processesOf(dataFolder: string): Promise<readonly FolderProcess[]> {
  const names = await readdir('/proc').catch((): string[] => [])
  const folder = await realpath(dataFolder).catch(() => dataFolder)
  const found = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map((name) => processOn(Number(name), folder)))
  const there = found.filter((one) => one !== null)
  const servers = there.filter(({ isPostmaster }) => isPostmaster).map(({ pid }) => pid)
  return Promise.all(
    there.map(async ({ pid, isPostmaster }) => ({ pid, isPostmaster: isPostmaster && !servers.includes(await parentOf(pid)) })),
  )
}

/** A child that was forked a moment ago still has the command line of its server. */
async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1])
}

/** True where a pid is the server of a data folder: after a reboot, or without a reaper, another program or nothing has the number. */
export async function isServerOf(pid: number, dataFolder: string): Promise<boolean> {
  const folder = await realpath(dataFolder).catch(() => dataFolder)
  return (await processOn(pid, folder))?.isPostmaster ?? false
}

async function processOn(pid: number, folder: string): Promise<FolderProcess | null> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const words = commandLine.split('\0')
  const program = basename(words[0]!)
  // The word after -D may be another way to the same folder.
  const named = words[words.indexOf('-D') + 1]!
  if (program === 'postgres' || program === 'initdb')
    return (await realpath(named).catch(() => named)) === folder ? { pid, isPostmaster: program === 'postgres' } : null
  // A child's command line says what it does; its working folder is the data folder, as for every process of a server.
  const isChild = words[0]!.startsWith('postgres:') && (await readlink(`/proc/${pid}/cwd`).catch(() => null)) === folder
  return isChild ? { pid, isPostmaster: false } : null
}

/** What PostgreSQL writes about itself in `postmaster.pid`: line 1 pid, 2 data folder, 4 port, 5 socket folder, 8 state. */
export type RunningServer = { readonly pid: number; readonly port: number; readonly socketFolder: string; readonly isReady: boolean }

/** The server that runs on a data folder now, or null. A file left by a killed server, or whose pid another program got, counts as null. */
export async function runningServer(dataFolder: string): Promise<RunningServer | null> {
  const lines = (await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || !processIsAlive(pid) || !(await isServerOf(pid, dataFolder))) return null
  return { pid, port: Number(lines[3]), socketFolder: lines[4] ?? '', isReady: (lines[7] ?? '').trim() === 'ready' }
}

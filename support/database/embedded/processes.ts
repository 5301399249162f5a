import { readdir, readFile, readlink, realpath } from 'node:fs/promises'
import { basename } from 'node:path'

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
  return found.filter((one) => one !== null)
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
  if (program === 'postgres' || program === 'initdb') {
    const isOurs = (await realpath(named).catch(() => named)) === folder
    return isOurs ? { pid, isPostmaster: program === 'postgres' } : null
  }
  // A child's command line says what it does; its working folder is the data folder, as for every process of a server.
  if (!words[0]!.startsWith('postgres:')) return null
  const standsIn = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  return standsIn === folder ? { pid, isPostmaster: false } : null
}

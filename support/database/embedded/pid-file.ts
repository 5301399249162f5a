import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { processIsAlive } from '@ruqsat/installation'

/** What PostgreSQL writes about itself in `postmaster.pid`: line 1 pid, 2 data folder, 4 port, 5 socket folder, 8 state. */
export type RunningServer = { readonly pid: number; readonly port: number; readonly socketFolder: string; readonly isReady: boolean }

/** The server that runs on a data folder now, or null. A file left by a killed server, or whose pid another program got, counts as null. */
export async function runningServer(dataFolder: string): Promise<RunningServer | null> {
  const lines = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').then(
    (text) => text.split('\n'),
    () => null,
  )
  const pid = Number(lines?.[0])
  if (lines === null || !Number.isInteger(pid) || pid <= 0 || !processIsAlive(pid) || !(await isServerOf(pid, dataFolder))) return null
  return { pid, port: Number(lines[3]), socketFolder: lines[4] ?? '', isReady: (lines[7] ?? '').trim() === 'ready' }
}

/** After a reboot another program may have the number of our old server; its command line tells. */
export async function isServerOf(pid: number, dataFolder: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null)
  return command !== null && command.includes('postgres') && command.includes(dataFolder)
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { processIsAlive } from '@ruqsat/installation'
import { isServerOf } from './processes.ts'

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

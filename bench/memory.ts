// Resident memory of a process and of everything that it started, from Linux's own count.
import { readdirSync, readFileSync } from 'node:fs'

export type Memory = {
  readonly processMiB: number
  readonly processPeakMiB: number
  /** The process that sets documents in type, which the first one started. */
  readonly typesettingMiB: number
  readonly postgresqlMiB: number
}

/** `postgresqlMiB` is the proportional share (PSS) of all its processes: pages that they share count once. */
export function memoryOf(pid: number, postmasterPid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const postgres = [postmasterPid, ...childrenOf(postmasterPid)]
  return {
    processMiB: mib(kibOf(status, 'VmRSS')),
    processPeakMiB: mib(kibOf(status, 'VmHWM')),
    typesettingMiB: mib(childrenOf(pid).reduce((sum, each) => sum + (each === postmasterPid ? 0 : pssOf(each)), 0)),
    postgresqlMiB: mib(postgres.reduce((sum, each) => sum + pssOf(each), 0)),
  }
}

function pssOf(pid: number): number {
  try {
    return kibOf(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), 'Pss')
  } catch {
    // Ended between the list and the look.
    return 0
  }
}

function childrenOf(parent: number): readonly number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  return pids.filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
    } catch {
      return false
    }
  })
}

function kibOf(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)
}

function mib(kib: number): number {
  return Math.round(kib / 102.4) / 10
}

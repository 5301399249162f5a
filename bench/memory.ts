// Resident memory and processor time of a process and of everything that it started, from Linux's own count.
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

export function childrenOf(parent: number): readonly number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  return pids.filter((pid) => {
    try {
      return parentOf(pid) === parent
    } catch {
      return false
    }
  })
}

/** Clock ticks of `/proc/PID/stat` are hundredths of a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

/** Processor time, user and system, that a process and those that it started took so far; of the ended ones too, where it waited for them. */
export function cpuSecondsOf(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + ticksOf(each), 0) / TICKS_PER_SECOND
}

/** Of the programs that this process started and waited for. */
export function endedCpuSeconds(): number {
  const [user, system] = fieldsOf(process.pid).slice(13, 15)
  return (Number(user) + Number(system)) / TICKS_PER_SECOND
}

/** The server that a session belongs to is the parent of the session's process. */
export function parentOf(pid: number): number {
  return Number(fieldsOf(pid)[1])
}

function ticksOf(pid: number): number {
  try {
    return fieldsOf(pid)
      .slice(11, 15)
      .reduce((sum, ticks) => sum + Number(ticks), 0)
  } catch {
    return 0
  }
}

/** The fields behind the name, which may hold spaces: the first is the state. */
function fieldsOf(pid: number): readonly string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function kibOf(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)
}

function mib(kib: number): number {
  return Math.round(kib / 102.4) / 10
}

// Processor time of processes, from Linux's own count: a loaded machine makes a run longer, and hardly dearer.
import { readFileSync } from 'node:fs'
import { childrenOf } from './memory.ts'

/** Linux counts in hundredths of a second. */
const TICK_MS = 10

/** Of the process and of its children that have ended. */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS
}

/** Of the process and of all its children, those that run and those that have ended. */
export function cpuMsOfAll(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + (quietly(() => cpuMsOf(each)) ?? 0), 0)
}

/** Who has ended between the list and the look is counted by the parent. */
function quietly(read: () => number): number | null {
  try {
    return read()
  } catch {
    return null
  }
}

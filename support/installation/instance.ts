import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '@ruqsat/foundation'
import { processIsAlive, withFileLock, writeFileAtomically } from './files.ts'

/** What a running instance writes about itself in `running.json`, for a second start and for `npx ruqsat`. */
export type RunningInstance = {
  readonly pid: number
  readonly startedAt: Instant
  readonly status: 'starting' | 'running'
  /** Where to go: `{ portal: 'http://localhost:8080/', … }`. */
  readonly addresses: Readonly<Record<string, string>>
  readonly ports: Readonly<Record<string, number>>
  /** The machine's mark of the process next to its pid, which is reused after a reboot. */
  readonly processMark: string
}

export type Claim = {
  readonly kind: 'claimed'
  /** What an instance left behind that ended without removing its record: it was killed, or crashed. */
  readonly before: RunningInstance | null
  /** Says where everything listens; call it when the first page can be served. */
  announce(facts: Pick<RunningInstance, 'addresses' | 'ports'>): Promise<void>
  /** Removes the record, if it is still ours. */
  release(): Promise<void>
}

export type AlreadyRunning = { readonly kind: 'running'; readonly instance: RunningInstance }

/** Claims a state folder for this process, or answers who has it. A record whose process is gone does not count. */
export async function claimInstance(folder: string, startedAt: Instant): Promise<Claim | AlreadyRunning> {
  const path = join(folder, 'running.json')
  return withFileLock(join(folder, 'running.lock'), async () => {
    const other = await readRunning(folder)
    if (other !== null && other.pid !== process.pid) return { kind: 'running', instance: other }
    const before = await readRecord(folder)
    const base = { pid: process.pid, startedAt, processMark: await processMark(process.pid) }
    const write = (facts: object) => writeFileAtomically(path, `${JSON.stringify({ ...base, ...facts }, null, 2)}\n`)
    await write({ status: 'starting', addresses: {}, ports: {} })
    return {
      kind: 'claimed',
      before,
      announce: (facts) => write({ status: 'running', ...facts }),
      release: async () => {
        if ((await readRunning(folder))?.pid === process.pid) await rm(path, { force: true })
      },
    }
  })
}

/** The instance that runs on a state folder now, or null. */
export async function readRunning(folder: string): Promise<RunningInstance | null> {
  const instance = await readRecord(folder)
  const isSame = instance !== null && processIsAlive(instance.pid) && (await processMark(instance.pid)) === instance.processMark
  return isSame ? instance : null
}

/** A record that cannot be read was left by a machine that died: it stops nobody from starting. */
function readRecord(folder: string): Promise<RunningInstance | null> {
  return readFile(join(folder, 'running.json'), 'utf8')
    .then((text) => JSON.parse(text) as RunningInstance)
    .catch(() => null)
}

/** The start time that Linux keeps of a process (field 22 of its stat, after the name in brackets); elsewhere nothing. */
async function processMark(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

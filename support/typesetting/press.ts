import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Fault } from '@ruqsat/foundation'
import { REPLACE_FROM_MIB, type WorkerAnswer, type WorkerDone, type TypesettingJob, type TypesettingProblem } from './worker/protocol.ts'

// One process sets in type, one document after the other, in the order in which they came. It is a process and not a thread, because only
// the end of a process stops Typst: `Worker.terminate` waits for native code, and so would the end of the house.

export type Pressed =
  | { readonly kind: 'pdf'; readonly pdf: Uint8Array }
  | { readonly kind: 'problems'; readonly problems: readonly TypesettingProblem[] }
  | { readonly kind: 'stopped'; readonly why: 'time' | 'memory' }
  | { readonly kind: 'full' }

export type Press = {
  set(source: string, data: string, createdAtSeconds: number): Promise<Pressed>
  close(): Promise<void>
}

/** More documents than all officials of a house ask for in one moment; at some milliseconds each they are done within a second. */
const MOST_WAITING = 64
/** Node, Typst and the fonts: a third of a second, on a busy machine some seconds. */
const START_WITHIN_MS = 60_000
/** A process that ends by itself this often in a row has a defect that another start does not fix. */
const MOST_CRASHES = 3
/** It keeps no objects: Typst's memory is not V8's. */
const FLAGS = ['--max-semi-space-size=1', '--max-old-space-size=96', '--disable-warning=ExperimentalWarning']

type Waiting = {
  readonly job: TypesettingJob
  readonly resolve: (pressed: Pressed) => void
  readonly reject: (error: Error) => void
  crashes: number
}

/** `withinMs` is counted from a document's turn. */
export function startPress(withinMs: number): Press {
  const line: Waiting[] = []
  let child: ChildProcess | null = null
  let isReady = false
  let isClosed = false
  let nextId = 1
  let current: Waiting | null = null
  let stoppedFor: 'time' | 'memory' | null = null
  let timer: NodeJS.Timeout | undefined

  const stop = (why: 'time' | 'memory'): void => {
    stoppedFor ??= why
    child?.kill('SIGKILL')
  }
  const begin = (): ChildProcess => {
    const started = fork(fileURLToPath(new URL('./worker/process.ts', import.meta.url)), [], {
      execArgv: FLAGS,
      serialization: 'advanced',
      // Nothing of ours: addresses of databases and secrets are no business of a template.
      env: { MALLOC_ARENA_MAX: '2' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    isReady = false
    timer = setTimeout(() => started.kill('SIGKILL'), START_WITHIN_MS).unref()
    started.on('message', (answer: WorkerAnswer) => void (started === child && hear(answer)))
    started.once('exit', () => ended(started))
    started.once('error', () => ended(started))
    return started
  }
  const hear = (answer: WorkerAnswer): void => {
    if (answer.kind === 'outgrown') return stop('memory')
    if (answer.kind === 'ready') {
      clearTimeout(timer)
      isReady = true
    } else if (stoppedFor === null) deliver(answer)
    next()
  }
  const deliver = (done: WorkerDone): void => {
    if (done.id !== current?.job.id) return
    clearTimeout(timer)
    const { resolve } = current
    current = null
    resolve(done)
    if ((done.residentMiB ?? 0) < REPLACE_FROM_MIB) return
    child?.kill('SIGKILL')
    child = begin()
  }
  const next = (): void => {
    if (isClosed) return
    if (current === null && line.length === 0) return rest(child)
    child ??= begin()
    hold(child)
    if (!isReady || current !== null) return
    current = line.shift()!
    child.send(current.job)
    timer = setTimeout(() => stop('time'), withinMs)
  }
  const ended = (who: ChildProcess): void => {
    if (who !== child) return
    clearTimeout(timer)
    const [lost, why] = [current, stoppedFor]
    child = current = stoppedFor = null
    if (lost !== null && why !== null) lost.resolve({ kind: 'stopped', why })
    else giveBack(lost ?? line.shift() ?? null)
    // Warm again before it is needed.
    if (!isClosed && why !== null) child = begin()
    next()
  }
  /** What ended without our doing is tried again: a process can be killed by anybody. */
  const giveBack = (lost: Waiting | null): void => {
    if (lost === null) return
    lost.crashes += 1
    if (isClosed) lost.reject(new Fault('Expected the typesetting process to live but the house is ending', { retry: 'later' }))
    else if (lost.crashes < MOST_CRASHES) line.unshift(lost)
    else lost.reject(new Fault(`Expected the typesetting process to live but it ended ${lost.crashes} times`, { retry: 'later' }))
  }
  return {
    set: (source, data, createdAtSeconds) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new Fault('Expected a document before the typesetter was closed', { retry: 'later' }))
        if (line.length >= MOST_WAITING) return resolve({ kind: 'full' })
        line.push({ job: { kind: 'job', id: nextId++, source, data, createdAtSeconds }, resolve, reject, crashes: 0 })
        next()
      }),
    async close() {
      isClosed = true
      for (const waiting of line.splice(0)) giveBack(waiting)
      if (child === null) return
      const gone = once(child, 'exit')
      hold(child)
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** A process that has nothing to do keeps nobody's program from ending. */
function rest(child: ChildProcess | null): void {
  child?.unref()
  child?.channel?.unref()
}

function hold(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}

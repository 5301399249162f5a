import type { Logger } from 'pino'
import { pauseAfter } from './back-off.ts'

export type Job = {
  /** How long it waits where nothing wakes it. What another process writes is found within this time. */
  readonly everyMs: number
  /** One run. Where it answers a number above zero there may be more, and the next run follows at once. */
  run(): Promise<number | void>
}

/** A run of the job of this name has failed; it comes again. */
export type Report = (error: unknown, job: string) => void

export type Jobs<Name extends string> = {
  /** Each job runs at once, then by its time. Jobs that run already go on. */
  start(): void
  /** New work was written: these jobs run now, or once more where a run is under way. Nothing before `start`. */
  wake(...names: readonly Name[]): void
  /** Begins no other run and waits for those under way. */
  stop(): Promise<void>
}

/** After a fault (the database is away) the pause grows from here, whoever wakes the job: a restart must not be met by a storm. */
const FIRST_FAULT_PAUSE_MS = 1_000
/** To this, or to the job's own pause where that is longer. */
const LONGEST_FAULT_PAUSE_MS = 10_000

/** Jobs that run next to each other, each one run at a time; none waits for another, and a fault of one is no fault of the others. What is undefined is no job here. */
export function openJobs<Name extends string>(jobs: Readonly<Partial<Record<Name, Job | undefined>>>, report: Report): Jobs<Name> {
  const running = new Map<string, Loop>()
  return {
    start: () => {
      for (const [name, job] of Object.entries(jobs) as [Name, Job | undefined][]) {
        if (job === undefined || running.has(name)) continue
        running.set(
          name,
          startLoop(job, (error) => report(error, name)),
        )
      }
    },
    wake: (...names) => {
      for (const name of names) running.get(name)?.wake()
    },
    stop: async () => {
      const ending = [...running.values()]
      running.clear()
      await Promise.all(ending.map((loop) => loop.stop()))
    },
  }
}

/** Faults of jobs as lines of the log. */
export function reportTo(log: Pick<Logger, 'error'>): Report {
  return (err, job) => log.error({ err, event: 'job', job }, 'background work failed; it is tried again')
}

type Loop = { wake(): void; stop(): Promise<void> }

function startLoop({ run, everyMs }: Job, report: (error: unknown) => void): Loop {
  let [isStopped, isWoken, faults] = [false, false, 0]
  let endPause: () => void = () => undefined

  async function once(): Promise<number> {
    try {
      const found = await run()
      faults = 0
      return found ?? 0
    } catch (error) {
      faults += 1
      report(error)
      return 0
    }
  }

  async function pause(): Promise<void> {
    if (isStopped || (isWoken && faults === 0)) return
    const afterFault = { firstMs: FIRST_FAULT_PAUSE_MS, longestMs: Math.max(LONGEST_FAULT_PAUSE_MS, everyMs) }
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, faults === 0 ? everyMs : pauseAfter(afterFault, faults)!).unref()
    endPause = resolve
    await promise
    clearTimeout(timer)
  }

  async function goOn(): Promise<void> {
    while (!isStopped) {
      isWoken = false
      if ((await once()) === 0) await pause()
    }
  }

  const ended = goOn()
  return {
    wake: () => {
      isWoken = true
      if (faults === 0) endPause()
    },
    stop: () => {
      isStopped = true
      endPause()
      return ended
    },
  }
}

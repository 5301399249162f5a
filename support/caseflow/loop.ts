/** A piece of work that is done again and again: at once when woken, else at each poll. `stop` waits for the run that is under way. */
export type Loop = { wake(): void; stop(): Promise<void> }

/** Whoever was not woken by a notice finds new work within this time. */
export const POLL_MS = 1_000
/** After a fault (the database is away) the next run waits longer, so that a restart is not met by a storm. */
const FAULT_PAUSE_MS = 2_000

export function startLoop(work: () => Promise<number>, onFault: (error: unknown) => void): Loop {
  let stopped = false
  let woken = false
  let wakeUp: () => void = () => undefined

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (woken || stopped) return resolve()
      const timer = setTimeout(resolve, ms)
      wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false
      let done = 0
      let pauseMs = POLL_MS
      try {
        done = await work()
      } catch (error) {
        onFault(error)
        pauseMs = FAULT_PAUSE_MS
      }
      if (done === 0) await pause(pauseMs)
    }
  }

  const running = run()
  return {
    wake: () => {
      woken = true
      wakeUp()
    },
    stop: async () => {
      stopped = true
      wakeUp()
      await running
    },
  }
}

import type { Logger } from 'pino'

/** How often the room looks whether something is due, where nothing wakes it. */
const ROUND_MS = 1_000

export type Rounds = { start(): void; wake(): void; stop(): Promise<void> }

/** Runs `round` again and again, one at a time, on technical time. A round that fails is logged and the next one comes: what is due is in the database. */
export function startRounds(round: () => Promise<void>, log: Logger): Rounds {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let isWanted = false
  let isStarted = false

  const run = async (): Promise<void> => {
    do {
      isWanted = false
      await round().catch((error: unknown) => log.error({ err: error, event: 'messaging-round' }, 'a round of background work failed'))
    } while (isWanted && isStarted)
  }
  const turn = (): void => {
    if (!isStarted) return
    if (running !== null) {
      isWanted = true
      return
    }
    running = run().finally(() => {
      running = null
    })
  }
  return {
    start: () => {
      if (isStarted) return
      isStarted = true
      timer = setInterval(turn, ROUND_MS)
      timer.unref()
      turn()
    },
    wake: turn,
    stop: async () => {
      isStarted = false
      if (timer !== null) clearInterval(timer)
      await running
    },
  }
}

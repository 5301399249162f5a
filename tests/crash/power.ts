// Cuts the power: of the process, of PostgreSQL, of both; and says how long it took until the house answered again.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningHouse } from '../house.ts'

export const VICTIMS = ['process', 'postgresql', 'both'] as const
export type Victim = (typeof VICTIMS)[number]
export type Cut = { readonly victim: Victim; readonly when: string; readonly recoveredMs: number }

/** A house that does not come back within this time has not survived. */
const BACK_WITHIN_MS = 60_000
const LOOK_EVERY_MS = 50

export class Power {
  readonly #house: RunningHouse
  readonly cuts: Cut[] = []

  constructor(house: RunningHouse) {
    this.#house = house
  }

  /** Kills at once (SIGKILL) and waits until pages are served again. `when` is for the report. */
  async cut(victim: Victim, when: string): Promise<void> {
    const began = performance.now()
    if (victim !== 'process') killPostmaster(this.#house.folder)
    if (victim !== 'postgresql') {
      await this.#house.kill()
      await this.#house.restart()
    }
    await this.#healthy(`${victim} killed ${when}`)
    this.cuts.push({ victim, when, recoveredMs: Math.round(performance.now() - began) })
  }

  async #healthy(after: string): Promise<void> {
    const until = performance.now() + BACK_WITHIN_MS
    for (;;) {
      const response = await fetch(`${this.#house.origin}/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
      await response?.arrayBuffer().catch(() => null)
      if (response?.status === 200) return
      if (performance.now() > until)
        throw new Error(`Expected the house to be healthy again within ${BACK_WITHIN_MS / 1000} s, ${after}; see ${this.#house.logFile}`)
      await sleep(LOOK_EVERY_MS)
    }
  }
}

function killPostmaster(folder: string): void {
  const pid = Number(readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
  process.kill(pid, 'SIGKILL')
}

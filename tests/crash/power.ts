// Cuts the power: of the process, of PostgreSQL, of both; or only cuts the connections between them, stops the process for a while, or puts the
// clock back; and says how long it took until the house answered again.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningHouse } from '../house.ts'

export const VICTIMS = ['process', 'postgresql', 'both', 'connections', 'stopped process', 'clock'] as const
export type Victim = (typeof VICTIMS)[number]
export type Cut = { readonly victim: Victim; readonly when: string; readonly recoveredMs: number }

/** A house that does not come back within this time has not survived. */
const BACK_WITHIN_MS = 240_000
const LOOK_EVERY_MS = 50
const MOST_LOG_CHARACTERS = 4_000

/** As when a machine freezes: longer than a page takes, shorter than what takes a process for dead. */
const STOPPED_MS = 1_200
/** As when a machine's clock is corrected. */
const CLOCK_BACK_MS = 2_000

export class Power {
  readonly #house: RunningHouse
  readonly #run: (statement: string) => Promise<unknown>
  readonly cuts: Cut[] = []

  /** `run`: a statement on the database of the house, by a session of the test's own. */
  constructor(house: RunningHouse, run: (statement: string) => Promise<unknown>) {
    this.#house = house
    this.#run = run
  }

  /** Does it at once (a kill is SIGKILL) and waits until pages are served again. `when` is for the report. */
  async cut(victim: Victim, when: string): Promise<void> {
    const began = performance.now()
    await this.#strike(victim)
    await this.#healthy(`${victim} killed ${when}`)
    this.cuts.push({ victim, when, recoveredMs: Math.round(performance.now() - began) })
  }

  async #strike(victim: Victim): Promise<void> {
    switch (victim) {
      case 'connections':
        await this.#run(
          `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and application_name like 'ruqsat%'`,
        )
        return
      case 'clock':
        await this.#run(`update legal_time.clock set offset_ms = offset_ms - ${CLOCK_BACK_MS}`)
        return
      case 'stopped process':
        process.kill(this.#house.pid, 'SIGSTOP')
        await sleep(STOPPED_MS)
        process.kill(this.#house.pid, 'SIGCONT')
        return
      default:
        if (victim !== 'process') await this.#killPostmaster()
        if (victim === 'postgresql') return
        await this.#house.kill()
        await this.#house.restart()
    }
  }

  /** A server that is on its way up again has no number yet: it is waited for, then killed. */
  async #killPostmaster(): Promise<void> {
    for (const until = performance.now() + BACK_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
      const pid = postmasterOf(this.#house.folder)
      if (pid !== null) return void process.kill(pid, 'SIGKILL')
      if (performance.now() > until) throw new Error(`Expected a PostgreSQL to kill but none runs; the house says:\n${this.#lastWords()}`)
    }
  }

  async #healthy(after: string): Promise<void> {
    const until = performance.now() + BACK_WITHIN_MS
    for (;;) {
      const response = await fetch(`${this.#house.origin}/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
      await response?.arrayBuffer().catch(() => null)
      if (response?.status === 200) return
      if (performance.now() > until) throw new Error(`${this.#expectedHealthy(after)}; it says:\n${this.#lastWords()}`)
      await sleep(LOOK_EVERY_MS)
    }
  }

  #expectedHealthy(after: string): string {
    const process = isAlive(this.#house.pid) ? 'its process runs' : 'its process has ended'
    return `Expected the house to be healthy again within ${BACK_WITHIN_MS / 1000} s, ${after}, but it is not; ${process}`
  }

  /** What goes with the folder: what the house said outside its log lines (why it ended), the log itself, and PostgreSQL's. */
  #lastWords(): string {
    const log = readFileSync(this.#house.logFile, 'utf8')
    const plain = log.split('\n').filter((line) => line !== '' && !line.startsWith('{'))
    const server = readFileSync(join(this.#house.folder, 'postgres', 'server.log'), 'utf8')
    return [plain.join('\n'), log, server].map((text) => text.slice(-MOST_LOG_CHARACTERS)).join('\n---\n')
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function postmasterOf(folder: string): number | null {
  try {
    const pid = Number(readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
    return pid > 0 && isAlive(pid) ? pid : null
  } catch {
    return null
  }
}

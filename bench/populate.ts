// A population of the sandbox: cases a second, from the draw to the commit, into a database of its own that waits for its disk as a real one.
//   npm run bench -- populate [cases] [people]
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commitWhole, openCaseflow } from '@ruqsat/caseflow'
import { openDatabase, openLegalClock, technicalClock } from '@ruqsat/database'
import { startEmbeddedServer } from '@ruqsat/database/embedded'
import { LICENSING_MIGRATIONS } from '@ruqsat/licensing'
import { populateTwin } from '@ruqsat/registers'
import { openSwitches, runPopulation } from '@ruqsat/sandbox'
import { FEW_CASES, thinkApart, thinkHere } from '../cmd/commands/populate-thinkers.ts'
import { regulationsOf } from '../cmd/commands/regulations.ts'
import { roomSchemas } from '../cmd/commands/rooms.ts'
import { openCheckpointSeal } from '../cmd/house/installation.ts'
import { cpuMsOfAll } from './processor.ts'
import { keepResult } from './results.ts'

const USUAL = { cases: 2_000, people: 2_000 }
/** It is taken when the population asks for it. */
const NEVER_MS = 2 ** 31 - 1
const START = '2026-03-02T05:00:00.000Z'

export async function run(words: readonly string[]): Promise<boolean> {
  const [cases = USUAL.cases, people = USUAL.people] = words.map(Number)
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-bench-'))
  // As root the server runs as another user, who must be able to pass through.
  chmodSync(folder, 0o711)
  const server = await startEmbeddedServer({ folder: join(folder, 'postgres'), port: 'free' })
  const database = await openDatabase({ url: server.url() })
  try {
    const legalClock = await openLegalClock(database, { mode: 'sandbox', startAt: START })
    for (const room of roomSchemas) await room.migrate(database)
    await openSwitches(database, { legalClock })
    const regulations = await regulationsOf({ environment: process.env })
    const offered = regulations.editions.filter(({ regulation }) => regulation.variants.some((variant) => variant.offered))
    const staff = offered.flatMap(({ regulation: { authority, units } }) =>
      units.flatMap(({ id, kind, role }) =>
        role === null
          ? []
          : [{ kind: 'staff' as const, id: `${authority.id} ${id}`, role, authority: kind === 'outside' ? id : authority.id, unit: id }],
      ),
    )
    const caseflow = openCaseflow({
      sql: database.sql,
      schema: LICENSING_MIGRATIONS.schema,
      legalClock,
      technicalClock,
      editions: (hash) => regulations.edition(hash),
      tables: regulations.tables,
      onOutbox: {},
      checkpoints: { ...(await openCheckpointSeal(folder)), everyMs: NEVER_MS },
    })
    const beganMs = performance.now()
    const tenths = new Tenths(cases, () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 + cpuMsOfAll(server.pid()))
    const made = await runPopulation(
      {
        sql: database.sql,
        now: await legalClock.now(),
        thinkers: async ({ seed, now }) => {
          const order = { seed, people, now, staff, offered: offered.map(({ hash }) => hash) }
          return cases < FEW_CASES ? thinkHere(order, regulations) : thinkApart({ order, environment: process.env })
        },
        populateTwin: (persons, firms) => populateTwin(database, persons, firms),
        commit: (steps, within) => commitWhole(database.sql, LICENSING_MIGRATIONS.schema, steps, within),
        seal: async () => void (await caseflow.checkpoint()),
        progress: (done) => tenths.reached(done.cases),
      },
      { seed: 1, people, cases },
    )
    const seconds = (performance.now() - beganMs) / 1000
    await caseflow.stop()
    const [size] = await database.sql<{ bytes: string }[]>`select pg_database_size(current_database())::text as bytes`
    const result = {
      people,
      cases: made.cases,
      events: made.events,
      seconds: Number(seconds.toFixed(1)),
      casesPerSecond: Math.round(made.cases / seconds),
      // Of this process and of PostgreSQL, for one case, in each tenth of the cases: what grows with the size shows, whatever else the machine does.
      cpuMsPerCaseByTenth: tenths.costs,
      casesPerSecondByTenth: tenths.rates,
      processMiBByTenth: tenths.memories,
      bytesPerCase: Math.round(Number(size!.bytes) / Math.max(1, made.cases)),
      ownCpuSeconds: Number((process.cpuUsage().user / 1e6).toFixed(1)),
      processMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
    }
    console.log(JSON.stringify({ ...result, at: technicalClock.now() }, null, 1))
    keepResult('populate', result)
    return made.cases > 0
  } finally {
    await database.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Rate and cost of each tenth of the cases, and the memory at its end. */
class Tenths {
  readonly costs: number[] = []
  readonly rates: number[] = []
  readonly memories: number[] = []
  readonly #each: number
  readonly #cpuMs: () => number
  #from: { readonly cases: number; readonly cpuMs: number; readonly atMs: number } | null = null

  constructor(cases: number, cpuMs: () => number) {
    this.#each = cases / 10
    this.#cpuMs = cpuMs
  }

  reached(cases: number): void {
    // The registers are filled before the first case.
    if (cases === 0) return
    const from = this.#from
    if (from !== null && cases < from.cases + this.#each * 0.999) return
    const now = { cases, cpuMs: this.#cpuMs(), atMs: performance.now() }
    this.#from = now
    if (from === null) return
    this.costs.push(Number(((now.cpuMs - from.cpuMs) / (now.cases - from.cases)).toFixed(2)))
    this.memories.push(Math.round(process.memoryUsage.rss() / 2 ** 20))
    this.rates.push(Math.round((now.cases - from.cases) / ((now.atMs - from.atMs) / 1000)))
  }
}

import { type Database, migrate, type TechnicalClock, technicalClock as machineClock } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import { readSwitches, writeSwitch } from '../store/rows.ts'

export const SANDBOX_SCHEMA = { schema: 'sandbox', folder: new URL('../store/migrations/', import.meta.url) }

export const NEIGHBOURS = ['bank', 'bankTau', 'ocsp', 'crl', 'registers', 'messaging'] as const
export type Neighbour = (typeof NEIGHBOURS)[number]

/** What each neighbour can be made to do. `refusing` is the registers' own: they answer that we may not ask. */
export const MODES = {
  bank: ['ok', 'slow', 'wrong', 'down'],
  bankTau: ['ok', 'slow', 'wrong', 'down'],
  ocsp: ['ok', 'slow', 'wrong', 'down', 'try-later'],
  crl: ['ok', 'slow', 'wrong', 'down', 'try-later'],
  registers: ['ok', 'slow', 'wrong', 'down', 'refusing'],
  messaging: ['ok', 'slow', 'wrong', 'down'],
} as const satisfies Readonly<Record<Neighbour, readonly string[]>>
export type ModeOf<N extends Neighbour> = (typeof MODES)[N][number]

export type Switches = {
  /** For a neighbour's `mode`: `() => switches.read('bank')`. One short query; every process of the installation sees the same. */
  read<N extends Neighbour>(neighbour: N): Promise<ModeOf<N>>
  readAll(): Promise<{ readonly [N in Neighbour]: ModeOf<N> }>
  /** A Fault for a mode that this neighbour does not have. */
  set(neighbour: Neighbour, mode: string): Promise<void>
}

/** The sandbox's switches, opened before the neighbours that ask them. Sandbox only: in production nobody opens them. */
export async function openSwitches(database: Database, technicalClock: TechnicalClock = machineClock): Promise<Switches> {
  await migrate(database, SANDBOX_SCHEMA)
  const readAll = async () => {
    const kept = await readSwitches(database.sql)
    return Object.fromEntries(NEIGHBOURS.map((neighbour) => [neighbour, kept[neighbour] ?? 'ok'])) as { [N in Neighbour]: ModeOf<N> }
  }
  return {
    read: async (neighbour) => (await readAll())[neighbour],
    readAll,
    set: async (neighbour, mode) => {
      if (!(MODES[neighbour] as readonly string[]).includes(mode))
        throw new Fault(`Expected ${neighbour} to be one of ${MODES[neighbour].join(', ')} but found '${mode}'`)
      await writeSwitch(database.sql, neighbour, mode, technicalClock.now())
    },
  }
}

import { type Database, type LegalClock, migrate, type TechnicalClock, technicalClock as machineClock } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import type { RevocationFaultNow } from '@ruqsat/trust/contract'
import {
  LONGEST_SLOW_MS,
  type ModeOf,
  MODES,
  type Neighbour,
  type NeighbourFault,
  NEIGHBOURS,
  type PlannedFault,
  type SwitchState,
} from './neighbours.ts'
import { dropPlanned, insertPlanned, listPlanned, readSwitches, writeSwitch } from '../store/rows.ts'

export const SANDBOX_SCHEMA = { schema: 'sandbox', folder: new URL('../store/migrations/', import.meta.url) }

export type Switches = {
  /** For a neighbour's `mode`: `() => switches.read('bank')`. One short query; every process of the installation sees the same. */
  read<N extends Neighbour>(neighbour: N): Promise<NeighbourFault<N>>
  /** What holds now: what somebody switched by hand, else what is planned for this legal instant. */
  readAll(): Promise<{ readonly [N in Neighbour]: ModeOf<N> }>
  states(): Promise<Readonly<Record<Neighbour, SwitchState & { readonly isPlanned: boolean }>>>
  /** By hand. A Fault for a mode that this neighbour does not have, and for a length that is none. */
  set(neighbour: Neighbour, mode: string, slowMs?: number | null): Promise<void>
  /** What is planned and not over yet, by its beginning. */
  planned(): Promise<readonly PlannedFault[]>
  /** Plans a script; what was planned before is dropped. */
  plan(faults: readonly PlannedFault[]): Promise<void>
}

type Clocks = { readonly legalClock: LegalClock; readonly technicalClock?: TechnicalClock }

/** The sandbox's switches, opened before the neighbours that ask them. Sandbox only: in production nobody opens them. */
export async function openSwitches(database: Database, { legalClock, technicalClock = machineClock }: Clocks): Promise<Switches> {
  await migrate(database, SANDBOX_SCHEMA)
  const { sql } = database
  const states = async () => {
    const [byHand, planned] = await Promise.all([readSwitches(sql), listPlanned(sql)])
    const now = planned.length === 0 ? null : await legalClock.now()
    const current = planned.filter(({ from, until }) => now !== null && from <= now && now < until)
    return Object.fromEntries(
      NEIGHBOURS.map((neighbour) => {
        const own = byHand[neighbour] ?? OK
        const fault = own.mode === 'ok' ? current.findLast((each) => each.neighbour === neighbour) : undefined
        return [neighbour, fault === undefined ? { ...own, isPlanned: false } : { mode: fault.mode, slowMs: fault.slowMs, isPlanned: true }]
      }),
    ) as Record<Neighbour, SwitchState & { readonly isPlanned: boolean }>
  }
  return {
    read: async (neighbour) => {
      const { mode, slowMs } = (await states())[neighbour]
      return mode === 'slow' && slowMs !== null ? { slowMs } : (mode as ModeOf<typeof neighbour>)
    },
    readAll: async () => {
      const now = await states()
      return Object.fromEntries(NEIGHBOURS.map((neighbour) => [neighbour, now[neighbour].mode])) as { [N in Neighbour]: ModeOf<N> }
    },
    states,
    set: async (neighbour, mode, slowMs = null) => {
      requireMode(neighbour, { mode, slowMs })
      await writeSwitch(sql, neighbour, { mode, slowMs: mode === 'slow' ? slowMs : null }, technicalClock.now())
    },
    planned: async () => {
      const now = await legalClock.now()
      return (await listPlanned(sql)).filter(({ until }) => until > now)
    },
    plan: async (faults) => {
      for (const fault of faults) requireMode(fault.neighbour, fault)
      await sql.begin(async (tx) => {
        await dropPlanned(tx)
        await insertPlanned(tx, faults)
      })
    },
  }
}

const OK: SwitchState = { mode: 'ok', slowMs: null }

function requireMode(neighbour: Neighbour, { mode, slowMs }: SwitchState): void {
  if (!(MODES[neighbour] as readonly string[]).includes(mode))
    throw new Fault(`Expected ${neighbour} to be one of ${MODES[neighbour].join(', ')} but found '${mode}'`)
  if (slowMs !== null && !(Number.isSafeInteger(slowMs) && slowMs > 0 && slowMs <= LONGEST_SLOW_MS))
    throw new Fault(`Expected ${neighbour} to be slow by 1 to ${LONGEST_SLOW_MS} ms but found ${slowMs}`)
}

/** The authority's services know the same faults by other words. */
const REVOCATION_FAULTS = {
  ok: 'none',
  slow: 'slow',
  wrong: 'malformed',
  down: 'down',
  losing: 'losing',
  'try-later': 'try-later',
} as const satisfies Record<ModeOf<'ocsp'>, RevocationFaultNow>

/** How a revocation service fails now. */
export async function revocationFault(switches: Pick<Switches, 'read'>, service: 'ocsp' | 'crl'): Promise<RevocationFaultNow> {
  const now = await switches.read(service)
  return typeof now === 'object' ? now : REVOCATION_FAULTS[now]
}

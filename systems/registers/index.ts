import { type Database, migrate } from '@ruqsat/database'
import type { LegalEntity, RegisterPerson, Registers } from './contract.ts'
import { careful } from './core/ask.ts'
import type { RegisterSource } from './core/source.ts'
import { populateTwin, type TwinMode, twinSource } from './twin/twin.ts'

export type { LegalEntity, RegisterPerson, Registers } from './contract.ts'
export type { RegisterSource } from './core/source.ts'
export type { TwinMode } from './twin/twin.ts'

export const REGISTERS_SCHEMA = { schema: 'registers', folder: new URL('./store/migrations/', import.meta.url) }

export type RegistersDeps = {
  readonly database: Database
  /** Whom to ask. Absent: the sandbox's twin in our own database. A real installation gives its gateway. */
  readonly source?: RegisterSource
  /** The sandbox's switch for the twin. */
  readonly mode?: () => Promise<TwinMode> | TwinMode
  /** After this an answer is an outage. */
  readonly timeoutMs?: number
}

export type RegistersRoom = {
  readonly registers: Registers
  /** Fills the twin (idempotent, one transaction). */
  populateTwin(people: readonly RegisterPerson[], entities: readonly LegalEntity[]): Promise<void>
}

const DEFAULT_TIMEOUT_MS = 10_000

/** Brings up the twin's schema and answers. Nothing runs in the background. */
export async function startRegisters(deps: RegistersDeps): Promise<RegistersRoom> {
  await migrate(deps.database, REGISTERS_SCHEMA)
  const source = deps.source ?? twinSource(deps.database, deps.mode ?? (() => 'ok'))
  return {
    registers: careful(source, deps.timeoutMs ?? DEFAULT_TIMEOUT_MS),
    populateTwin: (people, entities) => populateTwin(deps.database, people, entities),
  }
}

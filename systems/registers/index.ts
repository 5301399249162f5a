import { type Database, migrate } from '@ruqsat/database'
import type { LegalEntity, RegisterPerson, Registers } from './contract.ts'
import { careful, carefulFacts } from './core/ask.ts'
import { sourcesOf, type BoundRegisters } from './core/bound.ts'
import type { RegisterSource } from './core/source.ts'
import { populateFacts, populateTwin, type TwinMode, twinOf, twinSource } from './twin/twin.ts'

export type { LegalEntity, RegisterFacts, RegisterPerson, RegisterQuery, Registers } from './contract.ts'
export type { BoundRegisters } from './core/bound.ts'
export type { RegisterSource } from './core/source.ts'
export type { TwinMode } from './twin/twin.ts'

export const REGISTERS_SCHEMA = { schema: 'registers', folder: new URL('./store/migrations/', import.meta.url) }

export type RegistersDeps = {
  readonly database: Database
  /** Whom to ask. Absent: the sandbox's twin in our own database. A real installation gives its gateway. */
  readonly source?: RegisterSource
  /** Which adapter answers for each register that packages declare. Left out: none is bound. */
  readonly bound?: BoundRegisters
  /** The sandbox's switch for the twin. */
  readonly mode?: () => Promise<TwinMode> | TwinMode
  /** After this an answer is an outage. */
  readonly timeoutMs?: number
}

export type RegistersRoom = {
  readonly registers: Registers
  /** Fills the twin (idempotent, one transaction). */
  populateTwin(people: readonly RegisterPerson[], entities: readonly LegalEntity[]): Promise<void>
  /** What the twins of declared registers know from now on. */
  populateFacts(rows: Parameters<typeof populateFacts>[1]): Promise<void>
}

const DEFAULT_TIMEOUT_MS = 10_000

/** Brings up the twin's schema and answers. Nothing runs in the background. */
export async function startRegisters(deps: RegistersDeps): Promise<RegistersRoom> {
  await migrate(deps.database, REGISTERS_SCHEMA)
  const { database, mode = () => 'ok' as const, timeoutMs = DEFAULT_TIMEOUT_MS } = deps
  const known = careful(deps.source ?? twinSource(database, mode), timeoutMs)
  const sources = sourcesOf(deps.bound ?? {}, known, twinOf(database, mode), timeoutMs)
  return {
    registers: { ...known, ...carefulFacts(sources, timeoutMs) },
    populateFacts: (rows) => populateFacts(database, rows),
    populateTwin: (people, entities) => populateTwin(deps.database, people, entities),
  }
}

import { type Database, migrate } from '@ruqsat/database'
import type { LegalEntity, PowerOfAttorney, RegisterPerson, Registers } from './contract.ts'
import { careful, carefulFacts } from './core/ask.ts'
import { sourcesOf, type BoundRegisters } from './core/bound.ts'
import { peopleSource, type PeopleSystems } from './core/people.ts'
import type { RegisterSource } from './core/source.ts'
import { populateFacts, populatePowers, populateTwin, type TwinMode, twinOf, twinSource } from './twin/twin.ts'

export type { LegalEntity, PowerOfAttorney, RegisterFacts, RegisterPerson, RegisterQuery, Registers } from './contract.ts'
export type { BoundRegisters } from './core/bound.ts'
export type { PeopleSystems } from './core/people.ts'
export type { RegisterSource } from './core/source.ts'
export type { TwinMode } from './twin/twin.ts'

export const REGISTERS_SCHEMA = { schema: 'registers', folder: new URL('./store/migrations/', import.meta.url) }

export type RegistersDeps = {
  readonly database: Database
  /** Whom to ask for people and firms. Absent: the registers of `people`, else the sandbox's twin in our own database. */
  readonly source?: RegisterSource
  /** A real installation: which of the bound registers are those of people and of firms. */
  readonly people?: PeopleSystems
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
  populatePowers(powers: readonly PowerOfAttorney[]): Promise<void>
  /** What the twins of declared registers know from now on. */
  populateFacts(rows: Parameters<typeof populateFacts>[1]): Promise<void>
}

const DEFAULT_TIMEOUT_MS = 10_000

const absent = { kind: 'absent' } as const
const nobody = { person: async () => absent, legalEntity: async () => absent }

/** Brings up the twin's schema and answers. Nothing runs in the background. */
export async function startRegisters(deps: RegistersDeps): Promise<RegistersRoom> {
  await migrate(deps.database, REGISTERS_SCHEMA)
  const { database, mode = () => 'ok' as const, timeoutMs = DEFAULT_TIMEOUT_MS } = deps
  const bound = deps.bound ?? {}
  const known: ReturnType<typeof careful> = careful(
    deps.source ?? (deps.people && ownPeople(deps.people)) ?? twinSource(database, mode),
    timeoutMs,
  )
  const sources = sourcesOf(bound, known, twinOf(database, mode), timeoutMs)

  /** Those with a wire of their own: `persons` and `firms` lead back to here. */
  function ownPeople(systems: PeopleSystems): RegisterSource {
    const wired = Object.fromEntries(Object.entries(bound).filter(([, { binding }]) => !['persons', 'firms'].includes(binding.adapter)))
    return peopleSource(sourcesOf(wired, nobody, twinOf(database, mode), timeoutMs), systems)
  }
  return {
    registers: { ...known, ...carefulFacts(sources, timeoutMs) },
    populateFacts: (rows) => populateFacts(database, rows),
    populatePowers: (powers) => populatePowers(database, powers),
    populateTwin: (people, entities) => populateTwin(deps.database, people, entities),
  }
}

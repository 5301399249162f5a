import { type Database, migrate, technicalClock as machineClock, type TechnicalClock } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import { OWN_REGISTERS, type LegalEntity, type PowerOfAttorney, type RegisterPerson, type Registers } from './contract.ts'
import { careful, carefulFacts } from './core/ask.ts'
import type { BoundRegisters } from './core/bound.ts'
import { factsSources, firmsRegister, personsRegister } from './core/known.ts'
import { peopleRegisters, type PeopleSystems } from './core/people.ts'
import type { FactsSource, JournaledRegister, KnownRegisters, RegisterSource } from './core/source.ts'
import { keptRegister, populateFacts, populatePowers, populateTwin, type TwinMode, twinOf } from './twin/twin.ts'
import { registerService, type RegistersGateway, throughGateway } from './wire/gateway.ts'
import { httpSource } from './wire/http.ts'

export type { LegalEntity, PowerOfAttorney, RegisterFacts, RegisterPerson, RegisterQuery, Registers } from './contract.ts'
export type { RegisterKind } from './core/import.ts'
export type { BoundRegisters } from './core/bound.ts'
export type { PeopleSystems } from './core/people.ts'
export type { RegisterSource } from './core/source.ts'
export { populateTwin, type TwinMode } from './twin/twin.ts'
export type { RegistersGateway } from './wire/gateway.ts'

export { importRegister, type ImportReport } from './import.ts'

export const REGISTERS_SCHEMA = { schema: 'registers', folder: new URL('./store/migrations/', import.meta.url) }

export type RegistersDeps = {
  readonly database: Database
  /** Every question goes through it, within the house too: its journal has who asked and why. */
  readonly gateway: RegistersGateway
  /** Whom to ask for people and firms. Absent: the registers of `people`, else the sandbox's twin in our own database. */
  readonly source?: RegisterSource
  /** A real installation: which of the bound registers are those of people, of firms and of powers of attorney. */
  readonly people?: PeopleSystems
  /** Which adapter answers for each register that packages declare. Left out: none is bound. */
  readonly bound?: BoundRegisters
  /** The sandbox's switch for the twin. */
  readonly mode?: () => Promise<TwinMode> | TwinMode
  /** After this an answer is an outage. */
  readonly timeoutMs?: number
  readonly technicalClock?: TechnicalClock
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

/**
 * Brings up the twin's schema, offers what answers here to the gateway, and answers. Nothing runs in the background. Throws a Fault where a
 * register is bound to a route that the gateway does not have.
 */
export async function startRegisters(deps: RegistersDeps): Promise<RegistersRoom> {
  await migrate(deps.database, REGISTERS_SCHEMA)
  const { database, gateway, people, mode = () => 'ok' as const, timeoutMs = DEFAULT_TIMEOUT_MS } = deps
  const technicalClock = deps.technicalClock ?? machineClock
  const offered = (name: string, source: FactsSource) => {
    gateway.offer(name, registerService(source))
    return throughGateway(gateway, name, technicalClock)
  }
  const twin = twinOf(database, mode)
  const own = people === undefined || deps.source !== undefined ? ownRegisters(deps.source, twin, offered) : null
  const kept = (register: string) => keptRegister(database, register)
  const wired = wiredRegisters(deps.bound ?? {}, { gateway, technicalClock, offered, twin, kept, timeoutMs })
  const registers = own ?? wired
  const known = careful(
    peopleRegisters((system) => (Object.hasOwn(registers, system) ? registers[system]! : null), own === null ? people! : OWN_REGISTERS),
    timeoutMs,
  )
  return {
    registers: { ...known, ...carefulFacts({ ...wired, ...knownRegisters(deps.bound ?? {}, known) }, timeoutMs) },
    populateFacts: (rows) => populateFacts(database, rows),
    populatePowers: (powers) => populatePowers(database, powers),
    populateTwin: (persons, entities) => populateTwin(database, persons, entities),
  }
}

type Asked = Readonly<Record<string, JournaledRegister>>
type Offered = (name: string, source: FactsSource) => JournaledRegister

/** The registers of the house itself: somebody in this process, else the twin of the sandbox. */
function ownRegisters(source: RegisterSource | undefined, twin: (register: string) => FactsSource, offered: Offered): Asked {
  const names = OWN_REGISTERS
  const { persons, firms, powers } =
    source === undefined
      ? { persons: twin(names.individual), firms: twin(names.legalEntity), powers: twin(names.powersOfAttorney) }
      : factsSources(source)
  return {
    [names.individual]: offered(names.individual, persons),
    [names.legalEntity]: offered(names.legalEntity, firms),
    ...(powers !== null && { [names.powersOfAttorney]: offered(names.powersOfAttorney, powers) }),
  }
}

type Wires = Pick<RegistersDeps, 'gateway'> & {
  readonly technicalClock: TechnicalClock
  readonly offered: Offered
  readonly twin: (system: string) => FactsSource
  readonly kept: (system: string) => FactsSource
  readonly timeoutMs: number
}

/** Those with a wire of their own, or a twin. */
function wiredRegisters(bound: BoundRegisters, { gateway, technicalClock, offered, twin, kept, timeoutMs }: Wires): Asked {
  const registers = Object.entries(bound).flatMap(([system, { binding, key }]) => {
    switch (binding.adapter) {
      case 'sandbox':
        return [[system, offered(system, twin(system))] as const]
      case 'imported':
        return [[system, offered(system, kept(system))] as const]
      case 'http':
        return [[system, offered(system, httpSource(binding, key, timeoutMs))] as const]
      case 'gateway':
        if (!gateway.gateway.hasRoute(binding.route))
          throw new Fault(`Expected the gateway to have the route ${binding.route}, to which ${system} is bound, but its file names none`)
        return [[system, throughGateway(gateway, binding.route, technicalClock, binding)] as const]
      case 'persons':
      case 'firms':
        return []
    }
  })
  return Object.fromEntries(registers)
}

/** Those that are the house's own connection to the register of people, or of firms. */
function knownRegisters(bound: BoundRegisters, known: KnownRegisters): Asked {
  const registers = Object.entries(bound).flatMap(([system, { binding }]) => {
    if (binding.adapter === 'persons') return [[system, personsRegister(known, binding.facts)] as const]
    return binding.adapter === 'firms' ? [[system, firmsRegister(known, binding.facts)] as const] : []
  })
  return Object.fromEntries(registers)
}

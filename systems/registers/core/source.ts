import type { Answer, BIN, IIN } from '@ruqsat/foundation'
import type { LegalEntity, PowerOfAttorney, Purpose, RegisterFacts, RegisterPerson, RegisterQuery, Registers } from '../contract.ts'

/**
 * Whoever knows people, firms and powers of attorney in this process: the sandbox's twin. An answer may be about somebody else
 * (a counterpart's error); the room checks that before it hands anything on. It may throw or never answer.
 */
export interface RegisterSource {
  person(iin: IIN): Promise<Answer<RegisterPerson>>
  legalEntity(bin: BIN): Promise<Answer<LegalEntity>>
  /** Left out: the notaries' register is not connected. */
  powerOfAttorney?(number: string): Promise<Answer<PowerOfAttorney>>
}

/** One question to one register. */
export type FactsQuery = Omit<RegisterQuery, 'system'>

/** What answers for one register. As above: it may throw, be silent, or answer about something else. */
export interface FactsSource {
  ask(query: FactsQuery): Promise<Answer<RegisterFacts>>
}

/** A register as this house asks it: through the gateway, and never without a purpose. */
export interface JournaledRegister {
  ask(query: FactsQuery, purpose: Purpose): Promise<Answer<RegisterFacts>>
}

/** As they answer, before anybody has checked that it is about the number that was asked for. */
export type KnownRegisters = Pick<Registers, 'person' | 'legalEntity' | 'powerOfAttorney' | 'powersOf'>
